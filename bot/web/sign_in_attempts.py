"""Wrong tokens and passwords at the door: each further one is answered later, and the right one at once.

Whether a token is right is looked at first, so that staff behind the address of an attacker get in.
What slows guessing is that a wrong try is not answered for a while, and that few of one address, and
not many of all, may wait for their answer at a time.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.model.recent import RecentValues
from bot.model.staff import spelled_alike
from bot.web.connections import group_of

WITHIN = timedelta(minutes=1)
FREE = 10  # wrong tries of one address within a minute that are answered at once
FREE_IN_ALL = 60
LONGEST = 5.0  # seconds until an answer
MOST_WAITING = 10  # wrong tries of one address; then no try of it is looked at
MOST_WAITING_IN_ALL = 100  # then none is of an address that failed within a minute
MOST_GROUPS = 10_000


class SignInAttempts:
    """Counts wrong tries by address (of IPv6 by /64), by name and in all, while the process lives."""

    def __init__(self, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._wait = wait
        self._by_group = RecentValues[str, deque[datetime]](MOST_GROUPS)
        self._all: deque[datetime] = deque(maxlen=1_000)
        self._waiting: Counter[str] = Counter()

    def refuses(self, address: str, now: datetime) -> bool:
        """Whether a try is not even looked at, since too many wrong ones wait for their answers."""
        group = group_of(address)
        if self._waiting[group] >= MOST_WAITING:
            return True
        has_failed = bool(_recent(self._by_group.get(group, deque()), now))
        return has_failed and self._waiting.total() >= MOST_WAITING_IN_ALL

    async def failed(self, address: str, now: datetime, name: str = "") -> bool:
        """Count a wrong try and wait until it may be answered; whether there were too many.

        ``name``: whose password it was to be. Many tries at one name make each other wait, and
        never lock its owner out.
        """
        group = group_of(address)
        of_one = [self._counted(group, now)]
        if name:
            of_one.append(self._counted(f"name {spelled_alike(name)}", now))
        self._all.append(now)
        delay = max(
            *(_delay(_recent(tries, now) - FREE) for tries in of_one),
            _delay(_recent(self._all, now) - FREE_IN_ALL),
        )
        if not delay:
            return False
        self._waiting[group] += 1
        try:
            await self._wait(delay)
        finally:
            self._waiting[group] -= 1
            self._waiting += Counter()  # drops those at zero
        return True

    def _counted(self, group: str, now: datetime) -> deque[datetime]:
        """The wrong tries of a group lately, with one more."""
        tries = self._by_group[group] = self._by_group.get(group) or deque(maxlen=100)
        tries.append(now)
        return tries


def _recent(tries: deque[datetime], now: datetime) -> int:
    while tries and now - tries[0] >= WITHIN:
        tries.popleft()
    return len(tries)


def _delay(too_many: int) -> float:
    """Seconds; doubled by each further try."""
    return min(0.25 * 2.0 ** min(too_many - 1, 10), LONGEST) if too_many > 0 else 0.0
