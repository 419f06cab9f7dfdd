"""LIVCK: ``status.json`` and ``full.json`` of its cloud, and the categories of a self-hosted page.

Not in the recordings; fields as LIVCK's own open-source clients read them. The words of states are
those of Statuspage, written out in the roll-up too; a self-hosted monitor has its own
(AVAILABLE, UNAVAILABLE). Names and titles come as one text or by language. Notices are
announcements, not trouble.
"""

from collections.abc import Mapping

from bot.feeds.fields import Row, bare_title, first, latest, mapping, rows, stamp, text, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    PLANNED,
    rolled_up,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State

_MONITOR: Mapping[str, State] = {
    "available": State.OPERATIONAL,
    "unavailable": State.MAJOR_OUTAGE,
    "degraded": State.DEGRADED,
    "maintenance": State.MAINTENANCE,
    "pending": State.UNKNOWN,
}


def marks(document: object) -> bool:
    """The lists that only LIVCK's documents have side by side, or categories of its monitors."""
    top = mapping(document)
    return _is_status(top) or _is_full(top) or _is_categories(document)


def read(document: object) -> FeedReading:
    """Whichever of the three documents this is."""
    top = mapping(document)
    if _is_categories(document):
        return _read_categories(_categories(document))
    maker = ReadingMaker("livck")
    language = first(mapping(top.get("meta")), "default_locale")
    page, planned = mapping(top.get("page")), top.get("maintenances")
    _add_components(rows(top.get("components")), language, maker)
    posts = rows(top.get("incidents")) or rows(top.get("active_incidents"))
    open_posts = [row for row in posts if word(row.get("status")) not in CLOSED]
    maker.incidents = [_incident(row, language, maker) for row in open_posts]
    works = rows(planned) or [
        *rows(mapping(planned).get("active")),
        *rows(mapping(planned).get("scheduled")),
    ]
    maker.maintenances = [m for row in works if (m := _maintenance(row, language))]
    maker.closed = [_named(row, "title", language) for row in posts if row not in open_posts]
    indicator = word(mapping(top.get("status")).get("indicator"))
    overall = maker.whole(indicator, COMPONENT, COMPONENT)
    return maker.reading(overall, latest([page.get("updated_at")]))


def _is_status(top: Row) -> bool:
    lists = ("components", "incidents", "maintenances", "notices")
    indicator = word(mapping(top.get("status")).get("indicator"))
    return indicator in COMPONENT and all(isinstance(top.get(name), list) for name in lists)


def _is_full(top: Row) -> bool:
    lists = ("components", "active_incidents", "notices")
    works = mapping(top.get("maintenances"))
    return all(isinstance(top.get(name), list) for name in lists) and {
        "active",
        "scheduled",
    } <= set(works)


def _is_categories(document: object) -> bool:
    monitors = [m for row in _categories(document) for m in rows(row.get("monitors"))]
    return bool(monitors) and all(word(m.get("state")) in _MONITOR for m in monitors)


def _categories(document: object) -> list[Row]:
    """A list of categories, bare, under ``data``, or keyed by their ids."""
    top = mapping(document)
    listed = rows(document) or rows(top.get("data")) or rows(list(top.values()))
    return listed if all(isinstance(row.get("monitors"), list) for row in listed) else []


def _read_categories(categories: list[Row]) -> FeedReading:
    maker = ReadingMaker("livck")
    for category in categories:
        group = first(category, "name")
        for monitor in rows(category.get("monitors")):
            maker.component(first(monitor, "name"), _MONITOR[word(monitor.get("state"))], group)
    return maker.reading(rolled_up(maker.components, (), ()))


def _add_components(listed: list[Row], language: str, maker: ReadingMaker) -> None:
    """Components below their groups, which ``full.json`` nests and ``status.json`` names by id."""
    groups = {
        first(row, "id"): _named(row, "name", language)
        for row in listed
        if row.get("is_group") is True
    }
    for row in listed:
        if row.get("is_group") is True:
            inner = [(groups[first(row, "id")], child) for child in rows(row.get("children"))]
        else:
            inner = [(groups.get(first(row, "group_id"), ""), row)]
        for group, child in inner:
            state = maker.state(word(child.get("status")), COMPONENT, "component status")
            maker.component(_named(child, "name", language), state, group)


def _incident(row: Row, language: str, maker: ReadingMaker) -> FeedIncident:
    said_at = latest(
        [first(row, "updated_at"), *(first(u, "created_at") for u in rows(row.get("updates")))]
    )
    return FeedIncident(
        _named(row, "title", language) or _named(row, "name", language),
        maker.open_word(word(row.get("status"))),
        first(row, "severity", "impact") or None,
        stamp(row.get("started_at")) or stamp(row.get("created_at")),
        tuple(_named(c, "name", language) for c in rows(row.get("affected_components"))),
        said_at,
    )


def _maintenance(row: Row, language: str) -> Maintenance | None:
    said = word(row.get("status"))
    if said in CLOSED or first(row, "completed_at"):
        return None
    name = _named(row, "title", language) or _named(row, "name", language)
    starts, ends = first(row, "scheduled_start", "started_at"), first(row, "scheduled_end")
    return Maintenance(name, PLANNED.get(said, "scheduled"), starts or None, ends or None)


def _named(row: Row, field: str, language: str) -> str:
    """A text, or that of the page's own language, English or any other."""
    said = row.get(field)
    if not isinstance(said, dict):
        return bare_title(text(said))
    return bare_title(first(said, language, "en", *map(str, said)))
