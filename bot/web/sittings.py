"""Sessions of staff on the server: one for each name, until logout or until nobody uses it.

The token at the door is shared, so a name is all that tells one person from another in the record. A
name therefore belongs to one browser at a time; whoever takes it over ends the other's session, and
is seen to do so.
"""

import hashlib
import json
import logging
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from starlette.concurrency import run_in_threadpool

from bot.web.session import Seat

IDLE = timedelta(hours=2)
NOTED_EVERY = timedelta(minutes=1)
BELIEVED_FOR = timedelta(seconds=5)  # what was read, so that not each page reads it again
MOST_KEPT = 1_000

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Notes(Protocol):
    """Small texts under keys, for as long as one holds them."""

    def remember(self, key: str, value: str) -> None: ...
    def recall(self, key: str) -> str | None: ...


class OwnNotes:
    """Notes of this process alone."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}

    def remember(self, key: str, value: str) -> None:
        self._notes[key] = value

    def recall(self, key: str) -> str | None:
        return self._notes.get(key)

    def look(self) -> AbstractContextManager[Notes]:
        return nullcontext(self)

    def work(self) -> AbstractContextManager[Notes]:
        return nullcontext(self)


class Keeper(Protocol):
    """Where notes are kept: transactions that only read, and such that write."""

    def look(self) -> AbstractContextManager[Notes]: ...
    def work(self) -> AbstractContextManager[Notes]: ...


@dataclass(frozen=True, slots=True)
class _Sitting:
    """Whose a name is (a digest of the session's id; "": nobody's), and when it was last used."""

    holder: str
    used_at: datetime

    @classmethod
    def of(cls, text: str | None) -> "_Sitting | None":
        if text is None:
            return None
        read = json.loads(text)
        return cls(read["holder"], datetime.fromisoformat(read["used_at"]))

    def __str__(self) -> str:
        return json.dumps({"holder": self.holder, "used_at": self.used_at.isoformat()})

    def is_on(self, now: datetime) -> bool:
        return bool(self.holder) and now - self.used_at < IDLE


class Sittings:
    """Who sits at the console. Kept with the desk's notes, so that all processes know."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._read: OrderedDict[str, tuple[_Sitting | None, datetime]] = OrderedDict()

    async def begin(self, seat: Seat, now: datetime, *, instead: bool = False) -> bool:
        """Begin a session; False where another browser has the name.

        ``instead``: end that one's session.
        """
        key, mine = _key(seat.staff), _holder(seat)

        def begun(notes: Notes) -> _Sitting | None:
            found = _Sitting.of(notes.recall(key))
            if found is not None and found.is_on(now) and found.holder != mine:
                if not instead:
                    return None
                logger.warning("somebody signed in under a name that another browser had")
            sitting = _Sitting(mine, now)
            notes.remember(key, str(sitting))
            return sitting

        sitting = await self._noted(begun)
        if sitting is not None:
            self._keep(key, sitting, now)
        return sitting is not None

    async def is_on(self, seat: Seat, now: datetime, *, in_use: bool) -> bool:
        """Whether the session goes on. ``in_use``: somebody did something, not a page by itself."""
        key, mine = _key(seat.staff), _holder(seat)
        sitting, read_at = self._read.get(key, (None, now - BELIEVED_FOR))
        if now - read_at >= BELIEVED_FOR:
            sitting = await self._looked(lambda notes: _Sitting.of(notes.recall(key)))
            self._keep(key, sitting, now)
        if in_use and _is_due(sitting, mine, now):

            def noted(notes: Notes) -> _Sitting | None:
                found = _Sitting.of(notes.recall(key))
                if found is not None and _is_due(found, mine, now):
                    found = _Sitting(mine, now)
                    notes.remember(key, str(found))
                return found

            sitting = await self._noted(noted)
            self._keep(key, sitting, now)
        return sitting is not None and sitting.holder == mine and sitting.is_on(now)

    async def end(self, seat: Seat, now: datetime) -> None:
        """End the session; its cookie is worth nothing from now on."""
        key, mine = _key(seat.staff), _holder(seat)

        def ended(notes: Notes) -> _Sitting | None:
            found = _Sitting.of(notes.recall(key))
            if found is not None and found.holder == mine:
                found = _Sitting("", now)
                notes.remember(key, str(found))
            return found

        self._keep(key, await self._noted(ended), now)

    async def _looked(self, look: Callable[[Notes], T]) -> T:
        def looked() -> T:
            with self._keeper.look() as notes:
                return look(notes)

        return await run_in_threadpool(looked)

    async def _noted(self, look: Callable[[Notes], T]) -> T:
        def noted() -> T:
            with self._keeper.work() as notes:
                return look(notes)

        return await run_in_threadpool(noted)

    def _keep(self, key: str, sitting: _Sitting | None, now: datetime) -> None:
        self._read[key] = (sitting, now)
        self._read.move_to_end(key)
        while len(self._read) > MOST_KEPT:
            self._read.popitem(last=False)


def spoken_name(text: str, longest: int) -> str:
    """A name as typed, in one line, without letters that nobody sees."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    return " ".join(seen.split())[:longest]


def _is_due(sitting: _Sitting | None, mine: str, now: datetime) -> bool:
    """Whether it is time to write down that the session is in use."""
    if sitting is None or sitting.holder != mine or not sitting.is_on(now):
        return False
    return now - sitting.used_at >= NOTED_EVERY


def _key(name: str) -> str:
    """The note of a name; names that look alike are one."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"sitting:{hashlib.sha256(plain.encode()).hexdigest()[:32]}"


def _holder(seat: Seat) -> str:
    return hashlib.sha256(seat.id.encode()).hexdigest()[:32]
