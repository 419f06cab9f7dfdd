"""Which of this channel's notes in the store are about what, so that they can expire. Pure.

Slack names a post by its moment, and our notes name posts; so a note tells its age by itself. What
is not listed here is of a workspace or a room and stays (shared rooms, pauses that Slack asked for).
"""

import json
import re
from datetime import UTC, datetime

from bot.model.retention import Note

# Of a post, a thread, or a case in one.
_OF_POSTS = frozenset(
    [
        "at",
        "card",
        "contact",
        "deleted",
        "feedback",
        "files",
        "gone",
        "group",
        "joined",
        "latest",
        "members",
        "opening",
        "pressed",
        "quiet",
        "spoken",
        "taken",
        "thread",
        "who",
    ]
)
_STAFF = re.compile(
    r"slack:staff:(?:said:(?P<said>[^:]+)|ticket:(?P<ticket>.+)|incident:(?P<i>.+))"
)
_MOMENT = re.compile(r"(?<![\d.])\d{9,11}\.\d{1,9}(?![\d.])")
_THREAD = re.compile(r"[^\s:/\"]*/[^\s:/\"]+:\d{9,11}\.\d{1,9}")

# Notes on attempts, of versions before the ledger knew of them itself.
MOOT = ("slack:posting:", "slack:posts noted since")


def note_of(key: str, value: str) -> Note | None:
    """What a note is about; None: it is not one of ours, or of nobody, or does not tell its age."""
    if (staff := _STAFF.fullmatch(key)) is not None:
        latest = _latest(f"{_known(value).get('ts', '')} {_known(value).get('last', '')}")
        if latest is None:
            return None
        return Note(latest, ticket=staff["ticket"] or staff["said"], incident=staff["i"])
    of_slack, _, rest = key.partition(":")
    kind, _, what = rest.partition(":")
    if of_slack != "slack" or kind not in _OF_POSTS:
        return None
    both = f"{what}\n{value}"
    latest = _latest(both)
    return None if latest is None else Note(latest, tuple(dict.fromkeys(_THREAD.findall(both))))


def _latest(text: str) -> datetime | None:
    moments = [float(found) for found in _MOMENT.findall(text)]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _known(value: str) -> dict[str, object]:
    try:
        found = json.loads(value or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
