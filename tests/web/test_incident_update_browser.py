"""Updates of an incident in a real browser: kept and shown as they are written."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

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


def test_without_scripts_it_is_looked_at_by_a_button(
    chromium: Browser, page: Page, served: Served
) -> None:
    base = page.url.partition("/staff")[0]
    state = page.context.storage_state()
    plain = chromium.new_context(
        base_url=base, java_script_enabled=False, storage_state=state, locale="ja-JP"
    )
    without = plain.new_page()
    without.goto(PAGE)
    without.locator("#text-ja").fill("・一つ")
    without.get_by_role("button", name="届く形を確認する").click()
    expect(without.locator("[data-read=ja] li")).to_have_text("一つ")
    plain.close()
