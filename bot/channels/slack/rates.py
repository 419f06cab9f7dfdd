"""How often Slack may be called, and what each call counts against. Pure: knows no clock.

Rates: docs.slack.dev/apis/web-api/rate-limits. They hold for each method, workspace and app, and
are minimums. ``chat.postMessage`` is special: one a second and room, and "several hundred" a minute
in a workspace; what is not published is our own careful guess.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Rate:
    """``every``: seconds from one call to the next in the long run; ``burst``: how many at once."""

    every: float
    burst: int = 1


TIERS = MappingProxyType(
    {0: Rate(0.1, 20), 1: Rate(60), 2: Rate(3, 3), 3: Rate(1.2, 5), 4: Rate(0.6, 10)}
)
OF_ROOM = Rate(1)  # messages in one room
OF_WORKSPACE = Rate(0.25, 10)  # messages in one workspace: 240 a minute
OF_MESSAGE = Rate(1)  # edits of one message; nobody reads quicker
# The pages of the methods, "Rate limits". What is not listed counts as tier 3.
METHODS = MappingProxyType(
    {
        "assistant.threads.setStatus": 0,  # outside the tiers: 600 a minute
        "chat.delete": 3,
        "chat.postEphemeral": 4,
        "chat.update": 3,
        "conversations.history": 3,
        "conversations.info": 3,
        "conversations.open": 3,
        "conversations.replies": 3,
        "files.info": 4,
        "users.info": 4,
        "views.open": 4,
        "views.publish": 4,
    }
)
MOST_KEPT = 10_000  # limits and tickets; what has run out is let go


class Lane(StrEnum):
    """Who goes first: somebody waits for a reply, a notice is not waited for."""

    REPLY = "reply"
    NOTICE = "notice"


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

    def give_back(self) -> None:
        """The latest call that was taken came to nothing and does not count."""
        self._due -= self._rate.every

    def is_idle(self, now: float) -> bool:
        """Whether it remembers nothing that matters."""
        return self._due <= now


class _Counted(NamedTuple):
    """One limit that a call counts against: its rate, its kind, and whose it is."""

    rate: Rate
    kind: str
    whose: tuple[str, ...]


class Limits:
    """All limits of one app, and the places of those who wait for one."""

    def __init__(self) -> None:
        self._limits: dict[tuple[str, ...], Limit] = {}
        self._shut: dict[tuple[str, str], float] = {}  # (team, method) -> until when
        self._places: dict[str, float] = {}  # ticket -> the moment that is kept for it

    def opens(self, call: Call, lane: Lane, now: float) -> float:
        """The moment from which a call may be made, by what is known now."""
        limits = _limits_of(call)
        known = [self.shut_until(call), *(self._limit(of).opens() for of in limits)]
        if call.ticket in self._places:  # it has waited in the queue
            known.append(self._places[call.ticket])
        else:
            known += [self._queue(lane, of).opens() for of in limits]
        return max(now, *known)

    def take(self, call: Call, at: float) -> None:
        """The call is made at that moment; its place in the queue is free."""
        self._places.pop(call.ticket, None)
        for of in _limits_of(call):
            self._limit(of).take(at)

    def give_back(self, call: Call) -> None:
        """Nothing was posted or edited: that counts as a call and not as a message."""
        for of in _limits_of(call):
            if of.kind in _OF_MESSAGES:
                self._limit(of).give_back()

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
                self._queue(lane, of).take(max(now, self._limit(of).opens()))
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

    def _limit(self, of: _Counted) -> Limit:
        return self._limits.setdefault((of.kind, *of.whose), Limit(of.rate))

    def _queue(self, lane: Lane, of: _Counted) -> Limit:
        """Those who wait for a limit; each lane has its own. Its rate has no burst."""
        key = (of.kind, *of.whose, "queue", lane)
        return self._limits.setdefault(key, Limit(Rate(of.rate.every)))


_OF_MESSAGES = frozenset({"room", "message"})


def _limits_of(call: Call) -> list[_Counted]:
    """What a call counts against."""
    if call.method == "chat.postMessage":
        return [
            _Counted(OF_WORKSPACE, "posts", (call.team,)),
            _Counted(OF_ROOM, "room", (call.team, call.room)),
        ]
    tier = TIERS[METHODS.get(call.method, 3)]
    found = [_Counted(tier, "method", (call.team, call.method))]
    if call.message:
        found.append(_Counted(OF_MESSAGE, "message", (call.team, call.room, call.message)))
    return found
