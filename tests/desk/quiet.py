"""A clock on which sleepers wait until a test moves it."""

import asyncio
from datetime import datetime, timedelta

from tests.builders import MORNING


class Sleepers:
    """Time as those see it who wait: it passes only when it is told to."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now
        self._asleep: list[tuple[datetime, asyncio.Event]] = []

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._asleep.append((self.now + timedelta(seconds=seconds), awake))
        await awake.wait()

    async def passes(self, span: timedelta) -> None:
        """Wake everybody whose time comes, one after the other."""
        until = self.now + span
        await self._settle()
        while due := [s for s in self._asleep if s[0] <= until]:
            first = min(due, key=lambda s: s[0])
            self._asleep.remove(first)
            self.now = max(self.now, first[0])
            first[1].set()
            await self._settle()
        self.now = until

    async def _settle(self) -> None:
        """Let everything run that can."""
        for _ in range(10):
            await asyncio.sleep(0)
