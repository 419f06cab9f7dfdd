"""The outbox to the channels: each effect once, in order for each reader."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.desk.ports import OUTBOX, Channel, Outgoing, Store
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.errors import DeliveryError

BATCH = 100
STANDING_BY = 2.0  # seconds until a process that does not deliver asks again whether it should
AT_ONCE = 8  # deliveries under way in one channel
MOST_ATTEMPTS = 150  # about a day
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, from 2 seconds to 10 minutes."""
    return min(FIRST_PAUSE * (1 << min(attempts, 20)), LONGEST_PAUSE)


def readers(outgoing: Outgoing) -> tuple[str, ...]:
    """For whom the order of effects matters: the customers, or else the staff."""
    match outgoing.effect:
        case Reply(customer=customer) | StaffReply(customer=customer):
            return (customer,)
        case Notice(to=to):
            return to
        case _:
            return ("staff",)


class Pump:
    """Takes what waits, hands it over, records what became of it.

    Of several processes on one database one does so.

    A reader who cannot be reached holds up nobody else. It posts nothing itself and does not look
    for what an earlier attempt may have done; the channel does (``Outgoing.attempts``). Pauses
    live in memory: after a restart everything is tried again at once.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._sleep = sleep
        self._not_before: dict[int, datetime] = {}

    async def run(self, every: timedelta = timedelta(milliseconds=200)) -> None:
        """Pump until cancelled; one task in ``app.py``. No channel waits for another."""
        async with asyncio.TaskGroup() as group:
            for name in self._channels:
                group.create_task(self._run_channel(name, every))

    async def _run_channel(self, name: str, every: timedelta) -> None:
        while True:
            try:
                if not await asyncio.to_thread(self._store.leads, OUTBOX):
                    await self._sleep(STANDING_BY)
                    continue
                delivered = await self.pump(name)
            except Exception:  # a store that is busy must not take the process with it
                logger.exception("the outbox of %s could not be worked on", name)
                delivered = 0
            if not delivered:
                await self._sleep(every.total_seconds())

    async def pump(self, name: str) -> int:
        """Hand over once what is due in one channel; answer how many effects arrived."""
        waiting = self._store.outgoing(name, BATCH + len(self._not_before))
        places = asyncio.Semaphore(AT_ONCE)
        latest: dict[str, asyncio.Task[bool]] = {}  # the last effect on its way to each reader
        tasks: list[asyncio.Task[bool]] = []
        async with asyncio.TaskGroup() as group:
            for outgoing in waiting:
                before = {latest[r] for r in readers(outgoing) if r in latest}
                task = group.create_task(self._hand_over(name, outgoing, before, places))
                latest.update(dict.fromkeys(readers(outgoing), task))
                tasks.append(task)
        return sum(task.result() for task in tasks)

    async def _hand_over(
        self,
        name: str,
        outgoing: Outgoing,
        before: set[asyncio.Task[bool]],
        places: asyncio.Semaphore,
    ) -> bool:
        """Hand one effect over after all ``before`` it; False: not now, and nothing after it."""
        if not all([await task for task in before]):
            return False
        if self._clock() < self._not_before.get(outgoing.id, outgoing.decided_at):
            return False
        try:
            async with places:
                provider_id = await self._channels[name].deliver(outgoing)
        except DeliveryError as error:
            return self._failed(name, outgoing, error)
        except Exception as error:  # a fault of ours in one effect; the others go on
            logger.exception("%s %s could not be delivered", name, outgoing.key)
            return self._failed(name, outgoing, DeliveryError(type(error).__name__))
        self._store.delivered(outgoing.id, provider_id, self._clock())
        self._not_before.pop(outgoing.id, None)
        return True

    def _failed(self, name: str, outgoing: Outgoing, error: DeliveryError) -> bool:
        """Record a failure; True when it is for good, so that what follows need not wait."""
        for_good = error.permanent or outgoing.attempts + 1 >= MOST_ATTEMPTS
        level = logging.ERROR if for_good else logging.WARNING
        logger.log(level, "%s %s failed (for good: %s): %s", name, outgoing.key, for_good, error)
        now = self._clock()
        self._store.delivery_failed(outgoing.id, str(error), now, permanent=for_good)
        if for_good:
            self._not_before.pop(outgoing.id, None)
        else:
            asked = timedelta(seconds=error.retry_after or 0)
            self._not_before[outgoing.id] = now + max(asked, pause(outgoing.attempts))
        return for_good
