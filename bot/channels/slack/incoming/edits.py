"""Posts that their authors changed or took back, to commands. Pure.

Shapes: docs.slack.dev, "message_changed" and "message_deleted". A first post with answers is not
deleted but turned into a tombstone, which comes as a change.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.commands import Deleted, Edited, IgnoredPayload, Payload
from bot.channels.slack.incoming.posts import (
    installed_in,
    is_addressed,
    is_first,
    posted,
    thread_of,
    words,
)
from bot.model.event import MessageReceived

FRESH_FOR = 600.0  # seconds; Slack repeats a delivery for six minutes
_IDLE = re.compile(r"[\s\W_]+")


def changed(
    payload: Payload, event: Payload, at: datetime, rules: RoomRules
) -> Edited | Deleted | IgnoredPayload:
    """What an edit says that was not said before."""
    after, before = _placed(event, "message"), _placed(event, "previous_message")
    if after.get("subtype") == "tombstone":
        gone = before if before.get("ts") else after
        return taken_back(payload, event, gone, at, rules)
    edited = (after.get("edited") or {}).get("ts")
    if edited is None or edited == (before.get("edited") or {}).get("ts"):
        return IgnoredPayload.UNCHANGED  # the preview of a link, or a count of answers
    if before.get("ts") and _gist(words(after)) == _gist(words(before)):
        return IgnoredPayload.UNCHANGED
    message = posted(payload, after, at, rules)
    if not isinstance(message, MessageReceived):
        return message
    called = is_addressed(payload, after) and not is_addressed(payload, before)
    soon = float(edited) - float(after["ts"]) <= FRESH_FOR
    anew = replace(message, message_id=f"{message.message_id}:edit:{edited}")
    return Edited(anew, message.message_id, is_fresh=soon or called)


def taken_back(
    payload: Payload, event: Payload, gone: Payload, at: datetime, rules: RoomRules
) -> Deleted | IgnoredPayload:
    """The post that is gone, if it was one that the desk may have taken."""
    post = {**gone, "type": "message", "subtype": None, "channel": event["channel"]}
    post["ts"] = str(event.get("deleted_ts") or post["ts"])
    if post.get("bot_id"):
        return IgnoredPayload.BOT
    thread = thread_of(payload, post)
    told = posted(payload, post, at, rules)
    if not isinstance(told, MessageReceived) and not rules.is_ours(str(thread)):
        return told
    message_id = f"slack:{installed_in(payload)}:{post['channel']}:{post['ts']}"
    return Deleted(at, message_id, thread, is_first=is_first(post))


def _placed(event: Payload, name: str) -> dict[str, Any]:
    """A post inside an event, with the room that only the event names."""
    inner = event.get(name) or {}
    about = {k: event[k] for k in ("channel", "channel_type") if k in event}
    return {**about, **inner, "type": "message"}


def _gist(text: str) -> str:
    """A text without what an edit may change and say the same: case, width, signs, blanks."""
    return _IDLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
