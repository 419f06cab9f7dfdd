"""The rotation keeps little, and never less than it promises."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.store.backup.rotation import kept

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

ages = st.timedeltas(timedelta(), 60 * DAY)
moments = st.lists(ages.map(lambda age: NOW - age), max_size=120)


@given(moments)
def test_it_keeps_only_what_is_there_and_always_the_newest(found: list[datetime]) -> None:
    stays = kept(found, NOW)
    assert stays <= set(found)
    assert not found or max(found) in stays


@given(moments)
def test_what_it_keeps_it_keeps(found: list[datetime]) -> None:
    assert kept(kept(found, NOW), NOW) == kept(found, NOW)


@given(moments)
def test_the_number_is_bounded(found: list[datetime]) -> None:
    assert len(kept(found, NOW)) <= 25 + 8 + 6


@given(moments)
def test_near_everything_that_is_not_too_old_there_is_something(found: list[datetime]) -> None:
    stays = kept(found, NOW)
    for moment in found:
        near = HOUR if NOW - moment < DAY else DAY if NOW - moment < 7 * DAY else 7 * DAY
        if NOW - moment < 31 * DAY:
            assert any(timedelta() <= other - moment < near for other in stays)


@given(moments, st.lists(ages, max_size=5))
def test_what_was_let_go_of_is_not_missed_later(
    found: list[datetime], waits: list[timedelta]
) -> None:
    """Whoever rotates often ends with what whoever rotates once keeps, as time goes by."""
    often, now = set(found), NOW
    for wait in waits:
        often, now = kept(often, now), now + wait
    assert kept(often, now) == kept(found, now)


def test_a_backup_every_six_hours_for_two_months() -> None:
    made, now = set[datetime](), NOW
    for _ in range(4 * 60):
        now += 6 * HOUR
        made = kept({*made, now}, now)
    assert len(made) == 13
    assert min(made) > now - 31 * DAY


def test_a_backup_of_the_future_stays() -> None:
    assert kept([NOW + DAY, NOW + 2 * DAY], NOW) == {NOW + DAY, NOW + 2 * DAY}
