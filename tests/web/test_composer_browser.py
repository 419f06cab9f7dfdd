"""The reply of a case in a real browser: it is always in the window, and covers nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from bot.desk.attendance import Attendance, Doing
from bot.desk.taking_back import HELD_FOR
from bot.model.event import TicketAnswered, TicketClaimed
from bot.web.hub import STAFF
from tests.web.browsing import opened
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.sending import SendingHouse
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


def test_the_conversation_keeps_half_of_the_window_whatever_stands_around_it(
    page: Page, house: SendingHouse
) -> None:
    now = house.clock()
    house.desk.day.desk.handle(TicketClaimed(now, "T1", "佐藤"))
    answered = TicketAnswered(now, "T1", "佐藤", "確認します。", 0, now + HELD_FOR)
    house.desk.day.desk.handle(answered)
    with house.store.work() as work:
        work.save_attendance(Attendance("T1", "鈴木", Doing.EDITING, now, "", ""))
        work.save_attendance(Attendance("T1", "佐藤", Doing.EDITING, now, "続きです。\n" * 20, ""))
    for width, height in ((1440, 900), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(CASE)
        assert box(page, ".log-window")["height"] >= height / 2, (width, height)
        for selector in ("#held button", "#others p", "#macro-said p", "#send"):
            assert bottom(box(page, selector)) <= height, (width, height, selector)
        scrolls = (
            "e => getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight"
        )
        around = page.locator("main, .case, .main-column, .talking, .composing").all()
        assert not any(part.evaluate(scrolls) for part in around), (width, height)
        assert faults(page) == [], (width, height)


def test_beneath_the_banner_of_a_trial_what_sends_is_in_the_window(
    page: Page, house: SendingHouse
) -> None:
    now = house.clock()
    house.desk.day.desk.handle(TicketClaimed(now, "T1", "佐藤"))
    answered = TicketAnswered(now, "T1", "佐藤", "確認します。", 0, now + HELD_FOR)
    house.desk.day.desk.handle(answered)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{CASE}?lang=en")
    banner = "e => e.insertAdjacentHTML('beforeend', '<p class=\"trial\">A trial</p>')"
    page.locator("header.masthead").evaluate(banner)
    for selector in ("#held button", "#send"):
        assert bottom(box(page, selector)) <= bottom(box(page, ".composing")) <= 768, selector


def test_cards_that_are_open_lengthen_the_page_by_nothing(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(CASE)
    page.locator(".side-column > details").evaluate_all("all => all.forEach(e => (e.open = true))")
    page.locator("#export-fold").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollHeight") <= 768


def test_on_a_telephone_the_conversation_is_part_of_the_page_and_the_cards_are_folded(
    page: Page,
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(CASE)
    window = page.locator(".log-window")
    assert window.evaluate("e => e.scrollHeight === e.clientHeight")
    assert page.locator(".side-column > details[open]").count() == 0
    page.locator("#known-fold").click()
    page.reload()
    expect(page.locator("#known")).to_be_visible()  # as it was left
    expect(page.locator("#brief")).not_to_be_visible()


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
    hears(page, served)
    expect(page.locator("#answer")).to_have_value("確認しています。")
    expect(page.locator("#news")).to_be_empty()  # it was not this case


def hears(page: Page, served: Served) -> None:
    """The page is told that something happened, and comes anew."""
    with page.expect_response(f"**{CASE}"):
        served.loop.call_soon_threadsafe(served.house.hub.publish, STAFF)
        page.clock.fast_forward(2_000)


def test_who_writes_hears_that_this_case_changed_and_nothing_moves(
    page: Page, served: Served, house: SendingHouse
) -> None:
    with page.expect_response("**/attendance"):
        page.locator("#answer").press_sequentially("確認しています。")
    expect(page.locator("#answer-hint")).to_contain_text("あなたの担当になります")
    page.clock.install()
    page.clock.fast_forward(2_000)
    before = box(page, ".talking")
    house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "鈴木"))
    hears(page, served)
    expect(page.locator("#news")).to_contain_text("この受付に更新があります")
    expect(page.locator("#answer-hint")).to_contain_text("鈴木さんが担当しています")
    expect(page.locator("#ticket-title")).to_contain_text("鈴木")
    assert box(page, ".talking") == before
    expect(page.locator("#answer")).to_have_value("確認しています。")
    assert faults(page) == []


def test_what_a_colleague_has_cannot_be_sent_until_it_is_taken_over(
    page: Page, served: Served, house: SendingHouse
) -> None:
    with page.expect_response("**/attendance"):
        page.locator("#answer").press_sequentially("確認しています。")
    expect(page.locator("#send")).to_be_enabled()
    page.clock.install()
    page.clock.fast_forward(2_000)
    house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "鈴木"))
    hears(page, served)
    for button in ("#send", "#send-close"):
        expect(page.locator(button)).to_be_disabled()
    page.locator("#answer").press("Control+Enter")
    expect(page.locator("#take-first")).to_be_visible()
    assert faults(page) == []
    page.locator("#take-first").click()
    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator("#answer")).to_have_value("確認しています。")
    with house.store.look() as work:
        ticket = work.ticket("T1")
        talk = work.conversation("C1")
    assert ticket is not None
    assert talk is not None
    assert ticket.staff == "佐藤"
    assert "確認しています。" not in {turn.text for turn in talk.turns}


def test_a_case_has_no_faults_in_any_size(page: Page) -> None:
    assert faults_in_every_size(page) == []
