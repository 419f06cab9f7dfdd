"""The page of tags in a real browser: a tag is renamed by keyboard alone, on a telephone too."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.store.builders import a_ticket
from tests.web.page_checks import faults
from tests.web.sending import SendingHouse
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "pytestmark"]


@pytest.fixture(params=[320, 1280])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tags of two cases."""
    house = SendingHouse()
    with house.store.work() as work:
        for number in (1, 2):
            work.save_ticket(replace(a_ticket(f"T{number}"), tags=("請求", "重要")))
    served = Served(house)
    with signed_in(
        chromium, served, "/staff/tags", {"width": request.param, "height": 800}
    ) as page:
        yield page
    served.stop()


def test_a_tag_is_renamed_by_keyboard(page: Page) -> None:
    assert faults(page) == []
    row = page.locator("tr").filter(has=page.get_by_role("link", name="請求"))
    row.locator("summary").click()  # nothing lies over it
    row.locator("summary").press("Tab")
    page.keyboard.type("ご請求")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="2 件の受付を変えました")).to_be_visible()
    expect(page.get_by_role("link", name="「ご請求」が付いた受付")).to_be_visible()
