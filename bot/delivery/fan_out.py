"""A broadcast's readers, page by page, as fast as their deliveries go out and no faster."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.desk.ports import Door, Store
from bot.model.event import PageDue

MOST_WAITING = 2_000  # deliveries of one broadcast that could go now; more would go no quicker
MOST_WRITTEN = 50_000  # that wait for anything: a destination that is slow or away, the morning
GIVES_UP = 1.0  # seconds without room; whoever looks next asks again
LONGEST_ROUND = 60.0  # seconds; another round goes on
LOOK = 0.05  # seconds between looks at whether there is room


class FanOut:
    """Asks the desk for the next page whenever there is room for it.

    It keeps nothing: whoever asks next goes on where the broadcast stands.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store, self._door, self._clock, self._sleep = store, door, clock, sleep

    async def run(self, broadcast: str) -> None:
        """Go on until every delivery is written, staff stop it, or there is no room for a second."""
        ends = asyncio.get_running_loop().time() + LONGEST_ROUND
        tries = 0
        while asyncio.get_running_loop().time() < ends and tries * LOOK < GIVES_UP:
            room = await asyncio.to_thread(self._room, broadcast)
            if room is None:
                return
            if room:
                tries = 0
                await self._door.handle(PageDue(self._clock(), broadcast))
            else:
                tries += 1
                await self._sleep(LOOK)

    def _room(self, ident: str) -> bool | None:
        """Whether there is room for more; None: nothing is left to do."""
        with self._store.work() as work:
            broadcast = work.broadcast(ident)
            if broadcast is None or not broadcast.is_running:
                return None
            if work.waiting_of(ident, MOST_WAITING, by=self._clock()) >= MOST_WAITING:
                return False
            return work.waiting_of(ident, MOST_WRITTEN) < MOST_WRITTEN
