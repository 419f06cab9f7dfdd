"""Other words for one channel, in a real browser: written by keyboard, shown as they are read, sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.announcing import TEXT, somebody
from tests.web.browsing import LAPTOP, PHONE
from tests.web.page_checks import faults_in_every_size
from tests.web.sending import SendingHouse
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "pytestmark"]
PROPOSAL = "/staff/proposals/P1"


@pytest.fixture
def served() -> Iterator[Served]:
    house = SendingHouse()
    house.desk.knows(somebody(1), somebody(7, channel="webhook"))
    house.desk.proposes()
    served = Served(house)
    yield served
    served.stop()


def test_other_words_are_written_by_keyboard_and_shown_as_they_are_read(
    chromium: Browser, served: Served
) -> None:
    with signed_in(chromium, served, PROPOSAL, LAPTOP) as page:
        page.get_by_text("経路ごとに文面を変える").press("Enter")
        page.get_by_label("メール", exact=True).and_(page.locator("textarea")).focus()
        page.keyboard.type("メールだけの文面です。")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="届く形で確認する")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".letter .words")).to_have_text("メールだけの文面です。")
        expect(page.locator("#own-mail")).to_have_value("メールだけの文面です。")
        assert faults_in_every_size(page) == []
        page.get_by_role("button", name="承認して送る").press("Enter")
        page.wait_for_url("**/staff/broadcasts/*")
        expect(page.locator("#words")).to_have_text(TEXT)
        expect(page.get_by_role("region", name="本文")).to_contain_text("メールだけの文面です。")
        assert faults_in_every_size(page) == []


def test_on_a_phone_in_english_the_fields_are_as_wide_as_the_page(
    chromium: Browser, served: Served
) -> None:
    with signed_in(chromium, served, f"{PROPOSAL}?lang=en", PHONE) as page:
        page.get_by_text("Other words for one channel").click()
        expect(page.get_by_label("Public page", exact=True)).to_be_visible()
        assert faults_in_every_size(page) == []
