"""How many requests one token may make in a minute, and what it is told of that."""

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PER_MINUTE = 300
WITHIN = timedelta(minutes=1)
MOST_KEPT = 1_000  # tokens


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


class TokenPaces:
    """Counts in windows of a minute, in this process."""

    def __init__(self) -> None:
        self._windows: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def spend(self, token: str, now: datetime) -> Left:
        """Count one request."""
        began, used = self._windows.get(token, (now, 0))
        if now - began >= WITHIN:
            began, used = now, 0
        used = min(used + 1, PER_MINUTE + 1)
        self._windows[token] = began, used
        self._windows.move_to_end(token)
        while len(self._windows) > MOST_KEPT:
            self._windows.popitem(last=False)
        rest = (WITHIN - (now - began)).total_seconds()
        return Left(PER_MINUTE - used, max(1, math.ceil(rest)))
