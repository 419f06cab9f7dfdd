"""A conversation without a case in a real browser: it is read and answered as a case is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import LAPTOP, PHONE
from tests.web.page_checks import faults_in_every_size
from tests.web.test_incident_draft_browser import served
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "pytestmark", "served"]
OVER = """() => {
  const [log, reply] = ['.talking', '.composing'].map(name => document.querySelector(name));
  return log.getBoundingClientRect().bottom - reply.getBoundingClientRect().top;
}"""


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with signed_in(chromium, served, "/staff?show=all&state=desk", LAPTOP) as page:
        page.locator(".cases .queue-link").first.click()
        page.wait_for_url("**/staff/conversations/**")
        yield page


def test_the_reply_stays_in_the_window_below_the_conversation(page: Page) -> None:
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        page.reload()
        expect(page.locator("#answer")).to_be_in_viewport()
        expect(page.locator("#latest")).to_be_visible()
    page.set_viewport_size(LAPTOP)
    page.reload()
    assert page.evaluate(OVER) <= 0


def test_sending_a_reply_makes_it_a_case(page: Page) -> None:
    page.locator("#answer").fill("お調べします。")
    page.get_by_role("button", name="返信する").click()
    page.wait_for_url("**/staff/tickets/**")
    expect(page.locator("#transcript")).to_contain_text("お調べします。")


def test_it_has_no_faults_in_any_size(page: Page) -> None:
    assert faults_in_every_size(page) == []
    page.goto(page.url + "?lang=en")
    assert faults_in_every_size(page) == []
