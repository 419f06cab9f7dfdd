"""Signed identity: what a token has to be, and what whoever shows a bad one is."""

import base64
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.channels.keys import new_key
from bot.model.identity import Identity
from tests.examples import first
from tests.web.conftest import House
from tests.web.fakes import NOON
from tests.web.forms import hidden
from tests.web.widget.signing import DESK, OTHER, SHOP, a_house, a_token, claims_of, signed
from tests.web.widget.test_frame import ancestors, said

pytestmark = pytest.mark.anyio
NOW = int(NOON.timestamp())
ME = "/embed/shop/me"


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser(at="https://localhost") as client:
        yield client


async def show(browser: httpx.AsyncClient, token: object, site: str = "shop") -> httpx.Response:
    return await browser.post(f"/embed/{site}/identify", json={"token": token})


async def is_stranger(browser: httpx.AsyncClient) -> bool:
    answer = await browser.get(ME)
    assert (answer.status_code, answer.headers.get("Location")) in (
        (303, "/embed/shop?lang=ja"),
        (200, None),
    )
    return answer.status_code == 303


async def test_a_person_whom_the_website_vouches_for_speaks_for_their_organisation(
    house: House, browser: httpx.AsyncClient
) -> None:
    assert (await show(browser, a_token(uses=["tana", "unheard-of"]))).json() == {
        "known": True,
        "same": False,
    }
    page = await browser.get(ME)
    assert ancestors(page) == "https://shop.example"
    assert "aoba（ご利用中のサイトで確認済み）" in page.text
    assert (await said(browser, ME, text="開きません", organisation="another")).status_code == 200
    [message] = house.door.messages
    assert message.identity is Identity.VERIFIED
    assert message.tenant == "aoba"
    assert message.installed_plugins is not None
    assert "unheard-of" not in message.installed_plugins
    assert "user-17" not in message.customer


async def test_products_that_the_catalogue_knows_are_the_inventory(
    house: House, browser: httpx.AsyncClient
) -> None:
    known = sorted(house.knowledge.catalogue.products)[:2]
    await show(browser, a_token(uses=[*known, *known, 7]))
    await said(browser, ME, text="開きません")
    assert house.door.messages[0].installed_plugins == tuple(known)


def unsigned(**header: Any) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'} | header)}.{part(claims_of())}."


def tampered() -> str:
    head, _, signature = a_token().split(".")
    body = json.dumps(claims_of(org="victim")).encode()
    return f"{head}.{base64.urlsafe_b64encode(body).rstrip(b'=').decode()}.{signature}"


BAD: dict[str, object] = {
    "nothing": "",
    "no text": None,
    "a number": 7,
    "no token": "a.b.c",
    "too long": "a" * 4_001,
    "unsigned": unsigned(),
    "unsigned, says it is signed": unsigned(alg="HS256"),
    "altered": tampered(),
    "another key": signed(new_key(), claims_of()),
    "key of another site": signed(OTHER.keys[0], claims_of()),
    "another algorithm": signed(SHOP.keys[0], claims_of(), alg="HS512"),
    "another sort": signed(SHOP.keys[0], claims_of(), typ="logout+jwt"),
    "a critical header": signed(SHOP.keys[0], claims_of(), crit=["b64"], b64=True),
    "RSA": jwt.encode({"alg": "RS256"}, claims_of(), RSAKey.generate_key(2048, auto_kid=False)),
    "made by another site": a_token(iss="other"),
    "made by nobody": a_token(iss=None),
    "for another desk": a_token(aud="https://desk.other.example"),
    "for several": a_token(aud=[DESK]),
    "for nobody": a_token(aud=None),
    "expired": a_token(iat=NOW - 200, exp=NOW - 30),
    "without an end": a_token(exp=None),
    "an end that is text": a_token(exp=str(NOW + 60)),
    "an end that is true": a_token(exp=True),
    "good for too long": a_token(exp=NOW + 301),
    "good for ever": a_token(iat=NOW, exp=10**30),
    "of tomorrow": a_token(iat=NOW + 86_400, exp=NOW + 86_460),
    "not good yet": a_token(nbf=NOW + 120),
    "without a beginning": a_token(iat=None),
    "without a number": a_token(jti=None),
    "no number": a_token(jti=""),
    "without a person": a_token(sub=None),
    "a person that is a list": a_token(sub=["user-17"]),
    "a long person": a_token(sub="u" * 101),
    "without an organisation": a_token(org=None),
    "an organisation of spaces": a_token(org="  "),
    "an organisation of two lines": a_token(org="a\nb"),
    "products that are text": a_token(uses="tana"),
    "too many products": a_token(uses=["tana"] * 51),
}


@pytest.mark.parametrize("token", first(16, BAD.values()), ids=list(BAD))
async def test_whoever_shows_a_bad_token_is_a_stranger(
    house: House, browser: httpx.AsyncClient, token: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await show(browser, a_token(jti="before"))
    assert not await is_stranger(browser)
    refused = await show(browser, token)
    assert refused.status_code == 403
    assert refused.json() == {"known": False}
    assert await is_stranger(browser)
    assert (await browser.get(f"{ME}/transcript")).status_code == 403
    assert "widget shop: a visitor stays unknown" in caplog.text
    if isinstance(token, str) and len(token) > 5:
        assert token not in caplog.text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"[" * 4_000, b"x" * 6_000])
async def test_what_is_no_token_at_all_is_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    answer = await browser.post("/embed/shop/identify", content=body)
    assert answer.status_code == 403


