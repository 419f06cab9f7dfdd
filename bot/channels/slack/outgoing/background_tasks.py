"""Short things to do in Slack that nothing waits for: a view, a status, a word to one person."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

MOST_WAITING = 200
WITHIN = 10.0  # seconds for one

BackgroundTask = Callable[[], Awaitable[object]]

logger = logging.getLogger(__name__)


class BackgroundTasks:
    """Runs tasks beside each other, as soon as they come.

    What must not be lost does not belong here: a restart forgets them, and one that fails is only logged.
    """

    def __init__(self) -> None:
        self._waiting: deque[BackgroundTask] = deque(maxlen=MOST_WAITING)
        self._come = asyncio.Event()

    def add(self, task: BackgroundTask) -> None:
        """Have something done. Of too many the oldest is dropped."""
        if len(self._waiting) == MOST_WAITING:
            logger.warning("too many background tasks in Slack; the oldest is dropped")
        self._waiting.append(task)
        self._come.set()

    async def run(self) -> None:
        """Run what comes, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._come.wait()
                self._come.clear()
                while self._waiting:
                    group.create_task(_done(self._waiting.popleft()))

    async def finish(self) -> None:
        """Run what waits now, to its end."""
        while self._waiting:
            await _done(self._waiting.popleft())


async def _done(task: BackgroundTask) -> None:
    try:
        async with asyncio.timeout(WITHIN):
            await task()
    except Exception:  # whatever it was: nothing hangs on it
        logger.warning("a background task in Slack failed", exc_info=True)
