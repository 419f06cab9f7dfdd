"""Which of this channel's notes in the store are about what, so that they can expire. Pure."""

import json
from datetime import UTC, datetime

from bot.model.retention import Note

_OF_MAILS = ("mail:noted:", "mail:case:", "mail:latest:")
_OF_SENDERS = "mail:pace:"


def note_of(key: str, value: str) -> Note | None:
    """What a note is about; None: it is not one of ours, or of nobody, or does not tell its age."""
    try:
        if key.startswith(_OF_MAILS):
            found = json.loads(value)
            return Note(datetime.fromtimestamp(found["at"], UTC), (str(found["thread"]),))
        if key.startswith(_OF_SENDERS):
            last = max(float(word.partition("/")[0]) for word in value.split())
            return Note(datetime.fromtimestamp(last, UTC))
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    return None
