"""Heroku v4 current-status: three systems by colour. Finished maintenance lingers in ``scheduled``."""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, rows, stamp, word
from bot.feeds.words import CLOSED, COMPONENT, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """Rows of systems with a status."""
    listed = rows(mapping(document).get("status"))
    return bool(listed) and all({"system", "status"} <= row.keys() for row in listed)


def read(document: object) -> Reading:
    """The systems as they are coloured; the worst is the whole."""
    top = mapping(document)
    systems = tuple(
        Component(first(row, "system"), COMPONENT.get(word(row.get("status")), State.UNKNOWN))
        for row in rows(top.get("status"))
    )
    posts = rows(top.get("incidents"))
    incidents = tuple(
        FeedIncident(first(r, "title"), "active", _colour(r), stamp(r.get("created_at")))
        for r in posts
        if not _is_over(r)
    )
    planned = tuple(
        Maintenance(
            first(r, "title"),
            "scheduled" if r.get("upcoming") is True else "in_progress",
            first(r, "scheduled_for", "starts_at") or None,
            first(r, "scheduled_until", "ends_at") or None,
        )
        for r in rows(top.get("scheduled"))
        if not _is_over(r)
    )
    return Reading(
        "heroku",
        worst(c.state for c in systems),
        systems,
        incidents,
        planned,
        latest(row.get("updated_at") for row in posts),
        closed=tuple(first(r, "title") for r in posts if _is_over(r)),
    )


def _is_over(row: Row) -> bool:
    return row.get("resolved") is True or word(row.get("state")) in CLOSED


def _colour(row: Row) -> str | None:
    newest = rows(row.get("updates"))[:1] or [row]
    seen = {word(newest[0].get(key)) for key in ("status_prod", "status_dev")}
    return next((colour for colour in ("red", "yellow") if colour in seen), None)
