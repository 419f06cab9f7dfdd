"""Datadog status pages: components in groups that have no state of their own."""

from collections.abc import Iterator, Mapping

from bot.feeds.fields import first, mapping, rows, word
from bot.feeds.words import CLOSED, COMPONENT, PLANNED, open_word, rolled_up, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """The data centre it is served from, beside components."""
    top = mapping(document)
    return bool(first(top, "sourceDatacenter")) and isinstance(top.get("components"), list)


def read(document: object) -> Reading:
    """Leaf components, unresolved incidents, unfinished maintenances (null when none)."""
    top = mapping(document)
    components = tuple(_leaves(rows(top.get("components"))))
    posts, planned = rows(top.get("incidents")), rows(top.get("maintenances"))
    incidents = tuple(_incident(row) for row in posts if not _is_over(row))
    maintenances = tuple(_maintenance(row) for row in planned if not _is_over(row))
    closed = tuple(first(row, "title") for row in posts if _is_over(row))
    overall = rolled_up(components, incidents, maintenances)
    return Reading("datadog", overall, components, incidents, maintenances, closed=closed)


def _leaves(listed: list[Row], group: str = "") -> Iterator[Component]:
    for row in listed:
        name = first(row, "name")
        if children := rows(row.get("components")):
            yield from _leaves(children, name)
        elif word(row.get("type")) != "componentgroup":
            label = f"{group} / {name}" if group else name
            yield Component(label, COMPONENT.get(word(row.get("status")), State.UNKNOWN))


def _is_over(row: Row) -> bool:
    return row.get("resolved") is True or _said(row) in CLOSED


def _said(row: Row) -> str:
    return word(first(row, "currentStatus", "status"))


def _incident(row: Row) -> FeedIncident:
    touched = rows(row.get("componentsAffected"))
    impact = worst(COMPONENT.get(word(c.get("status")), State.UNKNOWN) for c in touched)
    began = first(row, "publishedDate", "startedAt", "createdAt") or None
    names = tuple(first(c, "name") for c in touched)
    return FeedIncident(first(row, "title"), open_word(_said(row)), impact, began, names)


def _maintenance(row: Row) -> Maintenance:
    starts = first(row, "startDate", "scheduledStartDate", "startedAt", "publishedDate")
    ends = first(row, "endDate", "scheduledEndDate", "completedDate")
    state = PLANNED.get(_said(row), "scheduled")
    return Maintenance(first(row, "title"), state, starts or None, ends or None)
