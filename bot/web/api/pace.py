"""How many requests one token may make in a minute, and what it is told of that."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.desk.shared_counters import SharedCounters
from bot.model.recent import RecentValues

PER_MINUTE = 300
WITHIN = timedelta(minutes=1)
AT_ONCE = 20  # requests that a process takes of what all may spend, so that it seldom has to ask
MOST_KEPT = 1_000  # tokens
ONE = 0.001  # seconds that a request is written down as: the counters know moments alone, and drop old ones


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a window: requests, and seconds until the next one. Below 0: refused."""

    requests: int
    seconds: int

    @property
    def headers(self) -> Mapping[str, str]:
        """draft-ietf-httpapi-ratelimit-headers-11, and what everybody reads."""
        told = {
            "RateLimit-Policy": f'"token";q={PER_MINUTE};w={int(WITHIN.total_seconds())}',
            "RateLimit": f'"token";r={max(self.requests, 0)};t={self.seconds}',
        }
        return told if self.requests >= 0 else {**told, "Retry-After": str(self.seconds)}


@dataclass(slots=True)
class _Window:
    """What this process knows of a token's window: when it ends, what it may spend here, and what others may."""

    ends: datetime
    here: int = 0
    elsewhere: int = 0


class TokenPaces:
    """Counts in windows of a minute, together with all processes that share the counters.

    A process takes some requests at a time and spends them by itself. What it has not spent when it ends, or
    when the window does, nobody spends: so a token never has more than its number.
    """

    def __init__(self, counters: SharedCounters) -> None:
        self._counters = counters
        self._windows = RecentValues[str, _Window](MOST_KEPT)

    async def spend(self, token: str, now: datetime) -> Left:
        """Count one request."""
        window = self._windows.get(token)
        if window is None or now >= window.ends or (not window.here and window.elsewhere):
            taken = await run_in_threadpool(self._take, token, now)
            known = self._windows.get(token)
            if known is not None and known is not window and known.ends == taken.ends:
                taken.here += known.here  # another request asked at the same time
            window = taken
        self._windows[token] = window
        seconds = max(1, math.ceil((window.ends - now).total_seconds()))
        if not window.here:
            return Left(-1, seconds)
        window.here -= 1
        return Left(window.here + window.elsewhere, seconds)

    def _take(self, token: str, now: datetime) -> _Window:
        """Take some of what the token may still spend. It may block."""
        at, length = self._counters.moment(now.timestamp()), WITHIN.total_seconds()
        with self._counters.hold(f"api {token}", ("began", "used")) as kept:
            began = kept.get("began", 0.0)
            if not 0 <= at - began < length:
                began = kept["began"] = kept["used"] = at
            used = round((kept.get("used", began) - began) / ONE)
            taken = min(AT_ONCE, PER_MINUTE - used)
            kept["used"] = began + (used + taken) * ONE
        ends = now + timedelta(seconds=length - (at - began))
        return _Window(ends, taken, PER_MINUTE - used - taken)
