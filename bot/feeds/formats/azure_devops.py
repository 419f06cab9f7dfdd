"""Azure DevOps (``/_apis/status/health``): services, each with its health by geography.

Not in the recordings; the words are as measured by public readers. It lists no incidents.
"""

from bot.feeds.fields import Row, first, latest, mapping, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import COMPONENT, UNKNOWN, worst
from bot.model.status import FeedReading, State


def marks(document: object) -> bool:
    """Services that each have a list of geographies."""
    listed = rows(mapping(document).get("services"))
    return bool(listed) and all(isinstance(row.get("geographies"), list) for row in listed)


def read(document: object) -> FeedReading:
    """The health of the whole where it is given, else the worst of the parts."""
    top, maker = mapping(document), ReadingMaker("azure-devops")
    for service in rows(top.get("services")):
        for place in rows(service.get("geographies")):
            where = (_name(place), first(place, "id"))
            name = f"{_name(service)} / {_name(place)}"
            maker.component(name, _health(place, maker), places=where)
    parts = worst((c.state for c in maker.components), UNKNOWN)
    whole = mapping(top.get("status"))
    overall = _health(whole, maker) if "health" in whole else parts
    return maker.reading(overall, latest([first(top, "lastUpdated")]))


def _name(row: Row) -> str:
    return title(row, "name", "id")


def _health(row: Row, maker: ReadingMaker) -> State:
    return maker.state(word(row.get("health")), COMPONENT, "health")
