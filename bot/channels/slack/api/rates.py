"""How often Slack may be called, and what each call counts against. Pure: knows no clock.

Rates: docs.slack.dev/apis/web-api/rate-limits. They hold for each method, workspace and app, and
are minimums. ``chat.postMessage`` is special: one a second and room, and "several hundred" a minute
in a workspace; what is not published is our own careful guess.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.model.rate import Rate

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
        "chat.getPermalink": 4,  # "special", without a number
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
LONGEST = 3_600.0 * 6  # seconds; nobody waits longer for a turn


class CallLane(StrEnum):
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


class _Counted(NamedTuple):
    """One limit that a call counts against: its rate, its kind, and whose it is."""

    rate: Rate
    kind: str
    whose: tuple[str, ...]


class RateLimits:
    """The limits of one app as far as one call counts against them, and the place that it waits in.

    ``kept``: numbers by the names that ``names_of`` gives; it is changed in place. Moments are
    seconds since 1970. A moment that is further off than ``LONGEST`` is none: the clock was put
    back.
    """

    def __init__(self, call: Call, lane: CallLane, kept: MutableMapping[str, float]) -> None:
        self._call, self._lane, self._kept = call, lane, kept
        self._counted = _limits_of(call)

    def opens(self, now: float) -> float:
        """The moment from which the call may be made, by what is known now."""
        known = [self.shut_until(now), *(self._limit_opens(of, now) for of in self._counted)]
        place = self._moment(_place(self._call), now)
        if place is not None:  # it has waited in the queue
            known.append(place)
        else:
            known += [self._queue_opens(of, now) for of in self._counted]
        return max(now, *known)

    def take(self, at: float) -> None:
        """The call is made at that moment; its place in the queue is free."""
        self._kept.pop(_place(self._call), None)
        for of in self._counted:
            name = _limit(of)
            self._kept[name] = of.rate.after(self._kept.get(name, 0.0), at)

    def give_back(self) -> None:
        """Nothing was posted or edited: that counts as a call and not as a message."""
        for of in self._counted:
            name = _limit(of)
            if of.kind in _OF_MESSAGES and name in self._kept:
                self._kept[name] -= of.rate.every

    def keep_place(self, now: float) -> float:
        """Give a call that must wait long a moment of its own; answers that moment.

        Without it all who wait would come back at once, one would pass and the rest wait again. A
        place whose moment has come and did not do is exchanged for another.
        """
        name = _place(self._call)
        kept = self._moment(name, now)
        if kept is not None and kept > now:
            return kept
        self._kept.pop(name, None)
        at = self.opens(now)
        if not self._call.ticket:
            return at
        self._kept[name] = at
        for of in self._counted:
            queue = _queue(of, self._lane)
            begins = max(now, self._limit_opens(of, now))
            self._kept[queue] = max(self._kept.get(queue, 0.0), begins) + of.rate.every
        return at

    def shut_until(self, now: float) -> float:
        """Until when Slack wants to hear nothing of this method; long ago when it said nothing."""
        until = self._moment(_shut(self._call), now)
        return float("-inf") if until is None else until

    def shut(self, until: float) -> None:
        """Slack wants to hear nothing of this method from this workspace until then."""
        name = _shut(self._call)
        self._kept[name] = max(until, self._kept.get(name, until))

    def _moment(self, name: str, now: float) -> float | None:
        kept = self._kept.get(name)
        if kept is not None and kept > now + LONGEST:
            del self._kept[name]
            return None
        return kept

    def _limit_opens(self, of: "_Counted", now: float) -> float:
        due = self._moment(_limit(of), now)
        return float("-inf") if due is None else of.rate.opens(due)

    def _queue_opens(self, of: "_Counted", now: float) -> float:
        """Those who wait for a limit go one by one; each lane has a queue of its own."""
        end = self._moment(_queue(of, self._lane), now)
        return float("-inf") if end is None else end


def names_of(call: Call, lane: CallLane) -> list[str]:
    """Under which names what matters to a call is kept, in the slate of its workspace."""
    found = [_shut(call), _place(call)] if call.ticket else [_shut(call)]
    for of in _limits_of(call):
        found += [_limit(of), _queue(of, lane)]
    return found


def _limit(of: "_Counted") -> str:
    return "/".join((of.kind, *of.whose[1:]))


def _queue(of: "_Counted", lane: CallLane) -> str:
    return f"{_limit(of)}?{lane}"


def _shut(call: Call) -> str:
    return f"shut/{call.method}"


def _place(call: Call) -> str:
    return f"place/{call.ticket}"


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
