"""Updates of an incident in a real browser: kept and shown as they are written."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders import RARE, a_report
from tests.web.browsing import LAPTOP, without_scripts
from tests.web.leading import FAILS, LeadHouse
from tests.web.page_checks import faults_in_every_size
from tests.web.test_incident_draft_browser import served
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "pytestmark", "served"]
PAGE = "/staff/incidents/I1/update"


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with signed_in(chromium, served, PAGE) as page:
        yield page


def test_what_is_written_is_shown_as_it_is_read_and_found_again(page: Page) -> None:
    page.clock.install()
    read = page.locator("[data-read=ja]")
    expect(read).to_contain_text("ここに届く形で表示します")
    page.locator("#text-ja").fill("次のとおりです。\n\n・<b>一つ</b>\n・二つ")
    with page.expect_response("**/draft"):
        page.clock.fast_forward(1_000)
    expect(read.locator("li")).to_have_count(2)
    expect(read.locator("li").first).to_have_text("<b>一つ</b>")
    page.get_by_role("link", name="報告した方だけ").click()
    expect(page.locator("#text-ja")).to_have_value("")
    page.get_by_role("link", name="全員に同じ文").click()
    expect(page.locator("#text-ja")).to_have_value("次のとおりです。\n\n・<b>一つ</b>\n・二つ")
    assert faults_in_every_size(page) == []


def test_what_slack_and_webhooks_are_given_follows_what_is_written(
    page: Page, served: Served
) -> None:
    on_slack = a_report(99, {}, incident="I1", pinned="I1", channel="slack")
    with served.house.store.work() as work:  # type: ignore[attr-defined]  # of a LeadHouse
        work.save_conversation(on_slack, on_slack.opened_at)
    page.clock.install()
    page.goto(PAGE)
    japanese = page.locator(".as-read").first
    japanese.get_by_text("Slackで届く形").click()
    given = japanese.locator("[data-as=slack]")
    expect(given).to_contain_text("ここに届く形で表示します")
    page.locator("#text-ja").fill("*次*のとおり *です* 。")
    with page.expect_response("**/draft"):
        page.clock.fast_forward(1_000)
    expect(given.locator("p").first).to_have_text("*次*のとおり です 。")
    expect(given.locator("strong")).to_have_text("です")
    expect(given.locator(".slack-button")).to_have_count(1)
    expect(japanese.locator(".words")).to_be_hidden()  # one way is open at a time
    assert faults_in_every_size(page) == []


def test_an_update_is_begun_with_a_button_and_put_forward_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="まだ続いている").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-read=en]")).to_contain_text(
        "We are sorry that the current trouble is not over yet"
    )
    expect(page.get_by_role("status").filter(has_text="「まだ続いている」")).to_be_visible()
    expect(page.locator("#text-ja")).to_be_focused()
    expect(page.locator("#text-ja")).to_have_accessible_description(
        "日本語、英語の本文に「まだ続いている」の文を入れました。"
    )
    page.get_by_role("button", name="案を作って宛先を確認する").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("更新の案を作りました")
    expect(page.locator("article.proposal")).to_have_count(2)


def test_without_scripts_it_is_looked_at_by_a_button(page: Page) -> None:
    with without_scripts(page) as plain:
        plain.goto(PAGE)
        plain.locator("#text-ja").fill("・一つ")
        plain.get_by_role("button", name="届く形を確認する").click()
        expect(plain.locator("[data-read=ja] li")).to_have_text("一つ")


@pytest.fixture
def by_mail_too(page: Page, served: Served) -> Page:
    """The page on a laptop when somebody has reported by mail as well, and a long text in it."""
    house = served.house
    assert isinstance(house, LeadHouse)
    house.day.says("hoshi", FAILS, uses=(RARE.id,), channel="mail")
    page.set_viewport_size(LAPTOP)
    page.clock.install()
    page.goto(PAGE)
    page.locator("#text-ja").fill("まだ調べています。\n\n" * 40)
    with page.expect_response("**/draft"):
        page.clock.fast_forward(1_000)
    return page


def test_a_text_is_shown_by_chat_or_by_mail_and_the_box_holds_the_whole_of_it(
    by_mail_too: Page,
) -> None:
    page = by_mail_too
    chat, letter = page.locator("article.turn").first, page.locator("article.letter").first
    expect(chat).to_be_visible()
    expect(letter).to_be_hidden()
    assert page.locator("#text-ja").evaluate("box => box.scrollHeight - box.clientHeight") < 2
    page.get_by_text("メールで届く形").first.focus()
    page.keyboard.press("Enter")
    expect(letter).to_contain_text("まだ調べています。")
    expect(chat).to_be_hidden()
    assert faults_in_every_size(page) == []


def test_where_it_is_approved_the_box_has_the_room_beside_what_it_becomes(
    by_mail_too: Page,
) -> None:
    page = by_mail_too
    page.get_by_role("button", name="案を作って宛先を確認する").click()
    page.wait_for_url("**/staff/proposals/*")
    expect(page.locator(".as-read article:visible")).to_have_count(1)
    box, beside = page.locator("#text"), page.locator(".as-read")
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") < 2
    for way in ("チャットで届く形", "メールで届く形"):
        opened = page.get_by_text(way).locator("xpath=ancestor::details")
        if opened.get_attribute("open") is None:
            page.get_by_text(way).click()
        void = beside.evaluate("one => one.offsetHeight") - box.evaluate("box => box.offsetHeight")
        assert void < 60  # a hint stands below the box
    assert faults_in_every_size(page) == []


def test_without_scripts_there_is_one_way_of_reading_at_a_time_as_well(by_mail_too: Page) -> None:
    with without_scripts(by_mail_too) as plain:
        plain.goto(PAGE)
        plain.get_by_text("メールで届く形").first.click()
        expect(plain.locator("article.letter").first).to_be_visible()
        expect(plain.locator("article.turn").first).to_be_hidden()
