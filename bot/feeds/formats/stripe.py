"""Stripe's own page (``/current``, ``/current/full``): one word, and a warning by product.

Not recorded, and Stripe documents nothing: the fields are those that public readers use. Only the
page's word says that all is well; a product without a warning is not listed as working, since
nobody says that it means so. ``pending`` and ``paused`` are words nobody explains: unknown.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, mapping, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import STRIPE, UNKNOWN
from bot.model.status import FeedIncident, FeedReading

_NAMES = ("UptimeStatus", "overallStatus")


def marks(document: object) -> bool:
    """The page's word under one of two names, beside a message."""
    top = mapping(document)
    return bool(first(top, *_NAMES)) and "message" in top


def read(document: object) -> FeedReading:
    """The word, and each warning as an incident that carries no weight."""
    top, maker = mapping(document), ReadingMaker("stripe")
    said = word(first(top, *_NAMES))
    overall = maker.state(said, STRIPE, "status")
    if overall is UNKNOWN and said in STRIPE:
        maker.oddities.append(f"a status that nobody explains: {said}")
    maker.incidents = [_warning(row) for row in rows(top.get("uptimeData")) if _warns(row)]
    maker.check_roll_up(overall)
    return maker.reading(overall)


def _warns(row: Mapping[str, object]) -> bool:
    return row.get("warning") not in (None, False, "")


def _warning(row: Mapping[str, object]) -> FeedIncident:
    name = title(row, "title", "key")
    said = title(row, "warning") or title(mapping(row.get("warning")), "message", "title")
    return FeedIncident(f"{name}: {said}" if said else name, "active", components=(name,))
