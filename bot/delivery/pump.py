"""The ledger to one channel: claimed, handed over, settled, in order for each reader."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.delivery.failing import failed
from bot.desk.ledger import Channel, Claimant, DeliveryState, Lane, Ledger, Outgoing, Settled
from bot.model.errors import DeliveryError
from bot.model.rate import Rate

LOOK = 0.25  # seconds between looks for what is more urgent than what is under way
PATIENCE = timedelta(seconds=1)  # what is due sooner is waited for
LONGEST_ROUND = timedelta(seconds=60)  # after that nothing more is begun; another round goes on
MOST_LOOKS = 20  # for what is due and cannot be had: others hold it, or it is put off
SOON = 0.05  # seconds between those looks
AGAIN = 0.2  # seconds until a database that was busy is asked again
GRACE = 2.0  # seconds for what is under way when it must stop
HELD_FOR_SURE = 0.7  # of a lease; after that it is asked for once more before all else
SETTLES_WITHIN = 30.0  # seconds; what arrived is written down, however late it is

Value = TypeVar("Value")

logger = logging.getLogger(__name__)


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
    (``Outgoing.may_be_there``). What another process has claimed meanwhile, because this one stood
    still for too long, is given up. ``unsettled``: what arrived and could not be written down yet;
    the next round of this process begins with it.
    """

    ledger: Ledger
    outlet: Outlet
    by: Claimant
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] | None = None  # None: what is not due is left alone
    lost: Callable[[Settled], Awaitable[object]] | None = None  # hears of it before it is settled
    settled: Callable[[Sequence[Settled]], object] = lambda _: None  # hears of what is written down
    threads: Executor | None = None  # that ask the ledger and nothing else; None: the loop's own
    unsettled: list[Settled] = field(default_factory=list)
    _under_way: dict[asyncio.Task[Settled], Outgoing] = field(default_factory=dict)
    _over: list[Settled] = field(default_factory=list)  # came to their end, not written down yet
    _held_at: float = 0.0  # the loop's time when everything under way was surely held

    async def drain(self) -> int:
        """Hand over until nothing is due, or for a minute; answer how many deliveries arrived.

        Raises what the database raises. What is under way then, and when it is cancelled, is let
        come to its end and settled as long as it is surely held; the rest is given up, and looked
        for by whoever claims it next.
        """
        if self.unsettled:
            await self._write_down(self.unsettled)
            self.unsettled.clear()
        arrived = 0
        ends = asyncio.get_running_loop().time() + LONGEST_ROUND.total_seconds()
        try:
            while await self._goes_on(ends):
                await self._finished()
                arrived += await self._settle()
        except BaseException:
            await self._let_end()
            raise
        finally:
            await self._give_up()
            self.unsettled += [o for o in self._over if o.state is DeliveryState.DELIVERED]
        return arrived

    async def _let_end(self) -> None:
        """A moment for what is under way; what has come to its end is settled."""
        left = min(GRACE, self._held_for_sure())
        if self._under_way and left > 0:
            await asyncio.wait(self._under_way, timeout=left)
        done = [task for task in self._under_way if task.done()]
        self._over += [self._outcome(task) for task in done]
        with contextlib.suppress(Exception):  # whoever claims it next looks for it
            await self._settle()

    async def _goes_on(self, ends: float) -> bool:
        """Whether anything is under way, begun now or waited for a moment."""
        await self._hold()
        if asyncio.get_running_loop().time() > ends:
            if self._under_way:  # something takes long; what is urgent does not wait for it
                await self._claim_up_to(Lane.NOTICE, self.outlet.at_once - len(self._under_way))
            return bool(self._under_way)
        looks = 0
        while not await self._claim() and not self._under_way:
            due_in = await self._asked(self.ledger.waits_until, self.outlet.name, self.clock())
            looks += 1
            if self.sleep is None or due_in is None or due_in > PATIENCE or looks > MOST_LOOKS:
                return False
            await self.sleep(max(due_in.total_seconds(), SOON))
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
        claimed = await self._asked(
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

    async def _finished(self) -> None:
        """Wait a moment for what comes to its end."""
        if not self._under_way:
            return
        done, _ = await asyncio.wait(
            self._under_way, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED
        )
        self._over += [self._outcome(task) for task in done]

    def _outcome(self, task: asyncio.Task[Settled]) -> Settled:
        """What a task that is done has come to."""
        outgoing = self._under_way.pop(task)
        if task.cancelled():
            return Settled(outgoing, DeliveryState.WAITING, reason="stopped", may_be_there=True)
        return task.result()

    async def _hold(self) -> None:
        """Renew what is under way for long; what another process has claimed is given up."""
        now, lease = asyncio.get_running_loop().time(), self.by.lease.total_seconds()
        if not self._under_way or now - self._held_at < lease / 4:
            return
        asked_for = dict(self._under_way)
        held = await self._asked(
            self.ledger.renew, self.by, tuple(asked_for.values()), self.clock()
        )
        self._held_at = now
        lost = [t for t, o in asked_for.items() if o.id not in held and not t.done()]
        await _cancelled(lost)
        for task in lost:
            self._under_way.pop(task, None)

    async def _asked(self, question: Callable[..., Value], *given: object, **more: object) -> Value:
        """What the ledger says, or TimeoutError while what is under way is held for sure.

        A process that stood still for that long has a moment to ask whether it still holds it.
        """
        lasts = max(self._held_for_sure(), GRACE) if self._under_way else None
        async with asyncio.timeout(lasts):
            return await self._off_the_loop(partial(question, *given, **more))

    def _off_the_loop(self, question: Callable[[], Value]) -> asyncio.Future[Value]:
        return asyncio.get_running_loop().run_in_executor(self.threads, question)

    def _held_for_sure(self) -> float:
        """For how many seconds everything under way is surely held still."""
        held_for = asyncio.get_running_loop().time() - self._held_at
        return self.by.lease.total_seconds() * HELD_FOR_SURE - held_for

    async def _settle(self) -> int:
        """Write down what has come to its end; first what nobody need hear of."""
        told = [o for o in self._over if o.state is not DeliveryState.FAILED]
        if told:
            await self._write_down(told)
            self._over = [o for o in self._over if o.state is DeliveryState.FAILED]
        await self._hold()
        await self._settle_lost()
        return sum(o.state is DeliveryState.DELIVERED for o in told)

    async def _write_down(self, outcomes: list[Settled]) -> None:
        """Settle; a database that is busy is asked again as long as there is time."""
        while True:
            try:
                await self._try_to_settle(list(outcomes))
            except Exception:
                if self.sleep is None or self._held_for_sure() < GRACE:
                    raise
                logger.warning("%s cannot be settled yet", self.outlet.name, exc_info=True)
                await self.sleep(AGAIN)
            else:
                self.settled(outcomes)
                return

    async def _try_to_settle(self, outcomes: list[Settled]) -> None:
        """One try to settle; meanwhile what is under way is held, or given up.

        It does not end with a lease: that something arrived counts whoever holds it by now.
        """
        settling = self._off_the_loop(partial(self.ledger.settle, self.by, outcomes, self.clock()))
        settling.add_done_callback(_seen)
        ends = asyncio.get_running_loop().time() + SETTLES_WITHIN
        while not (await asyncio.wait({settling}, timeout=self._until_renewal()))[0]:
            if asyncio.get_running_loop().time() > ends:
                raise TimeoutError
            try:
                await self._hold()
            except Exception:  # the database is away for everything
                logger.warning("%s cannot be held", self.outlet.name, exc_info=True)
                await self._give_up()
        await settling

    def _until_renewal(self) -> float:
        return self.by.lease.total_seconds() / 4 if self._under_way else SETTLES_WITHIN

    async def _settle_lost(self) -> None:
        """What failed for good, each once somebody has heard of it; one at which that fails waits."""
        lost, self._over = self._over, []
        for outcome in lost:
            try:
                if self.lost is not None:
                    await self.lost(outcome)
                await self._write_down([outcome])
            except Exception:  # its claim runs out, and it is looked for again
                logger.exception("%s could not be told as lost", outcome.outgoing.key)

    async def _give_up(self) -> None:
        """Stop what is under way.

        It stays held until its lease ends: what has just been sent is not there yet for who looks.
        """
        await _cancelled(self._under_way)
        self._under_way.clear()

    async def _hand_over(self, outgoing: Outgoing, before: asyncio.Task[Settled] | None) -> Settled:
        """One delivery, after the one before it to the same reader."""
        if before is not None:
            await asyncio.wait({before})
            if before.cancelled() or before.result().state is DeliveryState.WAITING:
                return Settled(outgoing, DeliveryState.WAITING, begun=False)
        try:
            provider_id = await self.outlet.channel.deliver(outgoing)
        except DeliveryError as error:
            return failed(outgoing, error, self.outlet.name)
        except Exception as error:  # a fault of ours in one delivery; the others go on
            logger.exception("%s %s could not be delivered", self.outlet.name, outgoing.key)
            fault = DeliveryError(type(error).__name__, unknown=True)
            return failed(outgoing, fault, self.outlet.name)
        return Settled(outgoing, DeliveryState.DELIVERED, provider_id)


def _seen(settling: asyncio.Future[None]) -> None:
    """What fails after nobody waits for it any more is known already."""
    if not settling.cancelled():
        settling.exception()


async def _cancelled(tasks: Iterable[asyncio.Task[Settled]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
