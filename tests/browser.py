"""One real browser for all tests of a process that look at pages: to start it takes two seconds."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
MISSING = not CHROMIUM.exists() and not os.environ.get("CI")
OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage")


class SharedBrowser:
    """A Chromium that runs until the end, and is lent to one test after the other."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def lent(self) -> Iterator[Browser]:
        """The browser without a page; pages that are left open are closed.

        Playwright's loop counts as running in this thread only meanwhile, so that tests in between can run one of
        their own.
        """
        asyncio._set_running_loop(self._loop)
        try:
            yield self._browser
            for context in self._browser.contexts:
                context.close()
        finally:
            asyncio._set_running_loop(None)


@contextmanager
def shared_browser() -> Iterator[SharedBrowser]:
    """Start Chromium; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(OPTIONS))
        shared = SharedBrowser(browser)
        asyncio._set_running_loop(None)
        yield shared
        with shared.lent():
            browser.close()
        asyncio._set_running_loop(shared._loop)  # playwright ends in it
