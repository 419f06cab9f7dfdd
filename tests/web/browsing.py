"""A page in a real browser, as somebody in Japan opens it unless told otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def opened(
    chromium: Browser, base: str, size: ViewportSize | None = None, lang: str = "ja-JP"
) -> Iterator[Page]:
    """An empty page for what is served at ``base``, read in a language; an error in its scripts fails the test."""
    context = chromium.new_context(base_url=base, locale=lang, viewport=size)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: pytest.fail(f"error on the page: {error}"))
    yield page
    context.close()


@contextmanager
def without_scripts(page: Page) -> Iterator[Page]:
    """An empty page of the same site and session in a browser that runs no scripts."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=page.url.partition("/staff")[0],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
        locale="ja-JP",
    )
    yield context.new_page()
    context.close()
