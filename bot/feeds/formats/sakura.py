"""Sakura Internet's maintenance and trouble feeds: entries with a start and an end, no state.

The present one pages its results and names their type; the old one is a bare list whose titles
begin with the type in brackets. Not in the recordings; fields as public scripts read them. A trouble is open while no end is given
(an end that is announced ahead counts as the end); whether a maintenance runs is a matter of time,
which ``summary`` decides. Nothing open means that nothing was announced, not that all is well.
"""

import re

from bot.feeds.fields import Row, first, mapping, moment, rows, title, word
from bot.feeds.words import rolled_up
from bot.model.status import FeedIncident, FeedReading, Maintenance, State

_MARK = re.compile(r"\s*[\[［【](障害|メンテ(?:ナンス)?)[\]］】]")


def marks(document: object) -> bool:
    """Entries that each have the start of an event and a type, or its mark before the title."""
    listed = _listed(document)
    return bool(listed) and all(
        {"title", "event_start"} <= row.keys() and ("type" in row or _mark(row)) for row in listed
    )


def read(document: object) -> FeedReading:
    """Troubles without an end as incidents, everything planned as scheduled maintenance."""
    top = mapping(document)
    posts = _listed(document)
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
    return FeedReading(
        "sakura",
        rolled_up((), incidents, ()) if incidents else State.UNKNOWN,
        (),
        incidents,
        maintenances,
        oddities=("there are more entries on further pages",) if first(top, "next") else (),
        closed=tuple(title(row, "title") for row in troubles if _time(row, "event_end")),
    )


def _listed(document: object) -> list[Row]:
    return rows(mapping(document).get("results")) or rows(document)


def _is_work(row: Row) -> bool:
    return word(row.get("type")).startswith("maint") or _mark(row).startswith("メンテ")


def _mark(row: Row) -> str:
    """What stands in brackets before a title of the old list: 障害 or メンテナンス."""
    found = _MARK.match(first(row, "title"))
    return found.group(1) if found else ""


def _time(row: Row, name: str) -> str | None:
    """Epoch seconds as digits, or ISO; zero and nothing are no time."""
    said = first(row, name)
    if said in ("", "0"):
        return None
    at = moment(said) if said.isdecimal() else None
    return at.isoformat().replace("+00:00", "Z") if at else said
