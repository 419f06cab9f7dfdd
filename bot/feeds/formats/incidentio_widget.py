"""incident.io's own widget document: what goes on and what is planned, without a roll-up.

Not in the recordings; the words follow incident.io's documentation.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, mapping, moment, rows, word
from bot.feeds.words import CLOSED, COMPONENT, PLANNED, open_word, rolled_up, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """The list of ongoing incidents, and no page object."""
    return isinstance(mapping(document).get("ongoing_incidents"), list)


def read(document: object) -> Reading:
    """Only affected components are named; nothing ongoing means that all is well."""
    top = mapping(document)
    posts = rows(top.get("ongoing_incidents"))
    running = [_maintenance(row) for row in rows(top.get("in_progress_maintenances"))]
    planned = [_maintenance(row) for row in rows(top.get("scheduled_maintenances"))]
    incidents = tuple(_incident(row) for row in posts if word(row.get("status")) not in CLOSED)
    states: dict[str, list[State]] = {}
    for row in posts:
        for part in rows(row.get("affected_components")):
            state = COMPONENT.get(word(part.get("current_status")), State.UNKNOWN)
            states.setdefault(_label(part), []).append(state)
    components = tuple(Component(name, worst(seen)) for name, seen in states.items())
    calm = not incidents and not running
    overall = State.OPERATIONAL if calm else rolled_up(components, incidents, running)
    return Reading("incidentio-widget", overall, components, incidents, (*running, *planned))


def _label(part: Row) -> str:
    group, name = first(part, "group_name"), first(part, "name")
    return f"{group} / {name}" if group else name


def _incident(row: Row) -> FeedIncident:
    return FeedIncident(
        first(row, "name"),
        open_word(word(row.get("status"))),
        first(row, "current_worst_impact") or None,
        first(row, "created_at", "started_at") or None,
        tuple(_label(part) for part in rows(row.get("affected_components"))),
        moment(row.get("last_update_at")),
    )


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(
        first(row, "name"),
        PLANNED.get(word(row.get("status")), "scheduled"),
        first(row, "starts_at", "started_at") or None,
        first(row, "ends_at", "scheduled_end_at") or None,
    )
