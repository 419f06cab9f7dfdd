"""The admin's page of API tokens: made, shown once, listed, revoked, written down."""

import re
from datetime import timedelta

import httpx
import pytest

from bot.desk.api_tokens import keep_token, made_token
from bot.desk.staff_accounts import digest_of
from bot.model.api_token import Scope
from bot.model.audit import AuditFilter
from bot.model.staff import Role
from tests.cases import each
from tests.web.conftest import House
from tests.web.forms import hidden
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
PAGE = "/staff/api-tokens"


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


async def makes(admin: httpx.AsyncClient, **fields: object) -> httpx.Response:
    form = {"token": hidden((await admin.get(PAGE)).text, "token"), "name": "CRM 連携"}
    return await admin.post(PAGE, data={**form, "scope": "cases:read", "days": "30", **fields})


def shown(page: str) -> str:
    found = re.search(r'id="text" value="(jbt_[\w-]{43})"', page)
    assert found, page
    return found[1]


async def test_a_token_is_shown_once(house: House, admin: httpx.AsyncClient) -> None:
    page = await makes(admin, scope=["cases:read", "cases:answer"])
    text = shown(page.text)
    assert page.headers["cache-control"] == "no-store"
    token = house.tokens.token(digest_of(text))
    assert token is not None
    assert (token.name, token.made_by, token.organisation) == ("CRM 連携", "加藤", "")
    assert token.scopes == {Scope.CASES_READ, Scope.CASES_ANSWER}
    assert token.expires_at == house.clock() + timedelta(days=30)
    listed = (await admin.get(PAGE)).text
    assert "CRM 連携" in listed
    assert text not in listed


async def test_a_token_is_revoked(house: House, admin: httpx.AsyncClient) -> None:
    await makes(admin)
    (token,) = house.tokens.tokens()
    form = {"token": hidden((await admin.get(PAGE)).text, "token")}
    for _ in range(2):
        gone = await admin.post(f"{PAGE}/{token.id}/revoke", data=form, follow_redirects=True)
        assert "もう使えません" in gone.text
    assert not house.tokens.tokens()[0].is_live(house.clock())
    assert (await admin.post(f"{PAGE}/nobody/revoke", data=form)).status_code == 404


async def test_both_stand_in_the_audit_log(house: House, admin: httpx.AsyncClient) -> None:
    text = shown((await makes(admin)).text)
    (token,) = house.tokens.tokens()
    form = {"token": hidden((await admin.get(PAGE)).text, "token")}
    await admin.post(f"{PAGE}/{token.id}/revoke", data=form)
    entries = house.staff.audited(AuditFilter(act="token"))
    assert [(e.act, e.about, e.staff) for e in entries] == [
        ("token.revoke", token.id, "加藤"),
        ("token.add", f"{token.id} CRM 連携", "加藤"),
    ]
    assert text not in repr(house.staff.audited(AuditFilter()))
    assert "API トークンを取り消し" in (await admin.get("/staff/audit?act=token")).text


@each(
    ("fields", "why"),
    [
        ({"name": " "}, "名前を入力"),
        ({"scope": "nonsense"}, "1つ以上"),
        ({"scope": "cases:answer", "organisation": "青葉"}, "1つの組織に限った"),
        ({"organisation": "sato@example.com"}, "組織名を確かめて"),
        ({"name": "加藤"}, "担当者"),
    ],
)
async def test_what_cannot_be_is_refused_and_what_was_written_is_kept(
    house: House, admin: httpx.AsyncClient, fields: dict[str, str], why: str
) -> None:
    page = await makes(admin, **fields)
    assert page.status_code == 409
    assert why in page.text
    assert house.tokens.tokens() == []
    if "organisation" in fields:
        assert f'value="{fields["organisation"]}"' in page.text


async def test_names_are_escaped(house: House, admin: httpx.AsyncClient) -> None:
    page = await makes(admin, name=XSS[:60])
    assert "<script>" not in page.text + (await admin.get(PAGE)).text


async def test_a_token_is_marked_before_it_ends_and_listed_apart_after(
    house: House, admin: httpx.AsyncClient
) -> None:
    def kept(name: str, days: int, ago: int = 0) -> None:
        begun = house.clock() - timedelta(days=ago)
        token, _ = made_token(name, (Scope.CASES_READ,), "", timedelta(days=days), "加藤", begun)
        keep_token(house.tokens, token)

    kept("長い連携", 15)
    assert "まもなく" not in (await admin.get(PAGE)).text
    kept("短い連携", 13)
    assert (await admin.get(PAGE)).text.count("まもなく") == 1
    kept("古い連携", 30, ago=30)
    page = (await admin.get(PAGE)).text
    assert "古い連携 – 2026-04-14 12:00に期限切れ" in page
    assert page.count("まもなく") == 1
