"""Checkly: unresolved-incidents. Severity MINOR < MEDIUM < MAJOR; MAINTENANCE is none of them.

An empty list of incidents bears no mark that it is Checkly's and stays unreadable.
"""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, title, word
from bot.feeds.words import CLOSED, COMPONENT, meaning, open_word, rolled_up, told, worst
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """Incidents with a severity and the state of their last update."""
    listed = rows(mapping(document).get("incidents"))
    return bool(listed) and all({"severity", "lastUpdateStatus"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """The incidents and, since nothing else is listed, the services they affect."""
    posts = rows(mapping(document).get("incidents"))
    states: dict[str, list[State]] = {}
    incidents, maintenances, closed = [], [], []
    oddities: list[str] = []
    for row in posts:
        said, severity = word(row.get("lastUpdateStatus")), word(row.get("severity"))
        if said in CLOSED:
            closed.append(title(row, "name"))
            continue
        names = tuple(title(s, "name") for s in rows(row.get("services")))
        state = meaning(severity, COMPONENT, "severity", oddities)
        for name in names:
            states.setdefault(name, []).append(state)
        if state is State.MAINTENANCE:
            maintenances.append(_maintenance(row))
        else:
            incidents.append(_incident(row, said, names, oddities))
    components = tuple(Component(name, worst(seen)) for name, seen in states.items())
    going_on = incidents or maintenances
    return FeedReading(
        "checkly",
        rolled_up(components, incidents, maintenances) if going_on else State.OPERATIONAL,
        components,
        tuple(incidents),
        tuple(maintenances),
        latest(row.get("updated_at") for row in posts),
        told(oddities),
        tuple(closed),
    )


def _incident(row: Row, said: str, names: tuple[str, ...], oddities: list[str]) -> FeedIncident:
    times = ("updated_at", "created_at", "publicIncidentUpdateDate")
    return FeedIncident(
        title(row, "name"),
        open_word(said, oddities),
        first(row, "severity") or None,
        stamp(row.get("created_at")),
        names,
        newest(row, "incidentUpdates", *times),
    )


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(title(row, "name"), "in_progress", stamp(row.get("created_at")))