async def test_a_token_is_good_once(house: House, browser: httpx.AsyncClient) -> None:
    token = a_token()
    assert (await show(browser, token)).status_code == 200
    async with house.browser(at="https://localhost") as thief:
        assert (await show(thief, token)).status_code == 403
        assert await is_stranger(thief)
    assert (await show(browser, token)).status_code == 403
    house.clock.passes(timedelta(seconds=149))  # a little before it is void for good
    assert (await show(browser, token)).status_code == 403


async def test_a_token_of_one_website_opens_nothing_on_another(
    browser: httpx.AsyncClient,
) -> None:
    assert (await show(browser, a_token(), "other")).status_code == 403
    own = signed(OTHER.keys[0], claims_of(iss="other"))
    assert (await show(browser, own, "other")).status_code == 200  # the same jti is its own
    assert await is_stranger(browser)


async def test_clocks_may_differ_a_little(browser: httpx.AsyncClient) -> None:
    for number, (made, ends) in enumerate(((NOW + 29, NOW + 120), (NOW - 200, NOW - 29))):
        token = a_token(iat=made, exp=ends, jti=f"t{number}")
        assert (await show(browser, token)).status_code == 200


async def test_the_older_of_two_keys_is_good_while_it_stands_there(
    browser: httpx.AsyncClient,
) -> None:
    assert (await show(browser, signed(SHOP.keys[1], claims_of()))).status_code == 200


async def test_without_a_key_nobody_can_vouch_for_anybody() -> None:
    house = a_house(replace(SHOP, keys=()))
    async with house.browser(at="https://localhost") as browser:
        assert (await show(browser, a_token())).status_code == 403


async def test_a_website_of_one_organisation_names_no_other() -> None:
    house = a_house(replace(SHOP, organisation="aoba"))
    async with house.browser(at="https://localhost") as browser:
        assert (await show(browser, a_token(org="midori"))).status_code == 403
        assert (await show(browser, a_token(jti="2"))).status_code == 200


async def test_the_same_person_goes_on_elsewhere_and_nobody_else_does(
    house: House, browser: httpx.AsyncClient
) -> None:
    await show(browser, a_token())
    await said(browser, ME, text="うちだけの話です")
    people = [
        ({"jti": "2"}, True),
        ({"jti": "3", "sub": "user-18"}, False),
        ({"jti": "4", "org": "midori"}, False),
        ({"jti": "5", "org": "aobau", "sub": "ser-17"}, False),
    ]
    for changes, is_same in people:
        async with house.browser(at="https://localhost") as elsewhere:
            await show(elsewhere, a_token(**changes))
            assert ("うちだけの話です" in (await elsewhere.get(ME)).text) is is_same, changes


async def test_a_changed_identity_begins_anew_in_the_same_browser(
    house: House, browser: httpx.AsyncClient
) -> None:
    await show(browser, a_token())
    await said(browser, ME, text="ひとりめの話です")
    page = hidden((await browser.get(ME)).text, "token")
    for number, (person, is_same) in enumerate((("user-17", True), ("user-18", False)), 2):
        token = {"token": a_token(jti=f"{number}", sub=person), "page": page}
        answer = await browser.post("/embed/shop/identify", json=token)
        assert answer.json() == {"known": True, "same": is_same}
    assert "ひとりめの話です" not in (await browser.get(ME)).text


async def test_strangers_see_nothing_of_those_who_are_known_nor_the_other_way(
    house: House, browser: httpx.AsyncClient
) -> None:
    await said(browser, "/embed/shop", text="名乗らずに書きました")
    await show(browser, a_token())
    assert "名乗らずに書きました" not in (await browser.get(ME)).text
    await said(browser, ME, text="名乗って書きました")
    page = (await browser.get("/embed/shop")).text  # the website says nobody is signed in
    assert await is_stranger(browser)
    assert "名乗って書きました" not in page
    assert "名乗らずに書きました" not in page
    first, second = house.door.messages
    assert (first.identity, second.identity) == (Identity.ANONYMOUS, Identity.VERIFIED)
    assert first.customer != second.customer


async def test_signing_out_ends_it_for_whoever_comes_next(
    house: House, browser: httpx.AsyncClient
) -> None:
    await show(browser, a_token())
    await said(browser, ME, text="うちだけの話です")
    assert (await browser.post("/embed/shop/forget", json={})).status_code == 200
    assert await is_stranger(browser)
    assert "うちだけの話です" not in (await browser.get("/embed/shop")).text


async def test_a_session_ends_after_a_working_day_whatever_happens_in_it(
    house: House, browser: httpx.AsyncClient
) -> None:
    await show(browser, a_token())
    page = (await browser.get(ME)).text
    house.clock.passes(timedelta(hours=7))
    assert (await said(browser, ME, text="まだ続きます")).status_code == 200
    house.clock.passes(timedelta(hours=1, seconds=1))
    form = {"token": hidden(page, "token"), "text": "おそすぎました"}
    late = await browser.post(f"{ME}/messages", data=form, headers={"Accept": "application/json"})
    assert late.status_code == 403
    assert "Set-Cookie" not in late.headers
    assert await is_stranger(browser)
    assert len(house.door.messages) == 1


async def test_its_cookie_is_kept_apart_and_tells_no_script(browser: httpx.AsyncClient) -> None:
    answer = await show(browser, a_token())
    begun, dropped = answer.headers.get_list("Set-Cookie")
    assert begun.startswith("__Host-jitabata_frame_signed_shop=")
    for attribute in ("HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/"):
        assert f"; {attribute}" in begun
    assert dropped.startswith("__Host-jitabata_frame_visitor_shop=; Max-Age=0")


async def test_tokens_are_tried_at_a_bounded_pace(browser: httpx.AsyncClient) -> None:
    tries = [(await show(browser, "a.b.c")).status_code for _ in range(121)]
    assert tries == [403] * 120 + [429]
