"""A process that may die at any instant, and a database that is busy now and then.

Death comes before or after a commit, or during a call of the Web API. A dead process writes nothing
more; its successor finds what was committed. Not imitated: half a commit, which a database excludes.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.desk.ledger import Outgoing
from bot.desk.ports import Beside
from bot.model.errors import StoreUnavailableError
from bot.store.sql import SqlStore
from bot.store.unit_of_work import SqlUnitOfWork

Value = TypeVar("Value")


class Killed(BaseException):
    """``kill -9``: no ``except Exception`` of ours holds it up."""


def log_unless_killed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An exception handler for the loop of mortal processes; takes what asyncio gives one.

    A task that died with its process has nobody left to read its end, so asyncio would log it, whenever
    the garbage collector comes by. In Python 3.11 that formats a traceback with ``ast``, and an
    ``ast.parse`` that the collector interrupted then fails with a SystemError.
    """
    if not isinstance(context.get("exception"), Killed):
        loop.default_exception_handler(context)


class Fate:
    """Decides by a seed when the process dies and when its database is busy.

    ``until`` is a moment of ``now``; later nothing happens any more.
    """

    def __init__(
        self, seed: int, now: Callable[[], float], until: float, killed: float, busy: float
    ) -> None:
        self._dice = random.Random(f"fate/{seed}")  # noqa: S311 - the same every time
        self._now = now
        self._until = until
        self._killed = killed
        self._busy = busy
        self.is_dead = False
        self.deaths = 0
        self.times_busy = 0

    def die(self) -> None:
        """The process ends at this instant."""
        if not self.is_dead:
            self.is_dead = True
            self.deaths += 1

    def revive(self) -> None:
        """Another process takes over."""
        self.is_dead = False

    def strike(self) -> None:
        """A moment at which death may come; the dead get no further."""
        if not self.is_dead and self._now() < self._until and self._dice.random() < self._killed:
            self.die()
        if self.is_dead:
            raise Killed

    def hinder(self) -> None:
        """A moment at which the database may be busy."""
        if self._now() < self._until and self._dice.random() < self._busy:
            self.times_busy += 1
            raise StoreUnavailableError("database is locked")


class MortalStore(SqlStore):
    """A store whose every transaction is a chance to die or to be refused."""

    fate: Fate | None = None

    def _around(self, call: Callable[[], Value]) -> Value:
        if self.fate is None:
            return call()
        self.fate.strike()
        self.fate.hinder()
        value = call()
        self.fate.strike()
        return value

    @contextmanager
    def work(self) -> Iterator[SqlUnitOfWork]:
        if self.fate is not None:
            self.fate.strike()
            self.fate.hinder()
        with super().work() as work:
            yield work
        if self.fate is not None:
            self.fate.strike()

    @contextmanager
    def look(self) -> Iterator[SqlUnitOfWork]:
        if self.fate is not None:
            self.fate.strike()
            self.fate.hinder()
        with super().look() as work:
            yield work

    def receive(
        self, key: str, channel: str, payload: str, at: datetime, *, beside: Beside | None = None
    ) -> bool:
        return self._around(
            lambda: SqlStore.receive(self, key, channel, payload, at, beside=beside)
        )

    def received(self, channel: str, limit: int = 100) -> list[tuple[str, str]]:
        return self._around(lambda: SqlStore.received(self, channel, limit))

    def handled(self, *keys: str) -> None:
        self._around(lambda: SqlStore.handled(self, *keys))

    def outgoing(self, channel: str, limit: int = 100) -> list[Outgoing]:
        return self._around(lambda: SqlStore.outgoing(self, channel, limit))

    @contextmanager
    def _beside(self, *, writes: bool) -> Iterator[Connection]:
        """What the ledger reads and writes."""
        if self.fate is not None:
            self.fate.strike()
            self.fate.hinder()
        with super()._beside(writes=writes) as connection:
            yield connection
        if self.fate is not None:
            self.fate.strike()
