"""Sums that forget single reports: order never matters, what is taken back leaves no trace."""

from copy import deepcopy
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.tally import BIN, EXPLAINED, OWN_TROUBLE, Tallies, Tally, explains, level
from bot.model.testimony import Statement
from bot.model.testimony import Testimony as Said
from tests.builders import POPULAR, PRINTS, RARE, a_testimony, at

CAUSES = (RARE.cause, POPULAR.cause, PRINTS.cause)
SAYS = st.builds(
    lambda n, minutes, weights, kinds, refuted: a_testimony(
        n, weights, at=at(minutes), support=dict.fromkeys(weights, kinds), refuted=refuted
    ),
    st.integers(0, 9),
    st.integers(0, 90),
    st.dictionaries(st.sampled_from(CAUSES), st.floats(-30, 30), max_size=3),
    st.sampled_from([("words",), ("answer", "words"), ("trial",)]),
    st.sampled_from([(), (POPULAR.cause,)]),
)


def a_tally(*said: Said) -> Tally:
    tally = Tally()
    for one in said:
        tally.add(one)
    return tally


def contents(tally: Tally) -> object:
    pairs = [(a, b) for a in CAUSES for b in CAUSES if a < b]
    return (
        {c: deepcopy(tally.gains(c)) for c in tally.causes()},
        {p: deepcopy(tally.less(*p)) for p in pairs if tally.less(*p)},
        {c: tally.supported_by(c, frozenset({"words"})) for c in CAUSES},
    )


@given(st.lists(SAYS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_reports_never_matters(said: list[Said], shuffle: object) -> None:
    shuffled = list(said)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert contents(a_tally(*shuffled)) == contents(a_tally(*said))


@given(st.lists(SAYS, max_size=6), SAYS)
def test_what_is_taken_back_leaves_no_trace(said: list[Said], more: Said) -> None:
    tally = a_tally(*said)
    before = contents(tally)
    with tally.leaving_out(more):
        pass
    assert contents(tally) == before
    tally.add(more)
    tally.add(more, -1)
    assert contents(tally) == before


@given(st.lists(SAYS, max_size=4), st.lists(SAYS, max_size=4))
def test_two_groups_together_are_their_sum(one: list[Said], other: list[Said]) -> None:
    both = a_tally(*one).together(a_tally(*other))
    gains, less, _ = contents(both)  # type: ignore[misc]
    assert (gains, less) == contents(a_tally(*one, *other))[:2]  # type: ignore[index]
    assert both.newest == max((t.at for t in (*one, *other)), default=None)


def test_old_reports_are_let_go_of() -> None:
    tally = a_tally(a_testimony(1, {RARE.cause: 5}), a_testimony(2, {RARE.cause: 5}, at=at(60)))
    assert tally.organisations(RARE.cause) == 2
    tally.forget(at(30))
    assert tally.organisations(RARE.cause) == 1
    tally.forget(at(90))
    assert not tally


def test_local_trouble_with_a_product_bounds_what_a_report_says_of_it() -> None:
    assert level(100.0) == OWN_TROUBLE
    assert level(-10.0) == pytest.approx(-10, abs=1)
    assert explains(a_testimony(1, {RARE.cause: 0.0}), RARE.cause)
    assert not explains(a_testimony(1, {RARE.cause: EXPLAINED - 1}), RARE.cause)
    assert not explains(a_testimony(1, {}), RARE.cause)


def test_how_many_and_since_when() -> None:
    tally = a_tally(
        a_testimony(1, {RARE.cause: 5, POPULAR.cause: 2}, at=at(12)),
        a_testimony(2, {RARE.cause: 5}, at=at(21), support={RARE.cause: ("console",)}),
        a_testimony(3, {POPULAR.cause: -20}),
    )
    assert tally.organisations(RARE.cause) == 2
    assert tally.organisations(POPULAR.cause) == 1
    assert tally.only(RARE.cause, POPULAR.cause) == 1
    assert tally.only(POPULAR.cause, RARE.cause) == 0
    assert tally.supported_by(RARE.cause, frozenset({"console", "trial"})) == 1
    since = tally.since(RARE.cause)
    assert since is not None
    assert timedelta(0) <= since - at(12) <= BIN
    assert tally.since(PRINTS.cause) is None


def test_a_statement_counts_once_and_groups_are_kept_apart() -> None:
    said = a_testimony(1, {RARE.cause: 5})
    kept, moved = (Statement(n, g, counts=True, testimony=said) for n, g in ((1, ""), (2, "I1")))
    log = [kept, moved, Statement(3, "", counts=False, testimony=said)]
    tallies = Tallies()
    tallies.fold(log[:2])
    tallies.fold(log)
    assert tallies.of("").organisations(RARE.cause) == 0
    assert tallies.of("I1").organisations(RARE.cause) == 1
    assert tallies.last == 3
