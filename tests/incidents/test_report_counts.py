"""Sums that forget single reports: order never matters, what is taken back leaves no trace."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.counts_by_group import CountsByGroup
from bot.incidents.levels import EXPLAINED, explains, level
from bot.incidents.report_counts import BIN, WINDOW, ReportCounts, bin_of
from bot.model.tenant_report import OWN_TROUBLE, TELLING, Statement, showing
from bot.model.tenant_report import TenantReport as Said
from tests.builders import POPULAR, PRINTS, RARE, a_testimony, at

CAUSES = (RARE.cause, POPULAR.cause, PRINTS.cause)
SAYS = st.builds(
    lambda n, minutes, weights, kinds, refuted: a_testimony(
        n, weights, at=at(minutes), support=dict.fromkeys(weights, kinds), refuted=refuted
    ),
    st.integers(0, 9),
    st.integers(0, 90),
    st.dictionaries(st.sampled_from(CAUSES), st.floats(-30, 30), max_size=3),
    st.sampled_from([("words",), ("answer", "words"), ("trial", "use")]),
    st.sampled_from([(), (POPULAR.cause,)]),
)


def a_tally(*said: Said) -> ReportCounts:
    tally = ReportCounts()
    for one in said:
        tally.add(one)
    return tally


Contents = tuple[
    dict[str, Any], dict[tuple[str, str], Any], dict[str, tuple[int, int, int]], datetime | None
]


def contents(tally: ReportCounts) -> Contents:
    """All that can be asked of a tally."""
    pairs = [(a, b) for a in CAUSES for b in CAUSES if a < b]
    return (
        {c: tally.gains([c], bin_of(at(130)), range(1, 32)).tolist() for c in tally.causes()},
        {p: tally.latest.only(*p) for p in pairs},
        {c: (tally.pointed_at(c), tally.contrasted(c), tally.users().get(c, 0)) for c in CAUSES},
        tally.newest,
    )


@given(st.lists(SAYS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_reports_never_matters(said: list[Said], shuffle: Random) -> None:
    shuffled = list(said)
    shuffle.shuffle(shuffled)
    assert contents(a_tally(*shuffled)) == contents(a_tally(*said))


@given(st.lists(SAYS, max_size=6), st.integers(0, 200))
def test_what_was_summed_for_a_look_grows_with_the_reports(said: list[Said], until: int) -> None:
    tally, oldest = ReportCounts(), at(until) - WINDOW
    for one in said:
        contents(tally)
        tally.add(one)
    assert contents(tally) == contents(a_tally(*said))
    tally.forget(oldest)
    fresh = a_tally(*said)
    fresh.forget(oldest)
    assert contents(tally) == contents(fresh)


def test_the_causes_of_one_heading_are_those_that_begin_with_it() -> None:
    causes = ("plugin:a", "plugin:b\nsign", "plugins:c", "plug", "isp:any", "zeta:z")
    tally = a_tally(a_testimony(1, dict.fromkeys(causes, 0.0)))
    assert tally.causes_of("plugin") == ["plugin:a", "plugin:b\nsign"]
    assert tally.causes_of("home") == []


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
    left, right = a_tally(*one), a_tally(*other)
    before = contents(left), contents(right)
    assert contents(left.together(right)) == contents(a_tally(*one, *other))
    assert (contents(left), contents(right)) == before


@given(st.lists(SAYS, max_size=6), st.integers(0, 100), st.randoms(use_true_random=False))
def test_what_was_let_go_of_is_as_if_it_had_never_been_said(
    said: list[Said], minutes: int, shuffle: Random
) -> None:
    tally = a_tally(*said)
    tally.forget(at(minutes))
    young = [t for t in said if bin_of(t.at) >= bin_of(at(minutes))]
    assert contents(tally) == contents(a_tally(*young))
    shuffle.shuffle(said)
    for one in said:  # what came before the limit can not be taken back a second time
        tally.add(one, -1)
    assert contents(tally) == contents(ReportCounts())
    assert not tally


def test_old_reports_are_let_go_of() -> None:
    tally = a_tally(a_testimony(1, {RARE.cause: 5}), a_testimony(2, {RARE.cause: 5}, at=at(60)))
    assert tally.organisations(RARE.cause) == 2
    tally.forget(at(30))
    assert tally.organisations(RARE.cause) == 1
    tally.forget(at(90))
    assert not tally


def test_the_newest_is_the_latest_that_is_left() -> None:
    early, late = a_testimony(1, {RARE.cause: 5}, at=at(1)), a_testimony(2, {}, at=at(42))
    twin = a_testimony(3, {}, at=at(42))
    tally = a_tally(late, early, twin)
    tally.add(late, -1)
    assert tally.newest == at(42)
    with tally.leaving_out(twin):
        assert tally.newest == at(1)
    assert tally.newest == at(42)
    tally.add(twin, -1)
    tally.forget(at(30))
    assert tally.newest is None
    tally.add(late)
    assert tally.newest == at(42)


def test_local_trouble_with_a_product_bounds_what_a_report_says_of_it() -> None:
    assert level(100.0, RARE.cause) == OWN_TROUBLE
    assert level(-10.0, RARE.cause) == pytest.approx(-10, abs=1)
    assert level(100.0, showing(RARE.cause, "flood")) == OWN_TROUBLE + TELLING
    assert explains(a_testimony(1, {RARE.cause: 0.0}), RARE.cause)
    assert not explains(a_testimony(1, {RARE.cause: EXPLAINED - 1}), RARE.cause)
    assert not explains(a_testimony(1, {}), RARE.cause)


def test_one_console_of_whoever_is_not_verified_proves_nothing() -> None:
    def pasted(number: int, tenant: str) -> Said:
        support = {RARE.cause: ("console",)}
        return a_testimony(number, {RARE.cause: 5}, tenant=tenant, support=support)

    guests = [pasted(n, f"~from:net{n}") for n in range(2)]
    assert not a_tally(guests[0]).is_proven(RARE.cause)
    assert a_tally(*guests).is_proven(RARE.cause)
    assert a_tally(pasted(3, "acme")).is_proven(RARE.cause)
    assert not a_tally(pasted(3, "acme")).is_proven(POPULAR.cause)


def test_how_many_and_since_when() -> None:
    tally = a_tally(
        a_testimony(1, {RARE.cause: 5, POPULAR.cause: 2}, at=at(12)),
        a_testimony(2, {RARE.cause: 5}, at=at(21), support={RARE.cause: ("console",)}),
        a_testimony(3, {POPULAR.cause: -20}),
    )
    assert tally.organisations(RARE.cause) == 2
    assert tally.organisations(POPULAR.cause) == 1
    assert tally.latest.only(RARE.cause, POPULAR.cause) == 1
    assert tally.latest.only(POPULAR.cause, RARE.cause) == 0
    assert (tally.pointed_at(RARE.cause), tally.contrasted(RARE.cause)) == (1, 0)
    since = tally.since(RARE.cause)
    assert since is not None
    assert timedelta(0) <= since - at(12) <= BIN
    assert tally.since(PRINTS.cause) is None


def test_a_statement_counts_once_and_groups_are_kept_apart() -> None:
    said = a_testimony(1, {RARE.cause: 5})
    kept, moved = (Statement(n, g, counts=True, testimony=said) for n, g in ((1, ""), (2, "I1")))
    log = [kept, moved, Statement(3, "", counts=False, testimony=said)]
    tallies = CountsByGroup()
    tallies.fold(log[:2])
    tallies.fold(log)
    assert tallies.of("").organisations(RARE.cause) == 0
    assert tallies.of("I1").organisations(RARE.cause) == 1
    assert tallies.last == 3


def test_the_reports_of_an_incident_are_kept_as_long_as_its_latest_is_young() -> None:
    said = a_testimony(1, {RARE.cause: 5})
    tallies = CountsByGroup()
    tallies.fold(Statement(n, g, counts=True, testimony=said) for n, g in ((1, ""), (2, "I1")))
    tallies.forget(said.at + 2 * WINDOW)
    assert not tallies.of("")
    assert tallies.of("I1").organisations(RARE.cause) == 1


def test_taking_back_what_was_let_go_of_leaves_nothing_owing() -> None:
    old, new = a_testimony(1, {RARE.cause: 5}), a_testimony(2, {RARE.cause: 5}, at=at(230))
    tallies = CountsByGroup()
    tallies.fold([Statement(1, "", counts=True, testimony=old)])
    tallies.forget(at(230))
    tallies.fold([Statement(2, "", counts=False, testimony=old)])
    tallies.fold([Statement(3, "", counts=True, testimony=new)])
    assert contents(tallies.of("")) == contents(a_tally(new))


def test_some_product_of_a_sort_explains_what_each_explains_a_little() -> None:
    little = {f"plugin:p{n}": -15.0 for n in range(6)}
    said = a_testimony(1, {**little, "isp:any": -20.0, "platform:x": 3.0}, support={})
    tally = a_tally(said)
    assert tally.organisations("plugin:p0") == 0
    assert tally.organisations("plugin:any") == 1
    assert tally.organisations("isp:any") == 0
    assert (
        "plugin:any" not in tally.causes()
    )  # it is counted, and is no state of the world of its own
    tally.add(said, -1)
    assert tally.organisations("plugin:any") == 0


def test_a_sort_that_is_told_of_itself_is_counted_once() -> None:
    tally = a_tally(a_testimony(1, {"isp:any": 2.0, "isp:one": -3.0}, support={}))
    assert tally.organisations("isp:any") == 1


@pytest.mark.parametrize(("count", "share"), [(300, 1.0), (301, 300 / 301)])
def test_three_hundred_reports_are_kept_one_by_one(count: int, share: float) -> None:
    """What two faults explain together is found from them; of more the latest stand for all."""
    tally = a_tally(*(a_testimony(n, {RARE.cause: 5}) for n in range(count)))
    assert tally.latest.only(RARE.cause, POPULAR.cause) == 300
    assert tally.share_kept == pytest.approx(share)
    assert tally.organisations(RARE.cause) == count
