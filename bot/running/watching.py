"""What watches the world for the desk: status feeds and our own probes, at the pace that suits.

Part of the composition root: ``app.py`` hands it the clock. Of several processes on one database
one polls the feeds, and one measures from each vantage: the jobs see to that.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime

from bot.desk.attention import suspected
from bot.desk.ports import Door, Store
from bot.feeds.fetch import FeedFetch
from bot.feeds.poll import Poller
from bot.feeds.robots import RobotsRules
from bot.jobs.port import Jobs
from bot.model.event import FeedRead
from bot.model.knowledge import Knowledge
from bot.net.client import polling_client
from bot.net.rounds import Rounds, Visit
from bot.net.timetable import PollPace, Timetable
from bot.probes.measure import Measurer
from bot.probes.prober import Prober
from bot.running.opening import probes
from bot.running.tasks import FEEDS, probes_from
from bot.settings import Settings

FEEDS_AT_ONCE, PROBES_AT_ONCE = 16, 8


@asynccontextmanager
async def reading_feeds(contact: str = "") -> AsyncIterator[FeedFetch]:
    """Reads status pages as long as it is open; ``contact`` is told to whoever is asked."""
    async with polling_client() as client:
        yield FeedFetch(client, contact=contact, robots=RobotsRules(time.monotonic))


async def read_once(
    knowledge: Knowledge,
    url: str,
    contact: str,
    emit: Callable[[FeedRead], Awaitable[None]],
    clock: Callable[[], datetime],
) -> None:
    """Read one page now, for every feed that stands on it."""
    sources = [feed for feed in knowledge.feeds.values() if feed.url == url]
    async with reading_feeds(contact) as fetch:
        await Poller(sources, fetch, emit, clock).visit(url)


class Watching:
    """Polls and measures what the knowledge base and the settings name; nothing else."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        store: Store,
        door: Door,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._store = store
        self._door = door
        self._clock = clock
        self._plan = probes(settings, knowledge)

    def take(self, jobs: Jobs) -> None:
        """Have this process watch, unless another one does."""
        jobs.take(FEEDS, lambda _: self.read_feeds())
        self.take_measuring(jobs)

    def take_measuring(self, jobs: Jobs) -> None:
        """Have this process measure from its vantage, unless another one there does."""
        jobs.take(probes_from(self._settings.vantage), lambda _: self.measure())

    async def read_feeds(self) -> None:
        """Poll every feed, until cancelled."""
        sources = list(self._knowledge.feeds.values())
        async with reading_feeds(self._settings.contact) as fetch:
            poller = Poller(sources, fetch, self._door.handle, self._clock)
            pace = PollPace(interval=self._settings.poll_seconds, at_once=FEEDS_AT_ONCE)
            timetable = Timetable(poller.hosts, pace, time.monotonic())
            await self._rounds(timetable, poller.visit, poller.of_services).run()

    async def measure(self) -> None:
        """Measure every target from this vantage, until cancelled."""
        vantage = self._settings.vantage
        measurer = Measurer(contact=self._settings.contact)
        prober = Prober(self._plan, vantage, measurer, self._door.handle, self._clock)
        pace = PollPace(interval=self._settings.probe_seconds, at_once=PROBES_AT_ONCE)
        timetable = Timetable(prober.hosts, pace, time.monotonic())
        of_services = self._plan.of_services
        await self._rounds(timetable, prober.visit, of_services).run()

    def _rounds(
        self,
        timetable: Timetable,
        visit: Visit,
        of_services: Callable[[Collection[str]], frozenset[str]],
    ) -> Rounds:
        async def hurried() -> Collection[str]:
            return of_services(await asyncio.to_thread(self._suspected))

        return Rounds(timetable, visit, time.monotonic, asyncio.sleep, hurried)

    def _suspected(self) -> frozenset[str]:
        with self._store.work() as work:
            return suspected(work, self._knowledge.catalogue, self._clock())
