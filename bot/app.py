"""Builds everything: the only file that names concrete classes."""

import asyncio
import logging
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.configuration.doors import door_problem, trust_problem
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.pauses import Pauses
from bot.knowledge.load import load, load_masking
from bot.model.errors import JitabataError
from bot.model.knowledge import Knowledge
from bot.net.listening import bound
from bot.running.live_settings import LiveSettings
from bot.running.opening import once_there, opening
from bot.settings import Settings, from_environment
from bot.start import log_to_stderr, new_id, now
from bot.store.sql import SqlStore

STATE_FILE = "desk.sqlite"  # of a replay, in the folder that outlives it


def serve(  # noqa: PLR0913 - what a command is given, one by one
    config: Path | None,
    knowledge_folder: Path | None,
    *,
    host: str | None = None,
    port: int | None = None,
    offline: bool = False,
    prints: bool = False,
    web: bool = True,
    work: bool = True,
    trusts_claims: bool = False,
) -> int:
    """Run one process of the desk until stopped: its pages, its work, or both.

    ``port`` None: that of the settings; 0: a worker that nobody asks how it is.
    """
    from bot.running.engine import bring_up_to_date  # noqa: PLC0415 - only a running desk has jobs
    from bot.running.serving import DeskServer, Roles  # noqa: PLC0415 - the web stack costs a second

    log_to_stderr()
    settings = from_environment(config)
    is_public = bool(settings.public_urls)
    if problem := trust_problem(trusts_claims=trusts_claims, is_public=is_public):
        raise JitabataError(problem)
    settings = as_started(settings, host, port, offline=offline)
    address = settings.host, settings.port
    taken = bound(*address) if address[1] else None
    knowledge = _knowledge_of(settings, knowledge_folder)
    with once_there(lambda: SqlStore.open(settings.database_url), time.sleep) as store:
        has_accounts = settings.sso is not None or bool(store.staff.accounts())
        token = settings.staff_token
        if web and (problem := door_problem(token, is_public=is_public, has_accounts=has_accounts)):
            raise JitabataError(problem)
        once_there(lambda: bring_up_to_date(settings.database_url), time.sleep)
        server = DeskServer(settings, knowledge, store, now, new_id)
        roles = Roles(web, work, settings.offline, prints, trusts_claims)
        asyncio.run(server.run(*address, roles, taken))
    return 0


def as_started(
    settings: Settings, host: str | None, port: int | None, *, offline: bool = False
) -> Settings:
    """The settings with what the command said beside them, so that admins read what is so."""
    said = {"host": host or None, "port": port, "offline": offline or None}
    given = {name: value for name, value in said.items() if value is not None}
    names = replace(settings.names, options=frozenset(given))
    return replace(settings, names=names, **given)  # type: ignore[arg-type]


def _knowledge_of(settings: Settings, folder: Path | None) -> Knowledge:
    """The knowledge base of one operator, who is named in the answers."""
    return replace(load(folder, home=settings.operator.home_product), operator=settings.operator)


def demo(knowledge_folder: Path | None, port: int, speed: float) -> int:
    """The day in ``knowledge/demo`` through the same desk, in the browser; all in memory."""
    from bot.desk.player import Player  # noqa: PLC0415 - only this command
    from bot.knowledge.day import load_day  # noqa: PLC0415
    from bot.running.demo import show_demo  # noqa: PLC0415 - the web stack costs a second
    from bot.web.demo.playback import DemoRun  # noqa: PLC0415
    from bot.web.demo.story import Story  # noqa: PLC0415

    taken = bound("127.0.0.1", port)
    log_to_stderr()
    knowledge, day = load(knowledge_folder), load_day(knowledge_folder)

    def open_stage() -> DemoRun:
        store = SqlStore.open("sqlite://")
        return DemoRun(Player(day, Desk(store, knowledge).handle), store, Story(day))

    sessions = SqlStore.open("sqlite://").staff  # a day that begins again signs nobody out
    asyncio.run(show_demo(open_stage, knowledge, now, new_id, taken, staff=sessions, speed=speed))
    return 0


