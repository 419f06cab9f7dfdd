"""Zendesk (``/api/ssp/incidents.json``, JSON:API): what is open now.

Not in the recordings; fields as public readers use them. An empty list, which is Zendesk's only
sign of calm, bears no mark that it is Zendesk's and stays unreadable; the list of services has no
state at all. An incident is named by ``name`` or ``title``; the services that it hurts are those of
``included`` that it points to, directly or through an incident-service.
"""

from collections.abc import Mapping

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, stamp, title, word
from bot.feeds.words import rolled_up
from bot.model.status import FeedIncident, FeedReading, State

Key = tuple[str, str]  # type and id of a resource
_WEIGHT = {"outage": State.PARTIAL_OUTAGE}
_NAMES = ("name", "title")
_SERVICES = frozenset({"service", "services"})


def marks(document: object) -> bool:
    """Resources that each say when they started."""
    listed = rows(mapping(document).get("data"))
    return bool(listed) and all("startedAt" in mapping(row.get("attributes")) for row in listed)


def read(document: object) -> FeedReading:
    """Incidents that are not resolved. With none open nothing is said of the present."""
    top = mapping(document)
    listed, included = rows(top.get("data")), _by_key(rows(top.get("included")))
    posts = [mapping(row.get("attributes")) for row in listed]
    incidents = tuple(
        _incident(row, _services(row, included))
        for row in listed
        if not first(mapping(row.get("attributes")), "resolvedAt")
    )
    return FeedReading(
        "zendesk",
        rolled_up((), incidents, (), _WEIGHT) if incidents else State.UNKNOWN,
        (),
        incidents,
        updated_at=latest(first(row, "updatedAt") for row in posts),
        closed=tuple(title(row, *_NAMES) for row in posts if first(row, "resolvedAt")),
    )


def _incident(resource: Row, services: tuple[str, ...]) -> FeedIncident:
    """``outage`` is a flag; without it the service is slow or in part unusable."""
    row = mapping(resource.get("attributes"))
    impact = "outage" if row.get("outage") is True else None
    began, at = stamp(row.get("startedAt")), moment(row.get("updatedAt"))
    return FeedIncident(title(row, *_NAMES, "impact"), "active", impact, began, services, at)


def _by_key(included: list[Row]) -> dict[Key, Row]:
    return {(first(row, "type"), first(row, "id")): row for row in included}


def _services(resource: Row, included: Mapping[Key, Row]) -> tuple[str, ...]:
    """The names of the services that a resource points to, at most one step removed."""
    names: dict[str, None] = {}
    for key in _points_to(resource):
        beside = included.get(key, {})
        for row in (beside, *(included.get(k, {}) for k in _points_to(beside))):
            name = title(mapping(row.get("attributes")), "name")
            if name and word(row.get("type")) in _SERVICES:
                names[name] = None
    return tuple(names)


def _points_to(resource: Row) -> list[Key]:
    linked = [mapping(r).get("data") for r in mapping(resource.get("relationships")).values()]
    targets = [row for data in linked for row in rows(data) or [mapping(data)]]
    return [(first(row, "type"), first(row, "id")) for row in targets]
