"""Polls every feed for ever and tells the desk of each attempt.

One task per feed in one group; at most ``at_once`` requests, one at a time per host. Failures are
answered with longer pauses, never with silence: each attempt is an event, whatever came of it.
"""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.fetch import LONGEST_WAIT, FetchError
from bot.feeds.source import FeedSource
from bot.feeds.summary import shows
from bot.model.errors import FeedError
from bot.model.event import FeedRead
from bot.model.status import Outcome, Reading

log = logging.getLogger(__name__)

Fetch = Callable[[FeedSource], Awaitable[Reading]]
Emit = Callable[[FeedRead], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often and how many at once. Seconds.

    ``interval`` lies within what page vendors ask for (not more than once a minute); ``gap`` is the
    pause between two requests to one host, which status.io demands.
    """

    interval: float = 90.0
    jitter: float = 0.2  # share of the interval, both ways
    longest: float = 900.0  # between two attempts at a feed that keeps failing
    gap: float = 1.0
    at_once: int = 8
    seed: int | None = None  # of the jitter


class Poller:
    """Polls ``feeds``; ``clock`` stamps the events, ``sleep`` passes time."""

    def __init__(
        self,
        feeds: Sequence[FeedSource],
        fetch: Fetch,
        emit: Emit,
        *,
        clock: Callable[[], datetime],
        sleep: Sleep,
        pace: Pace | None = None,
    ) -> None:
        self._feeds = feeds
        self._fetch = fetch
        self._emit = emit
        self._clock = clock
        self._sleep = sleep
        self._pace = pace or Pace()
        self._random = random.Random(self._pace.seed)  # noqa: S311  spreads requests, hides nothing
        self._turns = asyncio.Semaphore(self._pace.at_once)
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, Reading] = {}
        self._failures: dict[str, int] = defaultdict(int)

    async def run(self) -> None:
        """Until it is cancelled. The first requests are spread over one interval."""
        async with asyncio.TaskGroup() as group:
            for source in self._feeds:
                group.create_task(self._watch(source))

    async def _watch(self, source: FeedSource) -> None:
        await self._sleep(self._random.uniform(0, self._pace.interval))
        while True:
            await self._sleep(await self.attempt(source))

    async def attempt(self, source: FeedSource) -> float:
        """Reads one feed, tells of it, and answers how many seconds to wait before the next time."""
        wait = None
        try:
            reading = await self._read(source)
        except FeedError as e:
            outcome = Outcome.UNREADABLE if e.reachable else Outcome.UNREACHABLE
            wait = e.retry_after if isinstance(e, FetchError) else None
            await self._failed(source, outcome, str(e))
        except Exception as e:  # a flaw in a parser must not stop the other feeds
            log.exception("feed %s: the reader failed", source.id)
            await self._failed(source, Outcome.UNREADABLE, type(e).__name__)
        else:
            await self._succeeded(source, reading)
        return self._pause(source, wait)

    async def _read(self, source: FeedSource) -> Reading:
        async with self._hosts[source.host]:
            try:
                async with self._turns:
                    return await self._fetch(source)
            finally:
                await self._sleep(self._pace.gap)

    async def _succeeded(self, source: FeedSource, reading: Reading) -> None:
        if self._failures.pop(source.id, 0):
            log.info("feed %s is back", source.id)
        now, before = self._clock(), self._last.get(source.id)
        said, text = shows(reading, source.components, before=before, now=now)
        self._last[source.id] = reading
        await self._emit(FeedRead(now, source.id, source.service, Outcome.OK, said, text))

    async def _failed(self, source: FeedSource, outcome: Outcome, why: str) -> None:
        self._failures[source.id] += 1
        if self._failures[source.id] == 1:
            log.warning("feed %s is %s: %s", source.id, outcome.value, why)
        await self._emit(FeedRead(self._clock(), source.id, source.service, outcome, None, why))

    def _pause(self, source: FeedSource, wait: float | None) -> float:
        """The interval, doubled for each further failure; at least what the server asked for."""
        pace = self._pace
        doublings = min(max(self._failures.get(source.id, 0) - 1, 0), 10)
        pause = min(pace.interval * 2.0**doublings, max(pace.longest, pace.interval))
        spread = pause * pace.jitter * self._random.uniform(-1, 1)
        return max(pause + spread, min(wait or 0.0, LONGEST_WAIT))
