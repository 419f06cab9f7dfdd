"""Procrastinate over connections to PostgreSQL that are few, bounded in time, and can be cut."""

import asyncio
import os
import socket
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakSet

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AppNotOpen, ConnectorException
from procrastinate.utils import utcnow
from psycopg import AsyncConnection, Error
from sqlalchemy.engine import make_url

CONNECTS = 3  # seconds to connect in
GONE = (ConnectorException, Error, OSError)  # what is raised when the database is out of reach
_BOUNDS: dict[str, Any] = {
    "application_name": "jitabata jobs",
    "connect_timeout": CONNECTS,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,  # milliseconds
}

T = TypeVar("T")


class Connections:
    """The library's ``app``, open from ``open()`` until ``cut()``, which leaves nothing waiting.

    ``url``: SQLAlchemy's, for PostgreSQL. ``patience``: seconds to wait for a free connection.
    """

    def __init__(self, url: str, patience: float) -> None:
        self._open: WeakSet[AsyncConnection[Any]] = WeakSet()
        self._patience = patience
        self.connector = PsycopgConnector(
            kwargs=_settings_of(url),
            min_size=1,
            max_size=4,
            timeout=patience,
            configure=self._configure,
            name="jobs",
        )
        self.app = App(connector=self.connector)
        self._ahead = timedelta()

    async def open(self) -> None:
        """Connect; OSError when the database is away."""
        async with asyncio.timeout(self._patience + CONNECTS):
            await self.app.open_async()
            found = await self.connector.execute_query_one_async("SELECT now()")
        self._ahead = utcnow() - found["now"]

    async def cut(self) -> None:
        """Hang up at once; what waits for an answer fails."""
        for connection in list(self._open):
            if not connection.closed:  # its number stays taken until those who wait have noticed
                with socket.socket(fileno=os.dup(connection.fileno())) as line, suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
        with suppress(AppNotOpen):
            await self.connector.pool.close(timeout=1.0)

    def now(self) -> datetime:
        """The database's time; the library would count pauses from ours."""
        return utcnow() - self._ahead

    async def _configure(self, connection: AsyncConnection[Any]) -> None:
        """Remember a connection; the library's own beside the pool come here too."""
        self._open.add(connection)
        await connection.set_autocommit(True)
        await connection.execute("SET statement_timeout = '5s'")


async def within(seconds: float, question: Coroutine[Any, Any, T]) -> T:
    """The answer, or TimeoutError when there is none in time; a dead line holds nobody up.

    ``asyncio.timeout`` would wait for the driver, which waits for the line.
    """
    asking = begin(question)
    try:
        await asyncio.wait({asking}, timeout=seconds)
        if asking.done():
            return asking.result()
        raise TimeoutError("the database does not answer")
    finally:
        asking.cancel()


def begin(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """A task whose failure is no news when nobody waits for it any more."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    return task


def _settings_of(url: str) -> dict[str, Any]:
    """What psycopg is told to connect as SQLAlchemy would, within our bounds."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    _, settings = address.get_dialect()().create_connect_args(address)
    return {name: value for name, value in settings.items() if name != "context"} | _BOUNDS
