"""The draft of a note at an incident in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.web.hub import STAFF
from tests.web.leading import LeadHouse
from tests.web.page_checks import faults
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "pytestmark"]
PAGE = "/staff/incidents/I1"


@pytest.fixture
def served() -> Iterator[Served]:
    house = LeadHouse()
    house.outage()
    served = Served(house)
    yield served
    served.stop()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with signed_in(chromium, served, PAGE) as page:
        yield page


def test_a_note_that_was_begun_is_there_again(page: Page, served: Served) -> None:
    page.clock.install()
    page.locator("#note").fill("提供元に電話した。")
    with page.expect_response("**/draft"):
        page.clock.fast_forward(1_000)
    page.goto("/staff")
    page.goto(PAGE)
    expect(page.locator("#note")).to_have_value("提供元に電話した。")
    assert faults(page) == []
    with page.expect_response(f"**{PAGE}"):
        served.loop.call_soon_threadsafe(served.house.hub.publish, STAFF)
        page.clock.fast_forward(2_000)
    expect(page.locator("#note")).to_have_value("提供元に電話した。")
    page.get_by_role("button", name="メモを残す").click()
    expect(page.locator("#note")).to_have_value("")


def test_what_is_left_at_once_is_kept_as_well(page: Page) -> None:
    page.locator("#note").fill("すぐ離れる。")
    page.goto("/staff")
    page.goto(PAGE)
    expect(page.locator("#note")).to_have_value("すぐ離れる。")
