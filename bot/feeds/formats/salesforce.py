"""Salesforce Trust: instances with their incidents. There is no page-wide state, and no titles."""

import re
from collections.abc import Mapping

from bot.feeds.fields import first, rows, stamp, text
from bot.feeds.words import COMPONENT, SEVERITY, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]
_KIND = re.compile(r"_(?:NON)?CORE$", re.IGNORECASE)


def marks(document: object) -> bool:
    """Instances: a key and a release number; one alone or in an array."""
    listed = _instances(document)
    return bool(listed) and all({"key", "status", "releaseNumber"} <= r.keys() for r in listed)


def _instances(document: object) -> list[Row]:
    return [document] if isinstance(document, dict) else rows(document)


def read(document: object) -> Reading:
    """Every instance as a component; a customer cares about one of them."""
    instances = _instances(document)
    components = tuple(Component(first(row, "key"), _state(row)) for row in instances)
    incidents: dict[str, FeedIncident] = {}
    maintenances: dict[str, Maintenance] = {}
    for instance in instances:
        key = first(instance, "key")
        for row in rows(instance.get("Incidents")):
            if found := _incident(row, key):
                incidents.setdefault(first(row, "id"), found)
        for row in rows(instance.get("Maintenances")):
            if found_work := _maintenance(row, instance):
                maintenances.setdefault(first(row, "id"), found_work)
    found_all, planned = tuple(incidents.values()), tuple(maintenances.values())
    overall = rolled_up(components, found_all, ())
    return Reading("salesforce", overall, components, found_all, planned)


def _state(instance: Row) -> State:
    said = _KIND.sub("", text(instance.get("status"))).lower()
    return COMPONENT.get(said, State.UNKNOWN)


def _incident(row: Row, key: str) -> FeedIncident | None:
    impacts = rows(row.get("IncidentImpacts"))
    going_on = [impact for impact in impacts if not impact.get("endTime")]
    if impacts and not going_on:
        return None
    gravest = max(going_on, key=_gravity, default={})
    named = row.get("instanceKeys")
    keys = tuple(text(k) for k in named if text(k)) if isinstance(named, list) else ()
    title = f"Incident {first(row, 'id')} on {key}"
    kind = first(gravest, "type")
    return FeedIncident(
        f"{title} ({kind})" if kind else title,
        "active",
        first(gravest, "severity") or None,
        first(gravest, "startTime") or first(row, "createdAt") or None,
        keys or (key,),
    )


def _gravity(impact: Row) -> int:
    return SEVERITY.index(COMPONENT.get(first(impact, "severity").lower(), State.UNKNOWN))


def _maintenance(row: Row, instance: Row) -> Maintenance | None:
    if first(row, "actualEndTime"):
        return None
    running = text(instance.get("status")).startswith("MAINTENANCE")
    return Maintenance(
        first(row, "name", "message") or f"Maintenance {first(row, 'id')}",
        "in_progress" if running else "scheduled",
        stamp(row.get("plannedStartTime")),
        stamp(row.get("plannedEndTime")),
    )
