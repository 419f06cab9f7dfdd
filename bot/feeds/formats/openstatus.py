"""OpenStatus's old public word: ``{"status": "operational"}`` and nothing else.

Not in the recordings; the seven words are those of its documentation. A document with anything
beside the word, or with another word, is not taken for it. Its newer pages imitate Statuspage and
are read in ``statuspage.py``.
"""

from bot.feeds.fields import mapping, text
from bot.feeds.words import COMPONENT, UNKNOWN
from bot.model.status import FeedReading

WORDS = frozenset({
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance",
    "incident", "unknown",
})  # fmt: skip


def marks(document: object) -> bool:
    """One key, and one of seven words."""
    top = mapping(document)
    return list(top) == ["status"] and text(top["status"]) in WORDS


def read(document: object) -> FeedReading:
    """The word; it names no component and no incident."""
    return FeedReading("openstatus", COMPONENT.get(text(mapping(document).get("status")), UNKNOWN))
