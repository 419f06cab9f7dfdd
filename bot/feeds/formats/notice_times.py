"""Times in the text of Statuspage's feeds, which have no year: the entry's own date gives it."""

import re
from calendar import month_abbr
from datetime import UTC, datetime, timedelta

from bot.feeds.channel import FeedItem
from bot.feeds.fields import moment, prose, zone_named

_DAY = r"([A-Z][a-z]{2}) +(\d{1,2}) ?, +"
_ZONE = r"(UTC|GMT|JST|CES?T|[ECMP][SD]T)\b"
_TIME = re.compile(rf"{_DAY}(\d{{2}}:\d{{2}}) +{_ZONE}")
_WINDOW = re.compile(
    rf"SCHEDULED EVENT +{_DAY}(\d{{2}}:\d{{2}})(?: +{_ZONE})? +- +"
    rf"(?:{_DAY})?(\d{{2}}:\d{{2}}) +{_ZONE}"
)
_MONTHS = tuple(month_abbr)[1:]
_LATER = timedelta(days=300)  # a planned event is dated at most so far after its entry


def first_time(entry: FeedItem) -> str | None:
    """The oldest time of an entry, whose updates stand newest first; None without one."""
    times = _TIME.findall(prose(entry.html[-20_000:]))
    if not times or entry.published_at is None:
        return None
    month, day, clock, zone = times[-1]
    return _placed((month, day, clock, zone), entry.published_at + timedelta(days=1))


def is_oldest_first(entry: FeedItem) -> bool | None:
    """Whether the updates in an entry's text go forward in time; None without two times that differ."""
    times = _TIME.findall(prose(entry.html))
    if len(times) < 2 or entry.published_at is None:
        return None
    before = (entry.said_at or entry.published_at) + timedelta(days=1)
    first, last = (moment(_placed(time, before)) for time in (times[0], times[-1]))
    return None if first is None or last is None or first == last else first < last


def window(entry: FeedItem) -> tuple[str | None, str | None]:
    """From when to when a scheduled event lasts, by its first line; else from its own date."""
    found, at = _WINDOW.search(prose(entry.html[:2000])), entry.published_at
    if not found or at is None:
        return entry.published or None, None
    month, day, clock, zone, end_month, end_day, end_clock, end_zone = found.groups()
    starts = _placed((month, day, clock, zone or end_zone), at + _LATER)
    ends = _placed((end_month or month, end_day or day, end_clock, end_zone), at + _LATER)
    return starts, ends


def _placed(time: tuple[str, str, str, str], before: datetime) -> str | None:
    """The latest of its years in which it does not come after ``before``."""
    month, day, clock, zone = time
    hour, minute = clock.split(":")
    if month not in _MONTHS:
        return None
    date = _MONTHS.index(month) + 1, int(day)
    for year in (before.year, before.year - 1):
        try:
            found = datetime(year, *date, int(hour), int(minute), tzinfo=zone_named(zone) or UTC)
        except ValueError:
            continue
        if found <= before:
            return found.isoformat().replace("+00:00", "Z")
    return None
