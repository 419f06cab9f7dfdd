"""The chat in a frame: who may show it, its cookie, and that it is the same chat."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.model.identity import Identity
from bot.model.widget import HostSite
from tests.web.conftest import House
from tests.web.forms import hidden, write
from tests.web.widget.signing import OTHER, SHOP, a_house

pytestmark = pytest.mark.anyio
JSON = {"Accept": "application/json"}


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """Over https, as the cookies of a frame want it."""
    async with house.browser(at="https://localhost") as client:
        yield client


def ancestors(answer: httpx.Response) -> str:
    policy = answer.headers["Content-Security-Policy"]
    return str(policy.split("frame-ancestors ")[1].split(";")[0])


async def said(browser: httpx.AsyncClient, path: str, **form: Any) -> httpx.Response:
    """Write in the frame at a path as its script does."""
    page = (await browser.get(path)).text
    fields = {"token": hidden(page, "token"), "once": hidden(page, "once"), **form}
    return await browser.post(f"{path}/messages", data=fields, headers=JSON)


@pytest.mark.parametrize(
    ("site", "allowed"),
    [
        (SHOP, "https://shop.example"),
        (
            HostSite("many", ("https://*.cybozu.com", "https://a.example:8443")),
            "https://*.cybozu.com https://a.example:8443",
        ),
    ],
)
async def test_only_the_websites_of_the_settings_may_show_the_frame(
    site: HostSite, allowed: str
) -> None:
    async with a_house(site).browser() as browser:
        frame = await browser.get(f"/embed/{site.id}?lang=en")
        assert frame.status_code == 200
        assert ancestors(frame) == allowed
        assert "X-Frame-Options" not in frame.headers
        assert "default-src 'self'" in frame.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/chat",
        "/",
        "/staff/login",
        "/embed/nobody",
        "/embed/shop/transcript",
        "/embed/SHOP",
        "/embed/",
    ],
)
async def test_nothing_else_can_be_framed(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert ancestors(answer) == "'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"


async def test_without_websites_there_is_no_frame() -> None:
    async with House().browser() as browser:
        assert (await browser.get("/embed/shop")).status_code == 404


async def test_the_cookie_is_kept_apart_for_each_website_around_it(house: House) -> None:
    async with house.browser(at="https://localhost") as browser:
        cookie = (await browser.get("/embed/shop")).headers["Set-Cookie"]
    name, *attributes = (part.strip().lower() for part in cookie.split(";"))
    assert name.startswith("__host-jitabata_frame_visitor_shop=")
    assert {"httponly", "secure", "samesite=none", "partitioned", "path=/"} <= set(attributes)
    assert not [a for a in attributes if a.startswith("domain")]


async def test_what_is_written_in_the_frame_comes_to_the_desk(
    house: House, browser: httpx.AsyncClient
) -> None:
    answer = await said(browser, "/embed/shop", text="アプリが開きません", organisation="aoba")
    assert answer.status_code == 200
    [message] = house.door.messages
    assert (message.channel, message.text, message.tenant) == ("web", "アプリが開きません", "aoba")
    assert message.identity is Identity.CLAIMED
    assert message.customer.startswith("web:")
    transcript = (await browser.get("/embed/shop/transcript")).text
    assert "アプリが開きません" in transcript
    assert "承りました。" in transcript


async def test_the_frame_of_one_website_knows_nothing_of_another_nor_of_the_chat(
    house: House, browser: httpx.AsyncClient
) -> None:
    await said(browser, "/embed/shop", text="うちだけの話です")
    for path in ("/embed/other", "/chat"):
        assert "うちだけの話です" not in (await browser.get(path)).text
    await write(browser, "こちらはチャットです")
    assert "こちらはチャットです" not in (await browser.get("/embed/shop/transcript")).text
    assert len({message.customer for message in house.door.messages}) == 2


async def test_a_cookie_of_one_website_is_none_of_another(
    house: House, browser: httpx.AsyncClient
) -> None:
    await said(browser, "/embed/shop", text="うちだけの話です")
    [(name, value)] = [(n, v) for n, v in browser.cookies.items() if "shop" in n]
    forged = {name.replace("shop", "other"): value, "__Host-jitabata": value}
    async with house.browser(at="https://localhost") as stranger:
        stranger.cookies.update(forged)
        for path in ("/embed/other/transcript", "/transcript"):
            assert (await stranger.get(path)).status_code == 403


async def test_everybody_of_a_network_is_one_network_in_frames_and_chat(
    house: House, browser: httpx.AsyncClient
) -> None:
    await said(browser, "/embed/shop", text="一つめ")
    await said(browser, "/embed/other", text="二つめ")
    await write(browser, "三つめ")
    assert len({message.address for message in house.door.messages}) == 1


@pytest.mark.slow
async def test_limits_hold_for_all_frames_and_the_chat_together(
    browser: httpx.AsyncClient,
) -> None:
    for number in range(200):  # of one network in a minute, by ten people
        if number % 20 == 0:
            browser.cookies.clear()
        assert (await write(browser, f"{number}", follow=False)).status_code == 303
    few = [(await said(browser, "/embed/shop", text="あ")).status_code for _ in range(4)]
    assert few == [200, 200, 200, 429]


async def test_the_language_goes_with_each_address(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/embed/shop?lang=en")).text
    assert '<html lang="en">' in page
    assert 'action="/embed/shop/messages?lang=en"' in page
    assert 'data-query="?lang=en"' in page


async def test_a_page_of_another_origin_cannot_post_into_the_frames_session(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/embed/shop")).text
    form = {"token": hidden(page, "token"), "text": "あ"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://shop.example"}):
        answer = await browser.post("/embed/shop/messages", data=form, headers=headers)
        assert answer.status_code == 403
    assert house.door.messages == []


async def test_a_file_is_taken_in_the_frame(house: House, browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/embed/shop")).text
    fields = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": "一覧です"}
    rows = "プラグイン名,状態\n" + "るりグリッド,有効\n" * 9_000  # more than a form may hold
    answer = await browser.post(
        "/embed/shop/messages", data=fields, files={"file": ("p.csv", rows.encode())}, headers=JSON
    )
    assert answer.status_code == 200
    assert house.door.messages[0].upload is not None


async def test_the_frame_leads_to_a_status_page_that_may_outlive_the_desk() -> None:
    site = HostSite("shop", ("https://shop.example",), status="https://status.example.com/")
    async with a_house(site, OTHER).browser() as browser:
        assert 'href="https://status.example.com/"' in (await browser.get("/embed/shop")).text
        assert 'href="/status"' in (await browser.get("/embed/other")).text


async def test_the_frame_has_the_colour_of_the_website_where_it_can_be_read() -> None:
    site = HostSite("shop", ("https://shop.example",), colour="#ffcc00")
    async with a_house(site, OTHER).browser() as browser:
        assert 'href="/embed/shop/colour.css"' in (await browser.get("/embed/shop")).text
        style = await browser.get("/embed/shop/colour.css")
        assert style.headers["Content-Type"].startswith("text/css")
        assert "--accent: light-dark(#806600, #ffcc00);" in style.text  # darker on light paper
        assert "colour.css" not in (await browser.get("/embed/other")).text
