"""Readings of files that arrive: a few at a time, each in a thread of its own."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from bot.desk.ports import Uploads
from bot.model.upload import Sort, Upload, UploadProblem
from bot.web.thread_bridge import ThreadBridge

AT_ONCE = 4  # who comes while so many are read is asked to send again
READ_WITHIN = 60.0  # seconds after the last byte

logger = logging.getLogger(__name__)


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
