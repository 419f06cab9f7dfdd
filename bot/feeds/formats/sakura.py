"""Sakura Internet's maintenance and trouble feeds: entries with a start and an end, no state.

Not in the recordings; fields as public scripts read them. A trouble is open while no end is given
(an end that is announced ahead counts as the end); whether a maintenance runs is a matter of time,
which ``summary`` decides. Nothing open means that nothing was announced, not that all is well.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, mapping, moment, rows, title, word
from bot.feeds.words import rolled_up
from bot.model.status import FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """Paged results, each with a type and the start of an event."""
    top = mapping(document)
    listed = rows(top.get("results"))
    return bool(listed) and all({"type", "title", "event_start"} <= row.keys() for row in listed)


def read(document: object) -> Reading:
    """Troubles without an end as incidents, everything planned as scheduled maintenance."""
    top = mapping(document)
    posts = rows(top.get("results"))
    planned = [row for row in posts if _is_work(row)]
    troubles = [row for row in posts if not _is_work(row)]
    incidents = tuple(
        FeedIncident(title(row, "title"), "active", None, _time(row, "event_start"))
        for row in troubles
        if _time(row, "event_end") is None
    )
    maintenances = tuple(
        Maintenance(
            title(row, "title"), "scheduled", _time(row, "event_start"), _time(row, "event_end")
        )
        for row in planned
    )
    return Reading(
        "sakura",
        rolled_up((), incidents, ()) if incidents else State.UNKNOWN,
        (),
        incidents,
        maintenances,
        oddities=("there are more entries on further pages",) if first(top, "next") else (),
        closed=tuple(title(row, "title") for row in troubles if _time(row, "event_end")),
    )


def _is_work(row: Row) -> bool:
    return word(row.get("type")).startswith("maint")


def _time(row: Row, name: str) -> str | None:
    """Epoch seconds as digits, or ISO; zero and nothing are no time."""
    said = first(row, name)
    if said in ("", "0"):
        return None
    at = moment(said) if said.isdecimal() else None
    return at.isoformat().replace("+00:00", "Z") if at else said
