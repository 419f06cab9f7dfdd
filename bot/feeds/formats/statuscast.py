"""StatusCast (``/status.json``, ``/summary.json``): one word, or the incidents without an end.

Not in the recordings. "Available" is the only word that is known; any other is taken for degraded,
with the page's own text, and an oddity says so. The fields of an incident are described nowhere:
one without a title is still an incident.
"""

from bot.feeds.fields import Row, first, latest, mapping, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import DEGRADED, OK, UNKNOWN
from bot.model.status import FeedIncident, FeedReading, State

_TITLES = ("Title", "Subject", "Name", "IncidentTitle", "StatusText")


def marks(document: object) -> bool:
    """Since when the status is in effect, or the list of unresolved incidents."""
    top = mapping(document)
    return ("InEffectSince" in top and "Status" in top) or isinstance(
        top.get("UnresolvedIncidents"), list
    )


def read(document: object) -> FeedReading:
    """The word of the page, and whatever is unresolved."""
    top, maker = mapping(document), ReadingMaker("statuscast")
    for row in rows(top.get("UnresolvedIncidents")):
        maker.incidents.append(FeedIncident(title(row, *_TITLES) or "(no title)", "active"))
    overall = _overall(top, maker)
    maker.check_roll_up(overall)
    return maker.reading(overall, latest([first(top, "InEffectSince")]))


def _overall(top: Row, maker: ReadingMaker) -> State:
    said = first(top, "Status")
    if word(said) == "available":
        return OK
    if said:
        maker.oddities.append(f"{said}: {title(top, 'StatusText') or '(no text)'}")
        return DEGRADED
    return DEGRADED if maker.incidents else UNKNOWN
