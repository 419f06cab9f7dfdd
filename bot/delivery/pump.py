"""The ledger to one channel: claimed, handed over, settled, in order for each reader."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk.ledger import Channel, Claimant, DeliveryState, Lane, Ledger, Outgoing, Settled
from bot.model.errors import DeliveryError
from bot.model.rate import Rate

MOST_ATTEMPTS = 150  # about a day
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
LOOK = 0.25  # seconds between looks for what is more urgent than what is under way
PATIENCE = timedelta(seconds=1)  # what is due sooner is waited for
LONGEST_ROUND = timedelta(seconds=60)  # after that nothing more is begun; another round goes on
HELD_FOR_SURE = 0.7  # of a lease; after that what is under way is given up

logger = logging.getLogger(__name__)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, from 2 seconds to 10 minutes."""
    return min(FIRST_PAUSE * (1 << min(attempts, 20)), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One channel, and how much of it at a time.

    ``at_once``: deliveries under way in one process, a quarter of them kept for what is more urgent
    than a broadcast. ``rate``: of each destination, None where the channel sees to it itself.
    """

    name: str
    channel: Channel
    at_once: int = 8
    rate: Rate | None = None

    def room(self, under_way: int, lane: Lane) -> int:
        """How many more of a lane may begin."""
        kept = self.at_once // 4 if lane is Lane.BROADCAST else 0
        return max(0, self.at_once - kept - under_way)


@dataclass
class Pump:
    """Hands over what is due in one channel; any number of processes may do so at once.

    A reader or a destination that cannot be reached holds up nobody else. It posts nothing itself
    and does not look for what an earlier attempt may have done; the channel does
    (``Outgoing.may_be_there``). What it cannot settle in time another process claims.
    """

    ledger: Ledger
    outlet: Outlet
    by: Claimant
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] | None = None  # None: what is not due is left alone
    lost: Callable[[Settled], Awaitable[object]] | None = None  # hears of it before it is settled
    _under_way: dict[asyncio.Task[Settled], Outgoing] = field(default_factory=dict)
    _held_at: float = 0.0  # the loop's time when everything under way was surely held

    async def drain(self) -> int:
        """Hand over until nothing is due, or for a minute; answer how many deliveries arrived.

        Raises what the database raises; what is under way then is given up, and looked for by
        whoever claims it next.
        """
        arrived = 0
        ends = asyncio.get_running_loop().time() + LONGEST_ROUND.total_seconds()
        try:
            while await self._goes_on(ends):
                arrived += await self._settle(await self._finished())
        finally:
            await self._give_up()
        return arrived

    async def _goes_on(self, ends: float) -> bool:
        """Whether anything is under way, begun now or waited for a moment."""
        if asyncio.get_running_loop().time() > ends:
            return bool(self._under_way)
        while not await self._claim() and not self._under_way:
            due_in = await asyncio.to_thread(
                self.ledger.waits_until, self.outlet.name, self.clock()
            )
            if self.sleep is None or not due_in or due_in > PATIENCE:
                return False
            await self.sleep(due_in.total_seconds())
        return True

    async def _claim(self) -> bool:
        """Begin as much as there is room for, the urgent first; whether anything began."""
        began = False
        for lane in (Lane.NOTICE, Lane.BROADCAST):
            room = self.outlet.room(len(self._under_way), lane)
            if room:
                began |= await self._claim_up_to(lane, room)
        return began

    async def _claim_up_to(self, lane: Lane, room: int) -> bool:
        asked_at = asyncio.get_running_loop().time()
        claimed = await asyncio.to_thread(
            self.ledger.claim,
            self.outlet.name,
            self.by,
            room,
            self.clock(),
            rate=self.outlet.rate,
            up_to=lane,
        )
        if not self._under_way:
            self._held_at = asked_at
        latest: dict[str, asyncio.Task[Settled]] = {}
        for outgoing in claimed:
            task = asyncio.create_task(self._hand_over(outgoing, latest.get(outgoing.reader)))
            self._under_way[task] = outgoing
            if outgoing.reader:
                latest[outgoing.reader] = task
        return bool(claimed)

    async def _finished(self) -> list[Settled]:
        """What has come to an end; it waits a moment, and sees to what takes long."""
        if not self._under_way:
            return []
        done, _ = await asyncio.wait(
            self._under_way, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            del self._under_way[task]
        await self._hold()
        return [task.result() for task in done if not task.cancelled()]

    async def _hold(self) -> None:
        """Renew what is under way for long; give it up when that cannot be done in time."""
        now, lease = asyncio.get_running_loop().time(), self.by.lease.total_seconds()
        if not self._under_way or now - self._held_at < lease / 4:
            return
        try:
            async with asyncio.timeout(lease * HELD_FOR_SURE - (now - self._held_at)):
                await asyncio.to_thread(
                    self.ledger.renew, self.by, tuple(self._under_way.values()), self.clock()
                )
        except TimeoutError:
            await self._give_up()
            raise
        self._held_at = now

    async def _settle(self, outcomes: list[Settled]) -> int:
        if not outcomes:
            return 0
        for outcome in outcomes:
            if self.lost is not None and outcome.state is DeliveryState.FAILED:
                await self.lost(outcome)
        await asyncio.to_thread(self.ledger.settle, self.by, outcomes, self.clock())
        return sum(o.state is DeliveryState.DELIVERED for o in outcomes)

    async def _give_up(self) -> None:
        """Stop what is under way, and let others have it."""
        if not self._under_way:
            return
        await _cancelled(self._under_way)
        self._under_way.clear()
        await asyncio.to_thread(self.ledger.release, self.by)

    async def _hand_over(self, outgoing: Outgoing, before: asyncio.Task[Settled] | None) -> Settled:
        """One delivery, after the one before it to the same reader."""
        if before is not None:
            earlier = await before
            if earlier.state is DeliveryState.WAITING:
                return Settled(outgoing, DeliveryState.WAITING, begun=False)
        try:
            provider_id = await self.outlet.channel.deliver(outgoing)
        except DeliveryError as error:
            return self._failed(outgoing, error)
        except Exception as error:  # a fault of ours in one delivery; the others go on
            logger.exception("%s %s could not be delivered", self.outlet.name, outgoing.key)
            return self._failed(outgoing, DeliveryError(type(error).__name__, unknown=True))
        return Settled(outgoing, DeliveryState.DELIVERED, provider_id)

    def _failed(self, outgoing: Outgoing, error: DeliveryError) -> Settled:
        """A failure, for now or for good: then what follows need not wait."""
        if error.untried:
            turn = timedelta(seconds=error.retry_after or 0)
            return Settled(outgoing, DeliveryState.WAITING, after=turn, begun=False)
        for_good = error.permanent or outgoing.attempts + 1 >= MOST_ATTEMPTS
        level = logging.ERROR if for_good else logging.WARNING
        name = self.outlet.name
        logger.log(level, "%s %s failed (for good: %s): %s", name, outgoing.key, for_good, error)
        asked = timedelta(seconds=error.retry_after or 0)
        return Settled(
            outgoing,
            DeliveryState.FAILED if for_good else DeliveryState.WAITING,
            reason=str(error),
            after=max(asked, pause(outgoing.attempts)),
            may_be_there=error.unknown,
            shut=error.retry_after is not None,
        )


async def _cancelled(tasks: Iterable[asyncio.Task[Settled]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
