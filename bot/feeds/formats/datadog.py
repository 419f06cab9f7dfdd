"""Datadog status pages: components in groups that have no state of their own."""

from collections.abc import Iterator

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, title, word
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    PLANNED,
    meaning,
    open_word,
    rolled_up,
    sure,
    told,
    worst,
)
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """The data centre it is served from, beside components."""
    top = mapping(document)
    return bool(first(top, "sourceDatacenter")) and isinstance(top.get("components"), list)


def read(document: object) -> FeedReading:
    """Leaf components, unresolved incidents, unfinished maintenances (null when none)."""
    top, oddities = mapping(document), list[str]()
    components = tuple(_leaves(rows(top.get("components")), oddities))
    posts, planned = rows(top.get("incidents")), rows(top.get("maintenances"))
    incidents = tuple(_incident(row, oddities) for row in posts if not _is_over(row))
    maintenances = tuple(_maintenance(row) for row in planned if not _is_over(row))
    closed = tuple(title(row, "title") for row in posts if _is_over(row))
    overall = sure(rolled_up(components, incidents, maintenances), oddities)
    at = latest(row.get("lastModifiedAt") for row in posts + planned)
    return FeedReading(
        "datadog", overall, components, incidents, maintenances, at, told(oddities), closed
    )


def _leaves(listed: list[Row], oddities: list[str], group: str = "") -> Iterator[Component]:
    """Components, and those of groups; groups within groups are not known to exist."""
    for row in listed:
        name = title(row, "name")
        children = rows(row.get("components"))
        if children and not group:
            yield from _leaves(children, oddities, name or "(no name)")
        elif word(row.get("type")) != "componentgroup":
            state = meaning(word(row.get("status")), COMPONENT, "component status", oddities)
            yield Component(f"{group} / {name}" if group else name, state)


def _is_over(row: Row) -> bool:
    return row.get("resolved") is True or _said(row) in CLOSED


def _said(row: Row) -> str:
    return word(first(row, "currentStatus", "status"))


def _incident(row: Row, oddities: list[str]) -> FeedIncident:
    touched = rows(row.get("componentsAffected"))
    impact = worst(COMPONENT.get(word(c.get("status")), State.UNKNOWN) for c in touched)
    began = first(row, "publishedDate", "startedAt", "createdAt") or None
    names = tuple(title(c, "name") for c in touched)
    at = newest(row, "timeline", "lastModifiedAt", "createdAt", "startedAt")
    state = open_word(_said(row), oddities)
    return FeedIncident(title(row, "title"), state, impact, began, names, at)


def _maintenance(row: Row) -> Maintenance:
    starts = first(row, "startDate", "scheduledStartDate", "startedAt", "publishedDate")
    ends = first(row, "endDate", "scheduledEndDate", "completedDate")
    state = PLANNED.get(_said(row), "scheduled")
    return Maintenance(title(row, "title"), state, starts or None, ends or None)
