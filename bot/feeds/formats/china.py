"""Cloud pages of Alibaba, Tencent and Flashcat (the product behind DeepSeek's page)."""

import re
from collections.abc import Mapping

from bot.feeds.fields import first, from_epoch, mapping, rows, text, word
from bot.feeds.words import CLOSED, COMPONENT, PLANNED, open_word, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]
_RECOVERED = re.compile(r"recovered|已恢复|已恢復|已解决", re.IGNORECASE)


def marks_alibaba(document: object) -> bool:
    """Events with an event type, or an empty list with the page's own envelope."""
    top = mapping(document)
    listed = rows(top.get("data"))
    envelope = isinstance(top.get("data"), list) and {"httpCode", "total", "success"} <= top.keys()
    return envelope and all({"eventType", "startTime"} <= row.keys() for row in listed)


def read_alibaba(document: object) -> Reading:
    """Events without an end and without "(Recovered)" in the title."""
    events = rows(mapping(document).get("data"))
    over = [row for row in events if row.get("endTime") or _RECOVERED.search(first(row, "title"))]
    incidents = tuple(
        FeedIncident(
            first(row, "title"),
            "active",
            first(row, "eventType") or None,
            from_epoch(row.get("startTime"), milliseconds=True),
        )
        for row in events
        if row not in over
    )
    overall = State.DEGRADED if incidents else State.OPERATIONAL
    closed = tuple(first(row, "title") for row in over)
    return Reading("alibaba", overall, (), incidents, closed=closed)


def marks_tencent(document: object) -> bool:
    """The summary counts, or products by category, inside the API envelope."""
    data = mapping(mapping(mapping(document).get("Response")).get("Data"))
    return "NormalCount" in mapping(data.get("Summary")) or bool(rows(data.get("CategoryList")))


def read_tencent(document: object) -> Reading:
    """Products by their current state, with the event of each that is not normal."""
    data = mapping(mapping(mapping(document).get("Response")).get("Data"))
    components, incidents = [], []
    for category in rows(data.get("CategoryList")):
        for product in rows(category.get("ProductList")):
            said = word(product.get("CurrentStatus"))
            name = first(product, "ProductName")
            components.append(Component(name, COMPONENT.get(said, State.UNKNOWN)))
            event = mapping(product.get("CurrentEvent"))
            title = first(product, "ProductEventTitle") or first(event, "EventTitle", "Title")
            if said != "normal" and title:
                began = first(event, "StartTime", "EventStartTime", "BeginTime") or None
                incidents.append(FeedIncident(title, "active", said, began, (name,)))
    found = tuple(components)
    return Reading("tencent", rolled_up(found, incidents, ()), found, tuple(incidents))


def marks_flashcat(document: object) -> bool:
    """The list of active changes."""
    return isinstance(mapping(mapping(document).get("data")).get("active_changes"), list)


def read_flashcat(document: object) -> Reading:
    """Components carry no state: what is wrong stands in ``active_changes`` alone."""
    data = mapping(mapping(document).get("data"))
    page = mapping(data.get("page"))
    sections = {first(s, "section_id"): first(s, "name") for s in rows(page.get("sections"))}
    changes = [c for c in rows(data.get("active_changes")) if word(c.get("status")) not in CLOSED]
    hurt = {
        first(c, "component_id"): COMPONENT.get(word(c.get("status")), State.DEGRADED)
        for change in changes
        for c in rows(change.get("affected_components")) + rows(change.get("components"))
    }
    components = tuple(
        Component(_label(row, sections), hurt.get(first(row, "component_id"), State.OPERATIONAL))
        for row in rows(page.get("components"))
    )
    planned = [c for c in changes if word(c.get("type")) == "maintenance"]
    maintenances = tuple(
        Maintenance(_title(c), PLANNED.get(word(c.get("status")), "in_progress"), _began(c))
        for c in planned
    )
    incidents = tuple(
        FeedIncident(_title(c), open_word(word(c.get("status"))), None, _began(c))
        for c in changes
        if c not in planned
    )
    overall = rolled_up(components, incidents, maintenances) if changes else State.OPERATIONAL
    return Reading("flashcat", overall, components, incidents, maintenances)


def _label(row: Row, sections: Mapping[str, str]) -> str:
    section = sections.get(first(row, "section_id"), "")
    return f"{section} / {first(row, 'name')}" if section else first(row, "name")


def _title(change: Row) -> str:
    return first(change, "title", "name")


def _began(change: Row) -> str | None:
    seconds = change.get("start_at_seconds") or change.get("created_at_seconds")
    return from_epoch(seconds) or text(change.get("created_at")) or None
