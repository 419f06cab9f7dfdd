"""The commands ``broadcasts``: how far notices to many are, and what staff make of them.

Part of the composition root. What changes anything goes through the desk's door, as on the pages; a
desk that runs on the same database goes on.
"""

import argparse
import asyncio
import contextlib
import csv
import getpass
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.channels.broadcast_words import REASONS, STAGES, WORDS, length
from bot.desk.cells import guarded
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.failures import COLUMNS
from bot.desk.names import Names
from bot.desk.progress import Progress, Stage, progress_of
from bot.desk.steering import LONGEST_NOTICE, possible, unfit
from bot.knowledge.load import load
from bot.model.broadcast import JST, Broadcast, Steering
from bot.model.errors import JitabataError
from bot.model.event import Steered
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from bot.store.sql import SqlStore

MOST_SHOWN = 50  # broadcasts
MOST_FAILURES = 20
AT_ONCE = 1_000  # failures that are read at a time
LONGEST_NAME = 60
LOOK = 2.0  # seconds between two looks at what is under way


@dataclass(frozen=True, slots=True)
class Speech:
    """Where to talk, and in which language (ja, en)."""

    out: TextIO
    lang: str
    inp: TextIO


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """The broadcasts of one store, for somebody at a terminal."""

    store: SqlStore
    knowledge: Knowledge
    clock: Callable[[], datetime]
    speech: Speech
    sleep: Callable[[float], None] = field(default=lambda _: None)

    def show_all(self) -> int:
        """A line for each, newest first, separated by tabs."""
        with self.store.work() as work:
            known = work.broadcasts(under_way_only=False, limit=MOST_SHOWN)
        if not known:
            return self._tell("none")
        self._tell("head")
        for broadcast in known:
            self._tell("row", **self._facts(self._progress(broadcast)))
        return 0

    def show(self, ident: str, *, watch: bool = False) -> int:
        """One of them; ``watch``: again and again, until nothing of it is under way."""
        broadcast = self._found(ident)
        progress = self._progress(broadcast)
        self._head(progress)
        said = self._counts(progress)
        self._say(said)
        while watch and progress.is_live:
            self.sleep(LOOK)
            progress = self._progress(self._found(ident))
            if (now := self._counts(progress)) != said:
                said = now
                self._say(said)
        self._failures(progress)
        return 0

    def steer(self, ident: str, what: Steering, staff: str, text: str = "") -> int:
        """Hand what staff want of one to the desk; JitabataError where it is not possible."""
        broadcast = self._found(ident)
        with self.store.work() as work:
            can = possible(broadcast, work)
            told = work.told_number(ident, broadcast.edition)
        if what not in can:
            raise JitabataError(self._words(f"late_{what}", id=ident))
        if what is Steering.CORRECT and (why := unfit(text, broadcast.text)):
            raise JitabataError(self._words(why, most=LONGEST_NOTICE))
        event = Steered(self.clock(), ident, staff, what, text)
        asyncio.run(DeskDoor(Desk(self.store, self.knowledge)).handle(event))
        return self._tell(str(what), id=ident, told=told)

    def retract(self, ident: str, staff: str, *, sure: bool = False) -> int:
        """Retract one, after a yes; 1 when nobody said yes."""
        broadcast = self._found(ident)
        with self.store.work() as work:
            can = Steering.RETRACT in possible(broadcast, work)
            told = work.told_number(ident, broadcast.edition)
        if can and not sure:
            self.speech.out.write(self._words("sure", id=ident, told=told))
            self.speech.out.flush()
            if self.speech.inp.readline().strip().lower() != "yes":
                self._tell("left")
                return 1
        return self.steer(ident, Steering.RETRACT, staff)

    def list_failures(self, ident: str) -> int:
        """Everybody whom one did not reach, as CSV with addresses: who asks runs the machine."""
        self._found(ident)
        lines = csv.writer(self.speech.out)
        lines.writerow(COLUMNS)
        for skip in itertools.count(0, AT_ONCE):
            with self.store.look() as work:
                page = work.failures(ident, skip=skip, limit=AT_ONCE)
            lines.writerows([guarded(cell) for cell in failed.cells] for failed in page)
            if len(page) < AT_ONCE:
                break
        return 0

    def _found(self, ident: str) -> Broadcast:
        with self.store.work() as work:
            found = work.broadcast(ident)
        if found is None:
            raise JitabataError(self._words("unknown", what=ident))
        return found

    def _progress(self, broadcast: Broadcast) -> Progress:
        return progress_of(broadcast, self.store.ledger, self.clock())

    def _head(self, progress: Progress) -> None:
        broadcast, facts = progress.broadcast, self._facts(progress)
        self._tell("title", **facts)
        staff = broadcast.staff or self._words("itself")
        self._tell("who", started=facts["started"], staff=staff)
        if broadcast.follows is not None:
            self._tell("follows", what=broadcast.follows)
        self._say(f"\n{broadcast.text}\n")

    def _counts(self, progress: Progress) -> str:
        said = self._words("counts", percent=int(progress.share * 100), **self._facts(progress))
        if progress.remaining is not None:
            left = length(progress.remaining, self.speech.lang)
            said += "\n" + self._words("rate", n=round(progress.per_minute), length=left)
        quiet = progress.broadcast.quiet
        over = quiet.over_at(self.clock()) if quiet is not None else None
        if progress.stage is Stage.QUIET and over is not None:
            said += "\n" + self._words("quiet", at=_moment(over))
        return said

    def _failures(self, progress: Progress) -> None:
        if not progress.failed:
            return
        self._say("")
        self._tell("failures")
        for failure in self.store.ledger.failures(progress.broadcast.id, MOST_FAILURES):
            why = " ".join(failure.reason.split())[:200]
            self._say(f"{failure.reader}\t{failure.channel}\t{why}")

    def _facts(self, progress: Progress) -> dict[str, object]:
        broadcast, lang = progress.broadcast, self.speech.lang
        names = Names(self.knowledge, self.knowledge.catalogue, lang)
        return {
            "id": broadcast.id,
            "stage": STAGES[lang][progress.stage],
            "reason": REASONS[lang].get(broadcast.reason, broadcast.reason),
            "cause": names.cause(broadcast.cause),
            "started": _moment(broadcast.started_at),
            "total": progress.total,
            "done": progress.done,
            "delivered": progress.delivered,
            "left": progress.left,
            "failed": progress.failed,
            "cancelled": progress.cancelled,
        }

    def _tell(self, name: str, **values: object) -> int:
        self._say(self._words(name, **values))
        return 0

    def _say(self, line: str) -> None:
        self.speech.out.write(line + "\n")
        self.speech.out.flush()

    def _words(self, name: str, **values: object) -> str:
        return WORDS[self.speech.lang][name].format(**values)


