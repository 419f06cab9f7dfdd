"""The check from the browser as a page: what it promises, and what it takes back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.desk.browser_checks import LASTS_FOR, CheckLinks
from bot.model.browser_check import (
    MOST_RUNS,
    AddressRole,
    BrowserCheck,
    CheckLink,
    CheckTarget,
    Offer,
    Reachability,
)
from bot.web.check import OF_A_LINK, OF_A_NETWORK, browser_of, policy
from tests.builders import a_conversation
from tests.web.conftest import House

pytestmark = pytest.mark.anyio
KINTONE = CheckTarget(AddressRole.PLATFORM, "aoi.cybozu.com", "kintone")
RURI = CheckTarget(AddressRole.PRODUCT, "app.rurigrid.example", "Ruri Grid")
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.2.1"
)


@pytest.fixture
def house() -> House:
    house = House()
    offered(house)
    return house


def offered(house: House, ident: str = "C1", *targets: CheckTarget) -> str:
    """The path of a link to a check that is offered in a conversation from now on."""
    now = house.clock()
    offer = Offer(now, targets or (KINTONE, RURI))
    customer = f"web:{ident}"
    talk = a_conversation(
        ident,
        customer=customer,
        tenant=f"~from:{customer}",
        channel="web",
        opened_at=now,
        offer=offer,
    )
    house.work.save_conversation(talk, now)
    return CheckLinks("a secret for tests").path(CheckLink(ident, now))


def all_reached(run: int = 1, places: int = 3) -> dict[str, Any]:
    return {
        "run": run,
        "results": [{"place": n, "answered": True, "ms": 120} for n in range(places)],
    }


async def test_the_page_lists_what_it_tries_and_may_ask_nothing_else(
    house: House, browser: httpx.AsyncClient
) -> None:
    response = await browser.get(offered(house))
    assert response.status_code == 200
    asked = response.headers["Content-Security-Policy"].split("connect-src ")[1].split(";")[0]
    assert asked == "'self' https://aoi.cybozu.com https://app.rurigrid.example"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    for words in ("aoi.cybozu.com", "Ruri Grid", "比較用の宛先", "押すまでは何も行いません"):
        assert words in response.text
    english = await browser.get(f"{offered(house)}?lang=en")
    assert "nothing happens until you press" in english.text
    assert not house.door.received  # looking runs nothing


async def test_a_control_address_is_asked_where_the_operator_names_one() -> None:
    house = House(control_url="https://www.example.net/ping")
    async with house.browser() as browser:
        page = await browser.get(offered(house))
    assert " https://www.example.net " in page.headers["Content-Security-Policy"]
    assert 'data-url="https://www.example.net/ping"' in page.text
    assert (
        policy(["/healthz", "https://a.example/x", "https://a.example/y"]).count("a.example") == 1
    )


async def test_a_result_is_a_message_of_the_customer_who_was_given_the_link(
    house: House, browser: httpx.AsyncClient
) -> None:
    given = all_reached()
    given["results"][2] = {"place": 2, "answered": False, "ms": 99_999_999}
    path = offered(house)
    sent = await browser.post(path, json=given, headers={"User-Agent": EDGE})
    assert sent.json() == {
        "said": "結果を会話に送りました。お返事は会話に届きます。",
        "left": MOST_RUNS - 1,
    }
    [message] = house.door.messages
    assert (message.message_id, message.customer, message.channel) == (
        "check:C1:1",
        "web:C1",
        "web",
    )
    assert message.check is not None
    assert message.check.browser == "Edge 141"
    [ruri] = [t for t in message.check.tried if t.target == RURI]
    assert (ruri.reach, ruri.seconds) == (Reachability.FAILED, 10.0)
    again = await browser.post(path, json=given)
    assert again.status_code == 200
    assert len(house.door.messages) == 1  # the same run, twice


async def test_what_no_page_of_ours_sends_is_refused(
    house: House, browser: httpx.AsyncClient
) -> None:
    good = all_reached()["results"]
    bodies: list[Any] = [
        b"", b"[]", b"{", b"null", b"[" * 4_000, b'{"run": 1}', b"x" * 5_000,
        {"run": 1, "results": good[:2]},  # one address is missing
        {"run": 1, "results": [*good[:2], {"place": 7, "answered": True, "ms": 1}]},
        {"run": 1, "results": [*good, good[0]]},
        {"run": 1, "results": [*good[:2], {**good[2], "host": "x", "place": "2"}]},
        {"run": 1, "results": [*good[:2], {**good[2], "ms": -1}]},
        {"run": 1, "results": [*good[:2], {**good[2], "ms": "1"}]},
        {"run": 1, "results": [*good[:2], {**good[2], "answered": 1}]},
        {"run": True, "results": good}, {"run": 0, "results": good}, {"run": "1", "results": good},
        b'{"run": 1, "results": [{"place": 0, "answered": true, "ms": NaN}]}',
    ]  # fmt: skip
    refused = []
    for number, body in enumerate(bodies):
        async with house.browser(address=f"203.0.{number}.1") as other:
            path = offered(house, f"C{number}")
            kind = {"content": body} if isinstance(body, bytes) else {"json": body}
            refused.append((await other.post(path, **kind)).status_code)
    assert refused == [400] * len(bodies)
    assert (await browser.post(offered(house), json=all_reached(run=2))).status_code == 409
    huge = await browser.post(offered(house, "C99"), content=b" " * 70_000)
    assert huge.status_code == 413
    assert not house.door.received


async def test_a_link_that_is_forged_or_old_opens_nothing(
    house: House, browser: httpx.AsyncClient
) -> None:
    path = offered(house)
    for bad in (f"{path}x", "/check/x", f"/check/{'a' * 5_000}"):
        assert (await browser.get(bad)).status_code == 410, bad
        assert (await browser.post(bad, json=all_reached())).status_code == 410, bad
    house.clock.passes(LASTS_FOR + timedelta(seconds=1))
    page = await browser.get(path)
    assert page.status_code == 410
    assert "このリンクは使えません" in page.text
    assert not house.door.received


async def test_after_the_last_run_there_is_nothing_to_press(
    house: House, browser: httpx.AsyncClient
) -> None:
    path = offered(house)
    talk = house.work.by_id["C1"]
    house.work.by_id["C1"] = replace(talk, checks=(BrowserCheck(()),) * MOST_RUNS)
    page = await browser.get(path)
    assert 'id="go"' not in page.text
    assert "実行できる回数に達しました" in page.text
    answer = await browser.post(path, json=all_reached(run=MOST_RUNS + 1))
    assert answer.status_code == 409


async def test_results_have_a_pace(house: House) -> None:
    async def answers(addresses: list[str], path: str) -> list[int]:
        statuses = []
        for address in addresses:
            async with house.browser(address=address) as other:
                statuses.append((await other.post(path, json={})).status_code)
        return statuses

    app = house.app()
    house.app = lambda: app  # type: ignore[method-assign]  # one process, whoever asks
    path = offered(house)
    far = [f"203.0.{n}.1" for n in range(OF_A_LINK + 1)]
    assert await answers(far, path) == [400] * OF_A_LINK + [429]
    near = ["198.51.100.7"] * (OF_A_NETWORK + 1)
    statuses = [(await answers([a], offered(house, f"C{n}")))[0] for n, a in enumerate(near, 2)]
    assert statuses == [400] * OF_A_NETWORK + [429]
    assert (OF_A_LINK, OF_A_NETWORK) == (6, 30)


async def test_the_chat_offers_it_until_it_is_over(
    house: House, browser: httpx.AsyncClient
) -> None:
    await browser.get("/chat")
    await browser.post("/messages")
    async with house.browser() as own:
        page = await own.get("/chat")
        assert "/check/" not in page.text
        token = page.text.split('name="token" value="')[1].split('"')[0]
        await own.post("/messages", data={"token": token, "text": "開きません"})
        [customer] = {c.customer for c in house.work.by_id.values() if c.id != "C1"}
        talk = house.work.latest_conversation(customer)
        assert talk is not None
        offer = Offer(house.clock(), (KINTONE,))
        house.work.save_conversation(replace(talk, offer=offer), house.clock())
        shown = (await own.get("/transcript")).text
        assert "ブラウザから確認する" in shown
        path = shown.split('href="/check/')[1].split('"')[0]
        assert (await own.get(f"/check/{path}")).status_code == 200
        over = replace(talk, offer=offer, recovered_at=house.clock())
        house.work.save_conversation(over, house.clock())
        assert "/check/" not in (await own.get("/transcript")).text


async def test_an_away_database_keeps_the_result_for_another_try(
    house: House, browser: httpx.AsyncClient
) -> None:
    path = offered(house)
    house.views.is_away = True
    answer = await browser.post(path, json=all_reached())
    assert answer.status_code == 503


def test_browsers_are_known_by_what_they_call_themselves() -> None:
    like_chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    said = {
        EDGE: "Edge 141",
        f"{like_chrome}Chrome/140.0.0.0 Safari/537.36": "Chrome 140",
        f"{like_chrome}Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0": "Opera 106",
        f"{like_chrome}SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet 28",
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox 143",
        f"{phone}Version/18.6 Mobile/15E148 Safari/604.1": "Safari 18",
        f"{phone}CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1": "Chrome 141",
        "curl/8.5.0": "",
        "": "",
    }
    for agent, name in said.items():
        assert browser_of(agent) == name, agent
