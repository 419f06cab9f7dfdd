"""A workspace installs us: out to Slack, back once, and a page that says what came of it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from bot.channels.slack.api.manifest import SCOPES
from bot.channels.slack.oauth.exchange import Exchange
from bot.channels.slack.oauth.flow import States, oauth_routes
from bot.channels.slack.oauth.installations import Installations
from bot.channels.slack.oauth.pages import failure_page, lang_of
from tests.cases import each
from tests.channels.slack.granting import CLIENT_ID, Granting
from tests.channels.slack.installing import Database, a_desk_database
from tests.store.databases import ON_POSTGRESQL, a_database

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"


class Browser:
    """A person's browser at our pages; it keeps cookies."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def begins(self, query: str = "") -> dict[str, str]:
        """Opens our page; what its link would tell Slack."""
        page = await self.http.get(INSTALL + query)
        assert page.status_code == 200
        return asked_of_slack(page)

    async def comes_back(self, **query: str) -> httpx.Response:
        return await self.http.get(REDIRECT, params=query)


def asked_of_slack(page: httpx.Response) -> dict[str, str]:
    [link] = re.findall(r'href="([^"]+)"', page.text)
    parts = urlsplit(unescape(link))
    assert parts.path == "/oauth/v2/authorize"
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


class World:
    def __init__(self, database: Database, slack: Granting) -> None:
        self.database = database
        self.slack = slack
        self.states = States(database.writer, database.clock)
        self.installations: Installations = database.installations

    @asynccontextmanager
    async def browser(self, lang: str = "ja") -> AsyncIterator[Browser]:
        exchange = Exchange(self.database.settings, self.database.clock)
        routes = oauth_routes(self.database.settings, self.installations, self.states, exchange)
        transport = httpx.ASGITransport(app=Starlette(routes=routes))
        async with httpx.AsyncClient(
            transport=transport, base_url="https://desk", headers={"Accept-Language": lang}
        ) as http:
            yield Browser(http)


Scenario = Callable[[World], Coroutine[Any, Any, None]]


