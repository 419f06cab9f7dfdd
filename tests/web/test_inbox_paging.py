"""Inboxes with more cases than one page shows: the pages, and several of them at once."""

import html
import re
from functools import cache

import httpx
import pytest

from bot.desk.inbox import PAGE
from bot.web.inbox_address import MOST_PAGES
from tests.examples import first
from tests.store import databases
from tests.web.forms import sign_in
from tests.web.inbox_lists import fill
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
LIVE = {"Sec-Fetch-Mode": "cors"}


@cache
def waiting() -> bytes:
    """What a desk keeps where 120 customers wait."""
    house = SendingHouse()
    fill(house, 120)
    return databases.contents(house.store)


@pytest.fixture
async def browser() -> httpx.AsyncClient:
    """A browser of the staff, at a desk where 120 customers wait."""
    house = SendingHouse()
    databases.fill(house.store, waiting())
    browser = house.browser()
    await sign_in(browser)
    return browser


def rows(page: httpx.Response) -> list[int]:
    return [int(n) for n in re.findall(r'id="case-W(\d+)"', page.text)]


def more(page: httpx.Response, way: str = "more") -> str:
    found = re.search(rf'id="{way}"[^>]* href="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else ""


def place(page: httpx.Response) -> str:
    found = re.search(r'id="place"[^>]*>([^<]*)<', page.text)
    assert found
    return found[1]


@pytest.mark.slow
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
    assert place(page) == "101～120件目（全120件）"


async def test_without_a_script_links_lead_back_and_to_the_end(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/staff")
    assert place(page) == "1～50件目（全120件）"
    page = await browser.get(more(page, "last"))
    assert (rows(page), more(page)) == (list(range(70, 120)), "")
    page = await browser.get(more(page, "less"))
    assert rows(page) == list(range(20, 70))
    assert place(page) == "21～70件目（全120件）"
    assert rows(await browser.get(more(page))) == list(range(70, 120))
    page = await browser.get(more(page, "less"))
    assert (rows(page), more(page, "less")) == (list(range(50)), "")
    assert rows(await browser.get(more(page))) == list(range(50, 100))


async def test_what_stood_at_the_end_and_was_done_leaves_a_way_back(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get("/staff?show=waiting&after=9.0.0")
    assert rows(page) == []
    assert "ここから先に受付はありません。" in page.text
    assert rows(await browser.get("/staff?show=waiting&before=end")) == list(range(70, 120))
    for asked in ("before=x", "before=-1", "after=x", "before=1.2.3", "before=9.9.9"):
        assert len(rows(await browser.get(f"/staff?{asked}"))) == PAGE


async def test_who_does_something_with_several_deep_inside_stays_there(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get(more(await browser.get("/staff")))
    form = re.search(r'class="picking" method="post" action="([^"]+)"', page.text)
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert form
    assert token
    sent = {"token": token[1], "do": "tag", "tag": "確認", "case": "w60"}
    done = await browser.post(html.unescape(form[1]), data=sent, follow_redirects=True)
    assert rows(done) == list(range(50, 100))
    assert "確認" in done.text


async def test_a_narrowed_list_tells_its_number_where_it_is_all_shown(
    browser: httpx.AsyncClient,
) -> None:
    assert place(await browser.get("/staff?q=119番目")) == "1～1件目（全1件）"
    assert place(await browser.get("/staff?q=番目")) == ""


@pytest.mark.parametrize("headers", first(1, [{}, LIVE]))
async def test_several_pages_are_shown_at_once_where_an_address_asks_so(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    page = await browser.get("/staff?pages=2", headers=headers)
    assert rows(page) == list(range(2 * PAGE))
    assert rows(await browser.get(more(page), headers=headers)) == list(range(2 * PAGE, 120))
    whole = await browser.get("/staff?pages=3", headers=headers)
    assert (rows(whole), more(whole)) == (list(range(120)), "")


@pytest.mark.parametrize("asked", first(2, ["0", "-1", "x", "", "²", "2" * 5_000]))
async def test_what_is_no_number_of_pages_asks_for_what_is_bounded(
    browser: httpx.AsyncClient, asked: str
) -> None:
    page = await browser.get(f"/staff?pages={asked}", follow_redirects=True)
    assert page.status_code == 200
    assert len(rows(page)) in (PAGE, 120)


@pytest.mark.slow
async def test_no_window_has_more_than_so_many_rows() -> None:
    house = SendingHouse()
    fill(house, MOST_PAGES * PAGE + 1)
    browser = house.browser()
    await sign_in(browser)
    page = await browser.get(f"/staff?pages={MOST_PAGES + 1}")
    assert len(rows(page)) == MOST_PAGES * PAGE <= 500
    assert rows(await browser.get(more(page))) == [MOST_PAGES * PAGE]


async def test_the_head_of_a_column_asks_for_its_order_and_pages_keep_it(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get("/staff")
    heads = re.findall(r'<th scope="col"[^>]*><a class="sorts" href="([^"]+)"', page.text)
    assert [html.unescape(head) for head in heads] == [
        "/staff?show=waiting&sort=wait",
        "/staff?show=waiting&sort=latest",
    ]
    page = await browser.get("/staff?show=waiting&sort=latest")
    assert rows(page) == list(range(119, 69, -1))
    assert page.text.count('aria-sort="descending"') == 1
    assert rows(await browser.get(more(page))) == list(range(69, 19, -1))
    assert rows(await browser.get("/staff?show=waiting&sort=oldest"))[:2] == [0, 1]
    assert rows(await browser.get("/staff?show=waiting&sort=nothing")) == list(range(50))


async def test_in_a_list_that_is_by_time_the_head_turns_it_round(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get("/staff?show=all")
    assert re.findall(r'aria-sort="(\w+)"><a class="sorts" href="([^"]+)"', page.text) == [
        ("descending", "/staff?show=all&amp;sort=oldest")
    ]
    page = await browser.get("/staff?show=all&sort=oldest")
    assert re.findall(r'aria-sort="(\w+)"><a class="sorts" href="([^"]+)"', page.text) == [
        ("ascending", "/staff?show=all")
    ]
