"""What the browser's tests of the embedded chat begin with: a website, a desk, a page."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Error, Frame, FrameLocator, Page, expect

from bot.web.widget.script import tag_of
from tests.web.conftest import House
from tests.web.test_pages import Served, chromium, pytestmark, served
from tests.web.widget.hosts import HostServer
from tests.web.widget.signing import DESK, SHOP

__all__ = ["chromium", "desk", "house", "page", "pytestmark", "served", "shop", "tag"]
OWN = "of the page"  # in errors that a website makes by itself
PHONE = pytest.mark.parametrize("page", [{"width": 390, "height": 844}], indirect=True)


@pytest.fixture
def shop() -> Iterator[HostServer]:
    with HostServer().running() as server:
        yield server


@pytest.fixture
def house(shop: HostServer) -> House:
    return House(widgets=(replace(SHOP, origins=(shop.origin,)),), public_urls=(DESK,))


@pytest.fixture
def desk(served: Served, house: House) -> str:
    return served.start()


@pytest.fixture
def tag(desk: str, house: House) -> str:
    return tag_of(house.widgets[0], desk)


@pytest.fixture(params=[{"width": 1280, "height": 800}])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(locale="ja-JP", viewport=request.param)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", only_its_own)
    yield page
    context.close()


def only_its_own(error: Error) -> None:
    if OWN not in str(error):
        pytest.fail(f"an error on the page: {error}")


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def write(page: Page, text: str) -> None:
    box = frame_of(page).locator("#text")
    expect(box).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def inside(page: Page) -> Frame:
    """The document of the chat, to run checks in."""
    [frame] = [frame for frame in page.frames if "/embed/" in frame.url]
    return frame


def opened(page: Page, lang: str = "ja") -> FrameLocator:
    """Open the chat by its button."""
    name = {"ja": "サポートに相談する", "en": "Get help"}[lang]
    page.get_by_role("button", name=name).click()
    expect(frame_of(page).locator("#text")).to_be_focused()
    return frame_of(page)
