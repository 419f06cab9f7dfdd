"""Keys, colours and drafts of staff in a real browser."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.model.event import TicketClaimed
from bot.model.ticket import TicketStatus
from tests.web.browsing import LAPTOP, opened, without_scripts
from tests.web.page_checks import faults
from tests.web.sending import SendingHouse
from tests.web.test_case_browser import CASE, house, served
from tests.web.test_pages import Served, chromium, open_chat, pytestmark, sign_in

__all__ = ["chromium", "house", "pytestmark", "served"]
# Counts how often the page makes a sound.
RINGS = """() => {
  const Real = AudioContext;
  window.rings = 0;
  window.AudioContext = class extends Real { constructor() { super(); window.rings += 1; } };
}"""


@pytest.fixture
def page(chromium: Browser, served: Served, house: SendingHouse) -> Iterator[Page]:
    """The case, on a laptop."""
    with opened(chromium, served.start(), LAPTOP) as page:
        open_chat(page)
        page.fill("#text", "一覧が真っ白で開きません。担当者と話したいです")
        page.keyboard.press("Enter")
        expect(page.locator(".from-desk")).to_be_visible()
        house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "佐藤"))
        sign_in(page)
        page.goto(CASE)
        expect(page.locator("#keys-open")).not_to_have_attribute("hidden", "")
        yield page


def test_one_key_leads_to_each_part_of_a_case_and_two_to_another_room(page: Page) -> None:
    for key, field in (
        ("r", "answer"),
        ("n", "note"),
        ("a", "to"),
        ("c", "category"),
        ("t", "case-tags"),
    ):
        page.keyboard.press(key)
        expect(page.locator(f"#{field}")).to_be_focused()
        page.locator("body").evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/staff/incidents")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/staff")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CASE}")


def test_e_opens_what_resolves_and_enter_confirms_it(page: Page, house: SendingHouse) -> None:
    page.keyboard.press("e")
    expect(page.locator("#close")).to_be_focused()
    assert house.desk.day.ticket().status is TicketStatus.CLAIMED
    page.keyboard.press("Escape")
    expect(page.locator("#close-open")).to_be_focused()
    page.keyboard.press("e")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="取り消す")).to_be_visible()
    assert house.desk.day.ticket().status is TicketStatus.CLOSED


def test_a_colleagues_case_says_whose_it_is_before_it_is_answered_or_resolved(
    page: Page, house: SendingHouse
) -> None:
    house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "鈴木"))
    page.reload()
    page.keyboard.press("r")
    expect(page.locator("#whose")).to_be_focused()
    expect(page.locator("#whose")).to_contain_text("鈴木さんが担当しています")
    page.keyboard.press("e")
    expect(page.locator("#close-of")).to_be_focused()
    page.keyboard.press("Enter")  # the tick is missing still
    assert house.desk.day.ticket().status is TicketStatus.CLAIMED
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#held")).to_contain_text("取り消せます")
    assert house.desk.day.ticket().status is TicketStatus.CLOSED


def test_without_scripts_a_case_is_assigned_put_off_and_resolved(
    page: Page, house: SendingHouse
) -> None:
    with without_scripts(page) as without:
        without.goto(CASE)
        expect(without.locator("#to")).to_be_hidden()
        without.locator("#assign-open").click()
        without.locator("#to").select_option("佐藤")
        without.locator("#assign-deed").get_by_role("button", name="変更").click()
        without.locator("#snooze-open").click()
        without.locator("#snooze-deed").get_by_role("button", name="保留").click()
        expect(without.locator("#ticket-title")).to_contain_text("まで保留中")
        without.locator("#close-open").click()
        without.locator("#close").click()
        expect(without.locator("#ticket-title")).to_contain_text("完了")
    assert house.desk.day.ticket().status is TicketStatus.CLOSED


def test_the_reply_is_sent_by_control_and_enter(page: Page, house: SendingHouse) -> None:
    page.keyboard.press("r")
    page.keyboard.type("確認します。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#held")).to_contain_text("に送信されます")
    expect(page.locator("#answer")).to_have_value("")
    expect(page.locator("#keys-open")).not_to_have_attribute("hidden", "")
    page.keyboard.press("z")
    expect(page.locator("#answer")).to_have_value("確認します。")


def test_s_leads_to_the_suggested_reply_and_enter_puts_it_where_it_is_written(
    page: Page, house: SendingHouse
) -> None:
    with house.store.work() as work:
        (talk,) = work.conversations()
        work.save_conversation(replace(talk, suggested="状況を確認しています。"), house.clock())
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("#suggested-use")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator("#answer")).to_have_value("状況を確認しています。")


def test_j_and_k_go_through_the_list_that_one_came_from(page: Page, served: Served) -> None:
    other = page.context.browser.new_page(base_url=page.url.partition("/staff")[0])  # type: ignore[union-attr]
    open_chat(other)
    other.fill("#text", "ログインできません。担当者と話したいです")
    other.keyboard.press("Enter")
    expect(other.locator(".from-desk")).to_be_visible()
    other.close()
    page.goto("/staff?show=all")
    page.keyboard.press("j")
    first = str(page.evaluate("document.activeElement.pathname"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    expect(page.locator("#queue")).to_contain_text("1 / 2")
    page.keyboard.press("k")  # there is none before it
    page.keyboard.press("j")
    expect(page.locator("#queue")).to_contain_text("2 / 2")
    assert not page.url.endswith(first)
    assert faults(page) == []
    page.keyboard.press("k")
    page.wait_for_url(f"**{first}")
    page.keyboard.press("u")
    page.wait_for_url("**/staff?show=all")


def test_a_draft_stays_when_the_page_goes_and_is_not_told_as_news(page: Page) -> None:
    with page.expect_response(f"**{CASE}/attendance"):
        page.locator("#answer").press_sequentially("確認しております")
    with page.expect_response(f"**{CASE}/attendance"):
        page.wait_for_timeout(0)
    page.goto("/staff")
    page.goto(CASE)
    expect(page.locator("#answer")).to_have_value("確認しております")
    expect(page.locator("#macro-said")).to_contain_text("書きかけの下書き（")
    assert faults(page) == []


def test_a_question_goes_into_the_reply_with_one_tap(page: Page, house: SendingHouse) -> None:
    question = page.locator("[data-ask]").first
    words = str(question.get_attribute("data-text"))
    page.locator("#asks-open").click()
    question.click()
    expect(question).not_to_be_visible()
    expect(page.locator("#answer")).to_have_value(words)
    page.get_by_role("button", name="返信する").click()
    expect(page.get_by_role("button", name="取り消す")).to_be_visible()
    with house.store.look() as work:
        ticket = work.ticket("T1")
        talk = work.latest_conversation(str(ticket and ticket.customer))
    assert talk is not None
    assert talk.open_questions[-1] == talk.turns[-1].question
    expect(page.locator("#answer")).to_have_value("")


def test_the_chosen_colours_stay_and_are_readable(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []
    page.select_option("#theme", "dark")
    page.keyboard.press("Escape")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(17, 24, 27)"
    page.reload()
    assert page.evaluate(paper) == "rgb(17, 24, 27)"
    assert faults(page) == []


def test_where_somebody_waits_it_is_heard_once(page: Page, served: Served) -> None:
    page.keyboard.press("?")
    page.check("#news-sound")
    page.keyboard.press("Escape")
    page.evaluate(RINGS)
    expect(page).to_have_title("T1 · Jitabata")
    other = page.context.browser.new_page(base_url=page.url.partition("/staff")[0])  # type: ignore[union-attr]
    open_chat(other)
    other.fill("#text", "ログインできません。担当者と話したいです")
    other.keyboard.press("Enter")
    expect(page).to_have_title("(1) T1 · Jitabata")
    assert page.evaluate("rings") == 1
    other.close()
