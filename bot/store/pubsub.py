"""What one process tells its open pages, told to those of the others too: PostgreSQL's NOTIFY.

https://www.postgresql.org/docs/current/sql-notify.html: a payload has at most 8,000 bytes. What is
told is a nudge, so a message that is lost (while the connection is away) is a page that shows a
change later; it is never the change itself.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from bot.store import connect
from bot.store.presence import NAMED, PRESENT

if TYPE_CHECKING:
    from psycopg import AsyncConnection

LONGEST = 7_500  # bytes of a payload
EVERYBODY = "*"  # instead of topics, where there are too many to name
AGAIN = 1.0  # seconds until the connection is tried anew

Heard = Callable[[Sequence[str]], None]

logger = logging.getLogger(__name__)


class PubSub:
    """One connection that listens; telling uses it too. Nothing happens on SQLite.

    ``process`` names this run of the program: it does not hear itself.
    """

    def __init__(self, url: str, process: str) -> None:
        self._address = connect.address_of(url)
        self._process = process
        self._untold: asyncio.Queue[Sequence[str]] = asyncio.Queue(1_000)

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody to tell."""
        return self._address.get_backend_name() != "postgresql"

    def tell(self, topics: Sequence[str]) -> None:
        """Have the other processes tell their pages; when too many wait, one is dropped."""
        if self.is_alone or not topics:
            return
        if self._untold.full():
            self._untold.get_nowait()
        self._untold.put_nowait(topics)

    async def run(
        self, heard: Heard, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Listen and tell until cancelled; after a loss of the connection pages fetch everything."""
        if self.is_alone:
            return
        while True:
            try:
                await self._connected(heard)
            except Exception:  # the database is away; it comes back
                logger.warning("pages of other processes cannot be told", exc_info=True)
            await sleep(AGAIN)
            heard([EVERYBODY])

    async def _connected(self, heard: Heard) -> None:
        # Late, because SQLite users should not wait for it at every start.
        import psycopg  # noqa: PLC0415

        async with (
            await psycopg.AsyncConnection.connect(
                _conninfo(self._address), autocommit=True
            ) as told,
            await psycopg.AsyncConnection.connect(_conninfo(self._address), autocommit=True) as own,
        ):
            await told.execute(PRESENT.encode())
            await told.execute(NAMED.encode(), (self._process,))
            name = await _channel(told)
            await told.execute(f'LISTEN "{name}"'.encode())
            async with asyncio.TaskGroup() as group:
                group.create_task(self._tell(own, name))
                async for notice in told.notifies():
                    said = json.loads(notice.payload)
                    if said["by"] != self._process:
                        heard(said["topics"])
                raise ConnectionError("the server has ended the connection")

    async def _tell(self, connection: "AsyncConnection", name: str) -> None:
        while True:
            topics = await self._next()
            payload = json.dumps({"by": self._process, "topics": topics})
            if len(payload) > LONGEST:
                payload = json.dumps({"by": self._process, "topics": [EVERYBODY]})
            await connection.execute("SELECT pg_notify(%s, %s)", (name, payload))

    async def _next(self) -> list[str]:
        """The topics that wait, each once: several parts of a process tell of one change."""
        topics = list(await self._untold.get())
        while not self._untold.empty():
            topics += self._untold.get_nowait()
        return list(dict.fromkeys(topics))


async def _channel(connection: "AsyncConnection") -> str:
    """A name for the channel of one schema."""
    found = await (await connection.execute("SELECT current_schema()")).fetchone()
    digest = hashlib.sha256(str(found).encode()).hexdigest()[:16]
    return f"jitabata_pages_{digest}"


def _conninfo(address: URL) -> str:
    """What psycopg calls an address; to it a plus sign is no space."""
    written = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return written.replace("+", "%20")
