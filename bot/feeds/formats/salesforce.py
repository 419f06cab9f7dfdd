"""Salesforce Trust: instances with their incidents, or incidents alone.

There is no page-wide state and there are no titles. Proven on a recording of all instances; the
list of incidents alone has the same rows.
"""

import re

from bot.feeds.fields import Row, first, latest, newest, rows, stamp, text, title
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import COMPONENT, SEVERITY
from bot.model.status import FeedIncident, FeedReading, Maintenance, State

_KIND = re.compile(r"_(?:NON)?CORE$", re.IGNORECASE)


def marks(document: object) -> bool:
    """Instances: a key and a release number; one alone or in an array. Or incidents by impact."""
    listed = _instances(document)
    return bool(listed) and all(
        {"key", "status", "releaseNumber"} <= row.keys() or _is_incident(row) for row in listed
    )


def _is_incident(row: Row) -> bool:
    return {"IncidentImpacts", "instanceKeys"} <= row.keys()


def _instances(document: object) -> list[Row]:
    return [document] if isinstance(document, dict) else rows(document)


def read(document: object) -> FeedReading:
    """Every instance as a component; a customer cares about one of them."""
    maker = ReadingMaker("salesforce")
    listed = _instances(document)
    instances = [row for row in listed if not _is_incident(row)]
    instances += [
        {"Incidents": [row], "key": (_keys(row) or ("?",))[0]}
        for row in listed
        if _is_incident(row)
    ]
    for row in instances:
        if "status" in row:
            maker.component(first(row, "key"), _state(row, maker))
    at = latest(
        post.get("updatedAt")
        for row in instances
        for kind in ("Incidents", "Maintenances")
        for post in rows(row.get(kind))
    )
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
    maker.incidents = list(incidents.values())
    overall = maker.rolled_up()
    maker.maintenances = list(maintenances.values())
    return maker.reading(overall, at)


def _state(instance: Row, maker: ReadingMaker) -> State:
    said = _KIND.sub("", text(instance.get("status"))).lower()
    return maker.state(said, COMPONENT, "instance status")


def _keys(row: Row) -> tuple[str, ...]:
    named = row.get("instanceKeys")
    return tuple(text(k) for k in named if text(k)) if isinstance(named, list) else ()


def _incident(row: Row, key: str) -> FeedIncident | None:
    impacts = rows(row.get("IncidentImpacts"))
    going_on = [impact for impact in impacts if not impact.get("endTime")]
    if impacts and not going_on:
        return None
    gravest = max(going_on, key=_gravity, default={})
    name = f"Incident {first(row, 'id')} on {key}"
    kind = first(gravest, "type")
    return FeedIncident(
        f"{name} ({kind})" if kind else name,
        "active",
        first(gravest, "severity") or None,
        first(gravest, "startTime") or first(row, "createdAt") or None,
        _keys(row) or (key,),
        newest(row, "IncidentEvents", "updatedAt", "createdAt"),
    )


def _gravity(impact: Row) -> int:
    return SEVERITY.index(COMPONENT.get(first(impact, "severity").lower(), State.UNKNOWN))


def _maintenance(row: Row, instance: Row) -> Maintenance | None:
    if first(row, "actualEndTime"):
        return None
    running = text(instance.get("status")).startswith("MAINTENANCE")
    return Maintenance(
        title(row, "name", "message") or f"Maintenance {first(row, 'id')}",
        "in_progress" if running else "scheduled",
        stamp(row.get("plannedStartTime")),
        stamp(row.get("plannedEndTime")),
    )
