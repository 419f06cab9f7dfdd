"""At most as often as Slack allows, before Slack has to say so; who may wait lets others pass.

Rates: docs.slack.dev/apis/web-api/rate-limits. They hold for each method, workspace and app, and
are minimums. ``chat.postMessage`` is special: one a second and room, and "several hundred" a minute
in a workspace; what is not published is our own careful guess.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.desk.ports import Store
from bot.model.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Rate:
    """``every``: seconds from one call to the next in the long run; ``burst``: how many at once."""

    every: float
    burst: int = 1


TIERS = MappingProxyType({1: Rate(60), 2: Rate(3, 3), 3: Rate(1.2, 5), 4: Rate(0.6, 10)})
OF_ROOM = Rate(1)  # messages in one room
OF_WORKSPACE = Rate(0.25, 10)  # messages in one workspace: 240 a minute
OF_MESSAGE = Rate(1)  # edits of one message; nobody reads quicker
# The pages of the methods, "Rate limits". What is not listed counts as tier 3.
METHODS = MappingProxyType(
    {
        "chat.delete": 3,
        "chat.postEphemeral": 4,
        "chat.update": 3,
        "conversations.history": 3,
        "conversations.info": 3,
        "conversations.list": 2,
        "conversations.open": 3,
        "conversations.replies": 3,
        "files.info": 4,
        "reactions.add": 3,
        "reactions.remove": 2,
        "users.info": 4,
        "users.list": 2,
        "views.open": 4,
        "views.publish": 4,
        "views.update": 4,
    }
)
CLOCK_SLIPS = 1.0  # seconds that a clock may be put back without anybody minding
LONGEST_QUIET = 3_600.0  # seconds; what was kept before a restart is not trusted with more
MOST_KEPT = 10_000  # limits and tickets; what has run out is let go


class Lane(StrEnum):
    """Who goes first: somebody waits for a reply, a notice is not waited for."""

    REPLY = "reply"
    NOTICE = "notice"


# Seconds that a call may wait here; whoever must wait longer makes room for others meanwhile.
PATIENCE = MappingProxyType({Lane.REPLY: 1.5, Lane.NOTICE: 0.5})


@dataclass(frozen=True, slots=True)
class Call:
    """What a call counts against. ``room`` of posts, ``message`` (a ``ts``) of edits.

    ``ticket`` names what is to be said: under it a place in the queue is kept.
    """

    team: str
    method: str
    room: str = ""
    message: str = ""
    ticket: str = ""


class Limit:
    """One rate, kept by the generic cell rate algorithm (ITU-T I.371). Moments are in seconds."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._due = float("-inf")  # when the next call would be due if all came evenly

    def opens(self) -> float:
        """The moment from which one more call is allowed."""
        return self._due - (self._rate.burst - 1) * self._rate.every

    def take(self, at: float) -> None:
        """A call is made at that moment, at once or later."""
        self._due = max(self._due, at) + self._rate.every

    def is_idle(self, now: float) -> bool:
        """Whether it remembers nothing that matters."""
        return self._due <= now


