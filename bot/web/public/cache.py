"""What the public page shows, held in memory: read again every few seconds, while it can be.

While the database is away everything is answered from what was read last, with its age.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.desk.ports import UnitOfWork
from bot.model.errors import StoreUnavailableError
from bot.model.publication import Post
from bot.status_page.snapshot import Snapshot, SnapshotInputs, first_day, snapshot_of
from bot.web.pages import Pages
from bot.web.public.documents import CachedDocument
from bot.web.views import Views, read

FRESH_FOR = timedelta(seconds=5)
WAITS = 1.0  # seconds that a reader waits for what is new
KEPT_FOR = timedelta(days=400)  # posts; an older one has its own page all the same
MOST_POSTS = 200
MOST_LOOKUPS = 50  # of ids that no post of the snapshot has, between two readings

logger = logging.getLogger(__name__)


Key = tuple[str, str, bool]  # address, language, whether the reader chose it
Make = Callable[[Snapshot], CachedDocument]


class TooManyLookupsError(Exception):
    """More posts were asked for one by one than are looked up in so short a time."""


class SnapshotCache:
    """The latest snapshot, and the documents that were made of it so far."""

    def __init__(self, views: Views, pages: Pages) -> None:
        """``pages`` know the products, and what time it is."""
        self._views, self._pages, self._clock = views, pages, pages.clock
        self._snapshot: Snapshot | None = None
        self._made: dict[Key, asyncio.Future[CachedDocument]] = {}
        self._older: dict[str, asyncio.Future[Post | None]] = {}
        self._looked_at: datetime | None = None  # when it was last tried to read anew
        self._reading: asyncio.Future[None] | None = None

    async def snapshot(self) -> Snapshot:
        """What is known now. StoreUnavailableError when nothing was ever read."""
        if self._is_stale() and self._reading is None:
            self._looked_at = self._clock()
            self._reading = asyncio.ensure_future(self._read())
            self._reading.add_done_callback(self._done)
            # Only who has it read waits, and not for long: the database may hang.
            await asyncio.wait({self._reading}, timeout=WAITS)
        if self._snapshot is None and self._reading is not None:
            await asyncio.wait({self._reading})
        if self._snapshot is None:
            raise StoreUnavailableError("nothing was read for the public page yet")
        return self._snapshot

    async def kept(self, key: Key, make: Make) -> CachedDocument:
        """A document, made of the latest snapshot when it is asked for first, in a worker thread."""
        snapshot = await self.snapshot()
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = asyncio.ensure_future(run_in_threadpool(make, snapshot))
        return found.result() if found.done() else await asyncio.shield(found)

    async def post(self, ident: str) -> Post | None:
        """A post, also one that is too old for the snapshot; None when there is none of this id.

        Raises TooManyLookupsError when more ids were asked for since the last reading than are looked up.
        """
        snapshot = await self.snapshot()
        found = next((p for p in snapshot.posts if p.id == ident), None)
        if found is not None:
            return found
        if ident not in self._older:
            if len(self._older) >= MOST_LOOKUPS:
                raise TooManyLookupsError
            look = read(self._views, lambda work: work.post(ident))
            self._older[ident] = asyncio.ensure_future(look)
        return await asyncio.shield(self._older[ident])

    def _is_stale(self) -> bool:
        now = self._clock()
        return self._looked_at is None or not timedelta() <= now - self._looked_at < FRESH_FOR

    async def _read(self) -> None:
        try:
            self._snapshot = await run_in_threadpool(self.look)
        except StoreUnavailableError:
            logger.warning("the public page shows what was read before", exc_info=True)

    def _done(self, reading: "asyncio.Future[None]") -> None:
        self._reading = None
        self._made, self._older = {}, {}  # also when nothing was read: ages are told anew
        if not reading.cancelled() and (error := reading.exception()) is not None:
            logger.error("the public page could not be brought up to date", exc_info=error)

    def look(self) -> Snapshot:
        """Read everything anew, at one moment."""
        now = self._clock()
        with self._views.look() as work:
            seen = _seen(work, now)
        known = self._pages.knowledge
        return snapshot_of(seen, known.catalogue, known.feeds)


def _seen(work: UnitOfWork, now: datetime) -> SnapshotInputs:
    opened = work.opened()
    return SnapshotInputs(
        now,
        opened.probes if opened is not None else (),
        work.probes(),
        work.feeds(),
        work.component_days(first_day(now).isoformat()),
        work.posts(now - KEPT_FOR, MOST_POSTS),
    )
