"""Signing in by an identity provider: what lets people in, what does not, and logout from there."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.single_sign_on import SingleSignOn
from bot.model.staff import Role
from bot.web.oidc.issuer import AGAIN
from bot.web.oidc.pages import LASTS_FOR
from bot.web.oidc.tokens import SKEW
from bot.web.staff_sessions import BELIEVED_FOR
from tests.examples import first
from tests.web.conftest import House
from tests.web.oidc.provider import CLIENT, LOGOUT, SECRET, Provider
from tests.web.oidc.visits import ROLES, begins, comes, is_in, unsigned
from tests.web.staffing import account_of, invitation

pytestmark = pytest.mark.anyio


async def test_who_is_vouched_for_gets_in_with_the_role_of_their_groups(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    page = (await browser.get("/staff/login")).text
    assert re.search(r'href="/staff/oidc/login"[^>]*>社内ログインでログイン<', page)
    answer = await comes(browser, provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    assert await is_in(browser)
    account = account_of(house, "佐藤 花")
    assert (account.role, account.identity) == (Role.AGENT, f"{provider.issuer} u-1")
    provider.puts = {"roles": ["desk-agents", "desk-leads"], "name": "さとう"}
    await comes(browser, provider)
    assert [(a.id, a.name, a.role) for a in house.staff.accounts()] == [
        (account.id, "佐藤 花", Role.LEAD)
    ]
    page = (await browser.get("/staff/account")).text
    assert "現在のパスワード" not in page


@pytest.mark.parametrize(
    "claim",
    first(
        2,
        [
            {"roles": None},
            {"roles": []},
            {"roles": "other"},
            {"roles": {"desk-admins": 1}},
            {"roles": 5},
        ],
    ),
)
async def test_without_a_group_that_is_mapped_nobody_gets_in(
    house: House, browser: httpx.AsyncClient, provider: Provider, claim: dict[str, Any]
) -> None:
    await comes(browser, provider)
    provider.puts = claim
    refused = await comes(browser, provider)
    assert refused.status_code == 403
    assert "「roles」に、このコンソールを使える権限がありません" in refused.text
    house.clock.passes(BELIEVED_FOR)
    assert not await is_in(browser)  # nor does the session of before go on


async def test_groups_that_were_too_many_to_send_are_told_of(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    provider.puts = {"roles": None, "_claim_names": {"roles": "src1"}}
    assert "グループが多すぎる" in (await comes(browser, provider)).text


@pytest.mark.parametrize(
    "puts",
    first(
        4,
        [
            {"iss": "https://other.example"},
            {"iss": None},
            {"aud": "another client"},
            {"aud": ["another", "third"]},
            {"aud": [CLIENT, "another"], "azp": "another"},
            {"aud": [CLIENT, "another"]},
            {"nonce": "another"},
            {"nonce": None},
            {"exp": 1_000},
            {"exp": None},
            {"iat": 99_999_999_999},
            {"nbf": 99_999_999_999},
            {"sub": None},
            {"at_hash": "wrong"},
            {"typ": "at+jwt"},
            {"events": {LOGOUT: {}}},
        ],
    ),
)
async def test_a_token_that_is_not_for_us_now_lets_nobody_in(
    house: House, browser: httpx.AsyncClient, provider: Provider, puts: dict[str, Any]
) -> None:
    provider.puts = puts
    refused = await comes(browser, provider)
    assert refused.status_code == 403
    assert "確認ができませんでした" in refused.text
    assert house.staff.accounts() == []
    assert not await is_in(browser)
    (entry,) = house.staff.audited(AuditFilter())
    assert (entry.act, entry.refused, entry.staff) == ("session.begin", True, "")


@pytest.mark.parametrize("how", ["unsigned", "HS256", "forged", "no token", "cut"])
async def test_a_token_without_the_providers_signature_lets_nobody_in(
    browser: httpx.AsyncClient, provider: Provider, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = provider.id_token

    def made(nonce: str) -> str:
        good = true(nonce)
        claims = json.loads(base64.urlsafe_b64decode(good.split(".")[1] + "=="))
        if how == "forged":
            head, _, signature = good.split(".")
            return (
                f"{head}.{unsigned(claims | {'roles': ['desk-admins']}).split('.')[1]}.{signature}"
            )
        others = {
            "unsigned": unsigned(claims),
            "HS256": unsigned(claims, "HS256") + "eA",
            "cut": "x.y",
        }
        return others.get(how, "")

    monkeypatch.setattr(provider, "id_token", made)
    assert (await comes(browser, provider)).status_code == 403
    assert not await is_in(browser)


async def test_clocks_may_differ_a_little(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    now = int(house.clock().timestamp())
    provider.puts = {"iat": now + SKEW, "exp": now - SKEW + 1}
    assert (await comes(browser, provider)).status_code == 303
    provider.puts = {"exp": now - SKEW}
    assert (await comes(browser, provider)).status_code == 403


# The way back.


async def test_a_code_works_once_and_so_does_the_way_back(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    back = provider.lets_in(await begins(browser))
    async with house.browser() as thief:
        thief.cookies.update(browser.cookies)
        assert (await browser.get(back)).status_code == 303
        replayed = await thief.get(back)
        assert (replayed.status_code, "やり直して" in replayed.text) == (403, True)
    assert provider.asked.count("token") == 1
    assert (await browser.get(back)).status_code == 403  # its cookie is gone


async def test_a_code_that_the_provider_knows_no_more_lets_nobody_in(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    back = provider.lets_in(await begins(browser)).replace("code-0", "code-9")
    refused = await browser.get(back)
    assert (refused.status_code, "確認ができませんでした" in refused.text) == (403, True)
    assert not await is_in(browser)


async def test_nobody_is_signed_in_as_somebody_else_by_a_link(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    async with house.browser() as attacker:
        theirs = provider.lets_in(await begins(attacker))
        assert (await browser.get(theirs)).status_code == 403  # no attempt was begun here
        await begins(browser)
        assert (await browser.get(theirs)).status_code == 403  # another one was
        assert provider.asked.count("token") == 0
    begun = provider.lets_in(await begins(browser))
    house.clock.passes(LASTS_FOR + timedelta(seconds=1))
    assert (await browser.get(begun)).status_code == 403
    image = await browser.get("/staff/oidc/login", headers={"Sec-Fetch-Dest": "image"})
    assert (image.status_code, "set-cookie" in image.headers) == (403, False)


async def test_another_providers_answer_is_none_of_ours(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    assert (await comes(browser, provider, iss="https://other.example")).status_code == 403
    provider.says = {"authorization_response_iss_parameter_supported": True}
    assert (await comes(browser, provider, iss=provider.issuer)).status_code == 303


async def test_that_the_provider_refused_is_told_without_its_words(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    back = provider.lets_in(await begins(browser), error="access_denied<script>")
    answer = await browser.get(back.replace("code=code-0&", ""))
    assert "提供元でログインが中止されたか" in answer.text
    assert "script>" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "ftp://other.example/token"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
)
async def test_a_provider_that_is_another_or_unsafe_is_not_used(
    browser: httpx.AsyncClient, provider: Provider, says: dict[str, Any]
) -> None:
    provider.says = says
    answer = await browser.get("/staff/oidc/login")
    if answer.status_code == 303:
        answer = await browser.get(provider.lets_in(answer.headers["location"]))
    assert answer.status_code == 403
    assert not await is_in(browser)


async def test_a_new_key_of_the_provider_is_looked_for_and_not_too_often(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    assert (await comes(browser, provider)).status_code == 303
    provider.signs, provider.shows = "two", ["one", "two"]
    house.clock.passes(AGAIN)
    assert (await comes(browser, provider)).status_code == 303
    provider.signs = "three"
    for _ in range(3):
        assert (await comes(browser, provider)).status_code == 403
    assert provider.asked.count("keys") == 2
    assert provider.asked.count("metadata") == 1


async def test_a_provider_that_is_away_keeps_nobody_with_a_password_out(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    provider.issuer = "http://127.0.0.1:9"
    assert house.sso is not None
    house.sso = SingleSignOn(provider.issuer, CLIENT, "http://localhost", ROLES, SECRET)
    link = invitation(house, "加藤", Role.ADMIN)
    async with house.browser(address="203.0.113.8") as other:
        away = await other.get("/staff/oidc/login")
        assert (away.status_code, "つながらないか" in away.text) == (403, True)
        assert (await other.get(link)).status_code == 200
