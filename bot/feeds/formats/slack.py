"""Slack's own page: current (an object) and history (a bare array)."""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, moment, rows, stamp, text, word
from bot.feeds.words import CLOSED, COMPONENT, open_word, rolled_up, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """Active incidents in a list, or an array of incidents with services, notes and a type."""
    if isinstance(mapping(document).get("active_incidents"), list):
        return True
    listed = rows(document)
    return bool(listed) and all({"services", "notes", "type"} <= row.keys() for row in listed)


def read(document: object) -> Reading:
    """Services take the worst type of the incidents that name them."""
    top = mapping(document)
    posts = rows(top.get("active_incidents")) if top else rows(document)
    closed = tuple(first(row, "title") for row in posts if word(row.get("status")) in CLOSED)
    posts = [row for row in posts if word(row.get("status")) not in CLOSED]
    planned = [row for row in posts if word(row.get("type")) == "maintenance"]
    incidents = tuple(_incident(row) for row in posts if row not in planned)
    maintenances = tuple(_maintenance(row) for row in planned)
    components = _components([row for row in posts if word(row.get("status")) != "scheduled"])
    said = word(top.get("status"))
    if said == "ok":
        overall = State.OPERATIONAL
    else:  # "active" carries no weight: the incidents do
        overall = rolled_up((), incidents, maintenances) if posts else State.UNKNOWN
    if not top and not posts:
        overall = State.OPERATIONAL  # a history in which everything is over
    odd = said == "ok" and incidents
    oddities = ("the page says ok with incidents open",) if odd else ()
    at = latest([top.get("date_updated")])
    return Reading("slack", overall, components, incidents, maintenances, at, oddities, closed)


def _services(row: Row) -> tuple[str, ...]:
    listed = row.get("services")
    return tuple(text(name) for name in listed if text(name)) if isinstance(listed, list) else ()


def _incident(row: Row) -> FeedIncident:
    state, kind = open_word(word(row.get("status"))), word(row.get("type"))
    started = stamp(row.get("date_created"))
    at = moment(row.get("date_updated"))
    return FeedIncident(first(row, "title"), state, kind or None, started, _services(row), at)


def _maintenance(row: Row) -> Maintenance:
    state = "scheduled" if word(row.get("status")) == "scheduled" else "in_progress"
    return Maintenance(first(row, "title"), state, stamp(row.get("date_created")))


def _components(posts: list[Row]) -> tuple[Component, ...]:
    states: dict[str, list[State]] = {}
    for row in posts:
        for name in _services(row):
            kind = COMPONENT.get(word(row.get("type")), State.DEGRADED)
            states.setdefault(name, []).append(kind)
    return tuple(Component(name, worst(seen)) for name, seen in states.items())