def chat(config: Path | None, knowledge_folder: Path | None, lang: str) -> int:
    """Talk to the desk in the terminal; the same store as ``serve``."""
    from bot.channels.terminal import run_chat  # noqa: PLC0415 - only this command needs it

    log_to_stderr(logging.WARNING)
    settings = from_environment(config)
    store = SqlStore.open(settings.database_url)
    live = LiveSettings(settings, _knowledge_of(settings, knowledge_folder), store.settings)
    settings, knowledge = live.settings, live.knowledge

    def read() -> str | None:
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None

    def write(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    desk = Desk(store, knowledge)
    desk.handle(opening(settings, knowledge, now()))
    door = DeskDoor(desk)
    with store:
        asyncio.run(
            run_chat(
                door,
                customer=f"terminal:{new_id()[:8]}",
                tenant="terminal",
                lang=lang,
                read=read,
                write=write,
                clock=now,
                new_id=new_id,
                # A program that pipes lines in expects an answer to each.
                pauses=Pauses(door, now) if sys.stdin.isatty() else None,
                sign=_sign,
            )
        )
    return 0


def _sign(text: str) -> None:
    """Show a text in the line of the terminal where the next one will stand."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\x1b[K{text}")
        sys.stdout.flush()


def replay(state: Path, knowledge_folder: Path | None, lines: TextIO, out: TextIO) -> int:
    """Events from ``lines`` through the production desk; effects to ``out``."""
    from bot.channels.lines import replay as replay_lines  # noqa: PLC0415 - only this command
    from bot.feeds.by_words import by_words  # noqa: PLC0415

    log_to_stderr(logging.WARNING)
    knowledge = load(knowledge_folder)
    with SqlStore.open(_url_of(state), durable=False) as store:
        desk = Desk(store, knowledge)
        replay_lines(lambda event: desk.handle(by_words(event)), lines, out)
    return 0


def explain(
    ident: str, config: Path | None, knowledge_folder: Path | None, state: Path | None, lang: str
) -> int:
    """Print why a ticket or an incident has its cause; ``state``: a folder that ``replay`` kept."""
    from bot.channels.explanation import print_explanation  # noqa: PLC0415 - only this command
    from bot.desk.explain import explain as explained  # noqa: PLC0415

    log_to_stderr(logging.WARNING)
    if state is not None and not (state / STATE_FILE).is_file():
        raise JitabataError(f"no desk has kept anything in {state}")
    settings = from_environment(config) if state is None else Settings()
    knowledge = load(knowledge_folder, home=settings.operator.home_product)
    with SqlStore.open(settings.database_url if state is None else _url_of(state)) as store:
        knowledge = LiveSettings(settings, knowledge, store.settings).knowledge
        with store.work() as work:
            found = explained(ident, work, knowledge)
    if found is None:
        raise JitabataError(f"there is no ticket and no incident {ident!r}")
    print_explanation(found, knowledge, lang, sys.stdout)
    return 0


def _url_of(state: Path) -> str:
    return f"sqlite:///{(state / STATE_FILE).resolve()}"


def understand(
    catalogue_file: Path | None,
    knowledge_folder: Path | None,
    lines: TextIO,
    out: TextIO,
    *,
    why: bool = False,
) -> int:
    """What single messages mean: JSON lines in, JSON lines out; with ``why`` also the reasons."""
    from bot.channels.catalogue_file import catalogue_of  # noqa: PLC0415 - only this command
    from bot.channels.understand_lines import run  # noqa: PLC0415
    from bot.triage.understand.reader import MessageReader  # noqa: PLC0415

    log_to_stderr(logging.WARNING)
    knowledge = load(knowledge_folder)
    catalogue = knowledge.catalogue
    if catalogue_file is not None:
        catalogue = catalogue_of(catalogue_file)
    run(MessageReader(knowledge, catalogue), lines, out, why=why)
    return 0


def read_upload(path: Path, knowledge_folder: Path | None, lang: str, out: TextIO) -> int:
    """What the desk would keep of a file that a customer sends."""
    from bot.uploads.printing import read_file  # noqa: PLC0415 - only this command

    return read_file(path, load(knowledge_folder).catalogue, out, lang)


def train(knowledge_folder: Path | None, out: TextIO, *, only_check: bool) -> int:
    """Train the classifier on the labelled messages, or say whether its weights are up to date."""
    from bot.knowledge.load import shipped  # noqa: PLC0415 - only this command
    from bot.knowledge.retrain import is_current, retrain  # noqa: PLC0415

    folder = knowledge_folder or shipped()
    if only_check:
        return 0 if is_current(folder, out) else 1
    retrain(folder, out)
    return 0


def check(knowledge_folder: Path | None, out: TextIO) -> int:
    """Check all texts, and put every entry's examples through the real triage; 1: something is wrong."""
    import bot.feeds.detect  # noqa: F401, PLC0415 - it asks for what notices say
    from bot.knowledge.check import check as checked  # noqa: PLC0415 - only this command
    from bot.knowledge.check_masking import check_masking  # noqa: PLC0415
    from bot.knowledge.examples import Example  # noqa: PLC0415
    from bot.texts.check import problems as unlike  # noqa: PLC0415
    from bot.triage.reply.choosers import states  # noqa: PLC0415
    from bot.triage.run_examples import advised, rehearsal, rehearse  # noqa: PLC0415

    knowledge = load(knowledge_folder)
    triage = rehearsal(knowledge)

    def diagnose(example: Example) -> list[str]:
        return rehearse(triage, example.text, example.given, now())

    def advise(example: Example) -> frozenset[str]:
        return advised(triage, example.text, example.given, now())

    problems = checked(knowledge, triage.read, diagnose, advise, states())
    problems += check_masking(load_masking(knowledge_folder))
    wanting = list(unlike())
    for problem in (*problems, *wanting):
        out.write(f"{problem}\n")
    entries = sum(
        len(part) for part in (knowledge.causes, knowledge.signatures, knowledge.symptoms)
    )
    warnings = sum(p.warning for p in problems)
    errors = len(problems) + len(wanting) - warnings
    out.write(f"{errors} errors, {warnings} warnings; ")
    out.write(f"{entries} causes, signatures and symptoms, {len(knowledge.remedies)} remedies, ")
    out.write(f"{len(knowledge.answers)} answers, ")
    out.write(f"{len(knowledge.catalogue.products)} products\n")
    return 1 if errors else 0
