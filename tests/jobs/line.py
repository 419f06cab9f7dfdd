"""A line to PostgreSQL that can go dead: open at both ends, with nothing coming through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.engine import make_url


class Line:
    """``url`` leads through it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._there = make_url(url)
        self._alive = asyncio.Event()
        self._alive.set()
        self._ends: list[asyncio.StreamWriter] = []

    def goes_dead(self) -> None:
        self._alive.clear()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Line"]:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = self._there.set(port=port).render_as_string(hide_password=False)
        try:
            yield self
        finally:
            server.close()
            for end in self._ends:
                end.transport.abort()

    async def _connect(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await asyncio.open_connection(self._there.host, self._there.port)
        self._ends += [back, forth]
        await asyncio.gather(self._copy(near, forth), self._copy(far, back))

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                await self._alive.wait()
                target.write(data)
        target.close()
