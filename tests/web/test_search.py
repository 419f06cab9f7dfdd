"""Searching from the inbox: in all cases whatever is looked at, and straight to what is named."""

import html

import httpx
import pytest

from bot.model.ticket import Ticket
from tests.web.forms import hidden, press, sign_in, write
from tests.web.samples import an_incident
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
WITHIN = "/staff?within=waiting"  # what the search box of the first view asks


@pytest.fixture
def house() -> SendingHouse:
    return SendingHouse()


@pytest.fixture
async def one(house: SendingHouse) -> httpx.AsyncClient:
    """One of the staff; the only case is resolved."""
    await write(house.browser(), "一覧の画面が開きません。担当者と話したいです")
    browser = house.browser()
    await sign_in(browser)
    page = f"/staff/tickets/{the_case(house).id}"
    await press(browser, page, f"{page}/close")
    return browser


def the_case(house: SendingHouse) -> Ticket:
    with house.store.look() as work:
        (ticket,) = work.tickets(include_closed=True)
    return ticket


async def found(one: httpx.AsyncClient, address: str) -> str:
    return html.unescape((await one.get(address, follow_redirects=True)).text)


async def test_words_are_looked_for_in_all_cases_and_not_in_the_view_alone(
    house: SendingHouse, one: httpx.AsyncClient
) -> None:
    row = f"/staff/tickets/{the_case(house).id}"  # a bare id may stand in a random token
    page = await found(one, "/staff")
    assert '<input type="hidden" name="within" value="waiting">' in page
    assert row not in page
    assert row in await found(one, f"{WITHIN}&q=一覧の画面")
    assert row not in await found(one, "/staff?show=waiting&q=一覧の画面")  # as a view was kept
    assert row not in await found(one, f"{WITHIN}&q=一覧の画面&channel=mail")
    assert row in await found(one, f"{WITHIN}&q=一覧の画面&channel=web")


async def test_a_row_shows_where_the_words_stand_and_no_markup_of_a_customer(
    house: SendingHouse, one: httpx.AsyncClient
) -> None:
    await write(house.browser(), "帳票の<b>一覧</b>が出ません。担当者と話したいです")
    page = (await one.get("/staff?show=all&q=一覧")).text
    assert "<mark>一覧</mark>の画面が開きません" in page
    assert "帳票の&lt;b&gt;<mark>一覧</mark>&lt;/b&gt;が出ません" in page
    assert "<mark>" not in (await one.get("/staff?show=all")).text


async def test_an_address_does_not_carry_what_a_form_left_empty(one: httpx.AsyncClient) -> None:
    empty = "&".join(f"{name}=" for name in ("state", "urgency", "product", "age"))
    for asked, kept in (
        (f"{WITHIN}&q=一覧&{empty}", "/staff?within=waiting&q=%E4%B8%80%E8%A6%A7"),
        ("/staff?within=waiting&q=%E4%B8%80%E8%A6%A7", "/staff?show=all&q=%E4%B8%80%E8%A6%A7"),
        ("/staff?within=mine&urgency=high", "/staff?show=mine&urgency=high"),
        ("/staff/incidents?state=over&product=&q=", "/staff/incidents?state=over"),
        ("/staff?q=", "/staff"),
    ):
        answer = await one.get(asked)
        assert (answer.status_code, answer.headers.get("location")) == (303, kept)
    live = await one.get(f"/staff?show=all&{empty}", headers={"Sec-Fetch-Mode": "cors"})
    assert live.status_code == 200


async def test_an_id_leads_to_what_it_names(house: SendingHouse, one: httpx.AsyncClient) -> None:
    ticket = the_case(house)
    for asked, leads in (
        (ticket.id.lower(), f"/staff/tickets/{ticket.id}"),
        ("Ｔ" + ticket.id[1:], f"/staff/tickets/{ticket.id}"),
        (ticket.conversation or "", f"/staff/conversations/{ticket.conversation}"),
    ):
        answer = await one.get(WITHIN, params={"within": "waiting", "q": f" {asked} "})
        assert (answer.status_code, answer.headers.get("location")) == (303, leads)
    listed = await one.get(f"/staff?show=all&q={ticket.id}")
    assert listed.status_code == 200
    refreshed = await one.get(f"{WITHIN}&q={ticket.id}", headers={"Sec-Fetch-Mode": "cors"})
    assert refreshed.status_code == 200


async def test_an_incident_is_found_by_its_id(house: SendingHouse, one: httpx.AsyncClient) -> None:
    with house.store.work() as work:
        work.save_incident(an_incident(house.clock(), "I-3"))
    answer = await one.get(f"{WITHIN}&q=i-3")
    assert answer.headers["location"] == "/staff/incidents/I-3"


async def test_where_nothing_is_found_the_page_says_what_was_looked_for_and_offers_more(
    one: httpx.AsyncClient,
) -> None:
    wider = (
        '<a class="button" href="/staff?q=%E8%AB%8B%E6%B1%82">条件を外してすべての会話から探す</a>'
    )
    page = await found(one, f"{WITHIN}&q=請求")
    assert "「請求」を、完了したものを含むすべての会話とメモから探しましたが" in page
    assert wider not in page
    page = await found(one, f"{WITHIN}&q=請求&channel=mail")
    assert "「請求」は、いまの条件の中には見つかりませんでした" in page
    assert wider in page
    page = await found(one, "/staff?show=resolved&channel=mail")
    assert '<a class="button" href="/staff?show=resolved">' in page


async def test_the_filter_shows_what_an_organisation_is_called_and_means_its_key_again(
    house: SendingHouse, one: httpx.AsyncClient
) -> None:
    await write(house.browser(), "青い話です。担当者と話したいです", organisation="aoi")
    with house.store.look() as work:
        key = next(c.tenant for c in work.conversations() if "aoi" in c.tenant)
    page = (await one.get("/staff", params={"show": "all", "organisation": key})).text
    shown = hidden(page, "called")
    assert shown != key
    assert f'id="by-organisation" name="organisation" value="{html.escape(shown)}"' in page
    fields = {"show": "all", "called": shown, "key": hidden(page, "key")}
    for typed, is_found in ((shown, True), ("midori", False), ("", True)):
        params = {**fields, "organisation": typed}
        answer = await one.get("/staff", params=params, follow_redirects=True)
        assert ("青い話" in answer.text) == is_found
