"""Inboxes with more cases than one page shows: the pages, and several of them at once."""

import html
import re

import httpx
import pytest

from bot.desk.inbox import PAGE
from bot.web.inbox import MOST_PAGES
from tests.web.forms import sign_in
from tests.web.inbox_lists import fill
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
LIVE = {"Sec-Fetch-Mode": "cors"}


@pytest.fixture
async def browser() -> httpx.AsyncClient:
    """A browser of the staff, at a desk where 120 customers wait."""
    house = SendingHouse()
    fill(house, 120)
    browser = house.browser()
    await sign_in(browser)
    return browser


def rows(page: httpx.Response) -> list[int]:
    return [int(n) for n in re.findall(r'id="case-W(\d+)"', page.text)]


def more(page: httpx.Response) -> str:
    found = re.search(r'id="more" href="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else ""


async def test_without_a_script_each_link_leads_to_the_next_page(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get("/staff")
    seen = rows(page)
    while address := more(page):
        page = await browser.get(address)
        seen += rows(page)
    assert seen == list(range(120))
    assert 'href="/staff?show=waiting">最初のページ' in page.text


@pytest.mark.parametrize("headers", [{}, LIVE])
async def test_several_pages_are_shown_at_once_where_an_address_asks_so(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    page = await browser.get("/staff?pages=2", headers=headers)
    assert rows(page) == list(range(2 * PAGE))
    assert 'data-pages="2"' in page.text
    assert rows(await browser.get(more(page), headers=headers)) == list(range(2 * PAGE, 120))
    whole = await browser.get("/staff?pages=3", headers=headers)
    assert (rows(whole), more(whole)) == (list(range(120)), "")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "²", "2" * 5_000])
async def test_what_is_no_number_of_pages_asks_for_what_is_bounded(
    browser: httpx.AsyncClient, asked: str
) -> None:
    page = await browser.get(f"/staff?pages={asked}")
    assert page.status_code == 200
    assert len(rows(page)) in (PAGE, 120)


async def test_no_window_has_more_than_so_many_rows() -> None:
    house = SendingHouse()
    fill(house, MOST_PAGES * PAGE + 1)
    browser = house.browser()
    await sign_in(browser)
    page = await browser.get(f"/staff?pages={MOST_PAGES + 1}")
    assert len(rows(page)) == MOST_PAGES * PAGE == 500
    assert "data-pages" not in page.text  # from here on by pages
    assert rows(await browser.get(more(page))) == [500]
