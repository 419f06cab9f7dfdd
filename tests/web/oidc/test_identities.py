"""Who somebody is that a provider vouches for, and how its word ends their sessions."""

from typing import Any

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.single_sign_on import SingleSignOn, called, role_of
from bot.model.staff import Role
from bot.web.oidc.tokens import LOGOUT_FOR
from bot.web.staff_sessions import BELIEVED_FOR
from tests.cases import each
from tests.examples import first
from tests.web.conftest import House
from tests.web.oidc.provider import CLIENT, Provider
from tests.web.oidc.visits import ROLES, comes, is_in, unsigned
from tests.web.staffing import invitation, signs_in

pytestmark = pytest.mark.anyio


# Who they are.


async def test_a_name_alone_makes_nobody_somebody_else(
    house: House, browser: httpx.AsyncClient, provider: Provider
) -> None:
    invitation(house, "佐藤 花", Role.ADMIN)
    await comes(browser, provider)
    provider.puts = {"sub": "u-2"}
    await comes(browser, provider)
    assert {(a.name, a.role) for a in house.staff.accounts()} == {
        ("佐藤 花", Role.ADMIN),
        ("佐藤 花 (2)", Role.AGENT),
        ("佐藤 花 (3)", Role.AGENT),
    }
    async with house.browser() as other:
        assert (await signs_in(other, "佐藤 花 (2)", "")).status_code == 403


@each(
    ("claims", "name"),
    [
        ({"name": "佐藤", "email": "a@example.jp", "sub": "1"}, "佐藤"),
        ({"email": "a@example.jp", "email_verified": True, "sub": "1"}, "a@example.jp"),
        ({"email": "a@example.jp", "email_verified": "true", "sub": "1"}, "1"),
        ({"name": " ", "preferred_username": "sato", "sub": "1"}, "sato"),
    ],
)
def test_an_address_names_somebody_only_when_it_was_checked(
    claims: dict[str, object], name: str
) -> None:
    assert called(claims) == name


def test_the_first_role_in_the_operators_order_counts() -> None:
    sso = SingleSignOn("https://a.example", CLIENT, "https://b.example", ROLES, claim="groups")
    assert role_of({"groups": ["desk-agents", "desk-admins"]}, sso) is Role.ADMIN
    assert role_of({"groups": "desk-leads"}, sso) is Role.LEAD
    assert role_of({"roles": ["desk-admins"]}, sso) is None


# Logout from the provider's side.


async def logs_out(browser: httpx.AsyncClient, token: str) -> int:
    answer = await browser.post("/staff/oidc/logout", data={"logout_token": token})
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code


@pytest.mark.parametrize("by", [{}, {"sid": None, "sub": "u-1"}])
async def test_the_provider_ends_sessions(
    house: House, browser: httpx.AsyncClient, provider: Provider, by: dict[str, Any]
) -> None:
    await comes(browser, provider)
    async with house.browser(address="192.0.2.9") as machine:
        token = provider.logout_token(**by)
        assert await logs_out(machine, token) == 200
        assert await logs_out(machine, token) == 400  # once
    house.clock.passes(BELIEVED_FOR)
    assert not await is_in(browser)
    (entry,) = house.staff.audited(AuditFilter(act="session.revoke"))
    assert (entry.staff, entry.about, entry.choice) == ("", "佐藤 花", "provider")


@pytest.mark.parametrize(
    "claims",
    first(
        3,
        [
            {"iss": "https://other.example"},
            {"aud": "another client"},
            {"nonce": "n"},
            {"events": {}},
            {"events": None},
            {"sid": None},
            {"jti": None},
            {"iat": None},
            {"exp": 1_000},
            {"iat": 1_000, "exp": None},
            {"typ": "JWT"},
        ],
    ),
)
async def test_what_is_no_logout_token_ends_nothing(
    house: House, browser: httpx.AsyncClient, provider: Provider, claims: dict[str, Any]
) -> None:
    await comes(browser, provider)
    assert await logs_out(browser, provider.logout_token(**claims)) == 400
    assert await logs_out(browser, provider.id_token("n")) == 400
    assert await logs_out(browser, unsigned({"sid": "s-1"})) == 400
    house.clock.passes(BELIEVED_FOR)
    assert await is_in(browser)
    assert LOGOUT_FOR < 1_000
