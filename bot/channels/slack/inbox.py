"""Slack payload to event. Pure: no clock, no store, no network.

A Slack channel is a *room* here, since a channel is something else in this house. Shapes:
docs.slack.dev, "Events API" and "block_actions payload".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.channels.slack.addresses import Address
from bot.channels.slack.mrkdwn import mentions, plain, visible
from bot.channels.slack.render import BUTTONS
from bot.model.event import MessageReceived

Payload = Mapping[str, Any]

MOST_TEXT = 20_000  # characters of one post that are read; Slack itself cuts at 40,000
SAID_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})


class Ignored(StrEnum):
    """Why a payload is nothing for the desk."""

    OTHER_EVENT = "other_event"  # opened pages, joins, reactions …
    SUBTYPE = "subtype"  # an edit, a deletion, a system message
    BOT = "bot"  # our own post or another bot's: never answer who would answer us
    NOT_OPTED_IN = "not_opted_in"  # a room where the desk speaks only when mentioned
    BETWEEN_PEOPLE = "between_people"  # a thread in which the desk has not spoken
    EMPTY = "empty"
    OTHER_BUTTON = "other_button"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Rules:
    """Which posts are for the desk, and who is which organisation.

    ``is_ours`` says whether the desk has spoken in a thread (the text of its address).
    """

    is_ours: Callable[[str], bool]
    rooms: frozenset[str] = frozenset()
    tenants: Mapping[str, str] = field(default_factory=dict)


def translate(payload: Payload, at: datetime, rules: Rules) -> MessageReceived | Ignored:
    """The message or button press in a payload, or why there is none for us.

    An edit is no new report, pleasantries are not told apart here, files are named and not read.
    """
    try:
        if payload.get("type") == "block_actions":
            return _pressed(payload, at, rules)
        event = payload.get("event")
        if not isinstance(event, Mapping) or event.get("type") not in {"message", "app_mention"}:
            return Ignored.OTHER_EVENT
        return _posted(payload, event, at, rules)
    except (KeyError, TypeError, AttributeError, IndexError):
        return Ignored.MALFORMED


def _posted(
    payload: Payload, event: Payload, at: datetime, rules: Rules
) -> MessageReceived | Ignored:
    if event.get("bot_id") or event.get("user") in {*_bots(payload), "USLACKBOT"}:
        return Ignored.BOT
    if event.get("subtype") not in SAID_BY_PEOPLE:
        return Ignored.SUBTYPE
    if reason := _not_for_us(payload, event, rules):
        return reason
    text = _text(event)
    if not text and not _is_addressed(payload, event):
        return Ignored.EMPTY
    room, posted = str(event["channel"]), str(event["ts"])
    team = _author_team(event) or str(payload["team_id"])
    return MessageReceived(
        at=at,
        message_id=f"slack:{payload['team_id']}:{room}:{posted}",
        customer=f"slack:{team}:{event['user']}",
        tenant=rules.tenants.get(team, team),
        channel="slack",
        text=text,
        thread=str(Address(str(payload["team_id"]), room, str(event.get("thread_ts") or posted))),
    )


def _not_for_us(payload: Payload, event: Payload, rules: Rules) -> Ignored | None:
    """Where the desk listens: mentions, direct messages, opted-in rooms, threads it is part of."""
    if _is_addressed(payload, event) or _is_direct(event):
        return None
    room, thread = str(event["channel"]), event.get("thread_ts")
    if thread and thread != event["ts"]:
        address = Address(str(payload["team_id"]), room, str(thread))
        return None if rules.is_ours(str(address)) else Ignored.BETWEEN_PEOPLE
    return None if room in rules.rooms else Ignored.NOT_OPTED_IN


def _is_addressed(payload: Payload, event: Payload) -> bool:
    """Whether the desk is mentioned; the post then arrives as message *and* as app_mention."""
    text = str(event.get("text") or "")
    return event["type"] == "app_mention" or any(mentions(text, b) for b in _bots(payload))


def _is_direct(event: Payload) -> bool:
    return event.get("channel_type") == "im" or str(event["channel"]).startswith("D")


def _bots(payload: Payload) -> list[str]:
    """User ids under which our app is installed, as Slack tells in every event."""
    return [a["user_id"] for a in payload.get("authorizations") or () if a.get("is_bot")]


def _author_team(event: Payload) -> str | None:
    """The author's own team, in a channel shared between companies not the one we run in."""
    return event.get("user_team") or event.get("source_team") or event.get("team")


def _text(event: Payload) -> str:
    """What the author wrote; when it is nothing but files, their names."""
    text = visible(plain(str(event.get("text") or "")[:MOST_TEXT])).strip()
    if text:
        return text
    names = [str(f.get("name") or f.get("id")) for f in event.get("files") or ()]
    return visible("\n".join(f"[{name[:200]}]" for name in names[:10]))


def _pressed(payload: Payload, at: datetime, rules: Rules) -> MessageReceived | Ignored:
    """A press on one of our buttons, however old the message is that carries it."""
    action = payload["actions"][0]
    if action["action_id"] not in BUTTONS:
        return Ignored.OTHER_BUTTON
    where, message = payload["container"], payload.get("message") or {}
    room = str(where.get("channel_id") or payload["channel"]["id"])
    thread = where.get("thread_ts") or message.get("thread_ts") or where["message_ts"]
    user = payload["user"]
    installed = str((payload.get("team") or {}).get("id") or user["team_id"])
    team = str(user.get("team_id") or installed)
    return MessageReceived(
        at=at,
        message_id=f"slack:{installed}:{room}:{action['action_ts']}",
        customer=f"slack:{team}:{user['id']}",
        tenant=rules.tenants.get(team, team),
        channel="slack",
        text=visible(str((action.get("text") or {}).get("text") or ""))[:75],
        button=str(action["action_id"]),
        thread=str(Address(installed, room, str(thread))),
    )
