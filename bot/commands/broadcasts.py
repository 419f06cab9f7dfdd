"""The commands ``broadcasts``: how far notices to many are, and what staff make of them.

Part of the composition root. What changes anything goes through the desk's door, as on the pages; a
desk that runs on the same database goes on.
"""

import argparse
import asyncio
import csv
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.commands.audited import login_name
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.failures import COLUMNS
from bot.desk.names import ReaderNames
from bot.desk.progress import BroadcastStage, Progress, progress_of
from bot.desk.spreadsheet_cells import guarded
from bot.desk.steering import LONGEST_NOTICE, possible, unfit
from bot.knowledge.load import load
from bot.model.broadcast import Broadcast, Steering
from bot.model.errors import JitabataError
from bot.model.event import Steered
from bot.model.japan import JST
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say, word

MOST_SHOWN = 50  # broadcasts
MOST_FAILURES = 20
AT_ONCE = 1_000  # failures that are read at a time
LONGEST_NAME = 60
LOOK = 2.0  # seconds between two looks at what is under way


@dataclass(frozen=True, slots=True)
class BroadcastsSpeech:
    """Where to talk, and in which language (ja, en)."""

    out: TextIO
    lang: str
    inp: TextIO


@dataclass(frozen=True, slots=True)
class BroadcastsCommand:
    """The broadcasts of one store, for somebody at a terminal."""

    store: SqlStore
    knowledge: Knowledge
    clock: Callable[[], datetime]
    speech: BroadcastsSpeech
    sleep: Callable[[float], None] = field(default=lambda _: None)

    def show_all(self) -> int:
        """A line for each, newest first, separated by tabs."""
        with self.store.work() as work:
            known = work.broadcasts(under_way_only=False, limit=MOST_SHOWN)
        if not known:
            return self._tell("broadcasts.none")
        self._tell("broadcasts.head")
        for broadcast in known:
            self._tell("broadcasts.row", **self._facts(self._progress(broadcast)))
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
            raise JitabataError(self._words(f"broadcasts.late.{what}", id=ident))
        if what is Steering.CORRECT and (why := unfit(text, broadcast.text)):
            raise JitabataError(self._words(f"broadcasts.unfit.{why}", most=LONGEST_NOTICE))
        event = Steered(self.clock(), ident, staff, what, text)
        asyncio.run(DeskDoor(Desk(self.store, self.knowledge)).handle(event))
        return self._tell(f"broadcasts.did.{what}", id=ident, told=told)

    def retract(self, ident: str, staff: str, *, sure: bool = False) -> int:
        """Retract one, after a yes; 1 when nobody said yes."""
        broadcast = self._found(ident)
        with self.store.work() as work:
            can = Steering.RETRACT in possible(broadcast, work)
            told = work.told_number(ident, broadcast.edition)
        if can and not sure:
            self.speech.out.write(self._words("broadcasts.sure", id=ident, told=told))
            self.speech.out.flush()
            if self.speech.inp.readline().strip().lower() != "yes":
                self._tell("broadcasts.left")
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
            raise JitabataError(self._words("broadcasts.unknown", what=ident))
        return found

    def _progress(self, broadcast: Broadcast) -> Progress:
        return progress_of(broadcast, self.store.ledger, self.clock())

    def _head(self, progress: Progress) -> None:
        broadcast, facts = progress.broadcast, self._facts(progress)
        self._tell("broadcasts.title", **facts)
        staff = broadcast.staff or self._words("broadcasts.itself")
        self._tell("broadcasts.who", started=facts["started"], staff=staff)
        if broadcast.follows is not None:
            self._tell("broadcasts.follows", what=broadcast.follows)
        self._say(f"\n{broadcast.text}\n")

    def _counts(self, progress: Progress) -> str:
        said = self._words(
            "broadcasts.counts", percent=int(progress.share * 100), **self._facts(progress)
        )
        if progress.remaining is not None:
            left = length(progress.remaining, self.speech.lang)
            said += "\n" + self._words("broadcasts.rate", n=round(progress.per_minute), length=left)
        quiet = progress.broadcast.quiet
        over = quiet.over_at(self.clock()) if quiet is not None else None
        if progress.stage is BroadcastStage.QUIET and over is not None:
            said += "\n" + self._words("broadcasts.quiet", at=_moment(over))
        return said

    def _failures(self, progress: Progress) -> None:
        if not progress.failed:
            return
        self._say("")
        self._tell("broadcasts.failures")
        with self.store.work() as work:
            failures = work.failures(progress.broadcast.id, limit=MOST_FAILURES)
        for failure in failures:
            why = " ".join(failure.reason.split())[:200]
            self._say(f"{failure.reader}\t{failure.channel}\t{why}")

    def _facts(self, progress: Progress) -> dict[str, object]:
        broadcast, lang = progress.broadcast, self.speech.lang
        names = ReaderNames(self.knowledge, self.knowledge.catalogue, lang)
        return {
            "id": broadcast.id,
            "stage": say(lang, f"broadcasts.stage.{progress.stage}"),
            "reason": word(lang, "broadcasts.reason", broadcast.reason),
            "cause": broadcast.news.title if broadcast.news else names.cause(broadcast.cause),
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

    def _words(self, key: str, **values: object) -> str:
        return say(self.speech.lang, key, **values)


def run(
    asked: argparse.Namespace,
    settings: Settings,
    clock: Callable[[], datetime],
    speech: BroadcastsSpeech,
    sleep: Callable[[float], None],
) -> int:
    """What ``jitabata broadcasts`` was asked for; what it answers is the exit code."""
    with SqlStore.open(settings.database_url) as store:
        broadcasts = BroadcastsCommand(store, load(asked.knowledge), clock, speech, sleep)
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
    return (given or "").strip()[:LONGEST_NAME] or login_name()


def _given(name: str, speech: BroadcastsSpeech) -> str:
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
        raise JitabataError(say(speech.lang, "broadcasts.unread", what=name, why=reason)) from why
    return read.strip()


def length(span: timedelta, lang: str) -> str:
    """How long, in the one unit that matters."""
    minutes = round(span / timedelta(minutes=1))
    if minutes < 1:
        return say(lang, "broadcasts.length.moments")
    if minutes < 120:
        return say(lang, "broadcasts.length.minutes", n=minutes)
    return say(lang, "broadcasts.length.hours", n=minutes // 60)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"
