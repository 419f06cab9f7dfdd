"""An inbox of many cases in a real browser: it goes on where it is read, and stays live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.web.hub import STAFF
from tests.web.browsing import LAPTOP, PHONE
from tests.web.inbox_lists import fill
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.sending import SendingHouse
from tests.web.test_case_browser import house, served
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "house", "pytestmark", "served"]
ROWS = ".cases tbody tr"


@pytest.fixture
def page(chromium: Browser, served: Served, house: SendingHouse) -> Iterator[Page]:
    """The inbox on a laptop, with 120 customers who wait."""
    fill(house, 120)
    with signed_in(chromium, served, "/staff", LAPTOP) as page:
        expect(page.locator(ROWS)).to_have_count(50)
        yield page


def end(page: Page) -> None:
    page.locator(ROWS).last.scroll_into_view_if_needed()


def test_it_goes_on_where_somebody_scrolls_and_says_so(page: Page) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    expect(page.locator("#loaded")).to_have_text("1～100件目（全120件）")
    expect(page.locator("#place")).to_have_text("1～100件目（全120件）")
    assert faults(page) == []
    end(page)
    expect(page.locator(ROWS)).to_have_count(120)
    expect(page.locator("#loaded")).to_have_text("120件をすべて表示しました。")
    expect(page.locator("#more")).to_be_hidden()
    names = page.locator(ROWS).evaluate_all("rows => rows.map(r => r.querySelector('a').id)")
    assert names == [f"case-W{n}" for n in range(120)]


def test_what_happens_keeps_what_is_loaded_and_where_somebody_is(
    page: Page, served: Served, house: SendingHouse
) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    page.locator("#case-W60").focus()
    fill(house, 1, first=120)
    fill(house, 1, first=-1000)  # waits longer than all others
    before = page.evaluate("scrollY")
    served.loop.call_soon_threadsafe(served.house.hub.publish, STAFF)
    expect(page.locator(ROWS).first.locator("a")).to_have_id("case-W-1000")
    expect(page.locator(ROWS)).to_have_count(100)
    expect(page.locator("#case-W60")).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) < 60  # a row at most


def test_on_a_telephone_a_hit_shows_the_words_that_were_looked_for(
    chromium: Browser, served: Served, house: SendingHouse
) -> None:
    house.desk.day.says("aoi", "画面を開くとエラーが出て保存できません。大至急でお願いします。")
    house.desk.day.says("aoi", "担当者と話したいです", button="human")
    with signed_in(chromium, served, "/staff?q=大至急でお願いします", PHONE) as page:
        expect(page.locator(".flag")).to_have_text("緊急")
        expect(page.locator(".cases mark")).to_have_text("大至急でお願いします")
        expect(page.locator(".cases mark")).to_be_in_viewport(ratio=0.9)  # and nothing cuts it off
        assert faults(page) == []


def test_what_happens_is_brought_without_being_asked_for(
    page: Page, served: Served, house: SendingHouse
) -> None:
    with page.expect_response("**/staff/inbox/events*"):
        page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fill(house, 1, first=-1000)
    served.publish(STAFF)
    expect(page.locator(ROWS).first.locator("a")).to_have_id("case-W-1000")
    assert [url for url in asked if "/staff" in url] == []


def test_who_comes_back_finds_the_list_as_it_was(page: Page) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    page.locator("#case-W60").click()
    page.wait_for_url("**/staff/tickets/W60")
    page.go_back()
    expect(page.locator("#case-W60")).to_be_in_viewport()
    expect(page.locator(ROWS)).to_have_count(100)


def test_by_keyboard_the_first_new_row_has_the_focus(page: Page) -> None:
    page.route("**/staff?*after=*", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        end(page)  # what comes by itself does not arrive
    more = page.locator("#more")
    expect(page.get_by_role("link", name="続きを表示", exact=True)).to_have_count(1)
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-W50")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#case-W51")).to_be_focused()


def test_a_press_while_rows_come_by_themselves_asks_again_where_they_do_not(page: Page) -> None:
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/staff?*after=*", hold, times=1)
    with page.expect_request("**/staff?*after=*"):
        end(page)
    page.locator("#more").press("Enter")
    on_their_way[0].abort()
    expect(page.locator("#case-W50")).to_be_focused()
    expect(page.locator(ROWS)).to_have_count(100)


def test_where_nothing_can_be_added_the_link_leads_to_the_next_page(page: Page) -> None:
    def refuse(route: Route) -> None:
        by_script = route.request.resource_type == "fetch"
        route.fulfill(status=503) if by_script else route.continue_()

    page.route("**/staff?*after=*", refuse)
    page.locator("#more").click()
    page.wait_for_url("**/staff?*after=*")
    expect(page.locator("#case-W50")).to_be_visible()


def test_without_scripts_there_are_pages(chromium: Browser, page: Page, served: Served) -> None:
    state = page.context.storage_state()
    plain = chromium.new_context(
        base_url=page.url.partition("/staff")[0],
        java_script_enabled=False,
        storage_state=state,
        locale="ja-JP",
    )
    without = plain.new_page()
    without.goto("/staff")
    expect(without.get_by_role("link", name="次のページ", exact=True)).to_have_count(1)
    without.locator("#more").click()
    expect(without.locator("#case-W50")).to_be_visible()
    plain.close()


def test_all_rows_that_are_loaded_can_be_ticked_and_decided_at_once(page: Page) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    boxes = page.locator(".pick input")
    boxes.first.check()
    expect(page.locator("#picked")).to_have_text("1件を選択中")
    expect(page.locator(".picked-number")).to_be_visible()
    assert faults(page) == []
    boxes.first.uncheck()
    expect(page.locator("#picked")).to_have_text("")
    every = page.get_by_role("checkbox", name="表示中の受付をすべて選択")
    every.check()
    expect(page.locator("#picked")).to_have_text("100件を選択中")
    boxes.first.uncheck()
    assert every.evaluate("box => box.indeterminate")
    boxes.first.check()
    expect(every).to_be_checked()
    page.get_by_role("button", name="完了にする").click()
    expect(page.locator(".done")).to_contain_text("100件を処理しました。")
    expect(page.locator(ROWS)).to_have_count(20)


def test_a_key_picks_the_row_in_focus_and_goes_to_what_is_done_with_it(page: Page) -> None:
    page.keyboard.press("e")  # no row is in focus
    expect(page.locator(".together")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#to")).to_be_focused()
    expect(page.locator("#picked")).to_have_text("1件を選択中")
    page.locator("#case-W3").focus()
    page.keyboard.press("e")
    expect(page.locator("#close-all")).to_be_focused()
    expect(page.locator("#picked")).to_have_text("2件を選択中")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("2件を処理しました。")


def test_on_a_telephone_the_bar_of_ticked_rows_is_one_line_until_it_is_opened(page: Page) -> None:
    page.set_viewport_size(PHONE)
    bar, opener = page.locator(".together"), page.locator("#deeds-open")
    expect(bar).to_be_hidden()
    page.locator(".pick input").nth(3).check()
    row = page.locator(ROWS).nth(3).bounding_box()
    small = bar.bounding_box()
    assert row is not None
    assert small is not None
    assert small["height"] <= 1.2 * row["height"]
    assert (small["x"], small["width"]) == (0, PHONE["width"])
    expect(page.locator("#close-all")).to_be_hidden()
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    for name in ("#to", "#tag", "#close-all"):
        expect(page.locator(name)).to_be_in_viewport()
    assert faults(page) == []
    page.locator("#tag").press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator("#close-all")).to_be_hidden()
    page.set_viewport_size(LAPTOP)
    expect(opener).to_be_hidden()
    expect(page.locator("#close-all")).to_be_visible()


def test_a_long_inbox_has_no_faults_in_any_size(page: Page) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    assert faults_in_every_size(page) == []
