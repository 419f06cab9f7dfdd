"""In the night nobody is told; in the morning those are who still want to hear."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.broadcast import Quiet
from bot.model.japan import JST
from tests.builders import MORNING
from tests.desk.announcing import Announcing, somebody


def test_in_quiet_hours_nobody_is_told_and_afterwards_everybody(announcing: Announcing) -> None:
    announcing.day.now = MORNING.replace(hour=23)
    announcing.knows_many(3)
    announcing.proposes()
    announcing.approves(quiet=Quiet(time(22), time(7)))
    assert announcing.delivers() == []
    announcing.day.now += timedelta(hours=7, minutes=59)
    assert announcing.delivers() == []
    announcing.day.now += timedelta(minutes=1)
    assert len(announcing.delivers()) == 3


def test_who_stops_notices_in_the_night_is_not_told_in_the_morning(announcing: Announcing) -> None:
    announcing.day.now = MORNING.replace(hour=23)
    announcing.knows_many(3)
    announcing.proposes()
    announcing.approves(quiet=Quiet(time(22), time(7)))
    announcing.stops(somebody(2))
    announcing.day.now += timedelta(hours=8)
    assert len(announcing.delivers()) == 2


def test_what_was_written_by_day_waits_too_when_the_night_begins(announcing: Announcing) -> None:
    announcing.day.now = MORNING.replace(hour=21, minute=58)
    announcing.knows_many(3)
    announcing.proposes()
    announcing.approves(quiet=Quiet(time(22), time(7)))
    assert len(announcing.delivers(1)) == 1
    announcing.day.passes(2)
    assert announcing.delivers() == []
    announcing.day.now = MORNING.replace(hour=7) + timedelta(days=1)
    assert len(announcing.delivers()) == 2


MINUTES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(begins=MINUTES, ends=MINUTES, at=st.datetimes(timezones=st.just(JST)))
def test_quiet_hours_end_at_their_end_within_a_day(begins: time, ends: time, at: datetime) -> None:
    quiet = Quiet(begins, ends)
    over = quiet.over_at(at)
    if over is not None:
        assert timedelta() < over - at <= timedelta(days=1)
        assert over.timetz().replace(tzinfo=None) == ends
        assert begins == ends or quiet.over_at(over) is None
        assert quiet.over_at(over - timedelta(microseconds=1)) == over
    else:
        clock = at.time()
        between = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
        assert not between
