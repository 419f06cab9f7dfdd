"""Hyperping (``/status.json``): an indicator; some pages list services.

Not in the recordings; the four words are as public readers measured them. What the rows of services
hold is described nowhere: one that does not use a word of the indicator is unknown.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, mapping, rows, title, word
from bot.feeds.words import HYPERPING, meaning, told
from bot.model.status import Component, FeedReading, State


def marks(document: object) -> bool:
    """An indicator at the top, beside the uptime or the services."""
    top = mapping(document)
    return bool(first(top, "indicator")) and ("uptime" in top or "services" in top)


def read(document: object) -> FeedReading:
    """The indicator, and the services by name."""
    top, oddities = mapping(document), list[str]()
    overall = meaning(word(top.get("indicator")), HYPERPING, "indicator", oddities)
    components = tuple(
        Component(title(row, "name"), _state(row, oddities)) for row in rows(top.get("services"))
    )
    return FeedReading("hyperping", overall, components, oddities=told(oddities))


def _state(row: Mapping[str, object], oddities: list[str]) -> State:
    return meaning(word(first(row, "indicator", "status")), HYPERPING, "service status", oddities)
