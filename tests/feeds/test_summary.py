"""A reading in one word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.feeds.summary import FORGOTTEN_AFTER, narrow, shows
from bot.model.status import (
    Component,
    FeedIncident,
    FeedReading,
    FeedState,
    FetchOutcome,
    Maintenance,
    Shows,
    State,
)
from tests.cases import each

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
OK, DEGRADED, MAJOR = State.OPERATIONAL, State.DEGRADED, State.MAJOR_OUTAGE


def reading(
    overall: State,
    *incidents: FeedIncident,
    components: tuple[Component, ...] = (),
    maintenances: tuple[Maintenance, ...] = (),
    closed: tuple[str, ...] = (),
) -> FeedReading:
    return FeedReading("any", overall, components, incidents, maintenances, closed=closed)


def incident(state: str, title: str = "x", impact: str | None = None) -> FeedIncident:
    return FeedIncident(title, state, impact)


def parts(count: int, state: State) -> tuple[Component, ...]:
    return tuple(Component(f"{state.value} {n}", state) for n in range(count))


PLANNED = Maintenance("Move", "scheduled", "2026-05-01T12:00:00+09:00")
FAR = Maintenance("Move", "scheduled", "2026-06-01T12:00:00+09:00")
BEGUN = Maintenance("Move", "scheduled", "2026-05-01T11:00:00+09:00", "2026-05-01T13:00:00+09:00")
PAST = Maintenance("Move", "scheduled", "2026-04-01T11:00:00+09:00", "2026-04-01T13:00:00+09:00")
RUNNING = Maintenance("Move", "in_progress")


@each(
    ("given", "word"),
    [
        (reading(OK), Shows.OPERATIONAL),
        (reading(OK, incident("investigating")), Shows.INVESTIGATING),
        (reading(MAJOR, incident("monitoring")), Shows.MONITORING),
        (reading(OK, incident("monitoring"), incident("identified")), Shows.IDENTIFIED),
        (reading(DEGRADED, incident("active")), Shows.DEGRADED),
        (reading(OK, incident("active", impact="critical")), Shows.MAJOR_OUTAGE),
        (reading(OK, incident("active")), Shows.NOTICE),
        (reading(State.UNKNOWN, incident("active")), Shows.NOTICE),
        (reading(DEGRADED), Shows.DEGRADED),
        (reading(State.PARTIAL_OUTAGE), Shows.PARTIAL_OUTAGE),
        (reading(MAJOR, maintenances=(RUNNING,)), Shows.MAJOR_OUTAGE),
        (reading(OK, maintenances=(PLANNED,)), Shows.MAINTENANCE_SCHEDULED),
        (reading(OK, maintenances=(PLANNED, RUNNING)), Shows.MAINTENANCE_IN_PROGRESS),
        (reading(State.MAINTENANCE), Shows.MAINTENANCE_IN_PROGRESS),
        (reading(OK, maintenances=(FAR,)), Shows.OPERATIONAL),
        (reading(OK, maintenances=(PAST, BEGUN)), Shows.MAINTENANCE_IN_PROGRESS),
        (reading(OK, maintenances=(PAST,)), Shows.OPERATIONAL),
        (reading(State.UNKNOWN, maintenances=(FAR,)), None),
        (reading(State.UNKNOWN), None),
    ],
)
def test_an_open_incident_comes_before_the_roll_up_before_maintenance(
    given: FeedReading, word: Shows | None
) -> None:
    assert shows(given, now=NOW)[0] is word


@each(
    ("work", "text"),
    [
        (BEGUN, "Move 5/1 11:00–5/1 13:00"),
        (PLANNED, "Move"),  # no end is known
        (replace(BEGUN, title="Move 11:00〜15:00"), "Move 11:00〜15:00"),  # as the page says it
        (replace(BEGUN, title=""), "5/1 11:00–5/1 13:00"),
    ],
)
def test_announced_work_is_told_with_its_span_in_japanese_time(
    work: Maintenance, text: str
) -> None:
    assert shows(reading(OK, maintenances=(work,)), now=NOW)[1] == text


def test_a_page_that_says_in_progress_past_its_end_is_known_to_be_late() -> None:
    work = replace(BEGUN, state="in_progress")
    for hours, late in (
        (1, False),
        (1.1, True),
    ):  # an hour from now it is to end, and a little more
        then = NOW + timedelta(hours=hours)
        word, text = shows(reading(OK, maintenances=(work,)), now=then)
        page = FeedState("f", "s", FetchOutcome.OK, NOW).read(NOW, word, text)
        assert page.read(then, word, text).is_overdue(then) is late


def test_a_feed_that_says_nothing_is_neither_operational_nor_trouble() -> None:
    assert shows(reading(State.UNKNOWN, closed=("old",))) == (None, None)


def test_permanent_amber_of_a_large_network_is_a_notice_at_most() -> None:
    amber = reading(DEGRADED, components=parts(5, State.MAINTENANCE) + parts(95, OK))
    small = reading(DEGRADED, components=parts(1, DEGRADED) + parts(4, OK))
    assert shows(amber)[0] is Shows.NOTICE
    assert shows(small) == (Shows.DEGRADED, "degraded 0")


def test_only_the_components_that_matter_are_looked_at() -> None:
    page = reading(
        MAJOR,
        FeedIncident("Osaka is gone", "investigating", components=("Osaka / Editor",)),
        components=(Component("Tokyo / Editor", OK), Component("Osaka / Editor", MAJOR)),
    )
    assert shows(page, ("Tokyo",))[0] is Shows.OPERATIONAL
    assert shows(page, ("osaka / editor",)) == (Shows.INVESTIGATING, "Osaka is gone")
    assert shows(page, ("Editor",))[0] is Shows.INVESTIGATING


def test_an_incident_that_does_not_say_what_it_affects_may_be_ours() -> None:
    page = reading(OK, incident("identified"), components=(Component("Tokyo", OK),))
    assert shows(page, ("Tokyo",))[0] is Shows.IDENTIFIED


def test_a_filter_that_matches_nothing_says_nothing() -> None:
    page = reading(OK, components=(Component("Tokyo", OK),))
    assert narrow(page, ("Nagoya",)) is None
    assert shows(page, ("Nagoya",)) == (None, None)


def test_an_incident_that_was_open_and_is_marked_as_over_reads_resolved() -> None:
    before = reading(State.UNKNOWN, incident("active", "一覧を表示しづらい"))
    after = reading(State.UNKNOWN, closed=("【復旧】一覧を表示しづらい",))
    assert shows(after, before=before)[0] is Shows.RESOLVED
    assert shows(after) == (None, None)


def test_a_notice_that_only_vanished_does_not_read_resolved() -> None:
    before = reading(State.UNKNOWN, incident("active", "Errors"))
    assert shows(reading(State.UNKNOWN), before=before) == (None, None)


def test_an_incident_that_the_vendor_forgot_is_a_notice() -> None:
    silent = NOW - FORGOTTEN_AFTER - timedelta(hours=1)
    forgotten = FeedIncident("Errors", "investigating", updated_at=silent)
    assert shows(reading(MAJOR, forgotten), now=NOW) == (Shows.NOTICE, "Errors")
    assert shows(reading(MAJOR, forgotten))[0] is Shows.INVESTIGATING
    assert shows(reading(MAJOR, forgotten, incident("identified", "New")), now=NOW) == (
        Shows.IDENTIFIED,
        "New",
    )


def test_an_old_notice_without_a_mark_says_nothing_any_more() -> None:
    old = FeedIncident("ログインできない", "active", updated_at=NOW - timedelta(days=20))
    assert shows(reading(State.UNKNOWN, old), now=NOW) == (None, None)


TOKYO, VIRGINIA = ("Tokyo", "ap-northeast-1"), ("N. Virginia", "us-east-1")


def two_regions(*, ours: bool) -> FeedReading:
    places = (TOKYO, VIRGINIA) if ours else (VIRGINIA,)
    return FeedReading(
        "aws-health",
        State.PARTIAL_OUTAGE,
        tuple(Component(f"EC2 ({', '.join(p)})", State.MAJOR_OUTAGE, p) for p in places),
        tuple(FeedIncident(f"Power in {p[0]}", "active", "3", regions=p) for p in places),
    )


def test_trouble_in_a_region_of_nobody_here_is_none() -> None:
    assert shows(two_regions(ours=False), (), TOKYO)[0] is Shows.OPERATIONAL
    assert shows(two_regions(ours=True), (), ("ap-northeast-1",)) == (
        Shows.MAJOR_OUTAGE,
        "Power in Tokyo",
    )
    assert shows(two_regions(ours=False))[0] is Shows.PARTIAL_OUTAGE


def test_trouble_that_is_placed_nowhere_may_be_ours() -> None:
    everywhere = FeedReading(
        "aws-health", State.DEGRADED, incidents=(FeedIncident("IAM errors", "active", "1"),)
    )
    assert shows(everywhere, (), ("ap-northeast-1",))[1] == "IAM errors"


def test_a_component_is_found_by_its_name_without_its_place() -> None:
    assert shows(two_regions(ours=True), ("EC2",))[0] is Shows.MAJOR_OUTAGE
    assert shows(two_regions(ours=True), ("S3",)) == (None, None)
    assert shows(two_regions(ours=False), ("EC2",), TOKYO) == (None, None)
