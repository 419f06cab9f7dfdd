"""Each thing that may be wrong is found, said in both languages, and no secret with it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.signature import Clock, SignatureVerifier
from sqlalchemy import text

from bot.channels.slack.api.manifest import SCOPES
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.doctor import examine as doctor
from bot.channels.slack.doctor.examine import Patient, examine
from bot.channels.slack.settings import SlackSettings
from bot.model.checkup import Checkup, CheckupHealth
from bot.model.staff import Role
from tests.cases import each
from tests.channels.slack.granting import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, Granting
from tests.channels.slack.installing import Database, a_desk_database

SIGNING = "0123456789abcdef0123456789abcdef"
TRIAGE = {"name": "triage", "is_private": True, "is_member": True, "is_ext_shared": False}
SECRETS = (BOT_TOKEN, APP_TOKEN, SIGNING, CLIENT_SECRET, "xox", "xapp")


def now() -> datetime:
    return datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def slack() -> Granting:
    """A workspace in which everything is as it should be."""
    made = Granting(SCOPES)
    made.knows(BOT_TOKEN, "T1")
    made.rooms["C1TRIAGE"] = dict(TRIAGE)
    made.people["USATO"] = {"id": "USATO"}
    return made


def settings(slack: Granting, **changes: Any) -> SlackSettings:
    good = SlackSettings(
        BOT_TOKEN,
        SIGNING,
        app_token=APP_TOKEN,
        api_url=slack.url,
        triage_channel="C1TRIAGE",
        staff={"USATO": Role.AGENT},
        staff_team="T1",
    )
    return replace(good, **changes)


def looked_at(slack: Granting, **changes: Any) -> list[Checkup]:
    """All checkups of one workspace; no secret stands in any, and none in an address."""

    async def look() -> list[Checkup]:
        async with slack.open():
            chosen = settings(slack, **changes)
            return await examine(Patient(chosen, OneWorkspace(chosen), None, now))

    return without_secrets(asyncio.run(look()), slack)


def without_secrets(found: list[Checkup], slack: Granting) -> list[Checkup]:
    for secret in SECRETS:
        assert secret not in f"{found}{slack.seen}"
    return found


def keys(found: list[Checkup]) -> list[str]:
    """By which text each was said, without its room and how it is."""
    return [c.key.rpartition(".")[2] for c in found]


def wrong(found: list[Checkup]) -> list[str]:
    return keys([c for c in found if c.health is CheckupHealth.WRONG])


def test_a_healthy_workspace_has_nothing_to_do(slack: Granting) -> None:
    found = looked_at(slack)
    assert {c.health for c in found} == {CheckupHealth.OK}
    assert keys(found) == [
        *("signing_ok", "token_ok", "scopes_ok", "app_token_ok"),
        *("room_ok", "staff_ok"),
    ]
    assert "chat.postMessage" not in slack.calls


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"bot_token": "xoxb-of-somebody"}, "token_bad"),
        ({"app_token": "xapp-of-somebody"}, "app_token_bad"),
        ({"signing_secret": "swordfish"}, "signing_odd"),
        ({"triage_channel": "C9"}, "room_unseen"),
        ({"staff": {"UNOBODY": "lead"}}, "staff_unknown"),
        ({"staff_team": "T9"}, "staff_team_other"),
    ],
)
def test_a_wrong_setting_is_found(slack: Granting, changes: dict[str, Any], says: str) -> None:
    assert says in wrong(looked_at(slack, **changes))


@pytest.mark.parametrize(
    ("room", "says"),
    [
        ({"is_ext_shared": True}, "room_shared"),
        ({"is_pending_ext_shared": True}, "room_shared"),
        ({"is_private": False}, "room_public"),
        ({"is_member": False}, "room_outside"),
        ({"is_archived": True}, "room_archived"),
    ],
)
def test_a_room_where_customers_read_is_no_triage_room(
    slack: Granting, room: dict[str, bool], says: str
) -> None:
    slack.rooms["C1TRIAGE"] |= room
    assert wrong(looked_at(slack)) == [says]


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ({"deleted": True}, "staff_gone"),
        ({"is_stranger": True}, "staff_stranger"),
        ({"is_restricted": True}, "staff_stranger"),
        ({"is_bot": True}, "staff_stranger"),
    ],
)
def test_an_outsider_is_no_staff(slack: Granting, person: dict[str, bool], says: str) -> None:
    slack.people["USATO"] |= person
    assert wrong(looked_at(slack)) == [says]


def test_scopes_are_compared_with_the_manifest(slack: Granting) -> None:
    slack.scopes = ",".join([*SCOPES[1:], "admin"])
    found = looked_at(slack)
    assert wrong(found) == ["scopes_missing"]
    assert f"Scopes are missing: {SCOPES[0]}" in [c.said.en for c in found]
    assert "Has scopes that it does not use: admin" in [c.said.en for c in found]


def test_slack_being_away_is_said_and_nothing_is_raised(slack: Granting) -> None:
    gone = "http://127.0.0.1:9/api/"
    assert set(wrong(looked_at(slack, api_url=gone, staff_team=""))) == {"unreachable"}


def test_what_is_not_used_is_noted_and_not_wrong(slack: Granting) -> None:
    found = looked_at(slack, triage_channel="", staff={}, app_token=None, client_id="1.2")
    notes = keys([c for c in found if c.health is CheckupHealth.NOTE])
    assert notes == ["client_ignored", "events_unknown", "room_none", "staff_none"]
    assert wrong(found) == []


# the public address


def asked(url_of: Callable[[str], str], answer: Callable[[bytes], web.Response]) -> list[Checkup]:
    """What is said of a public address that answers so when the signature is right."""

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        clock = Clock()  # the default is shared by the whole process
        clock.now = lambda: now().timestamp()  # type: ignore[method-assign]
        verifier = SignatureVerifier(SIGNING, clock)
        headers = {k.lower(): v for k, v in request.headers.items()}
        return (
            answer(body) if verifier.is_valid_request(body, headers) else web.Response(status=401)
        )

    async def look() -> list[Checkup]:
        app = web.Application()
        app.router.add_post("/slack/events", receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = url_of(f"http://127.0.0.1:{runner.addresses[0][1]}")
        chosen = SlackSettings(BOT_TOKEN, SIGNING, public_url=url)
        secret = replace(chosen, signing_secret="f" * 32) if url.endswith("#") else chosen
        plain = replace(secret, public_url=url.rstrip("#"))
        found = await doctor.events(Patient(plain, OneWorkspace(plain), None, now))
        await runner.cleanup()
        return found

    return asyncio.run(look())


def echo(body: bytes) -> web.Response:
    return web.Response(body=body)


@each(
    ("url_of", "answer", "says"),
    [
        (str, echo, "events_ok"),
        (lambda url: url + "#", echo, "events_signature"),
        (lambda url: url + "/elsewhere", echo, "events_bad"),
        (str, lambda _: web.Response(text="<html>"), "events_bad"),
        (lambda _: "http://127.0.0.1:9", echo, "events_bad"),
    ],
)
def test_the_public_address_is_asked_as_slack_would(
    url_of: Callable[[str], str], answer: Callable[[bytes], web.Response], says: str
) -> None:
    assert keys(asked(url_of, answer)) == ["public_http", says]


# many workspaces


@contextmanager
def a_database(tmp_path: Path, slack: Granting) -> Iterator[Database]:
    with a_desk_database(f"sqlite:///{tmp_path / 'desk.sqlite'}", slack) as database:
        yield database


def looked_at_many(
    slack: Granting, tmp_path: Path, prepare: Callable[[Database], Any], **changes: Any
) -> list[Checkup]:
    async def look(database: Database) -> list[Checkup]:
        chosen = replace(database.settings, signing_secret=SIGNING, public_url="", **changes)
        installed = database.installations
        return await examine(Patient(chosen, database.process(), installed, database.clock))

    async def open_all() -> list[Checkup]:
        async with slack.open():
            with a_database(tmp_path, slack) as database:
                prepare(database)
                return await look(database)

    return without_secrets(asyncio.run(open_all()), slack)


def test_every_installation_is_looked_at(slack: Granting, tmp_path: Path) -> None:
    def prepare(database: Database) -> None:
        database.has("T1")
        slack.revokes(database.has("T2").token)
        database.has("T3", hours=-1)
        slack.answers_next("oauth.v2.access", "invalid_code")  # to the question about the client
        slack.answers_next("oauth.v2.access", "invalid_refresh_token")

    found = looked_at_many(slack, tmp_path, prepare)
    said = {c.subject: keys([c])[0] for c in found if c.subject in {"T2", "T3"}}
    assert said == {"T2": "token_bad", "T3": "not_renewed"}
    assert "client_ok" in keys(found)


def test_a_token_of_a_lost_key_is_found(slack: Granting, tmp_path: Path) -> None:
    def prepare(database: Database) -> None:
        database.has("T1")
        with database.writer.begin() as connection:
            connection.execute(text("UPDATE slack_bots SET bot_token = 'gAAAA-of-another-key'"))

    assert wrong(looked_at_many(slack, tmp_path, prepare)) == ["sealed"]


def test_before_the_first_installation_it_says_where_to_begin(
    slack: Granting, tmp_path: Path
) -> None:
    found = looked_at_many(slack, tmp_path, lambda database: None)
    assert keys(found) == [
        *("signing_ok", "client_ok", "nobody", "events_unknown", "room_none", "staff_none"),
    ]


def test_a_wrong_client_is_found(slack: Granting, tmp_path: Path) -> None:
    changes = {"client_id": CLIENT_ID, "client_secret": "of-another-app"}
    assert wrong(looked_at_many(slack, tmp_path, lambda d: None, **changes)) == ["client_bad"]
