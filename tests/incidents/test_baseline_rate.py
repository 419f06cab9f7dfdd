"""How many reports are usual: by hour and weekday, learned, faded, never none."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.baseline_rate import BaselineRate
from bot.model.event import Baseline
from tests.builders import MORNING

USUAL = Baseline(800, 6.0, 2.0)
HOUR = timedelta(hours=1)


def test_before_anything_is_learned_the_configured_figure_holds() -> None:
    assert BaselineRate().rate(MORNING, USUAL) == 2.0
    assert BaselineRate().expected(MORNING, MORNING + 2 * HOUR, USUAL) == 4.0


def test_a_busy_hour_of_the_week_is_learned_and_no_other() -> None:
    rhythm = BaselineRate()
    for week in range(20):
        rhythm = rhythm.after(MORNING + HOUR + week * timedelta(days=7), 12)
    assert rhythm.rate(MORNING, USUAL) > 7
    assert rhythm.rate(MORNING + HOUR, USUAL) == 2.0
    assert rhythm.rate(MORNING + timedelta(days=1), USUAL) == 2.0
    for week in range(20, 40):
        rhythm = rhythm.after(MORNING + HOUR + week * timedelta(days=7), 0)
    assert rhythm.rate(MORNING, USUAL) < 2


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), max_size=5))
def test_some_report_is_always_to_be_expected(minutes: int, seen: list[int]) -> None:
    rhythm = BaselineRate()
    for count in seen:
        rhythm = rhythm.after(MORNING + HOUR, count)
    assert rhythm.expected(MORNING, MORNING + timedelta(minutes=minutes), USUAL) > 0
    assert rhythm.rate(MORNING, Baseline(800, 0.0, 0.0)) > 0
