"""What the judgements of the model come to, in figures.

``specification.py`` has the formula and takes its numbers from the program, so that it notices no change of a number.
These do. How soon a fault is believed hangs on all of them together: whoever changes one sees here by how much, and
says why.
"""

from math import log, log10

import pytest

from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.crowd import crowd_for, crowd_weights
from bot.incidents.levels import explains, level
from bot.incidents.likelihood import ONSETS, Usual, boost_weights
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.report_counts import ReportCounts, bin_of
from bot.model.event import Baseline
from bot.model.evidence import UNKNOWN
from bot.model.tenant_report import TELLING, TenantReport, showing
from tests.builders import (
    POPULAR,
    PRINTS,
    RARE,
    a_testimony,
    a_watch,
    at,
    beliefs_of,
    several,
)
from tests.cases import each
from tests.incidents import specification

A, B, C = RARE.cause, POPULAR.cause, PRINTS.cause
SIGN = showing(A, "flood")
USUAL = Usual(Baseline(800, 6.0, 1.0), BaselineRate(), {A: 0.1, B: 0.7})
PRIORS = {A: -20.0, B: -20.0, C: -20.0, SIGN: -33.0, UNKNOWN: -24.0}


def tally_of(*said: TenantReport) -> ReportCounts:
    tally = ReportCounts()
    for one in said:
        tally.add(one)
    return tally


def reports(count: int, weights: dict[str, float], minutes: float) -> list[TenantReport]:
    return [a_testimony(n, weights, at=at(minutes)) for n in range(count)]


def chance(said: list[TenantReport], cause: str = A, usual: Usual = USUAL) -> float:
    return posterior(tally_of(*said), usual, PRIORS, at(200)).of(cause)


@each(
    ("minutes_ago", "believed"),
    [
        (31, 0.9238715),
        (46, 0.8102917),
        (61, 0.5237566),
        (91, 0.2325957),
        (121, 0.05002024),
        (178, 0.002737636),
    ],
)
def test_how_surely_three_reports_of_a_rare_product_are_one_fault_after_a_while(
    minutes_ago: float, believed: float
) -> None:
    """At half past nobody doubts it; when nobody has joined them after two hours, hardly anybody believes it."""
    found = chance(reports(3, {A: 3.0}, 200 - minutes_ago))
    assert found == pytest.approx(believed, rel=1e-5)


@each(
    ("count", "weights", "cause", "believed"),
    [
        (1, {A: 3.0}, A, 0.09049188),
        (2, {A: 3.0}, A, 0.9142693),
        (2, {B: 0.0}, B, 0.09715977),  # seven in ten have it
        (3, {A: -25.0}, A, 0.003454341),
        (3, {A: -9.0}, A, 0.5647423),
        (3, {A: -7.0}, A, 0.8279083),
        (1, {A: 30.0}, A, 0.3801133),  # however plainly it is said, it may be trouble of their own
        (2, {C: 2.0}, C, 0.9442553),  # of which nobody knows how many have it
        (1, {A: 2.0, SIGN: 15.0}, A, 0.170043),
        (2, {A: -3.0, SIGN: 10.0}, A, 0.9774907),
        (2, {UNKNOWN: 0.0, showing(UNKNOWN, "symptom:slow"): 13.0}, UNKNOWN, 0.8104074),
    ],
)
def test_how_surely_some_reports_are_one_fault(
    count: int, weights: dict[str, float], cause: str, believed: float
) -> None:
    found = chance(reports(count, weights, 195), cause)
    assert found == pytest.approx(believed, rel=1e-5)


@each(("count", "believed"), [(50, 0.002794191), (60, 0.7513728)])
def test_where_hundreds_of_thousands_use_it_and_thirty_write_every_hour_sixty_are_many(
    count: int, believed: float
) -> None:
    large = Usual(Baseline(200_000, 6.0, 30.0), BaselineRate(), {B: 0.7})
    found = chance(reports(count, {B: -12.0}, 195), B, large)
    assert found == pytest.approx(believed, rel=1e-5)


@each(("count", "believed"), [(1, 0.3078314), (2, 0.151339)])
def test_how_much_it_clears_a_product_that_switching_it_off_did_not_help(
    count: int, believed: float
) -> None:
    """Of those whom its fault reaches three in five; the others have a second trouble."""
    vain = [a_testimony(20 + n, {}, at=at(195), refuted=(A,)) for n in range(count)]
    found = chance([*reports(2, {A: -3.0}, 195), *vain])
    assert found == pytest.approx(believed, rel=1e-5)


@each("customers", [0, 1])
def test_the_weakest_fault_is_possible_however_few_customers_there_are(customers: int) -> None:
    """A quarter of them writes within half an hour at most; where even the weakest takes more, it alone is left."""
    first, *others = boost_weights(Usual(Baseline(customers, 6.0, 30.0), BaselineRate(), {}), at(0))
    assert first == 0.0
    assert {*others} == {log(1e-30)}


