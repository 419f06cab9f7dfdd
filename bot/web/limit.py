"""How often one party may do something."""

from collections import deque
from datetime import datetime, timedelta

from starlette.requests import Request

from bot.model.recent import RecentValues
from bot.web.connections import group_of


def sender_of(request: Request) -> str:
    """Whose limits a request counts against: its address, or its network."""
    return group_of(request.client.host) if request.client else ""


class Limiter:
    """At most ``times`` in any window of ``within``, for each key. Remembers ``keys`` parties.

    It forgets the party not seen for longest first, and everything when the process ends.
    """

    def __init__(
        self, times: int, within: timedelta = timedelta(minutes=1), keys: int = 10_000
    ) -> None:
        self._times, self._within = times, within
        self._seen = RecentValues[str, deque[datetime]](keys)

    def allows(self, key: str, now: datetime) -> bool:
        """Whether it may happen once more now; if so, it is counted."""
        seen = self._seen[key] = self._seen.get(key) or deque()
        while seen and now - seen[0] >= self._within:
            seen.popleft()
        if len(seen) >= self._times:
            return False
        seen.append(now)
        return True


class WritingLimits:
    """How fast one person may write, and everybody of one network together.

    Whoever is refused takes nothing from the others of the network; where these write more than is
    theirs together, each of them still has a few messages, and everybody can always call a person.
    """

    OWN, FEW, CALLS = 20, 3, 5  # messages of one person a minute; of a crowded network; calls
    TOGETHER, AT_MOST = 200, 600  # of one network, behind which a whole office may sit

    def __init__(self) -> None:
        self._own, self._few, self._calls = map(Limiter, (self.OWN, self.FEW, self.CALLS))
        self._together, self._at_most = Limiter(self.TOGETHER), Limiter(self.AT_MOST)

    def allows(self, person: str, network: str, now: datetime, *, is_call: bool) -> bool:
        """Whether a message may be taken in; ``is_call``: it asks for a person. If so, it is counted."""
        if not self._own.allows(person, now):
            return is_call and self._calls.allows(person, now)
        if self._together.allows(network, now):
            return True
        return self._few.allows(person, now) and self._at_most.allows(network, now)


class Allowance:
    """At most ``most`` of something in ``within``, for each key; as ``Limiter`` in what it remembers."""

    def __init__(
        self, most: int, within: timedelta = timedelta(days=1), keys: int = 10_000
    ) -> None:
        self._most, self._within = most, within
        self._spent = RecentValues[str, tuple[datetime, int]](keys)  # since when, how much

    def spend(self, key: str, amount: int, now: datetime) -> bool:
        """Count it; whether it is within what is allowed. What is beyond is counted as well."""
        since, spent = self._spent.get(key, (now, 0))
        if now - since >= self._within:
            since, spent = now, 0
        self._spent[key] = (since, spent + amount)
        return spent + amount <= self._most
