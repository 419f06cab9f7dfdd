"""Carries a file from the event loop to the one thread that reads it, a few pieces at a time."""

import asyncio
import queue

MOST_WAITING = 8  # pieces; the sender waits when the reader is slower


class ThreadBridge:
    """What is given on the loop is read in a thread. Neither side waits for the other for ever.

    ``end`` ends the file for the reader, ``close`` tells the giver that nobody reads any more.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(MOST_WAITING)
        self._is_closed = False
        self._rest = b""
        self._is_over = False

    async def give(self, piece: bytes) -> None:
        """Hand one piece over, waiting for room; dropped when nobody reads any more."""
        if piece and not self._is_closed:
            await self._room.acquire()
            self._pieces.put(piece)

    def end(self, *, whole: bool) -> None:
        """There is no more; not ``whole``: the file broke off."""
        self._pieces.put(b"" if whole else None)

    def close(self) -> None:
        """Nobody reads any more. To be called on the loop."""
        self._is_closed = True
        self._room.release()

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, nothing at the end. EOFError when the file broke off."""
        if not self._rest and not self._is_over:
            self._rest = self._next()
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _next(self) -> bytes:
        piece = self._pieces.get()
        if not piece:
            self._is_over = True
            if piece is None:
                raise EOFError
            return b""
        try:
            self._loop.call_soon_threadsafe(self._room.release)
        except RuntimeError as why:  # the loop has gone: the process ends
            raise EOFError from why
        return piece
