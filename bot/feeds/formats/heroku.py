"""Heroku v4 current-status: three systems by colour. Finished maintenance lingers in ``scheduled``."""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import CLOSED, COMPONENT, worst
from bot.model.status import FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """Rows of systems with a status."""
    listed = rows(mapping(document).get("status"))
    return bool(listed) and all({"system", "status"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """The systems as they are coloured; the worst is the whole."""
    top, maker = mapping(document), ReadingMaker("heroku")
    for row in rows(top.get("status")):
        said = word(row.get("status"))
        maker.component(title(row, "system"), maker.state(said, COMPONENT, "system status"))
    posts, planned = rows(top.get("incidents")), rows(top.get("scheduled"))
    maker.incidents = [_incident(row) for row in posts if not _is_over(row)]
    maker.maintenances = [_maintenance(row) for row in planned if not _is_over(row)]
    maker.closed = [title(row, "title") for row in posts if _is_over(row)]
    overall = worst(c.state for c in maker.components)
    maker.check_roll_up(overall)
    return maker.reading(overall, latest(row.get("updated_at") for row in posts + planned))


def _incident(row: Row) -> FeedIncident:
    began, at = stamp(row.get("created_at")), newest(row, "updates", "updated_at", "created_at")
    return FeedIncident(title(row, "title"), "active", _colour(row), began, updated_at=at)


def _maintenance(row: Row) -> Maintenance:
    return Maintenance(
        title(row, "title"),
        "scheduled" if row.get("upcoming") is True else "in_progress",
        first(row, "scheduled_for", "starts_at") or None,
        first(row, "scheduled_until", "ends_at") or None,
    )


def _is_over(row: Row) -> bool:
    return row.get("resolved") is True or word(row.get("state")) in CLOSED


def _colour(row: Row) -> str | None:
    newest = rows(row.get("updates"))[:1] or [row]
    seen = {word(newest[0].get(key)) for key in ("status_prod", "status_dev")}
    return next((colour for colour in ("red", "yellow") if colour in seen), None)
