"""Slack payload to command. Pure: no clock, no store, no network.

A Slack channel is a *room* here, since a channel is something else in this house. Shapes:
docs.slack.dev, "Events API"; presses, shortcuts and forms are in ``interactions.py``, edits in
``edits.py``.
"""

from datetime import datetime

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.commands import Attended, Command, IgnoredPayload, Payload
from bot.channels.slack.incoming.edits import changed, taken_back
from bot.channels.slack.incoming.interactions import filled_in, made_a_case, pressed
from bot.channels.slack.incoming.posts import (
    MOST_TEXT,
    is_first,
    message_of,
    posted,
    thread_of,
    words,
)

__all__ = ["MOST_TEXT", "Command", "IgnoredPayload", "translate"]


def translate(payload: Payload, at: datetime, rules: RoomRules) -> Command | IgnoredPayload:
    """What a payload is for the desk, or why it is nothing. Files are named here and not read."""
    try:
        match payload.get("type"):
            case "block_actions":
                return pressed(payload, at, rules)
            case "message_action":
                return made_a_case(payload, at, rules)
            case "view_submission":
                return filled_in(payload, at, rules)
            case _:
                return _happened(payload, at, rules)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return IgnoredPayload.MALFORMED


def _happened(payload: Payload, at: datetime, rules: RoomRules) -> Command | IgnoredPayload:
    event = payload["event"] if payload.get("event") else {}
    if event.get("type") not in {"message", "app_mention"}:
        return IgnoredPayload.OTHER_EVENT
    match event.get("subtype"):
        case "message_changed":
            return changed(payload, event, at, rules)
        case "message_deleted":
            return taken_back(payload, event, event["previous_message"], at, rules)
        case _:
            told = posted(payload, event, at, rules)
            is_attended = told is IgnoredPayload.STAFF and not is_first(event)
            if is_attended and rules.is_ours(str(thread_of(payload, event))):
                said = message_of(payload, event, words(event), at, rules)
                return Attended(said, str(event["user"]))
            return told
