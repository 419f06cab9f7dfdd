"""The app as Slack must know it: scopes, events, commands. Pure.

docs.slack.dev/reference/app-manifest. Scopes are those that the methods we call and the events we
take need, and no more: a scope that nobody uses is one that an administrator must ask about.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from bot.model.operator import Operator, is_dark
from bot.texts.loader import say

Manifest = dict[str, Any]

NAME = "Jitabata"
LONGEST_NAME = 35
COLOUR = "#1f3a5f"
NOBODY = Operator()
COMMAND = "/jitabata"
_READ = ("channels:read", "groups:read")

EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "app_home_opened": (),
        "app_mention": ("app_mentions:read",),
        "app_uninstalled": (),
        "channel_shared": _READ,
        "channel_unshared": _READ,
        "message.channels": ("channels:history",),
        "message.groups": ("groups:history",),
        "message.im": ("im:history",),
        "tokens_revoked": (),
    }
)
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
_PROMPTS = (("ja", "down"), ("ja", "outage"), ("en", "down"), ("ja", "person"))  # Slack shows four


def manifest(url: str, *, socket: bool, oauth: bool, operator: Operator = NOBODY) -> Manifest:
    """The manifest. ``url``: where Slack reaches us; "" is possible with Socket Mode alone.

    ``operator`` is whose desk it is: people find the app under that name.

    ``oauth``: many workspaces or a whole enterprise install it, and tokens are rotated. That
    cannot be undone for an app, and a token in the environment would stop after twelve hours.
    """
    events = {} if socket else {"request_url": f"{url}/slack/events"}
    redirects = {"redirect_urls": [f"{url}/slack/oauth_redirect"]} if oauth else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": _name(operator),
            "description": say("ja", "slack_app.description"),
            "long_description": _both("slack_app.long", "\n\n"),
            "background_color": _colour(operator),
        },
        "features": _features(events),
        "oauth_config": {**redirects, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**events, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **events},
            "org_deploy_enabled": oauth,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": oauth,
        },
    }


def _name(operator: Operator) -> str:
    """The operator's name with what the app is for, as far as Slack has room for it."""
    called = operator.called("ja")
    if not called:
        return NAME
    whole = say("ja", "slack_app.called", name=called)
    return whole if len(whole) <= LONGEST_NAME else called[:LONGEST_NAME]


def _both(key: str, between: str = " / ") -> str:
    """A text in both languages, since an app has one manifest for everybody."""
    return f"{say('ja', key)}{between}{say('en', key)}"


def _prompt(lang: str, what: str) -> Manifest:
    key = f"slack_app.prompt.{what}"
    return {"title": say(lang, key), "message": say(lang, f"{key}.message")}


def _colour(operator: Operator) -> str:
    """The operator's colour where white can be read on it, which Slack insists on."""
    return operator.colour if operator.colour and is_dark(operator.colour) else COLOUR


def _features(events: Mapping[str, str]) -> Manifest:
    command = {
        "command": COMMAND,
        "description": _both("slack_app.command"),
        "usage_hint": "[help | subscribe | T12 | I3]",
        "should_escape": False,
        **({"url": events["request_url"]} if events else {}),
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "agent_view": {
            "agent_description": say("ja", "slack_app.agent"),
            "suggested_prompts": [_prompt(lang, what) for lang, what in _PROMPTS],
        },
        "bot_user": {"display_name": "jitabata", "always_online": True},
        "shortcuts": [
            {
                "name": _both("slack_app.case"),
                "type": "message",
                "callback_id": "case_from_message",
                "description": _both("slack_app.case.about"),
            },
            {
                "name": _both("slack_app.new"),
                "type": "global",
                "callback_id": "new_case",
                "description": _both("slack_app.new.about"),
            },
        ],
        "slash_commands": [command],
    }


def problems_with(found: Manifest) -> list[str]:
    """What Slack would refuse, by the lengths and shapes of the reference."""
    shown, features = found["display_information"], found["features"]
    agent, bot = features["agent_view"], features["bot_user"]
    texts = [
        ("display_information.name", shown["name"], LONGEST_NAME),
        ("display_information.description", shown["description"], 140),
        ("display_information.long_description", shown["long_description"], 4000),
        ("features.bot_user.display_name", bot["display_name"], 80),
        ("features.agent_view.agent_description", agent["agent_description"], 300),
    ]
    for shortcut in features["shortcuts"]:
        name = f"shortcut {shortcut['callback_id']}"
        texts += [(f"{name}: name", shortcut["name"], 24)]
        texts += [(f"{name}: description", shortcut["description"], 150)]
    for command in features["slash_commands"]:
        texts += [(command["command"], command["command"], 32)]
        texts += [(f"{command['command']}: description", command["description"], 2000)]
    wrong = [f"{name} is longer than {most}" for name, text, most in texts if len(text) > most]
    wrong += [f"{name} is empty" for name, text, _ in texts if not text]
    if len(shown["long_description"]) < 175:
        wrong.append("display_information.long_description is shorter than 175")
    if not re.fullmatch(r"[a-z0-9._-]+", bot["display_name"]):
        wrong.append("features.bot_user.display_name: a-z, 0-9, hyphen, dot, underscore")
    if len(agent["suggested_prompts"]) > 4:
        wrong.append("features.agent_view.suggested_prompts: four at most")
    return wrong + [f"{u} is not an https address" for u in _addresses(found) if not _is_https(u)]


def _addresses(found: Manifest) -> list[str]:
    settings = found["settings"]
    given = [
        settings["event_subscriptions"].get("request_url"),
        settings["interactivity"].get("request_url"),
        *(c.get("url") for c in found["features"]["slash_commands"]),
        *found["oauth_config"].get("redirect_urls", []),
    ]
    return [address for address in given if address is not None]


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname)
