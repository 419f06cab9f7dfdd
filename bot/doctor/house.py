"""How the running desk is doing, by what it has written down: its feeds, and its alarms."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.channels.checkups import checkup
from bot.doctor.check_context import CheckContext
from bot.metrics.alarms import ALARMS, alarms
from bot.model.checkup import Checkup
from bot.model.figures import Figures, Tables
from bot.model.status import FeedState, FetchOutcome
from bot.store import health
from bot.store.errors import StoreError
from bot.store.gauges import SqlGauges

MOST_NAMED = 8
KEEPS_CUSTOMERS_WAITING = frozenset({"inbox_waits", "reply_waits"})  # alarms


async def examine(premises: CheckContext) -> list[Checkup]:
    """Reads what the desk has kept. Nothing, where there is nothing of this version to read."""
    figures = await asyncio.to_thread(_figures, premises.settings.database_url)
    if figures is None:
        return []
    if figures.opened_at is None:
        return [checkup("doctor.note.never_opened", "desk")]
    now = premises.clock()
    return [*_alarms(figures, now), *_feeds(figures, now, polls=not premises.settings.offline)]


def _figures(url: str) -> Figures | None:
    file = health.file_of(url)
    if health.is_memory(url) or (file is not None and not file.is_file()):
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
            how = "wrong" if name in KEEPS_CUSTOMERS_WAITING else "warning"
            yield checkup(f"doctor.{how}.alarm_{name}", "desk")
    if not on:
        yield checkup("doctor.ok.desk_ok", "desk")


def _feeds(figures: Figures, now: datetime, *, polls: bool) -> Iterator[Checkup]:
    if not polls or not (figures.feeds or figures.unread_feeds):
        return
    on = alarms(figures, now)
    if not figures.feeds or on["feeds_not_polled"]:
        yield checkup("doctor.warning.feeds_not_polled", "feeds")
        return
    if on["feeds_unreadable"]:
        yield checkup("doctor.wrong.feeds_unreadable", "feeds", count=len(figures.feeds))
        return
    fresh = [f for f in figures.feeds if f.is_fresh(now)]
    count = len(figures.feeds) + len(figures.unread_feeds)
    yield checkup("doctor.ok.feeds_read", "feeds", fresh=len(fresh), count=count)
    stale = [f for f in figures.feeds if f not in fresh]
    if stale:
        named = ", ".join(f"{f.feed} ({_why(f)})" for f in stale[:MOST_NAMED])
        yield checkup("doctor.warning.feeds_stale", "feeds", count=len(stale), named=named)


def _why(feed: FeedState) -> str:
    return "late" if feed.outcome is FetchOutcome.OK else feed.outcome.value
