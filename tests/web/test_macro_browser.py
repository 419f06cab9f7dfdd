"""Macros in a real browser: chosen by keyboard, undone, and their pages looked at."""

from playwright.sync_api import Page, expect

from bot.model.event import TicketAnswered
from bot.model.macro import Macro
from bot.model.ticket import TicketStatus
from tests.web.busy_hour import fill
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.samples import a_ticket
from tests.web.test_pages import Served, chromium, page, pytestmark, served, sign_in

__all__ = ["chromium", "page", "pytestmark", "served"]
CASE = "/staff/tickets/T-12"


def prepare(served: Served) -> None:
    """A case of one's own, and three macros."""
    work, now = served.house.work, served.house.clock()
    fill(work, now)
    work.save_ticket(a_ticket(now, status=TicketStatus.CLAIMED, staff="佐藤"))
    for number, (name, text) in enumerate(
        (
            (
                "受付の確認",
                "{organisation}の{person}様\n\n{case}を承りました。{agent}が対応します。",
            ),
            ("復旧のご案内", "復旧しました。"),
            ("続報の予定", "{incident}の次のお知らせは{next_update}です。"),
        )
    ):
        work.macro_by_id[f"M{number}"] = Macro(f"M{number}", name, {"ja": text}, now)


def test_a_macro_is_put_in_and_taken_out_by_keyboard(page: Page, served: Served) -> None:
    prepare(served)
    sign_in(page)
    page.goto(CASE)
    reply = page.locator("#answer")
    reply.fill("お待たせしました。")
    page.locator("h1").first.click()
    page.keyboard.press("m")
    expect(page.locator("#macro")).to_be_focused()
    page.keyboard.type("確認")  # a part of the name
    page.keyboard.press("Enter")
    whole = "お待たせしました。\n\n青葉製作所のご担当者様\n\nT-12を承りました。佐藤が対応します。"
    expect(reply).to_have_value(whole)
    expect(reply).to_be_focused()
    expect(page.locator("#macro")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(reply).to_have_value("お待たせしました。")
    page.keyboard.press("Control+y")
    expect(reply).to_have_value(whole)
    assert not [e for e in served.house.door.received if isinstance(e, TicketAnswered)]


def test_the_button_takes_a_macro_out_until_something_else_is_written(
    page: Page, served: Served
) -> None:
    prepare(served)
    sign_in(page)
    page.goto(CASE)
    page.fill("#answer", "はい。")
    page.fill("#macro", "続報の予定")
    page.click("#macro-use")
    expect(page.locator("#macro-said")).to_contain_text("{incident}、{next_update}")
    assert faults(page) == []
    page.click("#macro-undo")
    expect(page.locator("#answer")).to_have_value("はい。")
    page.fill("#macro", "復旧のご案内")
    page.click("#macro-use")
    expect(page.locator("#macro-undo")).to_be_visible()
    page.keyboard.type("よろしくお願いします。")
    expect(page.locator("#macro-undo")).to_be_hidden()
    page.fill("#macro", "ない")
    page.click("#macro-use")
    expect(page.locator("#macro-said")).to_contain_text("名前に「ない」を含む定型文はありません")


def test_every_page_with_macros_is_labelled_large_enough_and_readable(
    page: Page, served: Served
) -> None:
    prepare(served)
    sign_in(page)
    for path in ("/staff/macros", "/staff/macros/new", "/staff/macros/M0", CASE):
        page.goto(path)
        assert faults_in_every_size(page) == [], path
    page.goto("/staff/macros/new")
    page.fill("#name", "名前")
    page.fill("#text_ja", "{会社名}様")
    page.click("button.primary")
    expect(page.locator(".problem")).to_contain_text("会社名")
    assert faults_in_every_size(page) == []


def test_what_a_macro_leaves_open_pushes_the_button_that_sends_out_of_no_window(
    page: Page, served: Served
) -> None:
    prepare(served)
    sign_in(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(CASE)
    page.fill("#macro", "続報の予定")
    page.click("#macro-use")
    expect(page.locator("#macro-undo")).to_be_visible()
    expect(page.locator("#macro-said p")).to_have_count(2)
    for selector in ("#macro-undo", "#send", "#send-close"):
        place = page.locator(selector).bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= 768, selector
    assert faults(page) == []
