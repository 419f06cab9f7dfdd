"""incident.io's own widget document: what goes on and what is planned, without a roll-up.

Not in the recordings; the words follow incident.io's documentation.
"""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, title, word
from bot.feeds.maker import ReadingMaker, grouped
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    OK,
    PLANNED,
    rolled_up,
    worst,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """The list of ongoing incidents, and no page object."""
    return isinstance(mapping(document).get("ongoing_incidents"), list)


def read(document: object) -> FeedReading:
    """Only affected components are named; nothing ongoing means that all is well."""
    top, maker = mapping(document), ReadingMaker("incidentio-widget")
    posts = rows(top.get("ongoing_incidents"))
    running = [_maintenance(row) for row in rows(top.get("in_progress_maintenances"))]
    planned = [_maintenance(row) for row in rows(top.get("scheduled_maintenances"))]
    maker.incidents = [
        _incident(row, maker) for row in posts if word(row.get("status")) not in CLOSED
    ]
    maker.maintenances = [*running, *planned]
    states: dict[str, list[State]] = {}
    for row in posts:
        for part in rows(row.get("affected_components")):
            said = word(part.get("current_status"))
            state = maker.state(said, COMPONENT, "component status")
            states.setdefault(_label(part), []).append(state)
    for name, seen in states.items():
        maker.component(name, worst(seen))
    calm = not maker.incidents and not running
    overall = OK if calm else rolled_up(maker.components, maker.incidents, running)
    return maker.reading(overall, latest(row.get("last_update_at") for row in posts))


def _label(part: Row) -> str:
    return grouped(title(part, "group_name"), title(part, "name"))


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    return FeedIncident(
        title(row, "name"),
        maker.open_word(word(row.get("status"))),
        first(row, "current_worst_impact") or None,
        first(row, "created_at", "started_at") or None,
        tuple(_label(part) for part in rows(row.get("affected_components"))),
        moment(row.get("last_update_at")),
    )


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(
        title(row, "name"),
        PLANNED.get(word(row.get("status")), "scheduled"),
        first(row, "starts_at", "started_at") or None,
        first(row, "ends_at", "scheduled_end_at") or None,
    )
