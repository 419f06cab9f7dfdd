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
    page.set_default_timeout(30_000)
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


def own_faults(page: Page) -> list[str]:
    """As ``faults``, of what the script itself shows: the button and the panel."""
    found: list[str] = page.evaluate(
        """() => {
          const faults = [];
          const root = document.body.lastElementChild.shadowRoot;
          const light = (c) => c.match(/[0-9.]+/g).slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          for (const e of root.querySelectorAll("button, a")) {
            if (!e.checkVisibility()) continue;
            if (!(e.textContent.trim() || e.ariaLabel)) faults.push("no name");
            const box = e.getBoundingClientRect();
            if (box.width < 44 || box.height < 44) faults.push("small " + e.outerHTML);
            if (box.right > innerWidth || box.bottom > innerHeight) faults.push("outside");
            let behind = e;
            while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
            const [a, b] = [getComputedStyle(e).color, getComputedStyle(behind).backgroundColor].map(light);
            if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) faults.push("contrast " + e.outerHTML);
          }
          if (!root.querySelector("dialog").ariaLabel) faults.push("the panel has no name");
          if (root.querySelector("iframe")?.title === "") faults.push("the frame has no title");
          return faults;
        }"""
    )
    return found
