"""Readings of files that arrive: a few at a time, each in a thread of its own."""

import asyncio
import logging
import queue
from concurrent.futures import ThreadPoolExecutor

from bot.desk.ports import Uploads
from bot.model.upload import Sort, Upload, UploadProblem

MOST_WAITING = 8  # pieces; the sender waits when the reader is slower
AT_ONCE = 4  # who comes while so many are read is asked to send again
READ_WITHIN = 60.0  # seconds after the last byte
logger = logging.getLogger(__name__)


class ThreadBridge:
    """What is given on the loop is read in a thread, a few pieces at a time.

    Neither side waits for the other for ever. ``end`` ends the file for the reader, ``close`` tells the giver that nobody reads any more.
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


class FileReadings:
    """Begins readings. The threads are its own, so that a slow upload keeps nothing else waiting."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="upload")
        self._going = 0

    def begin(self, name: str) -> "FileReading":
        """Read a file that is about to arrive."""
        loop = asyncio.get_running_loop()
        if self._going >= AT_ONCE:
            return FileReading(name)
        self._going += 1
        bridge = ThreadBridge(loop)
        future = loop.run_in_executor(self._threads, self._uploads.read, name, bridge)
        future.add_done_callback(lambda _: self._over(bridge))
        return FileReading(name, bridge, future)

    def _over(self, bridge: ThreadBridge) -> None:
        self._going -= 1
        bridge.close()


class FileReading:
    """One file on its way to its reader. Without a bridge nobody reads it, and it says so."""

    def __init__(
        self,
        name: str,
        bridge: ThreadBridge | None = None,
        upload: "asyncio.Future[Upload] | None" = None,
    ) -> None:
        self._name, self._bridge, self._upload = name, bridge, upload
        self._has_ended = False

    async def give(self, piece: bytes) -> None:
        if self._bridge is not None:
            await self._bridge.give(piece)

    def end(self, *, whole: bool) -> None:
        """The file has come to its end, or broke off."""
        if self._bridge is not None and not self._has_ended:
            self._bridge.end(whole=whole)
        self._has_ended = True

    async def finish(self) -> Upload:
        """What was read; a file that has not ended by now broke off. It says so when it is nothing."""
        self.end(whole=False)
        unread = Upload(
            self._name[-80:], Sort.OTHER, problem=UploadProblem.UNREADABLE, partial=True
        )
        if self._upload is None:
            return unread
        try:
            async with asyncio.timeout(READ_WITHIN):
                return await asyncio.shield(self._upload)
        except Exception:  # whatever a file does to its reader, the message is handed on
            logger.exception("a file could not be read")
            return unread
