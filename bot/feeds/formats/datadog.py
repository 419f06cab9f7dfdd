"""Datadog status pages: components in groups that have no state of their own."""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    PLANNED,
    worst,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """The data centre it is served from, beside components."""
    top = mapping(document)
    return bool(first(top, "sourceDatacenter")) and isinstance(top.get("components"), list)


def read(document: object) -> FeedReading:
    """Leaf components, unresolved incidents, unfinished maintenances (null when none)."""
    top, maker = mapping(document), ReadingMaker("datadog")
    _add_leaves(rows(top.get("components")), maker)
    posts, planned = rows(top.get("incidents")), rows(top.get("maintenances"))
    maker.incidents = [_incident(row, maker) for row in posts if not _is_over(row)]
    maker.maintenances = [_maintenance(row) for row in planned if not _is_over(row)]
    maker.closed = [title(row, "title") for row in posts if _is_over(row)]
    at = latest(row.get("lastModifiedAt") for row in posts + planned)
    return maker.reading(maker.rolled_up(), at)


def _add_leaves(listed: list[Row], maker: ReadingMaker, group: str = "") -> None:
    """Components, and those of groups; groups within groups are not known to exist."""
    for row in listed:
        name = title(row, "name")
        children = rows(row.get("components"))
        if children and not group:
            _add_leaves(children, maker, name or "(no name)")
        elif word(row.get("type")) != "componentgroup":
            state = maker.state(word(row.get("status")), COMPONENT, "component status")
            maker.component(name, state, group)


def _is_over(row: Row) -> bool:
    return row.get("resolved") is True or _said(row) in CLOSED


def _said(row: Row) -> str:
    return word(first(row, "currentStatus", "status"))


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    touched = rows(row.get("componentsAffected"))
    impact = worst(COMPONENT.get(word(c.get("status")), State.UNKNOWN) for c in touched)
    began = first(row, "publishedDate", "startedAt", "createdAt") or None
    names = tuple(title(c, "name") for c in touched)
    at = newest(row, "timeline", "lastModifiedAt", "createdAt", "startedAt")
    state = maker.open_word(_said(row))
    return FeedIncident(title(row, "title"), state, impact, began, names, at)


def _maintenance(row: Row) -> Maintenance:
    starts = first(row, "startDate", "scheduledStartDate", "startedAt", "publishedDate")
    ends = first(row, "endDate", "scheduledEndDate", "completedDate")
    state = PLANNED.get(_said(row), "scheduled")
    return Maintenance(title(row, "title"), state, starts or None, ends or None)
