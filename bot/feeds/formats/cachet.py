"""Cachet v1/v2 (numbers) and v3 (JSON:API): components, incidents or schedules, one list each.

On a fixed incident of v1 ``status`` stays at 1; ``latest_status`` or ``is_resolved`` tell.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, mapping, rows, text
from bot.feeds.words import CACHET, CACHET_INCIDENT, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """A paginated list of things with a numeric status."""
    top = mapping(document)
    listed = _flat(rows(top.get("data")))
    paged = "pagination" in mapping(top.get("meta")) or "links" in top
    return paged and bool(listed) and all(_code(row).isdecimal() for row in listed)


def read(document: object) -> Reading:
    """Whichever of the three lists this is."""
    components, incidents, maintenances, closed = [], [], [], list[str]()
    for row in _flat(rows(mapping(document).get("data"))):
        name = first(row, "name", "title")
        if _is_planned(row):
            maintenances += _maintenance(name, row)
        elif "occurred_at" in row or "is_resolved" in row or "visible" in row:
            state = CACHET_INCIDENT.get(_code(row), "active")
            if row.get("is_resolved") is True or state == "resolved":
                closed.append(name)
            else:
                started = first(row, "occurred_at", "created_at") or _string(row, "occurred")
                incidents.append(FeedIncident(name, state, None, started or None))
        elif row.get("enabled") is not False:
            components.append(Component(name, CACHET.get(_code(row), State.UNKNOWN)))
    found = tuple(components)
    overall = rolled_up(found, incidents, maintenances)
    if closed and not incidents:
        overall = State.OPERATIONAL
    return Reading(
        "cachet", overall, found, tuple(incidents), tuple(maintenances), closed=tuple(closed)
    )


def _is_planned(row: Row) -> bool:
    """A schedule, or one of the incidents of v2.3 that are planned (status 0) and have a start."""
    planned = first(row, "scheduled_at") or _string(row, "scheduled")
    return bool(planned) and (_code(row) == "0" or "completed_at" in row or "completed" in row)


def _flat(listed: list[Row]) -> list[Row]:
    return [{**row, **mapping(row.get("attributes"))} for row in listed]


def _code(row: Row) -> str:
    latest = text(row.get("latest_status"))
    status = row.get("status")
    return latest or text(mapping(status).get("value")) or text(status)


def _string(row: Row, name: str) -> str:
    return first(mapping(row.get(name)), "string")


def _maintenance(name: str, row: Row) -> list[Maintenance]:
    state = {"0": "scheduled", "1": "in_progress"}.get(_code(row))
    if state is None or first(row, "completed_at") or _string(row, "completed"):
        return []
    starts = first(row, "scheduled_at") or _string(row, "scheduled")
    return [Maintenance(name, state, starts or None)]
