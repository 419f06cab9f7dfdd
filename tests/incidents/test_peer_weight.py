"""One desk is one source: what its word weighs by its record and its age, and what it can never do alone."""

from datetime import timedelta

from bot.incidents.crowd import crowd_for
from bot.incidents.declare import shared_cause
from bot.incidents.peer_weight import EXPIRES_AFTER, RIGHT, TOGETHER, decibans, weights
from bot.incidents.prior import told_weight
from bot.model.peer import KeptSighting, Peer, PeerRecord, Sighting, SightingState
from tests.builders import POPULAR, PRINTS, RARE, a_testimony, a_watch, at, beliefs_of, several
from tests.cases import each

NEW, AT_ONCE = PeerRecord(), timedelta()
TOLD = {RARE.id: 10.0}


def said(
    peer: str = "b", state: SightingState = SightingState.REPORTED, n: int = 3
) -> KeptSighting:
    return KeptSighting(peer, Sighting(RARE.id, state, at(0), n), at(5), at(5))


def a_peer(ident: str = "b", record: PeerRecord = NEW, key: str = "whpk_x") -> Peer:
    return Peer(ident, ident, (key,) if key else (), record=record)


def test_the_more_often_it_proved_right_the_more_it_weighs() -> None:
    records = [PeerRecord(20, 0), PeerRecord(5, 1), NEW, PeerRecord(5, 4), PeerRecord(20, 20)]
    found = [decibans(record, AT_ONCE) for record in records]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert found[0] <= 4
    assert found[2] == 10
    assert found[-1] <= RIGHT


def test_it_fades_and_expires() -> None:
    ages = [timedelta(minutes=m) for m in (0, 40, 50, 70, 90, 500)]
    found = [decibans(NEW, age) for age in ages]
    assert found == [10, 10, 8, 4, 0, 0]
    assert not weights([said()], {"b": a_peer()}, at(5) + EXPIRES_AFTER)


def test_how_many_organisations_it_counts_changes_nothing() -> None:
    few, many = ([said(n=n)] for n in (3, 900))
    peers = {"b": a_peer()}
    assert weights(few, peers, at(6)) == weights(many, peers, at(6)) == TOLD


@each("state", [SightingState.OVER, SightingState.WITHDRAWN])
def test_what_is_over_weighs_nothing(state: SightingState) -> None:
    assert weights([said(state=state)], {"b": a_peer()}, at(6)) == {}


def test_a_desk_that_is_not_heard_weighs_nothing() -> None:
    assert weights([said()], {}, at(6)) == {}
    assert weights([said()], {"b": a_peer(key="")}, at(6)) == {}


def test_many_desks_together_are_bounded() -> None:
    heard = [said(name) for name in "abcdefgh"]
    assert weights(heard, {n: a_peer(n) for n in "abcdefgh"}, at(6)) == {RARE.id: TOGETHER}


def test_it_bears_on_faults_of_the_very_product_alone() -> None:
    watch = a_watch(told={RARE.id: 10.0})
    assert told_weight(RARE.cause, watch) == 10
    others = [PRINTS.cause, f"maintenance:{RARE.id}", f"update:{RARE.id}", "customer:browser"]
    assert [told_weight(cause, watch) for cause in others] == [0, 0, 0, 0]


def test_other_desks_alone_raise_nothing() -> None:
    told = {RARE.id: TOGETHER}
    assert shared_cause(beliefs_of(), a_watch(told=told)) is None
    one = beliefs_of(a_testimony(1, {RARE.cause: 30.0}))
    assert shared_cause(one, a_watch(after=60, told=told)) is None
    two = beliefs_of(*several(2, {RARE.cause: 9.0}))
    assert shared_cause(two, a_watch(after=5, told=told)) is None


def test_with_another_desk_three_organisations_are_enough_where_four_were_needed() -> None:
    three, four = (beliefs_of(*several(n, {POPULAR.cause: -2.0})) for n in (3, 4))
    assert shared_cause(three, a_watch()) is None
    assert shared_cause(four, a_watch()) == POPULAR.cause
    assert shared_cause(three, a_watch(told={POPULAR.id: 10.0})) == POPULAR.cause


def test_a_single_conversation_is_weighed_without_it() -> None:
    said = several(2, {POPULAR.cause: 6.0})
    without = crowd_for({}, beliefs_of(*said), a_watch())
    told = crowd_for({}, beliefs_of(*said), a_watch(told={POPULAR.id: 10.0}))
    assert told == without
