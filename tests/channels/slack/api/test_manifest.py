"""The manifest asks for what we use, no less and no more, and Slack would take it."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api.manifest import EVENTS, SCOPES, Manifest, manifest, problems_with
from bot.model.operator import Operator
from tests.cases import each

ROOM = Path(__file__).parents[4] / "bot" / "channels" / "slack"
KNOWN = {name for name in dir(AsyncWebClient) if "_" in name and name[0] != "_"} - {"api_call"}
READ = ("channels:read", "groups:read")
HISTORY = ("channels:history", "groups:history", "im:history")
# The pages of the methods, "Required scopes". A method of conversations has one for each kind of
# room, and we are in all three kinds.
METHODS: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # with the app token, whose scope is connections:write
    "assistant.threads.setStatus": ("chat:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.teams.list": (),
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.open": ("im:write",),
    "conversations.replies": HISTORY,
    "files.info": ("files:read",),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
}
ATTRIBUTES = {method.replace(".", "_"): method for method in METHODS}
HTTP = manifest("https://desk.example.com", socket=False, oauth=False)
SOCKET = manifest("", socket=True, oauth=False)
OAUTH = manifest("https://desk.example.com", socket=False, oauth=True)


@cache
def methods_used() -> frozenset[tuple[str, str]]:
    """Each method of the Web API that our files call, by attribute or by name."""
    return frozenset(_methods_used())


def _methods_used() -> Iterator[tuple[str, str]]:
    for path in ROOM.rglob("*.py"):
        if path.name in {"manifest.py", "pace.py"}:  # tables of methods
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in KNOWN:
                yield path.name, node.attr
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value.replace(".", "_")
                if re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9]+)+", node.value) and name in KNOWN:
                    yield path.name, name


def test_every_method_that_we_call_is_covered_by_a_scope() -> None:
    used = methods_used()
    assert ("installed.py", "auth_teams_list") in used
    assert {(file, name) for file, name in used if name not in ATTRIBUTES} == set()
    lacking = {
        (file, name): missing
        for file, name in used
        if (missing := set(METHODS[ATTRIBUTES[name]]) - set(SCOPES))
    }
    assert lacking == {}


def test_no_scope_is_asked_for_in_vain() -> None:
    of_methods = {s for _, name in methods_used() for s in METHODS[ATTRIBUTES[name]]}
    of_events = {s for scopes in EVENTS.values() for s in scopes}
    of_features = {
        "commands",  # shortcuts and the slash command
        "assistant:write",  # features.agent_view asks for it
        "im:write",  # a person who wrote in a room is answered in private
    }
    assert set(SCOPES) - of_methods - of_events - of_features == set()
    assert set(SCOPES) >= of_events
    assert list(SCOPES) == sorted(SCOPES)


@each("made", [HTTP, SOCKET, OAUTH])
def test_slack_would_take_it(made: Manifest) -> None:
    assert problems_with(made) == []
    assert json.loads(json.dumps(made)) == made


def test_addresses_are_ours_or_absent() -> None:
    assert HTTP["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert HTTP["features"]["slash_commands"][0]["url"] == "https://desk.example.com/slack/events"
    assert "http" not in json.dumps(SOCKET)
    assert SOCKET["settings"]["socket_mode_enabled"] is True


def test_tokens_are_rotated_only_where_workspaces_install_us() -> None:
    assert OAUTH["settings"]["token_rotation_enabled"] is True
    assert OAUTH["settings"]["org_deploy_enabled"] is True
    assert OAUTH["oauth_config"]["redirect_urls"] == [
        "https://desk.example.com/slack/oauth_redirect"
    ]
    assert HTTP["settings"]["token_rotation_enabled"] is False


def test_the_ids_that_the_listeners_know() -> None:
    shortcuts = {s["callback_id"]: s["type"] for s in HTTP["features"]["shortcuts"]}
    assert shortcuts == {"case_from_message": "message", "new_case": "global"}
    assert HTTP["features"]["slash_commands"][0]["command"] == "/jitabata"


@each(
    ("part", "key", "value", "says"),
    [
        ("display_information", "name", "x" * 36, "longer than 35"),
        ("display_information", "description", "", "description is empty"),
        ("display_information", "long_description", "short", "shorter than 175"),
    ],
)
def test_what_slack_would_refuse_is_found(part: str, key: str, value: str, says: str) -> None:
    broken = {**HTTP, part: {**HTTP[part], key: value}}
    assert any(says in problem for problem in problems_with(broken))


def test_an_address_without_tls_is_refused() -> None:
    open_to_all = manifest("http://desk.example.com", socket=False, oauth=True)
    assert len(problems_with(open_to_all)) == 4


def test_the_app_carries_the_operators_name_and_a_colour_that_slack_takes() -> None:
    bright = Operator(name={"ja": "株式会社サンプル"}, colour="#ffcc00")
    shown = manifest("", socket=True, oauth=False, operator=bright)["display_information"]
    assert shown["name"] == "株式会社サンプル サポート窓口"
    assert shown["background_color"] == HTTP["display_information"]["background_color"]
    long = Operator(name={"ja": "長" * 60}, colour="#0b676b")
    made = manifest("", socket=True, oauth=False, operator=long)
    assert made["display_information"]["background_color"] == "#0b676b"
    assert problems_with(made) == []
