"""The crowd is a contrast: organisations, not messages; and silence counts."""

from dataclasses import replace

import pytest
from bot.incidents.suspect import beliefs, crowd_for, probability
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.event import Baseline
from bot.model.facts import Testimony as Said
from tests.builders import POPULAR, RARE, at

USUAL = Baseline(800, 6.0, 1.0)
SHARES = {RARE.cause: 0.1, POPULAR.cause: 0.7}
NOW = at(60)


def said(number: int, weight: float = 5.0, *, cause: str = RARE.cause, tenant: str = "") -> Said:
    return Said(f"C{number}", tenant or f"tenant{number}", at(50 + number / 10), {cause: weight})


def weight_of(*testimonies: Said, cause: str = RARE.cause, baseline: Baseline = USUAL) -> float:
    held = beliefs(testimonies, SHARES, baseline, NOW)
    return held[cause].weight if cause in held else 0.0


REPORTS = st.lists(
    st.builds(
        lambda n, tenant, weight: Said(f"C{n}", f"t{tenant}", at(50 + n), {RARE.cause: weight}),
        st.integers(0, 9),
        st.integers(0, 4),
        st.floats(-30, 30),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda t: t.conversation,
)


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(reports: list[Said], shuffle: object) -> None:
    shuffled = list(reports)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weight_of(*shuffled) == pytest.approx(weight_of(*reports))


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.integers(0, 7), st.floats(0, 20))
def test_a_stronger_report_never_lowers_a_cause(
    reports: list[Said], which: int, more: float
) -> None:
    chosen = reports[which % len(reports)]
    weights = {RARE.cause: chosen.weights[RARE.cause] + more}
    stronger = [replace(t, weights=weights) if t is chosen else t for t in reports]
    assert weight_of(*stronger) >= weight_of(*reports) - 1e-9


@given(st.integers(1, 30))
def test_an_organisation_counts_once_however_much_it_writes(messages: int) -> None:
    once = weight_of(said(1, tenant="acme"), said(2, tenant="globex"))
    flood = [replace(said(1, tenant="acme"), conversation=f"F{n}") for n in range(messages)]
    assert weight_of(*flood, said(2, tenant="globex")) == pytest.approx(once)
    held = beliefs(flood, SHARES, USUAL, NOW)
    assert held[RARE.cause].tenants == ("acme",)


@given(st.integers(1, 6))
def test_a_report_about_something_else_does_not_raise_a_cause(others: int) -> None:
    alone = weight_of(said(1), said(2))
    elsewhere = [said(10 + n, cause=POPULAR.cause) for n in range(others)]
    assert weight_of(said(1), said(2), *elsewhere) <= alone + 1e-9


def test_a_popular_plugin_needs_more_reports_than_a_rare_one() -> None:
    busy = replace(USUAL, problem_reports_per_hour=6.0)

    def needed(cause: str) -> int:
        """Reports of users until the crowd speaks for the cause tenfold."""
        for count in range(1, 30):
            reports = [said(n, 0.0, cause=cause) for n in range(count)]
            if weight_of(*reports, cause=cause, baseline=busy) >= 10:
                return count
        return 30

    assert needed(RARE.cause) < needed(POPULAR.cause)


def test_the_longer_the_other_users_are_silent_the_less_two_reports_say() -> None:
    def after(minutes: float) -> float:
        held = beliefs([said(1), said(2)], SHARES, USUAL, at(50 + minutes))
        return held[RARE.cause].weight

    assert after(5) > after(60) > after(170)


def test_reports_fade_and_the_future_has_not_happened() -> None:
    reports = [said(1), said(2)]
    assert beliefs(reports, SHARES, USUAL, at(50 + 60 * 24)) == {}
    assert beliefs(reports, SHARES, USUAL, at(0)) == {}


def test_the_crowd_is_that_of_the_other_organisations() -> None:
    own = said(1, tenant="acme")
    assert crowd_for("acme", [own], SHARES, USUAL, NOW).tenants == {}
    crowd = crowd_for("acme", [own, said(2), said(3)], SHARES, USUAL, NOW)
    assert crowd.tenants[RARE.cause] == 2
    assert crowd.weights[RARE.cause] > 0


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(-500, 500), max_size=6))
def test_chances_sum_to_one_with_none_among_them(weights: dict[str, float]) -> None:
    chances = probability(weights)
    assert sum(chances.values()) == pytest.approx(1.0)
    assert "none" in chances
