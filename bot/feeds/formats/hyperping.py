"""Hyperping (``/status.json``): an indicator; some pages list services.

Not in the recordings; the four words are as public readers measured them. What the rows of services
hold is described nowhere: one that does not use a word of the indicator is unknown.
"""

from bot.feeds.fields import first, mapping, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import HYPERPING
from bot.model.status import FeedReading


def marks(document: object) -> bool:
    """An indicator at the top, beside the uptime or the services."""
    top = mapping(document)
    return bool(first(top, "indicator")) and ("uptime" in top or "services" in top)


def read(document: object) -> FeedReading:
    """The indicator, and the services by name."""
    top, maker = mapping(document), ReadingMaker("hyperping")
    overall = maker.state(word(top.get("indicator")), HYPERPING, "indicator")
    for row in rows(top.get("services")):
        said = word(first(row, "indicator", "status"))
        maker.component(title(row, "name"), maker.state(said, HYPERPING, "service status"))
    return maker.reading(overall)
