"""AWS: currentevents (UTF-16), and the retired data.json. Regions fail apart, never the whole.

Its RSS is in ``vendor_rss.py``. Account-specific events need the Health API and are not here.
AWS leaves events open for months; the age of the last word stands in ``oddities``.
"""

from datetime import datetime

from bot.feeds.fields import Row, first, from_epoch, latest, mapping, moment, rows, text, title
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import AWS
from bot.model.status import Component, FeedIncident, FeedReading, State


def marks_events(document: object) -> bool:
    """An array of events of the AWS Health service."""
    listed = rows(document)
    return bool(listed) and all(first(row, "arn").startswith("arn:aws") for row in listed)


def marks_legacy(document: object) -> bool:
    """Two lists, ``current`` and ``archive``."""
    top = mapping(document)
    return isinstance(top.get("current"), list) and isinstance(top.get("archive"), list)


def read_events(document: object) -> FeedReading:
    """The events that are not over, each as a component in its region."""
    return _reading("aws-health", rows(document))


def read_legacy(document: object) -> FeedReading:
    """The same of ``current``; the archive says nothing of now."""
    return _reading("aws-legacy", rows(mapping(document).get("current")))


def _reading(name: str, events: list[Row]) -> FeedReading:
    maker, said = ReadingMaker(name), list[datetime]()
    for row in events:
        code, summary = text(row.get("status")), title(row, "summary")
        notes = [_time(note.get("timestamp")) for note in rows(row.get("event_log"))]
        said_at = latest(notes)
        said += [said_at] if said_at else []
        if code == "0" or row.get("end_time") or "[resolved]" in summary.lower():
            maker.closed.append(summary)
            continue
        place, state = _place(row), maker.state(code, AWS, "status")
        where, began = tuple(_where(row)), _time(row.get("date"))
        maker.component(place, state, places=where)
        maker.incidents.append(
            FeedIncident(summary, "active", code or None, began, (place,), said_at, where)
        )
        if said_at:
            maker.oddities.append(f"last word on {place}: {said_at:%Y-%m-%d %H:%M} UTC")
    return maker.reading(_overall(maker.components), max(said, default=None))


def _time(value: object) -> str | None:
    """Seconds or milliseconds: both stand in one and the same event."""
    at = moment(value)
    return at.isoformat().replace("+00:00", "Z") if at else from_epoch(value)


def _place(row: Row) -> str:
    service = first(row, "service_name")
    known = ", ".join(_where(row))
    return f"{service} ({known})" if known else service


def _where(row: Row) -> list[str]:
    """The region by its name and its id."""
    arn = first(row, "arn").split(":")
    known = [first(row, "region_name"), arn[3] if len(arn) > 3 else ""]
    return [part for part in known if part]


def _overall(components: list[Component]) -> State:
    if not components:
        return State.OPERATIONAL
    down = any(c.state is State.MAJOR_OUTAGE for c in components)
    return State.PARTIAL_OUTAGE if down else State.DEGRADED
