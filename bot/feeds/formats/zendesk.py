"""Zendesk (``/api/ssp/incidents.json``, JSON:API): what is open now.

Not in the recordings; fields as public readers use them. An empty list, which is Zendesk's only
sign of calm, bears no mark that it is Zendesk's and stays unreadable; the list of services has no
state at all. Which services an incident hurts is not read.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, moment, rows, stamp, title
from bot.feeds.words import rolled_up
from bot.model.status import FeedIncident, Reading, State

Row = Mapping[str, object]
_WEIGHT = {"outage": State.PARTIAL_OUTAGE}


def marks(document: object) -> bool:
    """Resources that each say when they started."""
    listed = rows(mapping(document).get("data"))
    return bool(listed) and all("startedAt" in mapping(row.get("attributes")) for row in listed)


def read(document: object) -> Reading:
    """Incidents that are not resolved. With none open nothing is said of the present."""
    posts = [mapping(row.get("attributes")) for row in rows(mapping(document).get("data"))]
    incidents = tuple(_incident(row) for row in posts if not first(row, "resolvedAt"))
    return Reading(
        "zendesk",
        rolled_up((), incidents, (), _WEIGHT) if incidents else State.UNKNOWN,
        (),
        incidents,
        updated_at=latest(first(row, "updatedAt") for row in posts),
        closed=tuple(title(row, "title") for row in posts if first(row, "resolvedAt")),
    )


def _incident(row: Row) -> FeedIncident:
    """``outage`` is a flag; without it the service is slow or in part unusable."""
    impact = "outage" if row.get("outage") is True else None
    began, at = stamp(row.get("startedAt")), moment(row.get("updatedAt"))
    return FeedIncident(title(row, "title", "impact"), "active", impact, began, updated_at=at)
