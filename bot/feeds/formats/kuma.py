"""Uptime Kuma 1.x and 2.x: states in one document (heartbeats by id), names in the other.

1.x has one pinned ``incident``, 2.x a list of ``incidents``. Times have no zone and are UTC. Proven
on a recording: heartbeats. The document of the page follows the product's source; its monitors
have no state there and are not listed.
"""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, text, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import KUMA, of_monitors, rolled_up, sure
from bot.model.status import FeedIncident, FeedReading, Maintenance, State

_RUNNING = {"under_maintenance": "in_progress", "scheduled": "scheduled"}


def marks(document: object) -> bool:
    """Heartbeats by monitor, or the public groups of the page document."""
    top = mapping(document)
    beats, groups = top.get("heartbeatList"), top.get("publicGroupList")
    return isinstance(beats, dict) or isinstance(groups, list)


def read(document: object) -> FeedReading:
    """The last beat of each monitor is its state; the page document has names and notes only."""
    top, maker = mapping(document), ReadingMaker("uptime-kuma")
    beats = {key: rows(value) for key, value in mapping(top.get("heartbeatList")).items()}
    for key, seen in beats.items():
        if seen:
            said = text(seen[-1].get("status"))
            state = maker.state(said, KUMA, "heartbeat status")
            maker.component(f"monitor {text(key)}", state)
    pinned = rows([top.get("incident")]) + rows(top.get("incidents"))
    maker.incidents = [_incident(row) for row in pinned if not _is_over(row)]
    words = [i.updated_at.isoformat() for i in maker.incidents if i.updated_at]
    at = latest([*(seen[-1].get("time") for seen in beats.values() if seen), *words])
    overall = sure(of_monitors(c.state for c in maker.components), maker.oddities)
    maker.maintenances = _planned(top)
    if overall is State.UNKNOWN and not maker.components:  # the document of the page
        overall = rolled_up((), maker.incidents, maker.maintenances)
    maker.closed = [title(row, "title") for row in pinned if _is_over(row)]
    return maker.reading(overall, at)


def _is_over(row: Row) -> bool:
    """2.x unpins and ends incidents and keeps them in the list."""
    return row.get("active") in (False, 0) or row.get("pin") in (False, 0)


def _incident(row: Row) -> FeedIncident:
    created = first(row, "createdDate", "created_date") or None
    at = moment(first(row, "lastUpdatedDate", "last_updated_date") or created)
    style = first(row, "style") or None
    return FeedIncident(title(row, "title"), "active", style, created, updated_at=at)


def _planned(top: Row) -> list[Maintenance]:
    found = []
    for row in rows(top.get("maintenanceList")):
        if state := _RUNNING.get(word(row.get("status"))):
            slot = (rows(row.get("timeslotList")) or [{}])[0]
            starts, ends = first(slot, "startDate"), first(slot, "endDate")
            found.append(Maintenance(title(row, "title"), state, starts or None, ends or None))
    return found
