"""Whose turn it is: an interval for each target, one request at a time for each host. Pure.

Seconds are those of any steady clock. It visits nothing and does not wait.
"""

import heapq
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PollPace:
    """How often, and how many at once. Seconds.

    ``interval`` between two visits to a target, ``quick`` while it is under suspicion; ``longest``
    between two attempts at one that keeps failing; ``gap`` between two requests to one host, which
    some hosts of status pages demand. ``jitter``: up to which share of itself an interval is longer;
    it is never shorter, since others were promised that.
    """

    interval: float = 120.0
    quick: float = 60.0
    jitter: float = 0.2
    longest: float = 900.0
    gap: float = 1.0
    at_once: int = 8
    seed: int | None = None  # of the jitter


class Timetable:
    """When each target is due. ``hosts``: the host of each target.

    The first visits are spread over one interval, so that a start is no burst.
    """

    def __init__(self, hosts: Mapping[str, str], pace: PollPace, now: float) -> None:
        self._hosts = hosts
        self._pace = pace
        self._random = random.Random(pace.seed)  # noqa: S311  spreads requests, hides nothing
        self._due = {t: now + self._random.uniform(0, pace.interval) for t in hosts}
        self._heap = [(at, t) for t, at in self._due.items()]
        heapq.heapify(self._heap)
        self._free_at: dict[str, float] = {}  # by host
        self._under_way: set[str] = set()
        self._hurried: frozenset[str] = frozenset()
        self._visited: dict[str, float] = {}
        self._kept_off: dict[str, float] = {}  # until when a server asked us to stay away

    def begin(self, now: float) -> list[str]:
        """The targets to be visited now, the longest due first; they count as under way.

        A target whose host is being asked, or was just now, waits for its turn.
        """
        found, waiting = list[str](), list[tuple[float, str]]()
        while self._heap and self._heap[0][0] <= now:
            at, target = heapq.heappop(self._heap)
            if at != self._due.get(target) or target in self._under_way:
                continue  # it was put off or brought forward since
            if len(self._under_way) >= self._pace.at_once:
                waiting.append((at, target))
                break
            host = self._hosts[target]
            if self._free_at.get(host, now) > now:
                waiting.append((at, target))
                continue
            self._free_at[host] = float("inf")
            self._under_way.add(target)
            found.append(target)
        for entry in waiting:
            heapq.heappush(self._heap, entry)
        return found

    def end(self, target: str, now: float, *, failures: int = 0, wait: float | None = None) -> None:
        """A visit is over; ``failures`` in a row, this one included; ``wait``: what the host asks.

        The interval doubles with each further failure; nothing is asked sooner than a host wants.
        """
        self._under_way.discard(target)
        self._free_at[self._hosts[target]] = now + self._pace.gap
        self._visited[target] = now
        self._kept_off[target] = now + (wait or 0.0)
        pause = self._interval(target) * 2.0 ** min(max(failures - 1, 0), 10)
        pause = min(pause, max(self._pace.longest, self._pace.interval))
        pause += pause * self._pace.jitter * self._random.random()
        self._put(target, max(now + pause, self._kept_off[target]))

    def hurry(self, targets: Collection[str], now: float) -> None:
        """These, and no others, are visited at the quick interval from now on."""
        fresh = frozenset(targets) - self._hurried
        self._hurried = frozenset(targets)
        for target in sorted(fresh & self._due.keys() - self._under_way):
            soon = max(
                self._visited.get(target, now - self._pace.quick) + self._pace.quick,
                self._kept_off.get(target, now),
                now,
            )
            if soon < self._due[target]:
                self._put(target, soon)

    def _interval(self, target: str) -> float:
        pace = self._pace
        return min(pace.quick, pace.interval) if target in self._hurried else pace.interval

    def _put(self, target: str, at: float) -> None:
        self._due[target] = at
        heapq.heappush(self._heap, (at, target))
