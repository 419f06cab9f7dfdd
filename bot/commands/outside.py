"""The commands that look outside once: at status feeds, and at the hosts that we measure.

Part of the composition root; whoever calls them hands them the clock.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from rich.console import Console

from bot.channels.feed_entry import already, entry_for, in_words
from bot.channels.feeds_table import FeedsTable
from bot.channels.probes_table import ProbesTable
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.knowledge.load import load
from bot.model.knowledge import FeedEntry, Robots
from bot.model.status import FeedReading, FeedRecord
from bot.probes.measure import Measurer, NotMeasuredError, Taken
from bot.running.engine import jobs_of
from bot.running.live_settings import LiveSettings
from bot.running.opening import probes
from bot.running.watching import Watching, reading_feeds
from bot.settings import Settings
from bot.store.sql import SqlStore

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


def fetched(url: str) -> FeedReading:
    """The reading of a page that nothing is known of. Raises FeedError."""
    return asyncio.run(_fetched(url, "", Robots.OBEYED))


async def _fetched(url: str, contact: str, robots: Robots) -> FeedReading:
    async with reading_feeds(contact) as fetch:
        return await fetch(FeedEntry("given", "given", url, "", robots=robots))


def show_feeds(settings: Settings, knowledge_folder: Path | None, lang: str, clock: Clock) -> None:
    """Show a live table of every status feed, with what was learned of each."""
    knowledge = load(knowledge_folder, home=settings.operator.home_product)

    async def show() -> None:
        async with reading_feeds(settings.contact) as fetch:
            table = FeedsTable(
                tuple(knowledge.feeds.values()),
                knowledge.catalogue,
                fetch,
                clock,
                lang,
                _records(settings),
            )
            await table.show(Console())

    asyncio.run(show())


def _records(settings: Settings) -> dict[str, FeedRecord]:
    """What the desk has learned of each feed so far; nothing where no desk has run."""
    if not settings.database and not (settings.folder / "desk.sqlite").is_file():
        return {}
    with SqlStore.open(settings.database_url) as store, store.work() as work:
        return {feed.feed: feed.record for feed in work.feeds()}


def add_feed(
    url: str,
    settings: Settings,
    knowledge_folder: Path | None,
    lang: str,
    clock: Clock,
    *,
    out: TextIO,
    err: TextIO,
    documented: bool,
) -> None:
    """Read a page; the reading goes to ``err`` and the entry for ``feeds.yaml`` to ``out``."""
    knowledge = load(knowledge_folder, home=settings.operator.home_product)
    robots = Robots.DOCUMENTED if documented else Robots.OBEYED
    reading = asyncio.run(_fetched(url, settings.contact, robots))
    err.write(in_words(reading, clock(), lang) + already(url, knowledge, lang))
    out.write(entry_for(url, reading, knowledge, robots))


def show_probes(settings: Settings, knowledge_folder: Path | None, lang: str, clock: Clock) -> bool:
    """Measure every host once and show what came of it; whether all answered."""
    knowledge = load(knowledge_folder, home=settings.operator.home_product)
    plan, measurer = probes(settings, knowledge), Measurer(contact=settings.contact)

    async def measure(ident: str) -> Taken | str:
        try:
            return await measurer(plan.targets[ident])
        except NotMeasuredError as why:
            return table.not_measured(str(why))

    table = ProbesTable(plan.refs, knowledge, measure, clock, lang)
    return asyncio.run(table.show(Console()))


def measure_for_ever(settings: Settings, knowledge_folder: Path | None, clock: Clock) -> None:
    """Measure from this vantage for the desk whose database this is, until stopped."""
    with SqlStore.open(settings.database_url) as store:
        knowledge = load(knowledge_folder, home=settings.operator.home_product)
        live = LiveSettings(settings, knowledge, store.settings)
        desk = Desk(store, live.knowledge)
        live.tell(desk.know)
        logger.info("measuring from the vantage %s", settings.vantage)
        watching = Watching(live.settings, live.knowledge, store, DeskDoor(desk), clock)
        asyncio.run(_measuring(settings, watching, live))


async def _measuring(settings: Settings, watching: Watching, live: LiveSettings) -> None:
    """One vantage has one process that measures, however many are started."""
    jobs = jobs_of(settings.database_url, f"probes-{settings.vantage}")
    watching.take_measuring(jobs)
    following = asyncio.create_task(live.run())
    try:
        await jobs.run()
    finally:
        following.cancel()
        await jobs.close()
