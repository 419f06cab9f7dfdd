"""A client for each workspace that installed us, and none for one that did not."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack.api.workspaces import NoWorkspaceError, OneWorkspace
from bot.channels.slack.oauth.encryption import Encryption
from bot.channels.slack.oauth.installations import Renewed
from bot.channels.slack.oauth.installed import InstalledWorkspaces
from bot.channels.slack.oauth.rotation import Rotation
from bot.channels.slack.oauth.uninstalls import Uninstall, departure_of
from bot.channels.slack.settings import SlackSettings
from bot.model.errors import DeliveryError
from bot.store.locks import Locks
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.slack.granting import Granting
from tests.channels.slack.installing import Database, a_desk_database
from tests.channels.slack.test_settings import OTHER_KEY
from tests.store.databases import ON_POSTGRESQL, a_database

Scenario = Callable[[Database, Granting], Coroutine[Any, Any, None]]


@pytest.fixture(params=["file", ON_POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        yield address


def play(url: str, scenario: Scenario) -> None:
    async def run() -> None:
        async with Granting().open() as slack:
            with a_desk_database(url, slack) as database:
                await scenario(database, slack)

    asyncio.run(run())


async def speaks_as(workspaces: InstalledWorkspaces, team: str) -> str:
    """Whom Slack takes us for."""
    answer = await (await workspaces.client(team)).auth_test()
    return str(answer["team_id"])


def test_each_workspace_is_spoken_to_with_its_own_token(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("T1")
        database.has("T2", enterprise="E1")
        workspaces = database.process()
        assert [await speaks_as(workspaces, t) for t in ("T1", "T2", "T1")] == ["T1", "T2", "T1"]
        assert "xox" not in "".join(slack.seen)

    play(url, scenario)


@pytest.mark.parametrize("team", ["T9", ""])
def test_where_nobody_installed_us_there_is_no_client(team: str, url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("T1")
        with pytest.raises(NoWorkspaceError) as refused:
            await database.process().client(team)
        assert refused.value.permanent

    play(url, scenario)


def test_an_enterprise_speaks_in_its_workspaces_and_in_no_other(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("", enterprise="E1")
        slack.grid["E1"] = ["T1", "T2"]
        workspaces = database.process()
        assert [await speaks_as(workspaces, t) for t in ("T2", "T1")] == ["E1", "E1"]
        with pytest.raises(NoWorkspaceError):
            await workspaces.client("T9")
        asked = slack.calls.count("auth.teams.list")
        with pytest.raises(NoWorkspaceError):
            await workspaces.client("T9")
        await workspaces.client("T1")
        assert slack.calls.count("auth.teams.list") == asked

    play(url, scenario)


def test_slack_being_away_is_not_taken_for_a_workspace_being_gone(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("", enterprise="E1")
        slack.answers_next("auth.teams.list", "fatal_error")
        with pytest.raises(DeliveryError) as refused:
            await database.process().client("T1")
        assert not refused.value.permanent

    play(url, scenario)


def test_a_workspaces_own_installation_goes_before_its_enterprises(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("", enterprise="E1")
        database.has("T1", enterprise="E1")
        assert await speaks_as(database.process(), "T1") == "T1"

    play(url, scenario)


def test_a_token_about_to_expire_is_renewed_on_the_way(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old, workspaces = database.has("T1", hours=3), database.process()
        assert (await workspaces.client("T1")).token == old.token
        database.clock.passes(hours=2)
        assert (await workspaces.client("T1")).token == database.now("T1").token != old.token

    play(url, scenario)


def test_what_another_process_changes_is_seen_within_seconds(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        kept, workspaces = database.has("T1"), database.process()
        for _ in range(10):  # however often it is asked for meanwhile
            await workspaces.client("T1")
            database.clock.passes(seconds=1)
        renewed = Renewed("xoxe.xoxb-else", "xoxe-else", NOON + timedelta(hours=12))
        database.installations.renew(kept, renewed)
        database.clock.passes(seconds=5)
        assert (await workspaces.client("T1")).token == "xoxe.xoxb-else"
        database.installations.forget("T1", database.clock())
        database.clock.passes(seconds=5)
        with pytest.raises(NoWorkspaceError):
            await workspaces.client("T1")
        database.has("T1", at=database.clock())
        assert await speaks_as(workspaces, "T1") == "T1"

    play(url, scenario)


def test_a_workspace_that_removes_us_is_forgotten_at_once(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("T1")
        database.has("T2")
        workspaces = database.process()
        await workspaces.client("T1")
        assert await workspaces.forget(Uninstall("T1", "", NOON)) == 1
        with pytest.raises(NoWorkspaceError) as refused:
            await workspaces.client("T1")
        assert refused.value.permanent
        assert await speaks_as(workspaces, "T2") == "T2"

    play(url, scenario)


def test_an_enterprise_that_removes_us_is_forgotten_in_all_its_workspaces(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("", enterprise="E1")
        slack.grid["E1"] = ["T1"]
        workspaces = database.process()
        await workspaces.client("T1")
        assert await workspaces.forget(Uninstall("", "E1", NOON)) == 1
        with pytest.raises(NoWorkspaceError):
            await workspaces.client("T1")

    play(url, scenario)


def test_an_event_that_does_not_say_that_it_is_the_enterprises_is_looked_into(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        whole, workspaces = database.has("", enterprise="E1"), database.process()
        departure = Uninstall("T1", "E1", NOON)
        assert await workspaces.forget(departure) == 0  # one workspace left, the token is good
        slack.answers_next("auth.test", "fatal_error")
        assert await workspaces.forget(departure) == 0
        slack.revokes(whole.token)
        assert await workspaces.forget(departure) == 1
        assert database.installations.places() == []

    play(url, scenario)


def test_a_lost_key_loses_no_delivery(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("T1")
        stranger = database.installations_with(Encryption([OTHER_KEY]))
        rotation = Rotation(database.settings, stranger, Locks(url).take, database.clock)
        workspaces = InstalledWorkspaces(database.settings, stranger, rotation, database.clock)
        with pytest.raises(DeliveryError, match="JITABATA_SLACK_KEY") as refused:
            await workspaces.client("T1")
        assert not refused.value.permanent

    play(url, scenario)


def test_one_workspace_answers_for_every_team() -> None:
    one = OneWorkspace(SlackSettings("xoxb-1", "secret", api_url="http://127.0.0.1:9/api"))
    client = asyncio.run(one.client("T1"))
    assert client is asyncio.run(one.client(""))
    assert client.base_url == "http://127.0.0.1:9/api/"
    assert client.retry_handlers == []


def event(kind: str, **more: Any) -> dict[str, Any]:
    grant = {"enterprise_id": None, "team_id": "T1", "is_bot": True, "is_enterprise_install": False}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": kind, **more.pop("event", {})},
        "event_time": 1_700_000_000,
        "authorizations": [grant],
        **more,
    }


THEN = datetime.fromtimestamp(1_700_000_001, UTC)
WHOLE = [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]


@each(
    ("payload", "found"),
    [
        (event("app_uninstalled"), Uninstall("T1", "", THEN)),
        (event("tokens_revoked", event={"tokens": {"bot": ["UBOT"]}}), Uninstall("T1", "", THEN)),
        (event("tokens_revoked", event={"tokens": {"oauth": ["USATO"]}}), None),
        (event("tokens_revoked", event={"tokens": None}), None),
        (
            event("app_uninstalled", enterprise_id="E1", authorizations=WHOLE),
            Uninstall("", "E1", THEN),
        ),
        (event("app_uninstalled", enterprise_id="E1"), Uninstall("T1", "E1", THEN)),
        (event("app_uninstalled", event_time="soon"), None),
        (event("app_mention"), None),
        ({"type": "block_actions"}, None),
    ],
)
def test_which_event_says_that_we_were_removed(
    payload: dict[str, Any], found: Uninstall | None
) -> None:
    assert departure_of(payload) == found
