"""What a text says was done, and what a line or two say of an end, of a return, or of a change."""

from collections.abc import Collection

from bot.model.acts import ReportedAction
from bot.model.labels import REPORTS, Kind
from bot.triage.understand.lexicon import Meanings

_ACTION = Meanings("action", "done_to.")
CURES = frozenset({ReportedAction.RELOADED, ReportedAction.RELOGGED, ReportedAction.UPDATED})
"""What leaves nothing to be undone: who is well after it is rid of the trouble."""
SHORT = 30  # characters; a longer message says enough to be weighed
_ENDS = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})
_VAGUE = REPORTS | {Kind.CHITCHAT, Kind.STATUS_QUERY}


def actions_in(plain: str) -> dict[ReportedAction, int]:
    """The actions that a plain text says were done, each with where its first mention ends."""
    found = ((action, words.search(plain)) for action, words in _ACTION.group("done_to").items())
    return {ReportedAction(action): match.end() for action, match in found if match}


def kind_of_news(said: Collection[str], kind: Kind, length: int, *, asks: bool) -> Kind | None:
    """The kind that a short text has by what it says; None where that decides nothing.

    ``said`` are the meanings of ``says.…`` in it, ``kind`` is what it reads as.
    """
    if length > SHORT or asks:
        return None
    if "own_change" in said and "over" not in said and kind in _ENDS:
        return Kind.CHITCHAT
    if "round" in said and kind in _VAGUE:
        return Kind.WORKAROUND_WORKED
    if "over" in said and not {"back", "partly"} & {*said} and kind in _VAGUE:
        return Kind.RECOVERED_REPORT
    if "back" in said and "over" not in said and kind is Kind.CHITCHAT:
        return Kind.FUNCTION_REPORT
    return None
