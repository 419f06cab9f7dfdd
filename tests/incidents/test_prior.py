"""What is likely before anybody reports: the day, the pages, what was over only just."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.incidents.beliefs import Priors
from bot.incidents.prior import (
    PRIORS,
    RELAPSE,
    feed_weight,
    is_just_changed,
    prior,
    seen_products,
    usual,
)
from bot.model.incident import IncidentStatus
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import FeedState, FetchOutcome, Shows
from tests.builders import FORMS, HOSTING, MORNING, POPULAR, RARE, a_feed, a_watch, an_incident, at
from tests.cases import each


@each(
    ("day", "changed"), [(10, False), (11, True), (13, True), (14, False), (4, False), (18, False)]
)
def test_the_second_sunday_changes_kintone(day: int, *, changed: bool) -> None:
    assert is_just_changed(datetime(2026, 1, day, 3, tzinfo=UTC)) is changed


@each(
    ("month", "day"),
    [(2, 8), (6, 14), (8, 9)],  # it begins on a Sunday, on a Monday, on a Saturday
)
def test_it_is_the_second_sunday_whatever_day_a_month_begins_on(month: int, day: int) -> None:
    before, sunday = (datetime(2026, month, d, 3, tzinfo=UTC) for d in (day - 1, day))
    assert (is_just_changed(before), is_just_changed(sunday)) == (False, True)


@each(("hour", "changed"), [(14, False), (15, True)])
def test_sunday_begins_at_midnight_in_japan(hour: int, *, changed: bool) -> None:
    assert is_just_changed(datetime(2026, 1, 10, hour, tzinfo=UTC)) is changed


@each("heading", [*PRIORS, "something_else"])
def test_before_anybody_reports_a_fault_within_three_hours_is_unlikely(heading: str) -> None:
    """Less than one in ten, or the worst of them would fail every day."""
    assert usual(f"{heading}:some", a_watch().catalogue, MORNING) < -10


def test_after_the_change_what_depends_on_screens_is_likelier() -> None:
    sunday = datetime(2026, 1, 12, 3, tzinfo=UTC)
    catalogue = a_watch().catalogue
    assert usual(RARE.cause, catalogue, sunday) > usual(RARE.cause, catalogue, MORNING)
    assert usual(FORMS.cause, catalogue, sunday) == usual(FORMS.cause, catalogue, MORNING)


def test_a_plug_in_that_calls_no_host_seldom_fails() -> None:
    catalogue = a_watch().catalogue
    assert usual(POPULAR.cause, catalogue, MORNING) < usual(RARE.cause, catalogue, MORNING)


def test_what_was_over_only_just_may_come_back() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(5))
    assert prior(RARE.cause, a_watch(over), at(10)) == RELAPSE
    assert prior(RARE.cause, a_watch(an_incident()), at(10)) < RELAPSE


def test_only_a_page_in_fresh_trouble_speaks() -> None:
    def weight(**feeds: FeedState) -> float:
        return feed_weight(RARE.cause, a_watch(feeds=feeds))

    assert weight() == 0
    down = a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=10)
    assert weight(hama_hosting=down) > 0
    assert weight(hama_hosting=a_feed(HOSTING, Shows.OPERATIONAL, read=10)) == 0
    unread = a_feed(HOSTING, Shows.MAJOR_OUTAGE, outcome=FetchOutcome.UNREADABLE, read=10)
    assert weight(hama_hosting=unread) == 0
    own = a_feed(FORMS, Shows.IDENTIFIED, read=10)
    assert feed_weight(FORMS.cause, a_watch(feeds={FORMS.id: own})) > weight(hama_hosting=down)


@each(
    ("shows", "reported", "explains"),
    [
        (Shows.RESOLVED, 39, True),
        (Shows.RESOLVED, 54.9, True),  # some write for a while after the end
        (Shows.RESOLVED, 55, False),
        (Shows.OPERATIONAL, 39, True),
        (Shows.OPERATIONAL, 40, False),
    ],
)
def test_trouble_that_a_page_told_of_explains_what_was_reported_then(
    shows: Shows, reported: float, *, explains: bool
) -> None:
    down = a_feed(FORMS, Shows.MAJOR_OUTAGE, since=10, read=20)
    over = down.read(at(40), shows, None).read(at(90), shows, None)
    watch = a_watch(after=90, feeds={FORMS.id: over})
    assert (feed_weight(FORMS.cause, watch, at(reported)) > 0) is explains
    assert FORMS.id in seen_products(watch)


@each(("reported", "explains"), [(29, True), (30, True), (31, False)])
def test_overdue_work_explains_what_was_reported_before_its_end(
    reported: float, *, explains: bool
) -> None:
    at_work = Shows.MAINTENANCE_IN_PROGRESS
    page = a_feed(FORMS, at_work).read(at(50), at_work, "6:00〜9:30")
    watch = a_watch(after=50, feeds={FORMS.id: page})
    assert (feed_weight(f"maintenance:{FORMS.id}", watch, at(reported)) > 0) is explains


@each(
    ("shows", "speaks"),
    [
        (Shows.MAINTENANCE_IN_PROGRESS, True),
        (Shows.MAINTENANCE_SCHEDULED, False),
        (Shows.MAINTENANCE_COMPLETED, False),
        (Shows.MAJOR_OUTAGE, False),
        (Shows.NOTICE, False),
    ],
)
def test_announced_work_speaks_for_itself_only_while_it_goes_on(
    shows: Shows, *, speaks: bool
) -> None:
    work = f"maintenance:{FORMS.id}"
    watch = a_watch(feeds={FORMS.id: a_feed(FORMS, shows, read=10)})
    assert (feed_weight(work, watch) > 0) is speaks
    assert feed_weight(f"maintenance:{RARE.id}", watch) == 0


def test_announced_work_is_no_trouble_of_the_product() -> None:
    watch = a_watch(feeds={FORMS.id: a_feed(FORMS, Shows.MAINTENANCE_IN_PROGRESS, read=10)})
    assert feed_weight(FORMS.cause, watch) == 0


def test_a_measurement_is_seen_also_at_the_moment_at_which_the_pages_were_looked_at() -> None:
    priors, before = Priors(), a_watch(probes={})
    assert RARE.id not in priors.seen(before)
    failing = Measure(ServiceHealth.FAILING, at(9), at(10))
    assert RARE.id in priors.seen(replace(before, probes={RARE.id: failing}))
