"""Slack's own page: current (an object) and history (a bare array)."""

from bot.feeds.fields import Row, latest, mapping, newest, rows, stamp, text, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    rolled_up,
    worst,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """Active incidents in a list, or an array of incidents with services, notes and a type."""
    top = mapping(document)
    if isinstance(top.get("active_incidents"), list) and "components" not in top:
        return True
    listed = rows(document)
    return bool(listed) and all({"services", "notes", "type"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """Services take the worst type of the incidents that name them."""
    top, maker = mapping(document), ReadingMaker("slack")
    posts = rows(top.get("active_incidents")) if top else rows(document)
    maker.closed = [title(row, "title") for row in posts if word(row.get("status")) in CLOSED]
    posts = [row for row in posts if word(row.get("status")) not in CLOSED]
    maker.incidents = [_incident(row, maker) for row in posts if not _is_work(row)]
    maker.maintenances = [_maintenance(row) for row in posts if _is_work(row)]
    running = [row for row in posts if word(row.get("status")) != "scheduled"]
    said = word(top.get("status"))
    if said == "ok":
        overall = State.OPERATIONAL
    else:  # "active" carries no weight: the incidents do
        overall = rolled_up((), maker.incidents, maker.maintenances) if posts else State.UNKNOWN
    if not top and not posts:
        overall = State.OPERATIONAL  # a history in which everything is over
    if top and said not in ("ok", "active"):
        maker.oddities.append(f"unknown status: {said or '(none)'}")
    maker.check_roll_up(overall)
    _add_components(running, maker)
    return maker.reading(overall, latest([top.get("date_updated")]))


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "maintenance"


def _services(row: Row) -> tuple[str, ...]:
    listed = row.get("services")
    return tuple(text(name) for name in listed if text(name)) if isinstance(listed, list) else ()


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    return FeedIncident(
        title(row, "title"),
        maker.open_word(word(row.get("status"))),
        word(row.get("type")) or None,
        stamp(row.get("date_created")),
        _services(row),
        newest(row, "notes", "date_updated", "date_created"),
    )


def _maintenance(row: Row) -> Maintenance:
    state = "scheduled" if word(row.get("status")) == "scheduled" else "in_progress"
    return Maintenance(title(row, "title"), state, stamp(row.get("date_created")))


def _add_components(posts: list[Row], maker: ReadingMaker) -> None:
    states: dict[str, list[State]] = {}
    for row in posts:
        kind = maker.state(word(row.get("type")), COMPONENT, "incident type")
        for name in _services(row):
            states.setdefault(name, []).append(kind)
    for name, seen in states.items():
        maker.component(name, worst(seen))
