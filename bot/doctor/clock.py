"""The clock of this machine, against the database server's and those of status pages.

A page says when it answered (``Date``, RFC 9110 §6.6.1, whole seconds). Three are asked and the
middle one counts, so that nobody else's wrong clock is taken for ours.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median
from urllib.parse import urlsplit

import httpx

from bot.channels.checkups import checkup
from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.model.errors import JitabataError
from bot.model.knowledge import Robots
from bot.net.client import polling_client
from bot.store import health
from bot.store.errors import StoreError

PAGES = 3
OFF_BY = 2.0  # seconds
PATIENCE = 5.0  # seconds for one page


async def examine(premises: CheckContext) -> list[Checkup]:
    """Compares the clocks; that of pages unless ``offline``."""
    found = []
    there = await asyncio.to_thread(_database, premises)
    if there is not None:
        found.append(told("clock_database", there))
    if not premises.offline and not premises.settings.offline:
        try:
            pages = pages_of(premises)
        except JitabataError:
            return found  # the configuration's examiner has said why
        async with polling_client() as client:
            ahead = await middle(client, pages, premises.clock)
        found.append(
            checkup("doctor.note.clock_unknown", "clock")
            if ahead is None
            else told("clock_pages", ahead)
        )
    return found


def told(place: str, ahead: float) -> Checkup:
    """What to say when another clock is ahead of ours by so many seconds (or behind)."""
    key = f"doctor.warning.{place}_off" if abs(ahead) > OFF_BY else f"doctor.ok.{place}_ok"
    return checkup(key, "clock", seconds=f"{abs(ahead):.1f}", behind=f"{ahead:+.1f}")


def pages_of(premises: CheckContext) -> list[str]:
    """Pages whose vendors mean them for programs, each of another host."""
    feeds = premises.knowledge().feeds.values()
    documented = (f.url for f in feeds if f.robots is Robots.DOCUMENTED)
    return list({urlsplit(url).hostname: url for url in documented}.values())[:PAGES]


async def middle(
    client: httpx.AsyncClient, pages: list[str], clock: Callable[[], datetime]
) -> float | None:
    """By how many seconds other clocks are ahead of ours, the middle of them; None: nobody said."""
    said = await asyncio.gather(*(_ahead(client, page, clock) for page in pages))
    known = [ahead for ahead in said if ahead is not None]
    return median(known) if known else None


async def _ahead(
    client: httpx.AsyncClient, page: str, clock: Callable[[], datetime]
) -> float | None:
    before = clock()
    try:
        headers = {"User-Agent": "Jitabata doctor", "Cache-Control": "no-cache"}
        answer = await client.head(page, headers=headers, timeout=PATIENCE)
        there = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, OSError, KeyError, ValueError, TypeError):
        return None
    if answer.headers.get("age", "0").strip() != "0" or there.tzinfo is None:
        return None  # a cache's answer has the date of another moment
    here = before + (clock() - before) / 2
    return (there.astimezone(UTC) - here).total_seconds() + 0.5  # the middle of its second


def _database(premises: CheckContext) -> float | None:
    """By how much a database server's clock is ahead; None where it is this machine's."""
    if not health.is_shared(premises.settings.database_url):
        return None
    try:
        return health.ahead(premises.settings.database_url, premises.clock)
    except StoreError:
        return None  # the database's examiner has said why