def test_reports_are_believed_as_they_are_up_to_thirty_nats_and_then_by_their_logarithm() -> None:
    """So that no small error of the model grows a thousandfold with a thousand reports."""
    for count, most in ((2, 30), (9, 1000)):
        said = reports(count, {A: 9.0}, 195)
        whole = specification.mean(specification.cells_of(A, said, USUAL, at(200)))
        assert (whole > 30) is (most > 30)
        trusted = min(whole, 30 * (1 + log(max(whole, 30) / 30)))
        found = posterior(tally_of(*said), USUAL, PRIORS, at(200)).weights[A]
        assert found * log(10) / 10 == pytest.approx(trusted, rel=1e-5)


def test_two_faults_are_looked_for_among_the_seven_likeliest_causes() -> None:
    """Pairs grow by the square: 21 of seven."""
    nine = {f"isp:line{n}": 5.0 - n for n in range(9)}
    usual = dict.fromkeys(nine, -20.0)
    found = posterior(tally_of(*reports(3, nine, 195)), USUAL, usual, at(200))
    assert len(found.pairs) == 21
    assert {c for pair in found.pairs for c in pair} == {*sorted(nine)[:7]}


@each(("boost", "more"), [(3.0, 0.0), (30.0, 10.0), (0.3, -10.0)])
def test_to_others_a_fault_counts_by_how_far_it_multiplies_reports_beyond_three(
    boost: float, more: float
) -> None:
    """Three is what its prior for one report counts on; it counts as far as the fault is sure."""
    certain = Posterior(chances={A: 1.0}, boosts={A: boost})
    assert crowd_weights(certain, {A: -20.0}).weights[A] == pytest.approx(20.0 + more)
    half = Posterior(chances={A: 0.1}, boosts={A: boost})
    assert crowd_weights(half, {A: -20.0}).weights[A] == pytest.approx(10.0 + more / 2)
    as_ever = Posterior(chances={A: 0.01}, boosts={A: boost})
    assert crowd_weights(as_ever, {A: -20.0}).weights[A] == pytest.approx(0.0)


def test_who_tells_of_no_sign_is_one_in_five_of_those_whom_a_fault_reaches_that_shows_by_one() -> (
    None
):
    found = Posterior(chances={A: 0.9}, showing={SIGN: 0.5}, boosts={A: 3.0, SIGN: 3.0})
    weights = crowd_weights(found, {A: -20.0}).weights
    assert weights[A] == pytest.approx(20 + 10 * log10(0.9 - 0.8 * 0.5))
    assert weights[SIGN] == pytest.approx(20 + 10 * log10(0.5) + TELLING)


@each(
    ("chance", "boost", "bounded"),
    [(1e-12, 3.0, -20.0), (1.0, 3.0, 20.0), (1.0, 1000.0, 40.0)],
)
def test_what_others_say_is_bounded_either_way(chance: float, boost: float, bounded: float) -> None:
    found = Posterior(chances={A: chance}, boosts={A: boost})
    assert crowd_weights(found, {A: -20.0}).bounded[A] == pytest.approx(bounded)


def test_a_symptom_that_many_have_by_themselves_says_something_once_two_share_it() -> None:
    slow = showing(A, "symptom:slow")
    for count, says in ((1, False), (2, True)):
        said = several(count, {A: 4.0, slow: 17.0})
        assert (slow in crowd_for({}, beliefs_of(*said), a_watch()).weights) is says


@each(
    ("weight", "whole", "counts"),
    [(-7.4, -7, True), (-7.6, -8, False), (10.0, 7, True), (100.0, 10, True), (-60.0, -60, False)],
)
def test_what_a_report_says_is_bounded_by_trouble_of_its_own(
    weight: float, whole: int, *, counts: bool
) -> None:
    """Ten decibans: one in ten of all local trouble is with some one product."""
    assert level(weight, A) == whole
    assert explains(a_testimony(1, {A: weight}), A) is counts


@each(("weight", "is_one"), [(-25.0, True), (-25.1, False)])
def test_what_says_next_to_nothing_of_a_cause_is_no_report_of_it(
    weight: float, *, is_one: bool
) -> None:
    assert (tally_of(a_testimony(1, {A: weight})).causes() == [A]) is is_one


def test_the_sums_reach_back_three_hours_and_no_further() -> None:
    said = a_testimony(1, {A: 3.0}, at=at(0))
    assert max(ONSETS) * 5 == 180
    tally = tally_of(said)
    present = bin_of(at(0))
    found = [tally.gains([A], present + n, ONSETS)[0, -1, 0] > 0 for n in (0, 35, 36)]
    assert found == [True, True, False]
