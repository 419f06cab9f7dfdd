"""Polls every feed for ever and tells the desk of each attempt.

Feeds with one address are fetched once, however many products stand on the page. Failures are
answered with longer pauses, never with silence: each attempt is an event, whatever came of it.
"""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime

from bot.feeds.fetch import LONGEST_WAIT, FetchError
from bot.feeds.summary import shows
from bot.model.errors import FeedError
from bot.model.event import FeedRead
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedReading, FetchOutcome
from bot.net.rounds import Visited

log = logging.getLogger(__name__)

Fetch = Callable[[FeedEntry], Awaitable[FeedReading]]
UNPROVEN = "the reader of this format is proven on documents made by hand, not on a recording"
Emit = Callable[[FeedRead], Awaitable[object]]


class Poller:
    """Reads ``feeds`` address by address; ``clock`` stamps the events. It keeps no time itself."""

    def __init__(
        self,
        feeds: Sequence[FeedEntry],
        fetch: Fetch,
        emit: Emit,
        clock: Callable[[], datetime],
    ) -> None:
        self._fetch = fetch
        self._emit = emit
        self._clock = clock
        self._sharing: dict[str, list[FeedEntry]] = defaultdict(list)
        for source in feeds:
            self._sharing[source.url].append(source)
        self._last: dict[str, FeedReading] = {}  # by address
        self._failures: dict[str, int] = {}

    @property
    def hosts(self) -> dict[str, str]:
        """The host of each address that is polled."""
        return {url: sources[0].host for url, sources in self._sharing.items()}

    def of_services(self, services: Collection[str]) -> frozenset[str]:
        """The addresses where the pages of these products are."""
        return frozenset(
            url
            for url, sources in self._sharing.items()
            if any(source.service in services for source in sources)
        )

    async def visit(self, url: str) -> Visited:
        """Reads one address and tells of it for every feed that has it."""
        first = self._sharing[url][0]
        try:
            reading = await self._fetch(first)
        except FeedError as e:
            outcome = FetchOutcome.UNREADABLE if e.reachable else FetchOutcome.UNREACHABLE
            wait = e.retry_after if isinstance(e, FetchError) else None
            await self._failed(url, outcome, str(e))
            return self._visited(url, wait)
        except Exception as e:  # a flaw in a parser must not stop the other feeds
            log.exception("feed %s: the reader failed", first.id)
            await self._failed(url, FetchOutcome.UNREADABLE, type(e).__name__)
        else:
            await self._succeeded(url, reading)
        return self._visited(url, None)

    def _visited(self, url: str, wait: float | None) -> Visited:
        return Visited(self._failures.get(url, 0), min(wait or 0.0, LONGEST_WAIT))

    async def _succeeded(self, url: str, reading: FeedReading) -> None:
        if self._failures.pop(url, 0):
            log.info("feed %s is back", self._sharing[url][0].id)
        now, before = self._clock(), self._last.get(url)
        self._last[url] = reading
        for source in self._sharing[url]:
            said, text = shows(reading, source.components, source.regions, before=before, now=now)
            await self._emit(
                FeedRead(
                    now,
                    source.id,
                    source.service,
                    FetchOutcome.OK,
                    said,
                    text,
                    reading.updated_at,
                    reading.oddities if source.recorded else (*reading.oddities, UNPROVEN),
                )
            )

    async def _failed(self, url: str, outcome: FetchOutcome, why: str) -> None:
        self._failures[url] = self._failures.get(url, 0) + 1
        if self._failures[url] == 1:
            log.warning("feed %s is %s: %s", self._sharing[url][0].id, outcome.value, why)
        now = self._clock()
        for source in self._sharing[url]:
            await self._emit(FeedRead(now, source.id, source.service, outcome, None, why))
