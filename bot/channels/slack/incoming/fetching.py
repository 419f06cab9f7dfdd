"""Files on their way while their conversation waits and the others go on."""

import asyncio
from collections.abc import Callable

from bot.channels.slack.incoming.files import FileRef, PostReadings, SlackFiles


class Fetching:
    """Begins to fetch the files of a row, once, and tells when they are there.

    What was fetched is forgotten in a restart, and fetched again.
    """

    def __init__(self, files: SlackFiles | None, when_done: Callable[[], None]) -> None:
        """``files`` None: nothing is fetched; files are named and no more."""
        self._files = files
        self._when_done = when_done
        self._going: dict[str, asyncio.Task[PostReadings]] = {}

    def __len__(self) -> int:
        return len(self._going)

    def readings(self, key: str, team: str, refs: tuple[FileRef, ...]) -> PostReadings | None:
        """What came of a row's files; None: not yet."""
        if self._files is None or not refs:
            return PostReadings(None, tuple(r.name for r in refs))
        if key not in self._going:
            self._going[key] = asyncio.create_task(self._files.read(team, refs))
            self._going[key].add_done_callback(lambda _: self._when_done())
        task = self._going[key]
        return task.result() if task.done() else None

    def forget(self, key: str) -> None:
        """The row is done with."""
        self._going.pop(key, None)

    async def settle(self) -> None:
        """Wait for all that is on its way."""
        await asyncio.gather(*self._going.values())

    def cancel(self) -> None:
        """Nobody waits any more."""
        for task in self._going.values():
            task.cancel()
        self._going.clear()
