"""Two desks that tell each other: sooner at both, never by a word alone, and nothing goes round in circles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.peer_ports import Way
from bot.model.effect import Reply, StaffAlert
from bot.model.identity import Identity
from bot.model.knowledge import Knowledge
from bot.model.peer import Peer, PeerSighting, Sighting, SightingState
from bot.model.timeline import TimelineKind, subject_of
from tests.builders import PRINTS, RARE
from tests.cases import each
from tests.desk.neighbours import SLOW, URL, Neighbours, a_desk, heard, tell, told_by
from tests.desk.test_incidents import BLANK
from tests.fakes import Day, reply_in


@pytest.mark.slow
def test_both_desks_see_an_outage_sooner_than_either_alone(knowledge: Knowledge) -> None:
    alone, together = Neighbours(knowledge, "a", "b"), Neighbours(knowledge, "a", "b")
    together.meet("a", "b")
    by_itself, told = alone.every_quarter(4), together.every_quarter(4)
    assert set(by_itself) == set(told) == {"a", "b"}
    assert all(by_itself[name] - told[name] >= timedelta(minutes=14) for name in "ab")
    assert all(day.incidents[0].cause == PRINTS.cause for day in together.days.values())
    said = {(name, t.state, t.organisations) for name, _, t in together.told}
    assert ("a", SightingState.REPORTED, 3) in said
    assert ("a", SightingState.INCIDENT, 4) in said


def test_a_sighting_holds_nothing_of_who_or_what(knowledge: Knowledge) -> None:
    day = a_desk(knowledge, url=URL)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(1)
    (outgoing,) = [o for o in day.store.outgoing("webhook") if o.reader == "peer:b"]
    assert isinstance(outgoing.effect, PeerSighting)
    assert outgoing.address == URL
    assert set(Sighting.__slots__) == {"product", "state", "since", "organisations"}
    assert outgoing.effect.sighting.organisations == 3


@pytest.mark.slow
def test_it_is_told_once_and_its_end_once(knowledge: Knowledge) -> None:
    day = a_desk(knowledge, url=URL)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(5)
    day.restarts()
    day.passes(5)
    assert told_by(day) == [(SightingState.INCIDENT, RARE.id, 3)]
    day.ends()
    day.passes(10)
    assert told_by(day)[1:] == [(SightingState.OVER, RARE.id, 3)]
    assert len(day.store.outgoing("webhook")) == 2


def test_what_is_told_is_told_again_only_when_it_is_over(knowledge: Knowledge) -> None:
    day = a_desk(knowledge, url=URL)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(2)
    assert told_by(day) == [(SightingState.INCIDENT, RARE.id, 3)]
    with day.store.look() as work:
        (sent,) = work.sightings(Way.SENT)
    assert sent.sighting == day.every(PeerSighting)[0].sighting
    day.ends()
    day.passes(2)
    assert told_by(day)[1:] == [(SightingState.OVER, RARE.id, 3)]
    with day.store.look() as work:
        assert work.sightings(Way.SENT) == []
    day.store.close()


@pytest.mark.slow
def test_an_incident_of_which_nobody_reports_any_more_is_over_and_not_taken_back(
    knowledge: Knowledge,
) -> None:
    day = a_desk(knowledge, url=URL)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(190)
    assert day.incidents[0].is_open
    assert told_by(day)[-1] == (SightingState.OVER, RARE.id, 3)


@pytest.mark.slow
def test_reports_without_an_incident_are_told_only_who_asked_for_it(knowledge: Knowledge) -> None:
    for early in (True, False):
        day = a_desk(knowledge, url=URL, early=early)
        for n in range(3):
            day.says(f"c{n}", SLOW, uses=(PRINTS.id,))
            day.passes(15)
        assert not day.incidents
        assert [state for state, *_ in told_by(day)] == [SightingState.REPORTED] * early


def test_a_desk_that_is_only_heard_is_told_nothing(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(2)
    assert day.incidents
    assert told_by(day) == []


@pytest.mark.slow
def test_what_a_desk_tells_is_never_passed_on(knowledge: Knowledge) -> None:
    three = Neighbours(knowledge, "a", "b", "c")
    three.meet("a", "b")
    three.meet("b", "c")
    three.days["a"].report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    three.pass_minutes(3)
    for n in range(2):  # two of B's own, which is too few to be told
        three.days["b"].says(f"b{n}", BLANK, uses=(RARE.id,))
    three.pass_minutes(20)
    assert {name for name, *_ in three.told} == {"a"}
    assert heard(three.days["b"])
    assert not heard(three.days["c"])


@pytest.mark.slow
def test_two_desks_do_not_keep_each_other_believing(knowledge: Knowledge) -> None:
    both = Neighbours(knowledge, "a", "b")
    both.meet("a", "b")
    both.every_quarter(3)
    assert all(day.incidents for day in both.days.values())
    for day in both.days.values():
        day.ends()
    both.pass_minutes(120)
    assert all(not day.incidents[0].is_open for day in both.days.values())
    assert len(both.days["a"].alerts("raised")) == len(both.days["b"].alerts("raised")) == 1


@each("count", [0, 1])
def test_a_word_alone_raises_nothing(knowledge: Knowledge, count: int) -> None:
    day = a_desk(knowledge)
    tell(day, SightingState.INCIDENT, n=900)
    for n in range(count):
        day.says(f"c{n}", BLANK, uses=(RARE.id,))
    day.passes(30)
    assert not day.incidents
    assert not day.every(StaffAlert)


def test_a_word_changes_no_answer(knowledge: Knowledge) -> None:
    """Nor does it name a vendor to anybody: a single conversation is weighed without it."""
    replies: list[list[Reply]] = []
    for is_told in (False, True):
        day = a_desk(knowledge)
        if is_told:
            tell(day, SightingState.INCIDENT, n=50)
        said = [day.says(f"c{n}", BLANK, uses=(RARE.id, PRINTS.id)) for n in range(2)]
        replies.append([replace(reply_in(effects), check=None) for effects in said])
    assert replies[0] == replies[1]
    assert RARE.name not in replies[1][0].whole


def test_the_word_of_a_desk_stands_beside_the_incident(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    tell(day)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    with day.store.look() as work:
        lines = work.timeline([subject_of(RARE.id)], day.now - timedelta(hours=1), day.now, 10)
    said = [line for line in lines if line.kind is TimelineKind.PEER]
    assert [(x.what, x.about, x.text) for x in said] == [("reported", "B社のデスク", "3")]


@pytest.mark.slow
def test_what_goes_on_is_written_into_the_timeline_once(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    for _ in range(4):
        tell(day)
        day.passes(30)
    tell(day, n=8)
    with day.store.look() as work:
        lines = work.timeline([subject_of(RARE.id)], day.now - timedelta(hours=9), day.now, 10)
    assert sorted(line.text for line in lines if line.kind is TimelineKind.PEER) == ["3", "8"]


def test_what_is_of_nobody_we_hear_or_of_no_product_is_not_kept(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    tell(day, peer="stranger")
    tell(day, product="no-such-product")
    tell(day, SightingState.OVER)
    assert heard(day) == []
    deaf = a_desk(knowledge, key=False)
    tell(deaf)
    assert heard(deaf) == []


def test_of_more_products_than_a_desk_ever_tells_of_the_first_are_heard(
    knowledge: Knowledge,
) -> None:
    many = [replace(PRINTS, id=f"print{n}") for n in range(14)]
    day = Day(knowledge)
    day.opens(*many)
    with day.store.work() as work:
        work.save_peer(Peer("b", "B社のデスク", ("whpk_x",)))
    for product in many:
        tell(day, product=product.id)
    assert [kept.sighting.product for kept in heard(day)] == [p.id for p in many[:10]]
    day.passes(1)
    tell(day, SightingState.OVER, many[0].id)
    tell(day, product=many[12].id)
    assert len(heard(day)) == 11


def test_an_older_word_does_not_replace_a_newer_one(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    tell(day, SightingState.OVER, ago=2)
    tell(day, SightingState.INCIDENT, ago=5)
    tell(day, SightingState.OVER, ago=3)
    tell(day, SightingState.REPORTED, ago=4)
    assert [kept.sighting.state for kept in heard(day)] == [SightingState.OVER]


def test_a_desk_that_is_forgotten_leaves_nothing(knowledge: Knowledge) -> None:
    day = a_desk(knowledge, url=URL)
    tell(day)
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(1)
    with day.store.work() as work:
        assert work.drop_peer("b")
        assert not work.drop_peer("b")
        assert work.sightings(Way.HEARD) == work.sightings(Way.SENT) == []
    assert day.store.outgoing("webhook") == []
    tell(day)
    assert heard(day) == []


@pytest.mark.slow
def test_reports_of_the_unverified_are_not_passed_on(knowledge: Knowledge) -> None:
    day = a_desk(knowledge, url=URL, early=True)
    for n in range(6):
        day.says(f"c{n}", BLANK, uses=(RARE.id,), identity=Identity.CLAIMED, address=f"net{n}")
    day.passes(2)
    assert told_by(day) == []
