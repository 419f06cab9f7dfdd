"""An inbox longer than any window in a real browser: every case is reached by scrolling, both ways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.web.hub import STAFF
from bot.web.inbox_address import MOST_PAGES
from tests.web.browsing import LAPTOP
from tests.web.inbox_lists import fill
from tests.web.page_checks import faults
from tests.web.sending import SendingHouse
from tests.web.test_case_browser import house, served
from tests.web.test_pages import Served, chromium, pytestmark, signed_in

__all__ = ["chromium", "house", "pytestmark", "served"]
ROWS = ".cases tbody tr"
NUMBER = 400
MOST = MOST_PAGES * 50
NAMES = "rows => rows.map(row => Number(row.querySelector('a').id.slice(6)))"


@pytest.fixture
def page(chromium: Browser, served: Served, house: SendingHouse) -> Iterator[Page]:
    """The inbox on a laptop, with 400 customers who wait."""
    fill(house, NUMBER)
    with signed_in(chromium, served, "/staff", LAPTOP) as page:
        expect(page.locator(ROWS)).to_have_count(50)
        yield page


def names(page: Page) -> list[int]:
    found: list[int] = page.locator(ROWS).evaluate_all(NAMES)
    return found


def scroll_until(page: Page, name: int, *, down: bool = True) -> None:
    """Scroll from end to end of what is shown until a case is there."""
    while name not in (shown := names(page)):
        page.evaluate("down => scrollTo(0, down ? document.body.scrollHeight : 0)", down)
        edge = page.locator(f"{ROWS} .queue-link")
        edge, was = (edge.last, shown[-1]) if down else (edge.first, shown[0])
        expect(edge).not_to_have_id(f"case-W{was}")


def test_every_case_is_reached_by_scrolling_and_the_window_stays_small(page: Page) -> None:
    scroll_until(page, NUMBER - 1)
    shown = names(page)
    assert shown == list(range(NUMBER - len(shown), NUMBER))
    assert len(shown) <= MOST
    expect(page.locator("#more")).to_be_hidden()
    expect(page.locator("#place")).to_have_text(f"{NUMBER - len(shown) + 1}～400件目（全400件）")
    assert faults(page) == []
    scroll_until(page, 0, down=False)
    shown = names(page)
    assert shown == list(range(len(shown)))
    assert len(shown) <= MOST
    expect(page.locator("#less")).to_be_hidden()
    expect(page.locator("#place")).to_have_text(f"1～{len(shown)}件目（全400件）")
    assert "after=" not in page.url


def test_what_is_read_stays_where_it_is_while_rows_come_above_and_go(page: Page) -> None:
    page.goto("/staff?before=end")
    expect(page.locator("#case-W399")).to_be_visible()
    expect(page.locator(ROWS).first.locator("a")).to_have_id("case-W300")  # those before came
    expect(page.locator("#case-W350")).to_be_in_viewport()
    page.locator("#case-W300").scroll_into_view_if_needed()
    expect(page.locator("#case-W250")).to_be_attached()
    expect(page.locator("#case-W300")).to_be_in_viewport()


def test_who_comes_back_from_deep_inside_finds_the_place(page: Page) -> None:
    scroll_until(page, 320)
    row = page.locator("#case-W310")
    row.scroll_into_view_if_needed()
    before = row.bounding_box()
    row.click()
    page.wait_for_url("**/staff/tickets/W310")
    page.go_back()
    expect(row).to_be_in_viewport()
    after = row.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 5
    page.reload()
    expect(row).to_be_in_viewport()


def test_deep_inside_the_list_stays_live(page: Page, served: Served, house: SendingHouse) -> None:
    scroll_until(page, 320)
    row = page.locator("#case-W310")
    row.scroll_into_view_if_needed()
    at = row.bounding_box()
    fill(house, 1, first=-1000)  # waits longer than all others
    served.loop.call_soon_threadsafe(served.house.hub.publish, STAFF)
    expect(page.locator("#place")).to_contain_text("全401件")
    expect(page.locator("#views [aria-current] .number")).to_have_text("401")
    now = row.bounding_box()
    assert at
    assert now
    assert abs(now["y"] - at["y"]) < 5


def test_what_is_ticked_does_not_go_by_itself(page: Page) -> None:
    page.locator(ROWS).first.locator("input").check()
    for number in range(100, MOST + 1, 50):
        page.locator(ROWS).last.scroll_into_view_if_needed()
        expect(page.locator(ROWS)).to_have_count(number)
    page.locator(ROWS).last.scroll_into_view_if_needed()
    page.locator(ROWS).first.locator("input").uncheck()
    assert names(page)[0] == 0
    page.locator("#more").click()
    expect(page.locator(f"#case-W{MOST}")).to_be_focused()


def test_the_keyboard_goes_to_the_end_and_back(page: Page) -> None:
    page.route("**/staff?*before=1.*", lambda route: route.abort(), times=1)  # what comes by itself
    page.locator("#last").focus()
    is_more = "before=1."
    with page.expect_event("requestfailed", lambda request: is_more in request.url):
        page.keyboard.press("Enter")
    expect(page.locator("#case-W399")).to_be_visible()
    page.locator("#less").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-W349")).to_be_focused()
    page.locator("#first").click()
    expect(page.locator(ROWS).first.locator("a")).to_have_id("case-W0")
