"""How often a method may be called, and the wait that Slack asks for."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.channels.slack.world.findings import Findings
from tests.channels.slack.world.methods import Method, Tier

ROOM_BURST = 3  # posts in one room at once; the number is not published
RATIONED = {"conversations.history", "conversations.replies"}
RATIONED_ITEMS = 15


@dataclass(slots=True)
class Closed:
    """A 429: until when nothing more may be asked, counted from when it was said.

    ``is_known``: to the process that calls now; its successor has to be told anew.
    """

    since: float
    until: float
    is_known: bool = True


class Rates:
    """Sliding minutes by method and workspace, a bucket by room for posts.

    ``history_is_rationed``: one call a minute and 15 objects, as for new commercial apps outside the
    Marketplace. A call that is on its way at the moment of a 429 is no finding; a later
    one before ``Retry-After`` has passed is.
    """

    def __init__(self, findings: Findings) -> None:
        self.are_kept = True
        self.history_is_rationed = False
        self._findings = findings
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._buckets: dict[str, tuple[float, float]] = {}
        self._closed: dict[str, Closed] = {}

    def wait(self, name: str, method: Method, team: str, room: str, now: float) -> int | None:
        """Seconds to wait (429), or None: the call may be made, and counts."""
        places = [f"{team} {name}"]
        if method.tier is Tier.POSTING:
            places.append(f"{team} {name} {room}")
        for place in places:
            closed = self._closed.get(place)
            if closed is not None and now < closed.until:
                if not closed.is_known:
                    closed.since, closed.is_known = now, True
                elif now > closed.since:
                    self._findings.add("called-before-retry-after", name, f"{place} at {now:.3f}")
                return math.ceil(closed.until - now)
        if not self.are_kept:
            return None
        if seconds := self._over(name, method, team, room, now):
            self.close(name, method, team, room, now, seconds)
            return seconds
        return None

    def forget(self) -> None:
        """Another process calls now, and does not know what its predecessor was told."""
        for closed in self._closed.values():
            closed.is_known = False

    def close(
        self, name: str, method: Method, team: str, room: str, now: float, seconds: int
    ) -> None:
        """Nothing of this method for so long: of this room if it posts, else of the workspace."""
        place = f"{team} {name} {room}" if method.tier is Tier.POSTING else f"{team} {name}"
        self._closed[place] = Closed(now, now + seconds)

    def _over(self, name: str, method: Method, team: str, room: str, now: float) -> int | None:
        if method.tier is Tier.POSTING and (seconds := self._drained(f"{team} {room}", now)):
            return seconds
        most = 1 if self.history_is_rationed and name in RATIONED else int(method.tier)
        calls = self._calls[f"{team} {name}"]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + 60 - now))
        calls.append(now)
        return None

    def _drained(self, room: str, now: float) -> int | None:
        level, then = self._buckets.get(room, (float(ROOM_BURST), now))
        level = min(float(ROOM_BURST), level + now - then)
        if level < 1:
            self._buckets[room] = (level, now)
            return max(1, math.ceil(1 - level))
        self._buckets[room] = (level - 1, now)
        return None
