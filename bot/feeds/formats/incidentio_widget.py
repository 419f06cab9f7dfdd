"""incident.io's own widget document: what goes on and what is planned, without a roll-up.

Not in the recordings; the words follow incident.io's documentation.
"""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, title, word
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    PLANNED,
    meaning,
    open_word,
    rolled_up,
    told,
    worst,
)
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """The list of ongoing incidents, and no page object."""
    return isinstance(mapping(document).get("ongoing_incidents"), list)


def read(document: object) -> FeedReading:
    """Only affected components are named; nothing ongoing means that all is well."""
    top, oddities = mapping(document), list[str]()
    posts = rows(top.get("ongoing_incidents"))
    running = [_maintenance(row) for row in rows(top.get("in_progress_maintenances"))]
    planned = [_maintenance(row) for row in rows(top.get("scheduled_maintenances"))]
    incidents = tuple(
        _incident(row, oddities) for row in posts if word(row.get("status")) not in CLOSED
    )
    states: dict[str, list[State]] = {}
    for row in posts:
        for part in rows(row.get("affected_components")):
            said = word(part.get("current_status"))
            state = meaning(said, COMPONENT, "component status", oddities)
            states.setdefault(_label(part), []).append(state)
    components = tuple(Component(name, worst(seen)) for name, seen in states.items())
    calm = not incidents and not running
    overall = State.OPERATIONAL if calm else rolled_up(components, incidents, running)
    at = latest(row.get("last_update_at") for row in posts)
    planned = [*running, *planned]
    return FeedReading(
        "incidentio-widget", overall, components, incidents, tuple(planned), at, told(oddities)
    )


def _label(part: Row) -> str:
    group, name = title(part, "group_name"), title(part, "name")
    return f"{group} / {name}" if group else name


def _incident(row: Row, oddities: list[str]) -> FeedIncident:
    return FeedIncident(
        title(row, "name"),
        open_word(word(row.get("status")), oddities),
        first(row, "current_worst_impact") or None,
        first(row, "created_at", "started_at") or None,
        tuple(_label(part) for part in rows(row.get("affected_components"))),
        moment(row.get("last_update_at")),
    )


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(
        title(row, "name"),
        PLANNED.get(word(row.get("status")), "scheduled"),
        first(row, "starts_at", "started_at") or None,
        first(row, "ends_at", "scheduled_end_at") or None,
    )
