"""Heroku v4 current-status: three systems by colour. Finished maintenance lingers in ``scheduled``."""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, title, word
from bot.feeds.words import CLOSED, COMPONENT, check_roll_up, meaning, told, worst
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """Rows of systems with a status."""
    listed = rows(mapping(document).get("status"))
    return bool(listed) and all({"system", "status"} <= row.keys() for row in listed)


def read(document: object) -> FeedReading:
    """The systems as they are coloured; the worst is the whole."""
    top, oddities = mapping(document), list[str]()
    systems = tuple(
        Component(
            title(row, "system"),
            meaning(word(row.get("status")), COMPONENT, "system status", oddities),
        )
        for row in rows(top.get("status"))
    )
    posts = rows(top.get("incidents"))
    incidents = tuple(
        FeedIncident(
            title(r, "title"),
            "active",
            _colour(r),
            stamp(r.get("created_at")),
            updated_at=newest(r, "updates", "updated_at", "created_at"),
        )
        for r in posts
        if not _is_over(r)
    )
    planned = tuple(_maintenance(r) for r in rows(top.get("scheduled")) if not _is_over(r))
    overall = worst(c.state for c in systems)
    check_roll_up(overall, incidents, oddities)
    return FeedReading(
        "heroku",
        overall,
        systems,
        incidents,
        planned,
        latest(row.get("updated_at") for row in posts + rows(top.get("scheduled"))),
        told(oddities),
        closed=tuple(title(r, "title") for r in posts if _is_over(r)),
    )


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
