"""An inbox of many cases in a real browser: it goes on where it is read, and stays live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.texts.loader import LANGUAGES, say
from bot.web.hub import STAFF
from tests.builders import FORMS, an_incident
from tests.web.browsing import LAPTOP, PHONE, without_scripts
from tests.web.inbox_lists import fill
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.sending import SendingHouse
from tests.web.test_case_browser import house, served
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "house", "pytestmark", "served"]
ROWS = ".cases tbody tr"


@pytest.fixture
def lang() -> str:
    return "ja"


@pytest.fixture
def page(chromium: Browser, served: Served, house: SendingHouse, lang: str) -> Iterator[Page]:
    """The inbox on a laptop, in a language, with 120 customers who wait."""
    fill(house, 120)
    with signed_in(chromium, served, "/staff", LAPTOP, lang) as page:
        expect(page.locator(ROWS)).to_have_count(50)
        yield page


def end(page: Page) -> None:
    page.locator(ROWS).last.scroll_into_view_if_needed()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_goes_on_where_somebody_scrolls_and_says_so(page: Page, lang: str) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    place = say(lang, "inbox.place", first=1, last=100, total=120)
    expect(page.locator("#loaded")).to_have_text(place)
    expect(page.locator("#place")).to_have_text(place)
    assert faults(page) == []
    end(page)
    expect(page.locator(ROWS)).to_have_count(120)
    expect(page.locator("#loaded")).to_have_text(say(lang, "inbox.loaded.all", n=120))
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


def test_without_scripts_there_are_pages(page: Page) -> None:
    with without_scripts(page) as plain:
        plain.goto("/staff")
        expect(plain.get_by_role("link", name="次のページ", exact=True)).to_have_count(1)
        plain.locator("#more").click()
        expect(plain.locator("#case-W50")).to_be_visible()


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


def test_on_a_laptop_the_bar_of_ticked_rows_is_one_line_and_cuts_no_incident(
    page: Page, house: SendingHouse
) -> None:
    with house.store.work() as work:
        work.save_incident(an_incident(ident="I7", suspects=(FORMS.cause,)))
    page.reload()
    page.locator(".pick input").nth(3).check()
    bar = page.locator(".together")
    for width in (1280, LAPTOP["width"]):
        page.set_viewport_size({"width": width, "height": LAPTOP["height"]})
        assert bar.evaluate("bar => bar.offsetHeight") < 2 * 44
    page.get_by_text("ほかの操作").click()
    link = page.get_by_label("関係するインシデント")
    expect(link).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="同じお客様の受付をまとめる")).to_be_in_viewport(ratio=1)
    shown, asked = link.evaluate(
        "list => { const shown = list.offsetWidth; list.style.width = 'auto'; return [shown, list.offsetWidth]; }"
    )
    assert shown >= asked
    assert faults_in_every_size(page) == []
    link.press("Escape")
    expect(link).to_be_hidden()


@pytest.mark.parametrize("width", [768, 900, 1024, 1199])
def test_between_a_telephone_and_a_laptop_the_words_have_the_room(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    words = page.locator(f"{ROWS} .what").first
    assert words.evaluate("cell => cell.offsetWidth") >= 280
    for column in (".cause", ".when"):
        expect(page.locator(f"{ROWS} {column}").first).to_be_hidden()
    expect(page.locator(f"{ROWS} .wait").first).to_be_in_viewport(ratio=1)


def test_a_laptop_shows_fifteen_rows(page: Page) -> None:
    expect(page.locator(ROWS).nth(14)).to_be_in_viewport(ratio=1)


def test_a_saved_view_leaves_the_views_one_line_and_has_no_faults_in_any_size(page: Page) -> None:
    page.goto("/staff?show=all&channel=web")
    page.get_by_label("この条件の名前").fill("ウェブからのお問い合わせ")
    page.get_by_role("button", name="この条件を保存").click()
    views = page.locator(".views")
    expect(views.locator("[aria-current]")).to_have_text("ウェブからのお問い合わせ")
    for width in (320, 390, 768, 990):
        page.set_viewport_size({"width": width, "height": 768})
        assert views.evaluate("strip => strip.offsetHeight") == 44
    assert faults_in_every_size(page) == []


def test_what_the_keys_are_is_closed_by_a_button_that_is_in_sight(page: Page) -> None:
    page.keyboard.press("?")
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        expect(page.get_by_role("button", name="閉じる")).to_be_in_viewport(ratio=1)
        expect(page.locator("#keys-on")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#keys")).to_be_hidden()


def test_a_long_inbox_has_no_faults_in_any_size(page: Page) -> None:
    end(page)
    expect(page.locator(ROWS)).to_have_count(100)
    assert faults_in_every_size(page) == []
