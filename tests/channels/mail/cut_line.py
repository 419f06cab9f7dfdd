"""A line between a client and a server that can be cut, or go dead without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class CutLine:
    """Hands octets on both ways. ``cut`` ends what is connected; ``refuses`` lets nobody in."""

    def __init__(self, port: int) -> None:
        self._beyond = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.refuses = False
        self.refused = asyncio.Event()
        self.connected = 0
        self.cuts_at = b""  # what a client says that ends its connection before it arrives

    @asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            self.cut()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        for writer in self._writers:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        if self.refuses:
            self.refused.set()
            writer.close()
            return
        self.connected += 1
        there, back = await asyncio.open_connection("127.0.0.1", self._beyond)
        self._writers |= {writer, back}
        await asyncio.gather(self._hand(reader, back, self.cuts_at), self._hand(there, writer, b""))

    async def _hand(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, until: bytes
    ) -> None:
        try:
            while octets := await reader.read(65536):
                if until and until in octets:
                    self.cuts_at = b""
                    self.cut()
                    return
                writer.write(octets)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
