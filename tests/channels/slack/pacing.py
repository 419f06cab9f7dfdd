"""Calls that ask for their turn, on a clock that goes on only when somebody waits."""

import asyncio
import itertools

from bot.channels.slack.api.pace import Call, CallLane, CallPace
from bot.model.errors import DeliveryError


class Hours:
    """A clock that goes on only when somebody waits: the earliest waiter is woken first."""

    def __init__(self) -> None:
        self.now = 0.0
        self._waiting: list[tuple[float, int, asyncio.Event]] = []
        self._count = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._waiting.append((self.now + seconds, next(self._count), awake))
        await awake.wait()

    async def pass_until(self, moment: float) -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        while self._waiting and min(self._waiting)[0] <= moment:
            self._waiting.sort()
            at, _, awake = self._waiting.pop(0)
            self.now = max(self.now, at)
            awake.set()
            for _ in range(10):
                await asyncio.sleep(0)
        self.now = max(self.now, moment)


class Traffic:
    """Calls as they are let through, each with its moment."""

    def __init__(self) -> None:
        self.hours = Hours()
        self.pace = CallPace(self.hours, self.hours.sleep)
        self.passed: list[tuple[str, float]] = []
        self.put_off: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def asks(self, call: Call, lane: CallLane = CallLane.REPLY) -> None:
        task = asyncio.create_task(self._ask(call, lane))
        self._tasks.add(task)

    async def _ask(self, call: Call, lane: CallLane) -> None:
        try:
            await self.pace.turn(call, lane)
        except DeliveryError as error:
            self.put_off[call.ticket] = self.hours.now + (error.retry_after or 0)
        else:
            self.put_off.pop(call.ticket, None)
            self.passed.append((call.ticket, round(self.hours.now, 3)))

    async def come_back(self, call: Call, lane: CallLane) -> None:
        """What was put off asks again when it was told to."""
        while call.ticket in self.put_off:
            await self.hours.pass_until(self.put_off[call.ticket])
            self.asks(call, lane)
            await self.hours.pass_until(self.hours.now)


def post(ticket: str, room: str = "C1", team: str = "T1") -> Call:
    return Call(team, "chat.postMessage", room=room, ticket=ticket)
