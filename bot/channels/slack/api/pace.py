"""At most as often as Slack allows, before Slack has to say so; who may wait lets others pass."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from bot.channels.slack.api.rates import Call, CallLane, RateLimits, names_of
from bot.desk.shared_counters import OwnCounters, SharedCounters
from bot.model.errors import DeliveryError

__all__ = ["PATIENCE", "Call", "CallLane", "CallPace"]

T = TypeVar("T")

# Seconds that a call may wait here; whoever must wait longer makes room for others meanwhile.
PATIENCE = MappingProxyType({CallLane.REPLY: 1.5, CallLane.NOTICE: 0.5})
CLOCK_SLIPS = 1.0  # seconds that a clock may be put back without anybody minding
LONGEST_QUIET = 3_600.0  # seconds that we believe Slack

logger = logging.getLogger(__name__)


class CallPace:
    """Lets each call wait for its turn; the limits of a workspace are kept on a slate.

    A short wait is spent here. A long one is a ``DeliveryError`` with its length, so that whoever
    delivers serves others meanwhile; the place in the queue is kept under the call's ticket.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        slate: SharedCounters | None = None,
    ) -> None:
        """``clock``: seconds since 1970; ``sleep`` takes seconds.

        ``slate``: shared by all processes, and what outlives a restart; None: this process's own.
        """
        self._clock = clock
        self._sleep = sleep
        self._slate: SharedCounters = slate if slate is not None else OwnCounters()
        self._latest = float("-inf")
        self._quiet: dict[tuple[str, str], float] = {}  # not written down yet; workspace, method

    async def turn(self, call: Call, lane: CallLane = CallLane.REPLY) -> None:
        """Return when the call may be made now. Raises DeliveryError when that is far off.

        A reply books its moment before it waits; a notice asks again when its moment has come, so
        replies that came meanwhile go first.
        """
        until = self._clock() + PATIENCE[lane]
        while True:
            left = until - self._clock()
            decide = partial(_decide, lane=lane, left=left)
            verdict = await self._with(call, lane, decide)
            if verdict.is_taken:
                await self.rest(verdict.opens_in)
                return await self._still_open(call)
            if verdict.opens_in > left:
                raise _far_off(call, verdict.opens_in)
            await self.rest(verdict.opens_in)

    async def _still_open(self, call: Call) -> None:
        """Slack may have asked for quiet while the call waited. Raises DeliveryError then."""
        shut_for = await self._with(
            call, CallLane.REPLY, lambda limits, now: limits.shut_until(now) - now
        )
        told = self._quiet.get((call.team, call.method))  # while the slate was read
        if told is not None:
            shut_for = max(shut_for, told - self._clock())
        if shut_for > 0:
            raise _far_off(call, shut_for)

    async def was_refused(self, call: Call) -> None:
        """Slack did not take the message; another try need not wait for the next second."""
        await self._with(call, CallLane.REPLY, lambda limits, _: limits.give_back())

    async def told_to_wait(self, call: Call, seconds: float) -> None:
        """Slack asked for so many seconds; other methods and workspaces go on.

        When the slate cannot be had it is written down with the next such call of this process.
        """
        self._quiet[call.team, call.method] = self._clock() + min(seconds, LONGEST_QUIET)
        with suppress(DeliveryError):
            await self._with(call, CallLane.REPLY, lambda *_: None)

    async def _with(self, call: Call, lane: CallLane, do: Callable[[RateLimits, float], T]) -> T:
        """Do something with the limits of a call, at the slate's moment, while nobody else does.

        Raises DeliveryError, as for a turn that is far off, when the slate cannot be had.
        """
        now = self._clock()
        is_put_back = now < self._latest - CLOCK_SLIPS
        if not is_put_back:
            self._latest = now

        key = call.team, call.method
        quiet = self._quiet.get(key)

        def held() -> T:
            ahead = self._slate.moment(now) - now  # of our clock
            if is_put_back and not ahead:  # all begins anew, also for who comes before that is done
                self._slate.wipe(_owner(call))
                self._latest = now
            with self._slate.hold(_owner(call), names_of(call, lane)) as kept:
                limits = RateLimits(call, lane, kept)
                if quiet is not None:
                    limits.shut(quiet + ahead)
                return do(limits, now + ahead)

        try:
            done = held() if isinstance(self._slate, OwnCounters) else await asyncio.to_thread(held)
        except Exception as error:  # a store that is busy: nothing was asked of Slack
            logger.warning("the limits of %s cannot be read", call.team, exc_info=True)
            raise _far_off(call, 1.0) from error
        if quiet is not None and quiet == self._quiet.get(key):
            del self._quiet[key]  # here, so that whoever read the slate before has seen it
        return done

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if seconds > 0:
            await self._sleep(seconds)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """In how many seconds a call may be made; ``is_taken``: that moment is its own."""

    opens_in: float
    is_taken: bool


def _decide(limits: RateLimits, now: float, *, lane: CallLane, left: float) -> _Verdict:
    opens = limits.opens(now)
    if opens - now > left:
        return _Verdict(limits.keep_place(now) - now, is_taken=False)
    if opens <= now or lane is CallLane.REPLY:
        limits.take(opens)
        return _Verdict(opens - now, is_taken=True)
    return _Verdict(opens - now, is_taken=False)


def _owner(call: Call) -> str:
    return f"slack:{call.team}"


def _far_off(call: Call, seconds: float) -> DeliveryError:
    said = f"{call.method}: waits for its turn"
    return DeliveryError(said, retry_after=max(seconds, 0.1), untried=True)
