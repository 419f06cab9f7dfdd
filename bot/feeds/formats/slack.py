"""Slack's own page: current (an object) and history (a bare array)."""

from bot.feeds.fields import Row, latest, mapping, newest, rows, stamp, text, title, word
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    check_roll_up,
    meaning,
    open_word,
    rolled_up,
    told,
    worst,
)
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """Active incidents in a list, or an array of incidents with services, notes and a type."""
    top = mapping(document)
    if isinstance(top.get("active_incidents"), list) and "components" not in top:
        return True
    listed = rows(document)
    return bool(listed) and all({"services", "notes", "type"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """Services take the worst type of the incidents that name them."""
    top, oddities = mapping(document), list[str]()
    posts = rows(top.get("active_incidents")) if top else rows(document)
    closed = tuple(title(row, "title") for row in posts if word(row.get("status")) in CLOSED)
    posts = [row for row in posts if word(row.get("status")) not in CLOSED]
    incidents = tuple(_incident(row, oddities) for row in posts if not _is_work(row))
    maintenances = tuple(_maintenance(row) for row in posts if _is_work(row))
    running = [row for row in posts if word(row.get("status")) != "scheduled"]
    said = word(top.get("status"))
    if said == "ok":
        overall = State.OPERATIONAL
    else:  # "active" carries no weight: the incidents do
        overall = rolled_up((), incidents, maintenances) if posts else State.UNKNOWN
    if not top and not posts:
        overall = State.OPERATIONAL  # a history in which everything is over
    if top and said not in ("ok", "active"):
        oddities.append(f"unknown status: {said or '(none)'}")
    check_roll_up(overall, incidents, oddities)
    components, at = _components(running, oddities), latest([top.get("date_updated")])
    return FeedReading(
        "slack", overall, components, incidents, maintenances, at, told(oddities), closed
    )


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "maintenance"


def _services(row: Row) -> tuple[str, ...]:
    listed = row.get("services")
    return tuple(text(name) for name in listed if text(name)) if isinstance(listed, list) else ()


def _incident(row: Row, oddities: list[str]) -> FeedIncident:
    return FeedIncident(
        title(row, "title"),
        open_word(word(row.get("status")), oddities),
        word(row.get("type")) or None,
        stamp(row.get("date_created")),
        _services(row),
        newest(row, "notes", "date_updated", "date_created"),
    )


def _maintenance(row: Row) -> Maintenance:
    state = "scheduled" if word(row.get("status")) == "scheduled" else "in_progress"
    return Maintenance(title(row, "title"), state, stamp(row.get("date_created")))


def _components(posts: list[Row], oddities: list[str]) -> tuple[Component, ...]:
    states: dict[str, list[State]] = {}
    for row in posts:
        kind = meaning(word(row.get("type")), COMPONENT, "incident type", oddities)
        for name in _services(row):
            states.setdefault(name, []).append(kind)
    return tuple(Component(name, worst(seen)) for name, seen in states.items())
