"""Plain monitors, which know up and down: Upptime, Gatus, Statping.

Proven on recordings: Upptime. Not recorded: Gatus (fields from its source), Statping (from public
readers). They have no incidents in these documents: an outage is a component that is down.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.feeds.fields import first, latest, moment, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import COMPONENT, MAJOR, OK, UNKNOWN, of_monitors, sure
from bot.model.status import FeedReading, State


def marks_upptime(document: object) -> bool:
    """Sites with minutes of downtime by day."""
    listed = rows(document)
    return bool(listed) and all({"dailyMinutesDown", "status"} <= row.keys() for row in listed)


def read_upptime(document: object) -> FeedReading:
    """Sites with their state; incidents are GitHub issues and not in this file."""
    maker = ReadingMaker("upptime")
    for row in rows(document):
        said = word(row.get("status"))
        maker.component(title(row, "name"), maker.state(said, COMPONENT, "status"))
    return _reading(maker, ())


def marks_gatus(document: object) -> bool:
    """A bare array of endpoints (or suites), each with a key and its results."""
    listed = rows(document)
    return bool(listed) and all(
        bool(first(row, "key")) and "results" in row and isinstance(row["results"] or [], list)
        for row in listed
    )


def read_gatus(document: object) -> FeedReading:
    """The newest result of each endpoint; one that was never tried is unknown."""
    maker, times = ReadingMaker("gatus"), list[object]()
    for row in rows(document):
        group, name = title(row, "group"), title(row, "name", "key")
        results = rows(row.get("results"))
        dated = [(moment(r.get("timestamp")), n) for n, r in enumerate(results)]
        newest = results[max(dated, key=_when)[1]] if results else None
        times.append(newest and newest.get("timestamp"))
        maker.component(name, _up(newest and newest.get("success"), "result", maker), group)
    return _reading(maker, times)


def _when(dated: tuple[datetime | None, int]) -> tuple[float, int]:
    """By its time, else by its place: the product appends."""
    return (dated[0].timestamp() if dated[0] else 0.0), dated[1]


def marks_statping(document: object) -> bool:
    """A bare array of services, each ``online`` or not and checked at an interval."""
    listed = rows(document)
    return bool(listed) and all(
        "online" in row and bool(first(row, "name")) and "check_interval" in row for row in listed
    )


def read_statping(document: object) -> FeedReading:
    """Services that are online or not."""
    maker, times = ReadingMaker("statping"), list[object]()
    for row in rows(document):
        maker.component(title(row, "name"), _up(row.get("online"), "online", maker))
        times += [row.get("last_success"), row.get("last_error")]
    return _reading(maker, times)


def _up(said: object, what: str, maker: ReadingMaker) -> State:
    if said is None:
        return UNKNOWN
    if isinstance(said, bool):
        return OK if said else MAJOR
    maker.oddities.append(f"{what} is neither true nor false")
    return UNKNOWN


def _reading(maker: ReadingMaker, times: Iterable[object]) -> FeedReading:
    overall = sure(of_monitors(c.state for c in maker.components), maker.oddities)
    return maker.reading(overall, latest(times))
