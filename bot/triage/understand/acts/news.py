"""The kind that a few words have by what they say outright: "it shows", "could press it", "white again"."""

from collections.abc import Collection

from bot.model.labels import REPORTS, Kind
from bot.triage.understand.meaning.classifier import ENDINGS

SHORT = 30  # letters; a longer message says enough to be weighed
SURE = 0.7  # how sure a few words are
_VAGUE = REPORTS | {Kind.CHITCHAT, Kind.STATUS_QUERY}


def kind_of_news(
    said: Collection[str], kind: Kind, length: int, *, asks: bool, in_part: bool
) -> Kind | None:
    """The kind that a short text has by what it says; None where that decides nothing.

    ``said`` are the meanings of ``says.…`` in it, ``kind`` is what it reads as, ``in_part``: what is said
    to work does so in part.
    """
    if length > SHORT or asks:
        return None
    if "own_change" in said and "over" not in said and kind in ENDINGS:
        return Kind.CHITCHAT
    if "round" in said and kind in _VAGUE:
        return Kind.WORKAROUND_WORKED
    if "over" in said and "back" not in said and not in_part and kind in _VAGUE:
        return Kind.RECOVERED_REPORT
    if "back" in said and "over" not in said and kind is Kind.CHITCHAT:
        return Kind.FUNCTION_REPORT
    return None