def run(
    asked: argparse.Namespace,
    settings: Settings,
    clock: Callable[[], datetime],
    speech: Speech,
    sleep: Callable[[float], None],
) -> int:
    """What ``jitabata broadcasts`` was asked for; what it answers is the exit code."""
    store = SqlStore.open(settings.database_url)
    with contextlib.closing(store):
        broadcasts = Broadcasts(store, load(asked.knowledge), clock, speech, sleep)
        match asked.what:
            case None:
                return broadcasts.show_all()
            case "show":
                return broadcasts.show(asked.ident, watch=asked.watch)
            case "failures":
                return broadcasts.list_failures(asked.ident)
            case "retract":
                return broadcasts.retract(asked.ident, _staff(asked), sure=asked.yes)
            case "correct":
                text = _given(asked.text, speech)
                return broadcasts.steer(asked.ident, Steering.CORRECT, _staff(asked), text)
            case what:
                return broadcasts.steer(asked.ident, Steering(what), _staff(asked))


def _staff(asked: argparse.Namespace) -> str:
    """Who does it: by their name, or as the machine knows them."""
    given: str | None = asked.staff
    try:
        name = (given or getpass.getuser()).strip()
    except (OSError, KeyError):  # nobody is logged in, as in a container
        name = ""
    return name[:LONGEST_NAME] or "staff"


def _given(name: str, speech: Speech) -> str:
    """The text of a file, or of standard input (``-``); at most what is needed to see it too long."""
    most = LONGEST_NOTICE + 2
    try:
        if name == "-":
            read = speech.inp.read(most)
        else:
            with Path(name).open(encoding="utf-8-sig") as file:
                read = file.read(most)
    except (OSError, UnicodeDecodeError) as why:
        reason = why.strerror if isinstance(why, OSError) else "UTF-8?"
        raise JitabataError(WORDS[speech.lang]["unread"].format(what=name, why=reason)) from why
    return read.strip()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"
