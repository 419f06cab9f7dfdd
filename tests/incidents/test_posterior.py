"""The exact posterior over no, one and two faults; the crowd is a contrast, and silence counts."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.likelihood import Usual
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.report_counts import ReportCounts
from bot.model.event import Baseline
from bot.model.tenant_report import TELLING, showing
from bot.model.tenant_report import TenantReport as Said
from tests.builders import POPULAR, PRINTS, RARE, SHARES, a_testimony, at
from tests.incidents import specification

A, B, C, BELOW = RARE.cause, POPULAR.cause, PRINTS.cause, "infra:below"
STANDS_ON = {A: frozenset({BELOW}), C: frozenset({BELOW, "infra:unspoken"})}
USUAL = Usual(Baseline(800, 6.0, 1.0), BaselineRate(), {**SHARES, BELOW: 0.4}, STANDS_ON)
FLOOD, CERT = showing(A, "flood"), showing(A, "cert")
PRIORS = {A: -20.0, B: -20.0, C: -20.0, FLOOD: -20.0 - TELLING, CERT: -20.0 - TELLING, BELOW: -26.0}


def believed(*said: Said, usual: Usual = USUAL, after: float = 60) -> Posterior:
    tally = ReportCounts()
    for one in said:
        tally.add(one)
    return posterior(tally, usual, PRIORS, at(after))


def reports(
    count: int, weights: dict[str, float], *, first: int = 0, after: float = 50
) -> list[Said]:
    return [a_testimony(first + n, weights, at=at(after + n / 10)) for n in range(count)]


SAYS = st.builds(
    lambda n, minutes, weights: a_testimony(n, weights, at=at(minutes)),
    st.integers(0, 30),
    st.integers(0, 59),
    st.dictionaries(st.sampled_from([A, B, C, FLOOD, BELOW]), st.floats(-20, 20), max_size=4).map(
        lambda said: {A: 0.0, **said}  # what shows by a sign is never said without its cause
    ),
)
REPORTS = st.lists(SAYS, min_size=1, max_size=8)


@given(REPORTS)
def test_probabilities_are_probabilities(said: list[Said]) -> None:
    found = believed(*said)
    assert 0 <= found.none <= 1
    assert all(0 <= p <= 1 + 1e-9 for p in found.chances.values())
    alone = sum(found.any_of([c]) for c in found.chances) - 2 * sum(found.pairs.values())
    assert found.none + alone + sum(found.pairs.values()) == pytest.approx(1)
    assert found.any_of(list(found.chances)) == pytest.approx(1 - found.none)


@given(REPORTS, st.sampled_from([(800, 1.0), (300, 2.0), (40, 4.0)]))
def test_it_is_what_the_readable_form_says(said: list[Said], size: tuple[int, float]) -> None:
    usual = replace(USUAL, baseline=Baseline(size[0], 6.0, size[1]))
    found = believed(*said, usual=usual)
    none, chances = specification.chances(said, usual, PRIORS, at(60))
    assert found.none == pytest.approx(none, abs=1e-4)
    assert dict(found.chances) == pytest.approx(chances, abs=1e-4)


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(said: list[Said], shuffle: Random) -> None:
    shuffled = list(said)
    shuffle.shuffle(shuffled)
    assert believed(*shuffled) == believed(*said)


@given(REPORTS, st.integers(0, 7), st.floats(0, 15))
def test_evidence_for_a_cause_never_lowers_it(said: list[Said], which: int, more: float) -> None:
    chosen = said[which % len(said)]
    weights = {**chosen.weights, A: chosen.weights.get(A, -20.0) + more}
    stronger = [replace(t, weights=weights) if t is chosen else t for t in said]
    before, after = believed(*said), believed(*stronger)
    assert after.weights.get(A, -99) >= before.weights.get(A, -99) - 1e-9
    assert after.chances.get(A, 0) >= before.chances.get(A, 0) - 1e-6


@given(REPORTS, st.integers(0, 59))
def test_a_customer_who_has_nothing_to_do_with_it_changes_nothing(
    said: list[Said], minutes: int
) -> None:
    stranger = a_testimony(99, {"plugin:elsewhere": 12.0, A: -30.0}, at=at(minutes))
    assert believed(*said, stranger) == believed(*said)


@given(REPORTS)
def test_renaming_products_changes_nothing(said: list[Said]) -> None:
    names = {A: "plugin:zz", B: "plugin:aa", C: "plugin:mm", BELOW: "infra:xx"}
    names[FLOOD] = showing(names[A], "flood")
    tally = ReportCounts()
    for one in said:
        tally.add(replace(one, weights={names[c]: w for c, w in one.weights.items()}))
    shares = {names[c]: USUAL.shares[c] for c in (A, B, C, BELOW)}
    stands_on = {names[c]: frozenset({names[BELOW]}) for c in STANDS_ON}
    usual = replace(USUAL, shares=shares, below=stands_on)
    renamed = posterior(tally, usual, {names[c]: PRIORS[c] for c in names}, at(60))
    found = believed(*said)
    for cause, chance in found.chances.items():
        assert renamed.chances[names[cause]] == pytest.approx(chance, abs=1e-6)


def test_one_report_proves_nothing_and_three_that_share_a_rare_product_do() -> None:
    assert believed(*reports(1, {A: 5.0})).chances[A] < 0.4
    assert believed(*reports(3, {A: 5.0})).chances[A] > 0.8


def test_the_silence_of_many_users_counts() -> None:
    rare, popular = believed(*reports(3, {A: 2.0})), believed(*reports(3, {B: 2.0}))
    assert popular.weights[B] < rare.weights[A] - 3
    busy = replace(USUAL, baseline=Baseline(800, 60.0, 30.0))
    assert believed(*reports(3, {A: 2.0}), usual=busy).chances[A] < rare.chances[A]


def test_an_innocent_popular_product_beside_a_rare_one_at_fault_is_explained_away() -> None:
    found = believed(*reports(4, {A: 4.0, B: 4.0}), *reports(3, {A: 4.0}, first=10))
    assert found.chances[A] > 0.95
    assert found.chances[B] < 0.2
    assert found.instead_of(A)[B] < 0.05


def test_what_two_products_stand_on_is_likelier_than_a_fault_of_each() -> None:
    """Each of its users tells of the product: the fault below explains each a little less."""
    one = {A: 7.0, C: -25.0, BELOW: -3.0}
    other = {A: -25.0, C: 7.0, BELOW: -3.0}
    said = [*reports(3, one), *reports(3, other, first=10)]
    found = believed(*said)
    assert found.chances[BELOW] > 0.9
    apart = believed(*said, usual=replace(USUAL, below={}))
    assert apart.pairs[A, C] > 0.5
    assert believed(*reports(4, one)).chances[A] > 0.7  # through one alone it is that one


def test_two_faults_at_once_explain_what_neither_explains_alone() -> None:
    found = believed(*reports(4, {A: 6.0}), *reports(4, {C: 6.0}, first=10))
    assert found.chances[A] > 0.9
    assert found.chances[C] > 0.9
    assert found.pairs[min(A, C), max(A, C)] > 0.9
    assert found.instead_of(A)[C] < 0.1


def test_instead_of_the_lead_stands_what_is_not_a_second_fault_beside_it() -> None:
    found = Posterior(chances={A: 0.7, B: 0.2, C: 0.4}, pairs={(A, C): 0.3})
    assert found.instead_of(A) == {B: 0.2, C: pytest.approx(0.1)}


def test_a_thousand_reports_do_not_make_two_faults_of_one() -> None:
    found = believed(*reports(1000, {A: 4.0, C: 3.0}, after=40))
    assert found.chances[A] > found.chances[C]
    assert sum(found.pairs.values()) < 0.1


def test_what_switching_off_did_not_cure_is_acquitted_in_part() -> None:
    said = reports(3, {A: 4.0})
    vain = [a_testimony(20 + n, {}, at=at(55), refuted=(A,)) for n in range(3)]
    assert believed(*said, *vain).weights[A] < believed(*said).weights[A] - 5


def shown(sign: str, weight: float) -> dict[str, float]:
    """What a report says that shows a telling sign."""
    return {A: weight, sign: weight + TELLING}


def test_a_sign_that_several_share_tells_more_than_as_many_without_one() -> None:
    said = {A: 2.0, B: 2.0}
    alone, again = believed(*reports(1, said)), believed(*reports(1, {**said, **shown(FLOOD, 2.0)}))
    assert again.chances[A] < 2 * alone.chances[A] + 0.05  # one proves nothing either way
    apart = reports(2, shown(FLOOD, 2.0)) + reports(2, shown(CERT, 2.0), first=10)
    together = reports(4, shown(FLOOD, 2.0))
    plain = reports(4, {A: 2.0})
    assert believed(*together).weights[A] > believed(*apart).weights[A] + 5
    assert believed(*apart).weights[A] >= believed(*plain).weights[A]


def test_a_fault_that_shows_by_a_sign_is_a_fault_of_its_cause_and_no_second_one() -> None:
    found = believed(*reports(4, shown(FLOOD, 6.0)))
    assert found.chances[A] > 0.95
    assert found.showing[FLOOD] > 0.8
    assert found.of_kind(FLOOD) == found.showing[FLOOD]
    assert found.of_kind(A) == pytest.approx(found.chances[A] - 0.8 * found.showing[FLOOD])
    assert found.pairs == {}
    assert FLOOD not in dict(found.ranked)


def test_reports_fade() -> None:
    said = reports(3, {A: 3.0}, after=0)
    assert believed(*said, after=5).chances[A] > believed(*said, after=170).chances[A]


def test_what_fits_as_well_among_very_many_is_no_second_fault() -> None:
    """The pairs of a report that very many causes explain are not all kept."""
    others = [f"plugin:possible{n:02}" for n in range(40)]
    seldom = [f"infra:seldom{n}" for n in range(7)]
    priors = {**dict.fromkeys((A, *others), -20.0), **dict.fromkeys(seldom, -40.0)}
    weights = {A: 10.0, **dict.fromkeys(seldom, -2.0), **dict.fromkeys(others, -3.0)}
    tally = ReportCounts()
    for n in range(4):
        tally.add(a_testimony(n, weights, at=at(50 + n / 4)))
    shares = {**SHARES, **dict.fromkeys((*others, *seldom), 0.05)}
    found = posterior(tally, replace(USUAL, shares=shares), priors, at(60))
    assert found.chances[A] > 0.9
    assert max(found.chances[c] for c in others) < 0.05
