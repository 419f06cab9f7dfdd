"""The reply of a case in a real browser: it is always in the window, and covers nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from bot.web.hub import STAFF
from tests.web.browsing import opened
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.test_case_browser import CASE, house, served
from tests.web.test_pages import Served, chromium, open_chat, pytestmark, sign_in

__all__ = ["chromium", "house", "pytestmark", "served"]
WINDOWS = ((1366, 768), (1366, 600), (390, 844), (390, 500), (768, 1024))


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A case of many words that nobody has."""
    with opened(chromium, served.start()) as page:
        open_chat(page)
        page.fill("#text", "一覧が真っ白で開きません。" * 20 + "担当者と話したいです")
        page.keyboard.press("Enter")
        expect(page.locator(".from-desk")).to_be_visible()
        sign_in(page)
        page.goto(CASE)
        yield page


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).last.bounding_box()
    assert found is not None
    return found


def bottom(rect: FloatRect) -> float:
    return rect["y"] + rect["height"]


def test_it_is_in_the_window_without_scrolling_and_covers_nothing(page: Page) -> None:
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        for selector in ("#answer", "#reply .button.primary"):
            place = box(page, selector)
            assert place["y"] >= 0, (width, height, selector)
            assert bottom(place) <= height, (width, height, selector)
        composing = box(page, ".composing")
        page.locator("#transcript .turn").last.evaluate("e => e.scrollIntoView({block: 'end'})")
        latest = box(page, "#transcript .turn")
        if width > 992:  # beside it everything scrolls by itself
            assert bottom(latest) <= composing["y"], (width, height)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        last = box(page, "details.folded:visible")
        assert bottom(last) <= box(page, ".composing")["y"] or width > 992, (width, height)
        assert faults(page) == [], (width, height)


def test_it_grows_on_a_telephone_when_somebody_writes(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    small = box(page, ".composing")["height"]
    page.locator("#answer").focus()
    assert box(page, ".composing")["height"] > small
    expect(page.locator("#answer-hint")).to_be_visible()
    assert faults(page) == []
    page.locator("#answer").fill("確認します。\n" * 30)
    place = box(page, "#reply .button.primary")
    page.locator("#reply .button.primary").scroll_into_view_if_needed()
    assert bottom(box(page, "#reply .button.primary")) <= 844, place
    assert box(page, ".composing")["y"] >= 0


def test_a_draft_stays_when_something_happens_and_the_page_comes_anew(
    page: Page, served: Served
) -> None:
    with page.expect_response("**/attendance"):  # it is kept
        page.locator("#answer").press_sequentially("確認しています。")
    page.clock.install()
    page.clock.fast_forward(2_000)
    with page.expect_response(f"**{CASE}"):
        served.loop.call_soon_threadsafe(served.house.hub.publish, STAFF)
        page.clock.fast_forward(2_000)
    expect(page.locator("#answer")).to_have_value("確認しています。")


def test_a_case_has_no_faults_in_any_size(page: Page) -> None:
    assert faults_in_every_size(page) == []
