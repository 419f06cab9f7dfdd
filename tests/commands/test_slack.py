"""The commands ``slack`` and ``doctor``, and what the server is given to be installed with."""

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.__main__ import main
from bot.channels.slack.api.workspaces import NoWorkspaceError, OneWorkspace
from bot.channels.slack.oauth.flow import INSTALL, REDIRECT
from bot.channels.slack.oauth.uninstalls import Uninstall
from bot.channels.slack.settings import KEY
from bot.model.errors import DeliveryError
from bot.running.installing import Installing
from bot.settings import from_environment
from bot.store import migrations
from tests.channels.fakes import NOON, Clock
from tests.channels.slack.granting import Granting
from tests.channels.slack.test_settings import MANY, ONE, found

pytestmark = pytest.mark.slow

NOWHERE = "http://127.0.0.1:9/api/"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Nothing of Slack is set, and the folder is the test's own."""
    for name in (*ONE, *MANY, "SLACK_APP_TOKEN", "JITABATA_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SLACK_API_URL", NOWHERE)
    monkeypatch.setenv("JITABATA_OFFLINE", "1")
    return monkeypatch


def test_the_manifest_is_json_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "manifest", "--url", "https://desk.example.com/"]) == 0
    made = json.loads(capsys.readouterr().out)
    url = made["settings"]["event_subscriptions"]["request_url"]
    assert url == "https://desk.example.com/slack/events"
    assert made["settings"]["token_rotation_enabled"] is False


def test_the_manifest_takes_what_the_settings_say(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "desk.toml"
    config.write_text('[slack]\npublic_url = "https://desk.example.com"\n', "utf-8")
    for name, value in MANY.items():
        environment.setenv(name, value)
    assert main(["slack", "manifest", "--config", str(config)]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["settings"]["token_rotation_enabled"] is True
    assert made["oauth_config"]["redirect_urls"] == [
        "https://desk.example.com/slack/oauth_redirect"
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--url"),
        (["--socket", "--oauth"], "--url"),
        (["--url", "http://desk.example.com"], "not an https address"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_not_printed(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slack", "manifest", *words]) == 1
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.out == ""


def test_a_key_is_one_that_the_settings_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "key"]) == 0
    key = capsys.readouterr().out.strip()
    assert KEY.read(key) == (key,)


def test_the_doctor_has_nothing_against_a_desk_without_slack(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing to put right at once."


@pytest.mark.parametrize("setting", [ONE, MANY])
def test_the_doctor_says_what_is_wrong_and_no_secret(
    setting: dict[str, str], environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in setting.items():
        environment.setenv(name, value)
    assert main(["doctor"]) == 1
    printed = capsys.readouterr()
    assert re.search(r"^要対応  SLACK_\w+: Slack に接続できません。$", printed.out, re.MULTILINE)
    assert printed.out.splitlines()[-1].startswith("すぐに直すところが ")
    assert not any(
        secret in printed.out + printed.err for secret in setting.values() if "-" in secret
    )


def test_the_doctor_says_that_the_tables_are_not_there(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in MANY.items():
        environment.setenv(name, value)
    assert main(["doctor", "--lang", "en"]) == 1
    assert "slack_bots: The installations cannot be read." in capsys.readouterr().out


def test_one_workspace_has_no_pages_and_nothing_to_forget() -> None:
    installing = Installing(found(ONE), "sqlite://", Clock())
    assert isinstance(installing.workspaces, OneWorkspace)
    assert (installing.routes, installing.installations) == ([], None)
    asyncio.run(installing.forget(Uninstall("T1", "", NOON)))
    assert asyncio.run(installing.workspaces.client("T1")).token == ONE["SLACK_BOT_TOKEN"]
    installing.close()


def test_a_workspace_comes_and_goes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    migrations.migrate(url)

    async def scenario() -> None:
        async with Granting(("chat:write",)).open() as slack:
            settings = found(
                MANY
                | {
                    "SLACK_API_URL": slack.url,
                    "SLACK_CLIENT_ID": "11.22",
                    "SLACK_CLIENT_SECRET": "client-secret-of-the-tests",
                }
            )
            installing = Installing(settings, url, Clock())
            transport = httpx.ASGITransport(app=Starlette(routes=installing.routes))
            async with httpx.AsyncClient(transport=transport, base_url="https://desk") as browser:
                page = await browser.get("/slack/install")
                [state] = re.findall(r"state=([0-9a-f-]+)", page.text)
                query = {"code": slack.somebody_allows("T1"), "state": state}
                done = await browser.get("/slack/oauth_redirect", params=query)
            assert done.status_code == 200
            client = await installing.workspaces.client("T1")
            assert (await client.auth_test())["team_id"] == "T1"
            await installing.forget(Uninstall("T1", "", NOON.replace(year=2100)))
            with pytest.raises(NoWorkspaceError):
                await installing.workspaces.client("T1")
            installing.close()

    asyncio.run(scenario())


def test_our_own_workspace_is_spoken_to_with_the_token_of_the_environment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    migrations.migrate(url)

    async def scenario() -> None:
        async with Granting(("chat:write",)).open() as slack:
            slack.knows("xoxb-of-our-own", "T0")
            both = MANY | {"SLACK_API_URL": slack.url, "SLACK_BOT_TOKEN": "xoxb-of-our-own"}
            installing = Installing(found(both), url, Clock())
            assert [r.path for r in installing.routes] == [INSTALL, REDIRECT]
            for team in ("T0", ""):
                assert (await installing.workspaces.client(team)).token == "xoxb-of-our-own"
            with pytest.raises(NoWorkspaceError):
                await installing.workspaces.client("T9")
            assert slack.calls.count("auth.test") == 1
            installing.close()

    asyncio.run(scenario())


def test_while_slack_does_not_say_whose_the_token_is_deliveries_wait(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    migrations.migrate(url)
    both = MANY | {"SLACK_API_URL": "http://127.0.0.1:1/api/", "SLACK_BOT_TOKEN": "xoxb-1"}
    installing = Installing(found(both), url, Clock())
    with pytest.raises(DeliveryError, match="does not say") as refused:
        asyncio.run(installing.workspaces.client("T0"))
    assert not refused.value.permanent
    installing.close()


def test_the_key_that_seals_tokens_is_made_once_and_kept_for_us_alone(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in MANY.items():
        environment.setenv(name, value)
    environment.delenv("JITABATA_SLACK_KEY")
    first, again = (from_environment().slack for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.keys == again.keys == KEY.read((tmp_path / "slack-key").read_text())
    assert (tmp_path / "slack-key").stat().st_mode & 0o077 == 0
    environment.setenv("JITABATA_SLACK_KEY", MANY["JITABATA_SLACK_KEY"])
    named = from_environment().slack
    assert named is not None
    assert first.keys[0] not in named.keys


def test_without_oauth_no_key_is_made(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in ONE.items():
        environment.setenv(name, value)
    assert from_environment().slack is not None
    assert not (tmp_path / "slack-key").exists()
