"""Cloud pages of Alibaba, Tencent and Flashcat (the product behind DeepSeek's page)."""

from collections.abc import Mapping

from bot.feeds.fields import (
    Row,
    first,
    from_epoch,
    latest,
    mapping,
    moment,
    rows,
    text,
    title,
    word,
)
from bot.feeds.maker import ReadingMaker, grouped
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    PLANNED,
    open_word,
    rolled_up,
    sure,
    worst,
)
from bot.lexicon.meanings import Meanings
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State

_COUNTS = {
    "NormalCount": State.OPERATIONAL,
    "NotifyCount": State.DEGRADED,
    "AbnormalCount": State.PARTIAL_OUTAGE,
}  # the roll-up of Tencent: how many products are how
_NOTICE = Meanings("notice", "recovered_tag")


def marks_alibaba(document: object) -> bool:
    """Events with an event type, or an empty list with the page's own envelope."""
    top = mapping(document)
    listed = rows(top.get("data"))
    envelope = isinstance(top.get("data"), list) and {"httpCode", "total", "success"} <= top.keys()
    return envelope and all({"eventType", "startTime"} <= row.keys() for row in listed)


def read_alibaba(document: object) -> FeedReading:
    """Events without an end and without "(Recovered)" in the title."""
    events = rows(mapping(document).get("data"))
    incidents = tuple(
        FeedIncident(
            title(row, "title"),
            "active",
            first(row, "eventType") or None,
            from_epoch(row.get("startTime"), milliseconds=True),
            updated_at=moment(row.get("lastUpdateTime")),
        )
        for row in events
        if not _is_over(row)
    )
    overall = State.DEGRADED if incidents else State.OPERATIONAL
    closed = tuple(title(row, "title") for row in events if _is_over(row))
    at = latest(row.get("lastUpdateTime") for row in events)
    return FeedReading("alibaba", overall, (), incidents, updated_at=at, closed=closed)


def _is_over(row: Row) -> bool:
    return bool(row.get("endTime")) or bool(_NOTICE.recovered_tag.search(first(row, "title")))


def marks_tencent(document: object) -> bool:
    """The summary counts, or products by category, inside the API envelope."""
    data = mapping(mapping(mapping(document).get("Response")).get("Data"))
    return "NormalCount" in mapping(data.get("Summary")) or bool(rows(data.get("CategoryList")))


def read_tencent(document: object) -> FeedReading:
    """Products by their current state, with the event of each that is not normal."""
    data = mapping(mapping(mapping(document).get("Response")).get("Data"))
    maker = ReadingMaker("tencent")
    for category in rows(data.get("CategoryList")):
        for product in rows(category.get("ProductList")):
            said = word(product.get("CurrentStatus"))
            name = title(product, "ProductName")
            maker.component(name, maker.state(said, COMPONENT, "status"))
            event = mapping(product.get("CurrentEvent"))
            named = title(product, "ProductEventTitle") or title(event, "EventTitle", "Title")
            if said != "normal" and named:
                began = first(event, "StartTime", "EventStartTime", "BeginTime") or None
                maker.incidents.append(FeedIncident(named, "active", said, began, (name,)))
    counted = [s for key, s in _COUNTS.items() if _is_some(mapping(data.get("Summary")).get(key))]
    ours = [rolled_up(maker.components, maker.incidents, ())] if maker.components else []
    return maker.reading(sure(worst([*ours, *counted]), maker.oddities))


def _is_some(count: object) -> bool:
    return text(count).isdecimal() and text(count).strip("0") != ""


def marks_flashcat(document: object) -> bool:
    """The list of active changes."""
    return isinstance(mapping(mapping(document).get("data")).get("active_changes"), list)


def read_flashcat(document: object) -> FeedReading:
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
    maintenances = tuple(
        Maintenance(_title(c), PLANNED.get(word(c.get("status")), "in_progress"), _began(c))
        for c in changes
        if _is_work(c)
    )
    incidents = tuple(_incident(c) for c in changes if not _is_work(c))
    at = max((i.updated_at for i in incidents if i.updated_at), default=None)
    overall = rolled_up(components, incidents, maintenances) if changes else State.OPERATIONAL
    return FeedReading("flashcat", overall, components, incidents, maintenances, at)


def _is_work(change: Row) -> bool:
    return word(change.get("type")) == "maintenance"


def _incident(change: Row) -> FeedIncident:
    at = latest(change.get(key) for key in ("updated_at_seconds", "updated_at"))
    state = open_word(word(change.get("status")))
    return FeedIncident(_title(change), state, None, _began(change), updated_at=at)


def _label(row: Row, sections: Mapping[str, str]) -> str:
    return grouped(sections.get(first(row, "section_id"), ""), first(row, "name"))


def _title(change: Row) -> str:
    return title(change, "title", "name")


def _began(change: Row) -> str | None:
    seconds = change.get("start_at_seconds") or change.get("created_at_seconds")
    return from_epoch(seconds) or text(change.get("created_at")) or None