class Limits:
    """All limits of one app. Pure: knows no clock and never waits."""

    def __init__(self) -> None:
        self._limits: dict[tuple[str, ...], Limit] = {}
        self._shut: dict[tuple[str, str], float] = {}  # (team, method) -> until when
        self._places: dict[str, float] = {}  # ticket -> the moment that is kept for it

    def opens(self, call: Call, lane: Lane, now: float) -> float:
        """The moment from which a call may be made, by what is known now."""
        limits = _limits_of(call)
        known = [self.shut_until(call), *(self._limit(*of).opens() for of in limits)]
        if call.ticket in self._places:  # it has waited in the queue
            known.append(self._places[call.ticket])
        else:
            known += [self._queue(lane, *of).opens() for of in limits]
        return max(now, *known)

    def take(self, call: Call, at: float) -> None:
        """The call is made at that moment; its place in the queue is free."""
        self._places.pop(call.ticket, None)
        for of in _limits_of(call):
            self._limit(*of).take(at)

    def keep_place(self, call: Call, lane: Lane, now: float) -> float:
        """Give a call that must wait long a moment of its own; answers that moment.

        Without it all who wait would come back at once, one would pass and the rest wait again. A
        place whose moment has come and did not do is exchanged for another.
        """
        if self._places.get(call.ticket, now) <= now:
            self._places.pop(call.ticket, None)
            at = self.opens(call, lane, now)
            if not call.ticket:
                return at
            self._places[call.ticket] = at
            for of in _limits_of(call):
                self._queue(lane, *of).take(max(now, self._limit(*of).opens()))
        return self._places[call.ticket]

    def shut_until(self, call: Call) -> float:
        """Until when Slack wants to hear nothing of this method; long ago when it said nothing."""
        return self._shut.get((call.team, call.method), float("-inf"))

    def shut(self, call: Call, until: float) -> None:
        """Slack wants to hear nothing of this method from this workspace until then."""
        self._shut[call.team, call.method] = max(until, self.shut_until(call))

    def tidy(self, now: float) -> None:
        """Let go of what has run out, when there is much."""
        if len(self._limits) > MOST_KEPT:
            self._limits = {k: v for k, v in self._limits.items() if not v.is_idle(now)}
        if len(self._places) > MOST_KEPT:
            self._places = {k: v for k, v in self._places.items() if v > now}
        if len(self._shut) > MOST_KEPT:
            self._shut = {k: v for k, v in self._shut.items() if v > now}

    def _limit(self, rate: Rate, *key: str) -> Limit:
        if key not in self._limits:
            self._limits[key] = Limit(rate)
        return self._limits[key]

    def _queue(self, lane: Lane, rate: Rate, *key: str) -> Limit:
        """Those who wait for a limit; each lane has its own. Its rate has no burst."""
        return self._limit(Rate(rate.every), *key, "queue", lane)


def _limits_of(call: Call) -> list[tuple[Rate, *tuple[str, ...]]]:
    """What a call counts against, each rate with the key of its limit."""
    if call.method == "chat.postMessage":
        return [
            (OF_WORKSPACE, "posts", call.team),
            (OF_ROOM, "room", call.team, call.room),
        ]
    tier = TIERS[METHODS.get(call.method, 3)]
    found: list[tuple[Rate, *tuple[str, ...]]] = [(tier, "method", call.team, call.method)]
    if call.message:
        found.append((OF_MESSAGE, "message", call.team, call.room, call.message))
    return found


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
        self._recalled: set[tuple[str, str]] = set()  # (team, method)

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
        key = (call.team, call.method)
        if self._store is not None and key not in self._recalled:
            with self._store.work() as work:
                kept = float(work.recall(_shut_key(call)) or now)
            self._limits.shut(call, min(kept, now + LONGEST_QUIET))
            self._recalled.add(key)
        self._limits.tidy(now)
        return now

    def _still_open(self, call: Call) -> None:
        """Slack may have asked for quiet while the call waited. Raises DeliveryError then."""
        shut_for = self._limits.shut_until(call) - self._clock()
        if shut_for > 0:
            raise _far_off(call, shut_for)

    def told_to_wait(self, call: Call, seconds: float) -> None:
        """Slack asked for so many seconds; other methods and workspaces go on."""
        until = self._clock() + seconds
        self._limits.shut(call, until)
        if self._store is not None:
            with self._store.work() as work:
                work.remember(_shut_key(call), f"{until:.3f}")

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if seconds > 0:
            await self._sleep(seconds)


def _shut_key(call: Call) -> str:
    return f"slack:shut:{call.team}:{call.method}"


def _far_off(call: Call, seconds: float) -> DeliveryError:
    return DeliveryError(f"{call.method}: waits for its turn", retry_after=max(seconds, 0.1))
