"""status.io (`/1.0/status/<id>`): numeric codes; a security event (600) is degraded and flagged."""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, text, title
from bot.feeds.words import STATUSIO, STATUSIO_MESSAGE, check_roll_up, meaning, told
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """The code of the overall status."""
    result = mapping(mapping(document).get("result"))
    return bool(text(mapping(result.get("status_overall")).get("status_code")))


def read(document: object) -> FeedReading:
    """The overall code, the components, incidents by their newest message."""
    result, oddities = mapping(mapping(document).get("result")), list[str]()
    whole = mapping(result.get("status_overall"))
    code = text(whole.get("status_code"))
    planned = mapping(result.get("maintenance"))
    overall = meaning(code, STATUSIO, "status code", oddities)
    if code == "600":
        oddities.append("the page reports a security event")
    components = tuple(
        Component(
            title(row, "name"),
            meaning(text(row.get("status_code")), STATUSIO, "status code", oddities),
        )
        for row in rows(result.get("status"))
    )
    posts = rows(result.get("incidents"))
    incidents = tuple(_incident(row, oddities) for row in posts if not _over(row))
    check_roll_up(overall, incidents, oddities)
    return FeedReading(
        "statusio",
        overall,
        components,
        incidents,
        tuple(_maintenance(row, "in_progress") for row in rows(planned.get("active")))
        + tuple(_maintenance(row, "scheduled") for row in rows(planned.get("upcoming"))),
        latest([whole.get("updated")]),
        told(oddities),
        tuple(title(row, "name") for row in posts if _over(row)),
    )


def _newest(row: Row) -> Row:
    messages = rows(row.get("messages"))
    return max(messages, key=lambda m: first(m, "datetime"), default={})


def _over(row: Row) -> bool:
    return text(_newest(row).get("state")) == "400" or bool(first(row, "datetime_resolved"))


def _incident(row: Row, oddities: list[str]) -> FeedIncident:
    newest = _newest(row)
    code = text(newest.get("state"))
    if code and code not in STATUSIO_MESSAGE:
        oddities.append(f"unknown message state: {code}")
    return FeedIncident(
        title(row, "name"),
        STATUSIO_MESSAGE.get(code, "active"),
        STATUSIO.get(text(newest.get("status"))),
        first(row, "datetime_open") or None,
        tuple(title(c, "name") for c in rows(row.get("components_affected"))),
        moment(newest.get("datetime")),
    )


def _maintenance(row: Row, state: str) -> Maintenance:
    starts = first(row, "datetime_planned_start", "datetime_open") or None
    ends = first(row, "datetime_planned_end") or None
    return Maintenance(title(row, "name"), state, starts, ends)
