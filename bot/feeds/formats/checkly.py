"""Checkly: unresolved-incidents. Severity MINOR < MEDIUM < MAJOR; MAINTENANCE is none of them.

An empty list of incidents bears no mark that it is Checkly's and stays unreadable.
"""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import CLOSED, COMPONENT, rolled_up, worst
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """Incidents with a severity and the state of their last update."""
    listed = rows(mapping(document).get("incidents"))
    return bool(listed) and all({"severity", "lastUpdateStatus"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """The incidents and, since nothing else is listed, the services they affect."""
    posts = rows(mapping(document).get("incidents"))
    maker, states = ReadingMaker("checkly"), dict[str, list[State]]()
    for row in posts:
        said, severity = word(row.get("lastUpdateStatus")), word(row.get("severity"))
        if said in CLOSED:
            maker.closed.append(title(row, "name"))
            continue
        names = tuple(title(s, "name") for s in rows(row.get("services")))
        state = maker.state(severity, COMPONENT, "severity")
        for name in names:
            states.setdefault(name, []).append(state)
        if state is State.MAINTENANCE:
            maker.maintenances.append(_maintenance(row))
        else:
            maker.incidents.append(_incident(row, said, names, maker))
    for name, seen in states.items():
        maker.component(name, worst(seen))
    overall = State.OPERATIONAL
    if maker.incidents or maker.maintenances:
        overall = rolled_up(maker.components, maker.incidents, maker.maintenances)
    return maker.reading(overall, latest(row.get("updated_at") for row in posts))


def _incident(row: Row, said: str, names: tuple[str, ...], maker: ReadingMaker) -> FeedIncident:
    times = ("updated_at", "created_at", "publicIncidentUpdateDate")
    return FeedIncident(
        title(row, "name"),
        maker.open_word(said),
        first(row, "severity") or None,
        stamp(row.get("created_at")),
        names,
        newest(row, "incidentUpdates", *times),
    )


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(title(row, "name"), "in_progress", stamp(row.get("created_at")))
