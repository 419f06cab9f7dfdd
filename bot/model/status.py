"""What status feeds say, in one vocabulary."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from bot.model.japan import JST


class State(StrEnum):
    """State of a service or component; unknown words map to UNKNOWN, never to OPERATIONAL."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


class FetchOutcome(StrEnum):
    """How an attempt to read a feed ended."""

    OK = "ok"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"


class Shows(StrEnum):
    """What a feed shows in one word; the vocabulary of the replay protocol."""

    OPERATIONAL = "operational"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE_SCHEDULED = "maintenance_scheduled"
    MAINTENANCE_IN_PROGRESS = "maintenance_in_progress"
    MAINTENANCE_COMPLETED = "maintenance_completed"
    NOTICE = "notice"


TROUBLE = frozenset(
    {
        Shows.INVESTIGATING,
        Shows.IDENTIFIED,
        Shows.DEGRADED,
        Shows.PARTIAL_OUTAGE,
        Shows.MAJOR_OUTAGE,
    }
)
ENDING = frozenset({Shows.MONITORING, Shows.RESOLVED})
UNREAD_FOR = timedelta(minutes=30)  # after which a page that is back tells of what began lately
OVERDUE_AFTER = timedelta(minutes=5)  # past the announced end: work may end a little late
# "6:00〜8:30", "22:00 - 翌2:00", "7/16 22:00–7/18 02:00" in the words of an announcement.
_FROM_TO = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})\s*[〜~～–—-]\s*"
    r"(?:翌日?\s*|(?:\d{4}/)?(?P<month>\d{1,2})/(?P<day>\d{1,2})\s+)?(\d{1,2}):(\d{2})(?!\d)"
)
FORGOTTEN_AFTER = timedelta(hours=24)  # an open item that nobody has touched since
MOST_LAGS = 20  # of a feed that are kept
MAINTENANCE = frozenset({Shows.MAINTENANCE_SCHEDULED, Shows.MAINTENANCE_IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class FeedRef:
    """A status feed that the desk will hear of."""

    id: str
    service: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a service; a component inside a group is named ``Group / Name``.

    ``regions``: where it is, by names and ids; empty when the page does not say.
    """

    name: str
    state: State
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedIncident:
    """An open incident on a feed. ``state`` is the feed's own word, or ``active``.

    ``components`` names what it affects, ``regions`` where, by names and ids; empty when the feed
    does not say, which is not "nothing".
    """

    title: str
    state: str
    impact: str | None = None
    started_at: str | None = None  # as the feed writes it, with the zone it carries
    components: tuple[str, ...] = ()
    updated_at: datetime | None = None  # when the feed last said anything about it
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A maintenance on a feed: ``scheduled`` or ``in_progress``; times as the feed writes them."""

    title: str
    state: str
    starts_at: str | None = None
    ends_at: str | None = None


@dataclass(frozen=True, slots=True)
class FeedReading:
    """One feed document, read. ``oddities`` say what was strange about it, for staff.

    ``closed`` holds the titles of incidents that the document itself marks as over.
    """

    format: str
    overall: State
    components: tuple[Component, ...] = ()
    incidents: tuple[FeedIncident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    updated_at: datetime | None = None
    oddities: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """What a feed was worth so far.

    ``incidents``: of its product, while it could be read. ``lags``: for those that it published,
    the minutes from the first report to its word, the latest last; 0 when it spoke first.
    ``tries`` and ``failures``: attempts to read it.
    """

    incidents: int = 0
    published: int = 0
    lags: tuple[float, ...] = ()
    tries: int = 0
    failures: int = 0

    def tried(self, *, failed: bool) -> "FeedRecord":
        """The record after one more attempt to read it."""
        return replace(self, tries=self.tries + 1, failures=self.failures + failed)

    def learned(self, lag: float | None) -> "FeedRecord":
        """The record after one more incident; ``lag`` in minutes, None: it never published it."""
        if lag is None:
            return replace(self, incidents=self.incidents + 1)
        lags = (*self.lags, round(lag, 1))[-MOST_LAGS:]
        return replace(self, incidents=self.incidents + 1, published=self.published + 1, lags=lags)

    @property
    def usual_lag(self) -> float | None:
        """The median of the lags, in minutes; None before the first."""
        return median(self.lags) if self.lags else None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we know of one feed now: the last attempt, the last good reading, since when.

    A failed attempt keeps ``shows`` of the last good reading; whoever wants to say what the feed
    says *now* must look at ``outcome`` and ``read_at`` first. ``error``: why the last attempt
    failed, "" when it did not. ``page_at``: the feed's own time, where it gives one.
    """

    feed: str
    service: str
    outcome: FetchOutcome
    tried_at: datetime
    shows: Shows | None = None
    text: str | None = None
    read_at: datetime | None = None  # of the last good reading
    shows_since: datetime | None = None  # since when it shows this
    failing_since: datetime | None = None
    trouble_at: datetime | None = None  # when it was last seen to begin to show trouble
    error: str = ""
    oddities: tuple[str, ...] = ()
    page_at: datetime | None = None
    record: FeedRecord = FeedRecord()

    def failed(self, at: datetime, outcome: FetchOutcome, error: str) -> "FeedState":
        """The state after one more attempt, in vain."""
        return replace(
            self,
            outcome=outcome,
            tried_at=at,
            failing_since=self.failing_since or at,
            error=error,
            record=self.record.tried(failed=True),
        )

    def read(self, at: datetime, shows: Shows | None, text: str | None) -> "FeedState":
        """The state after one more good reading.

        Trouble on a page that could not be read for ``UNREAD_FOR`` before began meanwhile, though nothing was seen of
        the page before; what it shows at first without that may have stood there for long.

        A feed that was read and says nothing of the present (a log without an open item) has
        ``shows`` None: it has not failed, and it has not said that all is well either.
        """
        changed = shows is not self.shows
        failed = self.failing_since is not None and at - self.failing_since >= UNREAD_FOR
        seen_before = self.read_at is not None or failed
        began = shows in TROUBLE and self.shows not in TROUBLE and seen_before
        return replace(
            self,
            outcome=FetchOutcome.OK,
            tried_at=at,
            shows=shows,
            text=text,
            read_at=at,
            shows_since=at if changed else self.shows_since,
            failing_since=None,
            error="",
            trouble_at=at if began else self.trouble_at,
            record=self.record.tried(failed=False),
        )

    def is_fresh(self, now: datetime, fresh_for: timedelta = timedelta(minutes=15)) -> bool:
        """Whether the last attempt succeeded, lately; if not, the feed's state is unknown."""
        return (
            self.outcome is FetchOutcome.OK
            and self.read_at is not None
            and now - self.read_at <= fresh_for
        )

    def is_in_trouble(self, now: datetime) -> bool:
        """Whether it reports trouble that began lately.

        An item that stands open since yesterday, or since before we first looked, may have been
        forgotten: a status page is a log. It is neither fine nor down.
        """
        return self.says(now) in TROUBLE and self.told_of_trouble(now)

    @property
    def announced_end(self) -> datetime | None:
        """When the work that it shows is to end, by the span of time in its words; None where there is none.

        Times of day are Japan's. The span is the one that was going on, or lately over, when the work was first shown.
        """
        told = _FROM_TO.search(self.text or "")
        if told is None or self.shows_since is None:
            return None
        began, ends = (
            timedelta(hours=int(h), minutes=int(m)) for h, m in (told.group(1, 2), told.group(5, 6))
        )
        seen = self.shows_since.astimezone(JST)
        day = seen.replace(hour=0, minute=0, second=0, microsecond=0)
        if told["month"] is not None:
            return _nearest(int(told["month"]), int(told["day"]), day, ends)
        if day + began > seen + timedelta(hours=12):
            day -= timedelta(days=1)  # it began before midnight
        return day + ends + (timedelta(days=1) if ends <= began else timedelta())

    def is_overdue(self, now: datetime) -> bool:
        """Whether work that it shows as going on was to be over by now."""
        if self.says(now) is not Shows.MAINTENANCE_IN_PROGRESS:
            return False
        end = self.announced_end
        return end is not None and now - end > OVERDUE_AFTER

    def told_of_trouble(self, now: datetime) -> bool:
        """Whether trouble that it told of began lately, whatever it says now."""
        return self.trouble_at is not None and now - self.trouble_at <= FORGOTTEN_AFTER

    def says(self, now: datetime) -> Shows | None:
        """What the feed says now; None: unknown, or read and silent. Neither fine nor down."""
        return self.shows if self.is_fresh(now) else None


def all_fail(feeds: Collection[FeedState]) -> bool:
    """Whether no feed at all could be read when it was last tried."""
    return bool(feeds) and all(f.outcome is not FetchOutcome.OK for f in feeds)


def _nearest(month: int, day: int, to: datetime, plus: timedelta) -> datetime | None:
    """That day of the year in which it is nearest to another, and a time of it; None for a day that is none."""
    found = []
    for year in (to.year - 1, to.year, to.year + 1):
        try:
            found.append(to.replace(year=year, month=month, day=day) + plus)
        except ValueError:  # "13/40", or the 29th of February in most years
            continue
    return min(found, key=lambda moment: abs(moment - to), default=None)


def has_span(text: str) -> bool:
    """Whether an announcement says from when to when."""
    return _FROM_TO.search(text) is not None
