"""status.io (`/1.0/status/<id>`): numeric codes; a security event (600) is degraded and flagged."""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, text, title
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import STATUSIO, STATUSIO_MESSAGE
from bot.model.status import FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """The code of the overall status."""
    result = mapping(mapping(document).get("result"))
    return bool(text(mapping(result.get("status_overall")).get("status_code")))


def read(document: object) -> FeedReading:
    """The overall code, the components, incidents by their newest message."""
    result, maker = mapping(mapping(document).get("result")), ReadingMaker("statusio")
    whole, planned = mapping(result.get("status_overall")), mapping(result.get("maintenance"))
    code = text(whole.get("status_code"))
    overall = maker.state(code, STATUSIO, "status code")
    if code == "600":
        maker.oddities.append("the page reports a security event")
    for row in rows(result.get("status")):
        said = text(row.get("status_code"))
        maker.component(title(row, "name"), maker.state(said, STATUSIO, "status code"))
    posts = rows(result.get("incidents"))
    maker.incidents = [_incident(row, maker) for row in posts if not _over(row)]
    maker.check_roll_up(overall)
    maker.maintenances = [
        *(_maintenance(row, "in_progress") for row in rows(planned.get("active"))),
        *(_maintenance(row, "scheduled") for row in rows(planned.get("upcoming"))),
    ]
    maker.closed = [title(row, "name") for row in posts if _over(row)]
    return maker.reading(overall, latest([whole.get("updated")]))


def _newest(row: Row) -> Row:
    messages = rows(row.get("messages"))
    return max(messages, key=lambda m: first(m, "datetime"), default={})


def _over(row: Row) -> bool:
    return text(_newest(row).get("state")) == "400" or bool(first(row, "datetime_resolved"))


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    newest = _newest(row)
    code = text(newest.get("state"))
    if code and code not in STATUSIO_MESSAGE:
        maker.oddities.append(f"unknown message state: {code}")
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
