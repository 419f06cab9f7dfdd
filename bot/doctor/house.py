"""How the running desk is doing, by what it has written down: its feeds, and its alarms."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.doctor.premises import Premises
from bot.doctor.words import say
from bot.metrics.alarms import ALARMS, alarms
from bot.model.checkup import Checkup
from bot.model.figures import Figures, Tables
from bot.model.status import FeedState, Outcome
from bot.store import condition
from bot.store.errors import StoreError
from bot.store.gauges import SqlGauges

MOST_NAMED = 8


async def examine(premises: Premises) -> list[Checkup]:
    """Reads what the desk has kept. Nothing, where there is nothing of this version to read."""
    figures = await asyncio.to_thread(_figures, premises.settings.database_url)
    if figures is None:
        return []
    if figures.opened_at is None:
        return [say("never_opened", "desk")]
    now = premises.clock()
    return [*_alarms(figures, now), *_feeds(figures, now, polls=not premises.settings.offline)]


def _figures(url: str) -> Figures | None:
    file = condition.file_of(url)
    if condition.is_memory(url) or (file is not None and not file.is_file()):
        return None
    try:
        with contextlib.closing(SqlGauges(url)) as gauges:
            return gauges.figures() if gauges.tables() is Tables.CURRENT else None
    except (DBAPIError, ModuleNotFoundError, StoreError):
        return None  # the database's examiner has said why


def _alarms(figures: Figures, now: datetime) -> Iterator[Checkup]:
    on = {name for name, is_on in alarms(figures, now).items() if is_on}
    for name in ALARMS:
        if name in on and not name.startswith("feeds_"):
            yield say(f"alarm_{name}", "desk")
    if not on:
        yield say("desk_ok", "desk")


def _feeds(figures: Figures, now: datetime, *, polls: bool) -> Iterator[Checkup]:
    if not polls or not (figures.feeds or figures.unread_feeds):
        return
    on = alarms(figures, now)
    if not figures.feeds or on["feeds_not_polled"]:
        yield say("feeds_not_polled", "feeds")
        return
    if on["feeds_unreadable"]:
        yield say("feeds_unreadable", "feeds", count=len(figures.feeds))
        return
    fresh = [f for f in figures.feeds if f.is_fresh(now)]
    count = len(figures.feeds) + len(figures.unread_feeds)
    yield say("feeds_read", "feeds", fresh=len(fresh), count=count)
    stale = [f for f in figures.feeds if f not in fresh]
    if stale:
        named = ", ".join(f"{f.feed} ({_why(f)})" for f in stale[:MOST_NAMED])
        yield say("feeds_stale", "feeds", count=len(stale), named=named)


def _why(feed: FeedState) -> str:
    return "late" if feed.outcome is Outcome.OK else feed.outcome.value
