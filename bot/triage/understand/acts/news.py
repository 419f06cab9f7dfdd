"""What a line or two say of the end of trouble, of its return, or of a change, whatever the classifier makes of them.

A few words give a model of letters little to go by: "it shows!" and "it shows an error" differ by one word.
"""

from collections.abc import Collection

from bot.model.labels import REPORTS, Kind

SHORT = 30  # characters; a longer message says enough to be weighed
_ENDS = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})
_VAGUE = REPORTS | {Kind.CHITCHAT, Kind.STATUS_QUERY}


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
