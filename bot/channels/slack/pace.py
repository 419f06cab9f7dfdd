"""At most as often as Slack allows, before Slack has to say so; who may wait lets others pass."""

import logging
from collections.abc import Awaitable, Callable
from types import MappingProxyType

from bot.channels.slack.rates import Call, Lane, Limits
from bot.desk.ports import Store
from bot.model.errors import DeliveryError

__all__ = ["PATIENCE", "Call", "Lane", "Pace"]

# Seconds that a call may wait here; whoever must wait longer makes room for others meanwhile.
PATIENCE = MappingProxyType({Lane.REPLY: 1.5, Lane.NOTICE: 0.5})
CLOCK_SLIPS = 1.0  # seconds that a clock may be put back without anybody minding
LONGEST_QUIET = 3_600.0  # seconds; what was kept before a restart is not trusted with more

logger = logging.getLogger(__name__)


class Pace:
    """Lets each call wait for its turn; one for the whole process.

    A short wait is spent here. A long one is a ``DeliveryError`` with its length, so that whoever
    delivers serves others meanwhile; the place in the queue is kept under the call's ticket.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        store: Store | None = None,
    ) -> None:
        """``clock``: seconds since 1970; ``sleep`` takes seconds.

        ``store`` keeps for how long Slack wants quiet, so that a restart does not break it.
        """
        self._clock = clock
        self._sleep = sleep
        self._store = store
        self._limits = Limits()
        self._latest = float("-inf")
        self._recalled: set[str] = set()  # keys of what was read from the store
        self._unsaved: dict[str, float] = {}  # key -> until when, still to be written there

    async def turn(self, call: Call, lane: Lane = Lane.REPLY) -> None:
        """Return when the call may be made now. Raises DeliveryError when that is far off.

        A reply books its moment before it waits; a notice asks again when its moment has come, so
        replies that came meanwhile go first.
        """
        now = self._begin(call)
        until = now + PATIENCE[lane]
        while (opens := self._limits.opens(call, lane, now)) <= until:
            if opens <= now or lane is Lane.REPLY:
                self._limits.take(call, opens)
                await self.rest(opens - now)
                return self._still_open(call)
            await self.rest(opens - now)
            now = max(self._clock(), opens)
        at = self._limits.keep_place(call, lane, now)
        raise _far_off(call, at - now)

    def _begin(self, call: Call) -> float:
        """The moment; after a clock that was put back, all limits begin anew."""
        now = self._clock()
        if now < self._latest - CLOCK_SLIPS:
            self._limits = Limits()
            self._recalled.clear()
        self._latest = now
        self._save()
        key = _shut_key(call)
        if self._store is not None and key not in self._recalled:
            with self._store.work() as work:
                kept = float(work.recall(key) or now)
            self._limits.shut(call, min(kept, now + LONGEST_QUIET))
            self._recalled.add(key)
        self._limits.tidy(now)
        return now

    def _still_open(self, call: Call) -> None:
        """Slack may have asked for quiet while the call waited. Raises DeliveryError then."""
        shut_for = self._limits.shut_until(call) - self._clock()
        if shut_for > 0:
            raise _far_off(call, shut_for)

    def was_refused(self, call: Call) -> None:
        """Slack did not take the message; another try need not wait for the next second."""
        self._limits.give_back(call)

    def told_to_wait(self, call: Call, seconds: float) -> None:
        """Slack asked for so many seconds; other methods and workspaces go on."""
        until = self._clock() + seconds
        self._limits.shut(call, until)
        self._unsaved[_shut_key(call)] = until
        try:
            self._save()
        except Exception:  # a store that is busy: it is written before the next call
            logger.exception("not written down yet: %s of %s is shut", call.method, call.team)

    def _save(self) -> None:
        """Write down what a restart must not forget."""
        if self._store is None or not self._unsaved:
            self._unsaved.clear()
            return
        with self._store.work() as work:
            for key, until in self._unsaved.items():
                work.remember(key, f"{until:.3f}")
        self._unsaved.clear()

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if seconds > 0:
            await self._sleep(seconds)


def _shut_key(call: Call) -> str:
    return f"slack:shut:{call.team}:{call.method}"


def _far_off(call: Call, seconds: float) -> DeliveryError:
    return DeliveryError(f"{call.method}: waits for its turn", retry_after=max(seconds, 0.1))
