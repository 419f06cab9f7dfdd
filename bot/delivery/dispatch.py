"""Which channels there are, and one round of deliveries through one of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count

from bot.delivery.pump import Outlet, Pump
from bot.desk.ledger import Claimant, Ledger, Settled

THREADS = 4  # of their own, so that nothing else that waits for the database delays a lease
LONGEST = 60.0  # seconds after which no round is begun; whoever looks next has another one


class Dispatch:
    """Delivers what is due. Rounds of several processes may overlap.

    ``process`` is a name that no other run of the program has. ``sleep`` passes the time until what
    is due within a second; None: it is left for the next round. ``lost`` hears of each delivery that
    failed for good, perhaps more than once; ``settled`` of all that is written down.
    """

    def __init__(  # noqa: PLR0913 - what goes out, and who hears of it
        self,
        ledger: Ledger,
        outlets: Mapping[str, Outlet],
        process: str,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] | None = None,
        lost: Callable[[Settled], Awaitable[object]] | None = None,
        *,
        settled: Callable[[Sequence[Settled]], object] = lambda _: None,
    ) -> None:
        self._ledger, self._outlets = ledger, outlets
        self._process, self._clock = process, clock
        self._sleep, self._lost, self._settled = sleep, lost, settled
        self._threads = ThreadPoolExecutor(THREADS, "ledger")
        self._rounds = count(1)
        self._under_way: dict[str, bool] = {}  # channel -> whether to look once more
        self._unsettled: dict[str, list[Settled]] = {}

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(self._outlets)

    async def deliver(self, channel: str) -> int:
        """Hand over what is due in a channel until nothing is; answer how many arrived.

        Nothing happens for a channel that this program does not have. In one process one round of
        a channel is under way; another one has it look once more.
        """
        outlet = self._outlets.get(channel)
        if outlet is None:
            return 0
        if channel in self._under_way:
            self._under_way[channel] = True
            return 0
        arrived, ends = 0, asyncio.get_running_loop().time() + LONGEST
        try:
            self._under_way[channel] = True
            while self._under_way[channel] and asyncio.get_running_loop().time() < ends:
                self._under_way[channel] = False
                arrived += await self._round(channel, outlet)
        finally:
            del self._under_way[channel]
        return arrived

    async def _round(self, channel: str, outlet: Outlet) -> int:
        by = Claimant(f"{self._process}.{channel}.{next(self._rounds)}")
        hearers = self._lost, self._settled
        pump = Pump(
            self._ledger,
            outlet,
            by,
            self._clock,
            self._sleep,
            *hearers,
            threads=self._threads,
            unsettled=self._unsettled.setdefault(channel, []),
        )
        return await pump.drain()
