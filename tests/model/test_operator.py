"""When people answer, and on which colours white can be read."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.japan import JST
from bot.model.operator import BusinessHours, OfficeHours, is_dark

WEEK = BusinessHours(
    (OfficeHours(frozenset(range(5)), time(9), time(18)),), frozenset({date(2026, 11, 30)})
)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(JST),
)


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+09:00")


def test_people_answer_within_their_hours() -> None:
    assert WEEK.are_open(at(27, "09:00"))
    assert not WEEK.are_open(at(27, "18:00"))
    assert not WEEK.are_open(at(28, "12:00"))


def test_the_next_opening_leaves_out_weekends_and_closed_days() -> None:
    assert WEEK.next_opening(at(27, "08:00")) == at(27, "09:00")
    assert WEEK.next_opening(at(27, "18:00")) == datetime(2026, 12, 1, 9, tzinfo=JST)


def test_a_wait_counts_while_people_answer() -> None:
    assert WEEK.open_between(at(27, "17:30"), at(27, "17:45")) == timedelta(minutes=15)
    assert WEEK.open_between(at(27, "17:30"), at(29, "12:00")) == timedelta(minutes=30)
    december = datetime(2026, 12, 1, 10, tzinfo=JST)
    assert WEEK.open_between(at(27, "17:30"), december) == timedelta(hours=1, minutes=30)
    assert WEEK.open_between(december, at(27, "17:30")) == timedelta()


def test_a_wait_counts_hours_once_that_overlap() -> None:
    days = frozenset({4})
    both = BusinessHours(
        (OfficeHours(days, time(9), time(12)), OfficeHours(days, time(10), time()))
    )
    assert both.open_between(at(27, "00:00"), at(28, "09:00")) == timedelta(hours=15)


@given(MOMENTS, MOMENTS)
def test_a_wait_is_never_longer_than_the_time_that_passed(one: datetime, other: datetime) -> None:
    since, until = min(one, other), max(one, other)
    assert timedelta() <= WEEK.open_between(since, until) <= until - since


def test_until_midnight() -> None:
    late = BusinessHours((OfficeHours(frozenset({4}), time(20), time()),))
    assert late.are_open(at(27, "23:59"))
    assert not late.are_open(at(28, "00:00"))


@given(MOMENTS)
def test_the_next_opening_is_the_first_moment_at_which_people_answer(moment: datetime) -> None:
    opening = WEEK.next_opening(moment)
    if opening is None:
        assert WEEK.are_open(moment)
        return
    assert moment < opening
    assert WEEK.are_open(opening)
    assert not WEEK.are_open(opening - timedelta(seconds=1))


def test_hours_that_never_come_have_no_next_opening() -> None:
    assert BusinessHours(()).next_opening(at(27, "09:00")) is None


def test_white_is_readable_on_dark_colours_alone() -> None:
    assert is_dark("#000000")
    assert is_dark("#0b676b")
    assert is_dark("#767676")
    assert not is_dark("#777777")
    assert not is_dark("#ffcc00")