@pytest.fixture(params=["file", ON_POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def one(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'desk.sqlite'}"


def play(url: str, scenario: Scenario) -> None:
    async def run() -> None:
        async with Granting(SCOPES).open() as slack:
            with a_desk_database(url, slack) as database:
                await scenario(World(database, slack))

    asyncio.run(run())


def test_a_workspace_installs_us(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(world: World) -> None:
        async with world.browser() as browser:
            asked = await browser.begins()
            assert asked["client_id"] == CLIENT_ID
            assert asked["scope"] == ",".join(SCOPES)
            assert asked["redirect_uri"] == "https://desk.example.com/slack/oauth_redirect"
            code = world.slack.somebody_allows("T1")
            page = await browser.comes_back(code=code, state=asked["state"])
        assert page.status_code == 200
        assert "T1 &lt;社&gt; にサポート窓口を追加しました" in page.text
        kept = world.database.now("T1")
        assert world.slack.is_good(kept.token)
        assert kept.expires_at is not None
        assert "xox" not in page.text + "".join(world.slack.seen)

    with caplog.at_level(logging.DEBUG):
        play(url, scenario)
    assert "installed in T1" in caplog.text
    assert "xox" not in caplog.text
    assert "code-T1" not in caplog.text.replace("/slack/oauth_redirect?code=code-T1", "")


def test_an_enterprise_installs_us(url: str) -> None:
    async def scenario(world: World) -> None:
        async with world.browser() as browser:
            asked = await browser.begins()
            code = world.slack.somebody_allows("", enterprise="E1", whole=True)
            page = await browser.comes_back(code=code, state=asked["state"])
        assert "大企業" in page.text
        assert world.database.now("E1").team == ""

    play(url, scenario)


def test_a_state_is_good_once(url: str) -> None:
    async def scenario(world: World) -> None:
        states = world.states
        state = states.issue()
        consuming = (asyncio.to_thread(states.consume, state) for _ in range(6))
        assert (await asyncio.gather(*consuming)).count(True) == 1
        assert not states.consume(state)

    play(url, scenario)


def test_a_state_expires_and_goes(url: str) -> None:
    async def scenario(world: World) -> None:
        expired = States(world.database.writer, world.database.clock, seconds=-1)
        state = expired.issue()
        assert not expired.consume(state)
        world.database.clock.passes(days=10_000)  # whatever the SDK's clock says
        world.states.issue()
        with world.database.engine.connect() as connection:
            kept = connection.execute(text("SELECT state FROM slack_oauth_states")).all()
        assert (state,) not in [tuple(row) for row in kept]

    play(url, scenario)


def test_coming_back_twice_or_from_elsewhere_installs_nothing(one: str) -> None:
    async def scenario(world: World) -> None:
        code = world.slack.somebody_allows("T1")
        async with world.browser("en-GB") as browser, world.browser("en") as stranger:
            state = (await browser.begins())["state"]
            stolen = await stranger.comes_back(code=code, state=state)
            assert stolen.status_code == 400
            assert "not the browser" in stolen.text
            cookie = {"Cookie": f"slack-app-oauth-state={state}"}
            await browser.comes_back(code=code, state=state)
            again = await browser.http.get(
                REDIRECT, params={"code": code, "state": state}, headers=cookie
            )
            assert again.status_code == 401
            assert "opened twice" in again.text
        assert world.slack.calls.count("oauth.v2.access") == 1

    play(one, scenario)


@pytest.mark.parametrize(
    ("lang", "title"),
    [("ja", "追加できませんでした"), ("en-US,en;q=0.9", "The support desk was not added")],
)
def test_a_page_says_what_went_wrong_in_the_readers_language(
    lang: str, title: str, one: str
) -> None:
    async def scenario(world: World) -> None:
        async with world.browser(lang) as browser:
            await browser.begins()
            denied = await browser.comes_back(error="access_denied")
            odd = await browser.comes_back(error="<script>alert(1)</script>")
        for page in (denied, odd):
            assert f"<title>{title}</title>" in page.text
            assert f'<html lang="{lang[:2]}">' in page.text
            assert 'href="/slack/install"' in page.text
            assert "script" not in page.text
            assert page.headers["referrer-policy"] == "no-referrer"
            assert page.headers["cache-control"] == "no-store"
            assert "default-src 'none'" in page.headers["content-security-policy"]
        assert denied.text != odd.text

    play(one, scenario)


@pytest.mark.parametrize(
    ("goes_wrong", "status", "says"),
    [
        (lambda slack: slack.answers_next("oauth.v2.access", "invalid_code"), 401, "confirm"),
        (lambda slack: slack.answers_next("auth.test", "fatal_error"), 401, "confirm"),
        (lambda slack: slack.breaks_the_connection_after("oauth.v2.access"), 502, "did not answer"),
        (lambda slack: slack.answers_next("oauth.v2.access", "ratelimited"), 503, "Slack is busy"),
    ],
)
def test_a_code_that_slack_does_not_take(
    goes_wrong: Callable[[Granting], None], status: int, says: str, one: str
) -> None:
    async def scenario(world: World) -> None:
        goes_wrong(world.slack)
        async with world.browser("en") as browser:
            state = (await browser.begins())["state"]
            code = world.slack.somebody_allows("T1")
            page = await browser.comes_back(code=code, state=state)
        assert page.status_code == status
        assert says in page.text
        assert world.database.installations.places() == []

    play(one, scenario)


class FullDisk(Installations):
    """Installations on a disk that is full."""

    def save_bot(self, bot: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk is full"))


def test_what_cannot_be_saved_is_said(one: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(world: World) -> None:
        base = world.database
        world.installations = FullDisk(CLIENT_ID, base.engine, base.writer, base.seal)
        async with world.browser("en") as browser:
            state = (await browser.begins())["state"]
            code = world.slack.somebody_allows("T1")
            page = await browser.comes_back(code=code, state=state)
        assert page.status_code == 500
        assert "the fault is ours" in page.text

    play(one, scenario)
    assert "could not be saved" in caplog.text
    assert "xox" not in caplog.text


def test_only_a_team_id_goes_on_to_slack(one: str) -> None:
    async def scenario(world: World) -> None:
        async with world.browser() as browser:
            assert (await browser.begins("?team=T0ABC"))["team"] == "T0ABC"
            smuggled = await browser.begins("?team=T1%26user_scope%3Dadmin")
            assert "team" not in smuggled
            assert "user_scope" not in smuggled

    play(one, scenario)


@each(
    ("accepted", "lang"),
    [("ja", "ja"), ("en-US,en;q=0.9,ja;q=0.8", "en"), ("ja-JP,en", "ja"), ("", "ja"), ("fr", "en")],
)
def test_the_language_is_the_browsers(accepted: str, lang: str) -> None:
    assert lang_of(accepted) == lang


def test_the_way_to_begin_again_is_escaped() -> None:
    assert '"><b>' not in failure_page("en", "other", '"><b>')
