"""The public page as files: once, or again and again beside the desk. Part of the composition root."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import datetime
from pathlib import Path

from bot.model.errors import JitabataError, StoreUnavailableError
from bot.model.knowledge import Knowledge
from bot.running.app_context import AppContext
from bot.running.live_settings import LiveSettings
from bot.running.subscribing import can_be_told
from bot.settings import Settings
from bot.web.pages import Pages
from bot.web.public.cache import SnapshotCache
from bot.web.public.documents import DocumentMaker
from bot.web.public.files import StaticSite
from bot.web.views import Views

EVERY = 30.0  # seconds

logger = logging.getLogger(__name__)


class PagePublisher:
    """Writes the public page of one desk into a folder."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        views: Views,
        clock: Callable[[], datetime],
        folder: Path,
    ) -> None:
        """Raises JitabataError on a desk without a public address: the page leads to its chat."""
        if not settings.public_urls:
            raise JitabataError("publishing the public page as files needs public_url")
        pages = Pages(knowledge, clock, operator=settings.operator)
        self.know = pages.know
        self._cache = SnapshotCache(views, pages)
        maker = DocumentMaker(pages, settings.public_urls[0], can_be_told(settings))
        self._site = StaticSite(maker, folder)

    def publish(self) -> int:
        """Bring the folder up to date; answers how many files are new or changed."""
        try:
            return self._site.write(self._cache.look())
        except OSError as why:
            raise JitabataError(f"cannot write {why.filename}: {why.strerror}") from why

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Publish until cancelled. While the database is away, or the folder, what is there stays."""
        while True:
            try:
                await asyncio.to_thread(self.publish)
            except (StoreUnavailableError, JitabataError) as why:
                logger.warning("the public page was not published as files: %s", why)
            except Exception:  # the desk goes on without them
                logger.exception("the public page could not be published as files")
            await sleep(EVERY)


def publishing(live: LiveSettings, context: AppContext) -> Iterator[Coroutine[None, None, None]]:
    """What publishes into the folder that the operator names, if they name one."""
    settings = live.settings
    if settings.publish is not None:
        views, clock = context.store, context.clock
        publisher = PagePublisher(settings, live.knowledge, views, clock, settings.publish)
        live.tell(publisher.know)
        yield publisher.run()
