"""Every address of the console, for every role and for nobody: the table holds, and names them all."""

import re

import httpx
import pytest
from starlette.routing import Route

from bot.model.staff import Role
from bot.web.access import OPEN, READS, WRITES, rule_of
from tests.examples import first
from tests.web.busy_hour import fill
from tests.web.conftest import House
from tests.web.forms import sign_in
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
STREAMS = ("/staff/events", "/staff/inbox/events")  # they never end: nobody who may is let to them


def addresses(house: House) -> list[tuple[str, str]]:
    """Every method and path of the console that the router knows."""
    routes = [r for r in house.app().routes if isinstance(r, Route) and r.path.startswith("/staff")]
    found = {(m, r.path) for r in routes for m in r.methods or () if m != "HEAD"}
    return sorted((m, path) for m, path in found if path not in OPEN)


async def answered(browser: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    filled = re.sub(r"\{\w+\}", "x", path)
    return await browser.request(method, filled, data={} if method == "POST" else None)


async def test_nobody_gets_in_without_signing_in(house: House) -> None:
    fill(house.work, house.clock())
    async with house.browser() as stranger:
        for method, path in addresses(house):
            answer = await answered(stranger, method, path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login"), path
    assert house.door.received == []


@pytest.mark.slow
@pytest.mark.parametrize("role", first(2, Role))
async def test_each_role_may_what_the_table_says_and_no_more(house: House, role: Role) -> None:
    fill(house.work, house.clock())
    async with house.browser() as browser:
        await joins(house, browser, "佐藤", role)
        for method, path in addresses(house):
            rule = rule_of(method, path)
            assert rule is not None, f"the table in access.py does not name {method} {path}"
            if path in STREAMS:
                continue
            answer = await answered(browser, method, path)
            refused = answer.status_code == 403 and "権限がありません" in answer.text
            assert refused == (not role.covers(rule.least)), (method, path)
    assert house.door.received == []  # no form had its token


def test_the_table_names_no_address_that_is_not_there(house: House) -> None:
    there = addresses(house)
    assert {("GET", path) for path in READS} <= set(there)
    assert {("POST", path) for path in WRITES} <= set(there)


async def test_an_address_that_is_in_no_table_is_for_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(READS, "/staff/feeds")
    async with house.browser() as browser:
        await joins(house, browser, "加藤", Role.ADMIN)
        assert (await browser.get("/staff/feeds")).status_code == 403


@pytest.fixture
async def viewer(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    fill(house.work, house.clock())
    await joins(house, browser, "佐藤", Role.VIEWER)
    return browser


@pytest.mark.parametrize(
    "path",
    first(
        4,
        [
            "/staff",
            "/staff/tickets/T-12",
            "/staff/conversations/c1",
            "/staff/incidents",
            "/staff/incidents/I-3",
            "/staff/account",
        ],
    ),
)
async def test_who_may_only_read_sees_no_button_for_more(
    viewer: httpx.AsyncClient, path: str
) -> None:
    page = await viewer.get(path)
    assert page.status_code == 200
    forms = re.findall(r'method="post"[^>]* action="([^"?]*)', page.text)
    buttons = re.findall(r"<button[^>]*name=\"(?:do|decision|what)\"", page.text)
    own = {"/staff/logout", "/staff/account/password", "/staff/account/sessions"}
    at_most_the_frame = {"/staff/inbox", "/staff/incidents/I-3/decide"}
    assert set(forms) <= own | at_most_the_frame
    assert buttons == []


async def test_what_the_shared_token_opens_depends_on_whether_leads_have_their_own(
    house: House,
) -> None:
    async with house.browser() as browser:
        await sign_in(browser)
        assert (await browser.get("/staff/incidents/new")).status_code == 200
    house.lead_token = "a lead's own token"
    async with house.browser() as browser:
        await sign_in(browser, "鈴木")
        assert (await browser.get("/staff/incidents/new")).status_code == 403
        assert (await browser.get("/staff")).status_code == 200
