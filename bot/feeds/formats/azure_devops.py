"""Azure DevOps (``/_apis/status/health``): services, each with its health by geography.

Not in the recordings; the words are as measured by public readers. It lists no incidents.
"""

from bot.feeds.fields import Row, first, latest, mapping, rows, title, word
from bot.feeds.words import COMPONENT, UNKNOWN, meaning, told, worst
from bot.model.status import Component, FeedReading, State


def marks(document: object) -> bool:
    """Services that each have a list of geographies."""
    listed = rows(mapping(document).get("services"))
    return bool(listed) and all(isinstance(row.get("geographies"), list) for row in listed)


def read(document: object) -> FeedReading:
    """The health of the whole where it is given, else the worst of the parts."""
    top, oddities = mapping(document), list[str]()
    components = tuple(
        Component(
            f"{_name(service)} / {_name(place)}",
            _health(place, oddities),
            (_name(place), first(place, "id")),
        )
        for service in rows(top.get("services"))
        for place in rows(service.get("geographies"))
    )
    parts = worst((c.state for c in components), UNKNOWN)
    whole = mapping(top.get("status"))
    overall = _health(whole, oddities) if "health" in whole else parts
    at = latest([first(top, "lastUpdated")])
    return FeedReading("azure-devops", overall, components, updated_at=at, oddities=told(oddities))


def _name(row: Row) -> str:
    return title(row, "name", "id")


def _health(row: Row, oddities: list[str]) -> State:
    return meaning(word(row.get("health")), COMPONENT, "health", oddities)
