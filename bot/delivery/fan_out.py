"""A broadcast's readers, page by page, as fast as their deliveries go out and no faster."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.desk.ports import Door, Store
from bot.model.event import PageDue

MOST_WAITING = 2_000  # deliveries of one broadcast; more would only make a pause or a stop slower
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
        """Go on until every delivery is written, or staff stop it; for a minute at most."""
        ends = asyncio.get_running_loop().time() + LONGEST_ROUND
        while asyncio.get_running_loop().time() < ends:
            room = await asyncio.to_thread(self._room, broadcast)
            if room is None:
                return
            if room:
                await self._door.handle(PageDue(self._clock(), broadcast))
            else:
                await self._sleep(LOOK)

    def _room(self, ident: str) -> bool | None:
        """Whether there is room for more; None: nothing is left to do."""
        with self._store.work() as work:
            broadcast = work.broadcast(ident)
            if broadcast is None or not broadcast.is_running:
                return None
            return work.waiting_of(ident, MOST_WAITING) < MOST_WAITING
