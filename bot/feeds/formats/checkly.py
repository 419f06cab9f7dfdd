"""Checkly: unresolved-incidents. Severity MINOR < MEDIUM < MAJOR < CRITICAL."""

from bot.feeds.fields import first, latest, mapping, rows, stamp, word
from bot.feeds.words import CLOSED, COMPONENT, open_word, rolled_up, worst
from bot.model.status import Component, FeedIncident, Reading, State


def marks(document: object) -> bool:
    """Incidents with a severity and the state of their last update."""
    listed = rows(mapping(document).get("incidents"))
    return bool(listed) and all({"severity", "lastUpdateStatus"} <= row.keys() for row in listed)


def read(document: object) -> Reading:
    """The incidents and, since nothing else is listed, the services they affect."""
    posts = rows(mapping(document).get("incidents"))
    states: dict[str, list[State]] = {}
    incidents, closed = [], []
    for row in posts:
        said, severity = word(row.get("lastUpdateStatus")), word(row.get("severity"))
        if said in CLOSED:
            closed.append(first(row, "name"))
            continue
        names = tuple(first(s, "name") for s in rows(row.get("services")))
        for name in names:
            states.setdefault(name, []).append(COMPONENT.get(severity, State.DEGRADED))
        began, impact = stamp(row.get("created_at")), first(row, "severity")
        incidents.append(FeedIncident(first(row, "name"), open_word(said), impact, began, names))
    components = tuple(Component(name, worst(seen)) for name, seen in states.items())
    return Reading(
        "checkly",
        rolled_up(components, incidents, ()) if incidents else State.OPERATIONAL,
        components,
        tuple(incidents),
        updated_at=latest(row.get("updated_at") for row in posts),
        closed=tuple(closed),
    )
