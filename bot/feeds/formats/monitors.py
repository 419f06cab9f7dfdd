"""Plain monitors: Uptime Kuma (states in one document, names in another) and Upptime."""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, rows, text, word
from bot.feeds.words import COMPONENT, KUMA, of_monitors
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]
_RUNNING = {"under_maintenance": "in_progress", "scheduled": "scheduled"}


def marks_kuma(document: object) -> bool:
    """Heartbeats by monitor, or the public groups of the page document."""
    top = mapping(document)
    return isinstance(top.get("heartbeatList"), dict) or isinstance(
        top.get("publicGroupList"), list
    )


def read_kuma(document: object) -> Reading:
    """The last beat of each monitor is its state; the page document has names and notes only."""
    top = mapping(document)
    beats = {key: rows(value) for key, value in mapping(top.get("heartbeatList")).items()}
    components = tuple(
        Component(f"monitor {text(key)}", KUMA.get(text(seen[-1].get("status")), State.UNKNOWN))
        for key, seen in beats.items()
        if seen
    )
    pinned = rows([top.get("incident")]) + rows(top.get("incidents"))
    incidents = tuple(
        FeedIncident(
            first(row, "title"),
            "active",
            first(row, "style") or None,
            first(row, "createdDate", "created_date") or None,
        )
        for row in pinned
        if row.get("active") is not False
    )
    at = latest(seen[-1].get("time") for seen in beats.values() if seen)
    states = of_monitors(c.state for c in components)
    overall = State.DEGRADED if incidents and states is State.UNKNOWN else states
    return Reading("uptime-kuma", overall, components, incidents, _planned(top), at)


def _planned(top: Row) -> tuple[Maintenance, ...]:
    found = []
    for row in rows(top.get("maintenanceList")):
        if state := _RUNNING.get(word(row.get("status"))):
            slot = (rows(row.get("timeslotList")) or [{}])[0]
            starts, ends = first(slot, "startDate"), first(slot, "endDate")
            found.append(Maintenance(first(row, "title"), state, starts or None, ends or None))
    return tuple(found)


def marks_upptime(document: object) -> bool:
    """Sites with minutes of downtime by day."""
    listed = rows(document)
    return bool(listed) and all({"dailyMinutesDown", "status"} <= row.keys() for row in listed)


def read_upptime(document: object) -> Reading:
    """Sites with their state; incidents are GitHub issues and not in this file."""
    components = tuple(
        Component(first(row, "name"), COMPONENT.get(word(row.get("status")), State.UNKNOWN))
        for row in rows(document)
    )
    return Reading("upptime", of_monitors(c.state for c in components), components)
