"""What an operator sets for Slack: read, or refused with the name of the key and no secret."""

import base64
from typing import Any

import pytest

from bot.channels.slack.settings import SlackSettings, settings_of
from bot.model.errors import JitabataError
from tests.cases import each

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OTHER_KEY = base64.urlsafe_b64encode(b"o" * 32).decode()
ONE = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_SIGNING_SECRET": "signing-secret"}
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "JITABATA_SLACK_KEY": f"{KEY}, {OTHER_KEY}",
}
TABLE = {
    "channels": ["C1", "G2"],
    "public_url": "https://desk.example.com/",
    "triage_channel": "C0TRIAGE",
    "staff_team": "T0HOME",
    "staff": {"U0SATO": "agent", "W0KATO": "lead"},
    "tenants": {"T1": "acme", "T1/C9": "globex"},
}


def found(environment: dict[str, str], table: object = None) -> SlackSettings:
    settings = settings_of(environment, table)
    assert settings is not None
    return settings


def test_without_a_token_or_a_client_slack_is_off() -> None:
    assert settings_of({}, None) is None
    assert settings_of({"SLACK_SIGNING_SECRET": "x", "JITABATA_SLACK_KEY": KEY}, TABLE) is None


def test_a_token_is_one_workspace_and_a_client_lets_others_install() -> None:
    assert not found(ONE).uses_oauth
    assert found(ONE | MANY).uses_oauth
    assert found(ONE | MANY).bot_token == "xoxb-1-secret"


def test_a_client_without_a_token_is_oauth() -> None:
    settings = found(MANY)
    assert settings.uses_oauth
    assert settings.keys == (KEY, OTHER_KEY)


def test_the_table_says_who_and_where() -> None:
    settings = found(ONE, TABLE)
    assert settings.channels == ("C1", "G2")
    assert settings.public_url == "https://desk.example.com"
    assert (settings.triage_channel, settings.staff_team) == ("C0TRIAGE", "T0HOME")
    assert settings.staff == {"U0SATO": "agent", "W0KATO": "lead"}
    assert settings.tenants == {"T1": "acme", "T1/C9": "globex"}


def test_the_address_of_slack_is_that_of_the_environment() -> None:
    assert found(ONE).api_url == "https://slack.com/api/"
    given = found(ONE | {"SLACK_API_URL": "http://127.0.0.1:9/api"})
    assert given.api_url == "http://127.0.0.1:9/api/"


def test_nothing_secret_shows() -> None:
    shown = repr(found(ONE | MANY | {"SLACK_APP_TOKEN": "xapp-secret"}))
    assert "secret" not in shown.replace("client_secret", "")
    assert KEY not in shown


@each(
    ("environment", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1-secret"}, "SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": "x"}, "SLACK_CLIENT_SECRET"),
        ({"SLACK_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "x"}, "SLACK_CLIENT_ID"),
        (MANY | {"JITABATA_SLACK_KEY": f"{KEY},secret-but-short"}, "key 2 is not 32 bytes"),
        (MANY | {"JITABATA_SLACK_KEY": "秘密"}, "key 1 is not 32 bytes"),
        (MANY | {"SLACK_SIGNING_SECRET": ""}, "SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET"),
        (ONE | {"SLACK_API_URL": "slack.com"}, "SLACK_API_URL"),
    ],
)
def test_what_is_missing_is_named(environment: dict[str, str], says: str) -> None:
    with pytest.raises(JitabataError, match=says) as refused:
        settings_of(environment, None)
    assert "secret-but-short" not in str(refused.value)


@each(
    ("table", "says"),
    [
        ("yes", r"\[slack\] must be a table"),
        ({"chanels": ["C1"]}, "knows no chanels"),
        ({"channels": "C1"}, "channels must be a list"),
        ({"channels": ["#help"]}, "channels must be an id"),
        ({"channels": [""]}, "channels must be a list of ids"),
        ({"public_url": "desk.example.com"}, "public_url"),
        ({"public_url": "https://user:pass@desk.example.com"}, "public_url"),
        ({"public_url": "https://desk.example.com/?a=1"}, "public_url"),
        ({"public_url": 5}, "public_url"),
        ({"triage_channel": "#triage"}, "triage_channel"),
        ({"triage_channel": 5}, "triage_channel"),
        ({"staff_team": "home"}, "staff_team"),
        ({"staff": ["U1"]}, r"\[slack\] staff must be a table"),
        ({"staff": {"sato": "agent"}}, "staff: 'sato'"),
        ({"staff": {"U1": "boss"}}, "U1 must be"),
        ({"staff": {"U1": "agent"}}, "need staff_team"),
        ({"triage_channel": "C0TRIAGE"}, "need staff_team"),
        ({"staff_language": "fr"}, "staff_language must be"),
        ({"tenants": {"acme": "T1"}}, "tenants: 'acme'"),
        ({"tenants": {"T1/help": "acme"}}, "tenants: 'T1/help'"),
        ({"tenants": {"T1": ""}}, "T1 must name an organisation"),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(table: Any, says: str) -> None:
    with pytest.raises(JitabataError, match=says):
        settings_of(ONE, table)
