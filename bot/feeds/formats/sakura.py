"""Sakura Internet's maintenance and trouble feeds: entries with a start and an end, no state.

Not in the recordings; fields as public scripts read them. A trouble is open while no end is given
(an end that is announced ahead counts as the end); whether a maintenance runs is a matter of time,
which ``summary`` decides. Nothing open means that nothing was announced, not that all is well.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, from_epoch, mapping, rows, word
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
    posts = rows(mapping(document).get("results"))
    planned = [row for row in posts if word(row.get("type")).startswith("maint")]
    troubles = [row for row in posts if row not in planned]
    incidents = tuple(
        FeedIncident(first(row, "title"), "active", None, _time(row, "event_start"))
        for row in troubles
        if _time(row, "event_end") is None
    )
    maintenances = tuple(
        Maintenance(
            first(row, "title"), "scheduled", _time(row, "event_start"), _time(row, "event_end")
        )
        for row in planned
    )
    return Reading(
        "sakura",
        rolled_up((), incidents, ()) if incidents else State.UNKNOWN,
        (),
        incidents,
        maintenances,
        closed=tuple(first(row, "title") for row in troubles if _time(row, "event_end")),
    )


def _time(row: Row, name: str) -> str | None:
    """Epoch seconds as digits, or ISO; zero and nothing are no time."""
    said = first(row, name)
    return None if said in ("", "0") else from_epoch(said) or said
