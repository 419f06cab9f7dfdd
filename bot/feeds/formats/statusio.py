"""status.io (`/1.0/status/<id>`): numeric codes; a security event (600) is degraded and flagged."""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, rows, text, word
from bot.feeds.words import STATUSIO, STATUSIO_MESSAGE
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """The code of the overall status."""
    result = mapping(mapping(document).get("result"))
    return bool(text(mapping(result.get("status_overall")).get("status_code")))


def read(document: object) -> Reading:
    """The overall code, the components, incidents by their newest message."""
    result = mapping(mapping(document).get("result"))
    whole = mapping(result.get("status_overall"))
    code = text(whole.get("status_code"))
    planned = mapping(result.get("maintenance"))
    oddities = () if code in STATUSIO else (f"unknown status code: {code}",)
    if code == "600":
        oddities = ("the page reports a security event",)
    incidents = tuple(_incident(row) for row in rows(result.get("incidents")) if not _over(row))
    return Reading(
        "statusio",
        STATUSIO.get(code, State.UNKNOWN),
        tuple(Component(first(row, "name"), _state(row)) for row in rows(result.get("status"))),
        incidents,
        tuple(_maintenance(row, "in_progress") for row in rows(planned.get("active")))
        + tuple(_maintenance(row, "scheduled") for row in rows(planned.get("upcoming"))),
        latest([whole.get("updated")]),
        oddities,
    )


def _state(row: Row) -> State:
    return STATUSIO.get(text(row.get("status_code")), State.UNKNOWN)


def _newest(row: Row) -> Row:
    messages = rows(row.get("messages"))
    return max(messages, key=lambda m: first(m, "datetime"), default={})


def _over(row: Row) -> bool:
    return word(_newest(row).get("state")) == "400" or bool(first(row, "datetime_resolved"))


def _incident(row: Row) -> FeedIncident:
    newest = _newest(row)
    state = STATUSIO_MESSAGE.get(text(newest.get("state")), "active")
    impact = STATUSIO.get(text(newest.get("status")))
    names = tuple(first(c, "name") for c in rows(row.get("components_affected")))
    return FeedIncident(first(row, "name"), state, impact, first(row, "datetime_open"), names)


def _maintenance(row: Row, state: str) -> Maintenance:
    starts = first(row, "datetime_planned_start", "datetime_open") or None
    return Maintenance(
        first(row, "name"), state, starts, first(row, "datetime_planned_end") or None
    )
