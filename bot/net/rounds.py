"""Visits every target for ever, each when it is due; whoever runs it sees that only one does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.net.timetable import Timetable

TURN = 0.5  # seconds between two looks at the timetable
LOOK = 5.0  # seconds between two looks at what is under suspicion

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visited:
    """How a visit went: failures in a row, and for how many seconds the host wants to be left alone."""

    failures: int = 0
    wait: float | None = None


Visit = Callable[[str], Awaitable[Visited]]


async def _nothing() -> Collection[str]:
    return ()


@dataclass
class Rounds:
    """The loop over one timetable. ``seconds`` is its steady clock, ``sleep`` passes time.

    ``suspected``: what is to be visited more often. A visit must not raise; one that does is logged
    and counts as failed. One slow visit holds up nobody but its own host.
    """

    timetable: Timetable
    visit: Visit
    seconds: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    suspected: Callable[[], Awaitable[Collection[str]]] = _nothing

    async def run(self) -> None:
        """Until it is cancelled; visits under way are then cancelled too."""
        looked = float("-inf")
        async with asyncio.TaskGroup() as group:
            while True:
                if self.seconds() - looked >= LOOK:
                    looked = self.seconds()
                    await self._look()
                self.begin(group)
                await self.sleep(TURN)

    async def _look(self) -> None:
        try:
            self.timetable.hurry(await self.suspected(), self.seconds())
        except Exception:  # the database is away; the interval stays as it was
            logger.exception("what is under suspicion could not be found out")

    def begin(self, group: asyncio.TaskGroup) -> None:
        """Start the visits that are due."""
        for target in self.timetable.begin(self.seconds()):
            group.create_task(self._visited(target))

    async def _visited(self, target: str) -> None:
        visited = Visited(failures=1)
        try:
            visited = await self.visit(target)
        except Exception:  # one target's flaw must not stop the others
            logger.exception("a visit to %s failed", target)
        finally:
            self.timetable.end(target, self.seconds(), failures=visited.failures, wait=visited.wait)
