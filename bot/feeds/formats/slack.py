"""Slack's own page: current (an object) and history (a bare array)."""

from bot.feeds.draft import ReadingDraft
from bot.feeds.fields import Row, latest, mapping, newest, rows, stamp, text, title, word
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
    top, draft = mapping(document), ReadingDraft("slack")
    posts = rows(top.get("active_incidents")) if top else rows(document)
    draft.closed = [title(row, "title") for row in posts if word(row.get("status")) in CLOSED]
    posts = [row for row in posts if word(row.get("status")) not in CLOSED]
    draft.incidents = [_incident(row, draft) for row in posts if not _is_work(row)]
    draft.maintenances = [_maintenance(row) for row in posts if _is_work(row)]
    running = [row for row in posts if word(row.get("status")) != "scheduled"]
    said = word(top.get("status"))
    if said == "ok":
        overall = State.OPERATIONAL
    else:  # "active" carries no weight: the incidents do
        overall = rolled_up((), draft.incidents, draft.maintenances) if posts else State.UNKNOWN
    if not top and not posts:
        overall = State.OPERATIONAL  # a history in which everything is over
    if top and said not in ("ok", "active"):
        draft.oddities.append(f"unknown status: {said or '(none)'}")
    draft.check_roll_up(overall)
    _add_components(running, draft)
    return draft.reading(overall, latest([top.get("date_updated")]))


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "maintenance"


def _services(row: Row) -> tuple[str, ...]:
    listed = row.get("services")
    return tuple(text(name) for name in listed if text(name)) if isinstance(listed, list) else ()


def _incident(row: Row, draft: ReadingDraft) -> FeedIncident:
    return FeedIncident(
        title(row, "title"),
        draft.open_word(word(row.get("status"))),
        word(row.get("type")) or None,
        stamp(row.get("date_created")),
        _services(row),
        newest(row, "notes", "date_updated", "date_created"),
    )


def _maintenance(row: Row) -> Maintenance:
    state = "scheduled" if word(row.get("status")) == "scheduled" else "in_progress"
    return Maintenance(title(row, "title"), state, stamp(row.get("date_created")))


def _add_components(posts: list[Row], draft: ReadingDraft) -> None:
    states: dict[str, list[State]] = {}
    for row in posts:
        kind = draft.state(word(row.get("type")), COMPONENT, "incident type")
        for name in _services(row):
            states.setdefault(name, []).append(kind)
    for name, seen in states.items():
        draft.component(name, worst(seen))
