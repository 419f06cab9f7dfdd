"""Uptime.com: the page's own JSON, with groups, incidents and upcoming maintenance."""

from collections.abc import Iterator

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    rolled_up,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """The flag for the whole page."""
    return isinstance(mapping(mapping(document).get("data")).get("global_is_operational"), bool)


def read(document: object) -> FeedReading:
    """The flag decides; when it is down, the components say how badly."""
    page, maker = mapping(mapping(document).get("data")), ReadingMaker("uptimecom")
    _add_leaves(rows(page.get("components")), maker)
    maker.incidents = list(_incidents(rows(page.get("active_incidents")), maker))
    maker.maintenances = [
        Maintenance(_title(row), "scheduled", _starts(row), first(row, "ends_at") or None)
        for row in rows(page.get("upcoming_maintenance"))
    ]
    overall = rolled_up(maker.components, maker.incidents, ())
    if page["global_is_operational"] is True:
        overall = State.OPERATIONAL
        maker.check_roll_up(overall)
    elif overall in (State.OPERATIONAL, State.UNKNOWN):
        overall = State.DEGRADED  # the page says that something is wrong, not what
    touched = [r for row in rows(page.get("components")) for r in (row, *_children(row))]
    return maker.reading(overall, latest(row.get("last_updated_at") for row in touched))


def _children(row: Row) -> list[Row]:
    return rows(row.get("subcomponents"))


def _add_leaves(listed: list[Row], maker: ReadingMaker, group: str = "") -> None:
    """Components, and those of groups; groups within groups are not known to exist."""
    for row in listed:
        name = title(row, "name")
        if row.get("is_group") is True and not group:
            _add_leaves(_children(row), maker, name or "(no name)")
        else:
            state = maker.state(word(row.get("status")), COMPONENT, "component status")
            maker.component(name, state, group)


def _title(row: Row) -> str:
    return title(row, "name", "title")


def _starts(row: Row) -> str | None:
    return first(row, "starts_at", "created_at") or None


def _incidents(listed: list[Row], maker: ReadingMaker) -> Iterator[FeedIncident]:
    times = ("updated_at", "last_updated_at", "created_at")
    for row in listed:
        updates = rows(row.get("updates"))[:1] or [{}]
        said = word(first(row, "latest_incident_state", "incident_state", "status"))
        said = said or word(first(updates[0], "incident_state", "status"))
        if said not in CLOSED:
            impact = first(row, "impact", "severity") or None
            at, state = newest(row, "updates", *times), maker.open_word(said)
            yield FeedIncident(_title(row), state, impact, _starts(row), updated_at=at)
