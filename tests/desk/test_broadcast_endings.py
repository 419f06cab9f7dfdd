"""Who was told by broadcast hears how it goes on, and nobody else does."""

import pytest

from bot.model.broadcast import Steering
from bot.model.effect import Proposal
from bot.model.incident import IncidentStatus, ToldNotice
from bot.model.status import Shows
from tests.builders import FORMS
from tests.desk.announcing import TEXT, Announcing, somebody

ONCE = 1


def test_the_end_is_told_to_exactly_those_who_were_told_of_the_trouble(
    lasting: Announcing,
) -> None:
    ident = lasting.announces(700)
    told = lasting.delivers(120)
    lasting.ends()
    lasting.ends()
    assert not lasting.broadcast(ident).is_under_way
    lasting.runs()
    lasting.delivers()
    assert lasting.readers("復旧を確認") == dict.fromkeys(told, ONCE)
    assert lasting.readers(TEXT) == dict.fromkeys(told, ONCE)


def test_when_it_is_back_those_hear_of_it_who_were_told_that_it_is_over(
    announcing: Announcing,
) -> None:
    announcing.announces(6)
    told = announcing.delivers(4)
    announcing.ends()
    thought_over = announcing.delivers(3)
    announcing.relapses()
    relapses_heard = announcing.delivers()
    announcing.ends()
    announcing.delivers()
    assert sorted(relapses_heard) == sorted(thought_over)
    assert announcing.readers("再び届いています") == dict.fromkeys(thought_over, ONCE)
    again = {r: 2 if r in thought_over else 1 for r in told}
    assert announcing.readers("復旧を確認") == again


def test_who_was_told_that_it_was_a_mistake_hears_no_more_of_it(announcing: Announcing) -> None:
    ident = announcing.announces(3)
    announcing.delivers()
    announcing.steers(ident, Steering.RETRACT)
    announcing.delivers()
    announcing.ends()
    assert announcing.delivers() == []


def test_what_was_nothing_is_taken_back_from_those_who_were_told(announcing: Announcing) -> None:
    ident = announcing.announces(5)
    told = announcing.delivers(2)
    announcing.ends(IncidentStatus.WITHDRAWN)
    announcing.delivers()
    assert announcing.readers("当てはまらない") == dict.fromkeys(told, ONCE)
    assert Steering.RETRACT not in announcing.possible(ident)


def test_a_notice_on_what_is_over_is_not_sent(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.ends()
    with pytest.raises(IndexError):
        announcing.approves()
    assert announcing.delivers() == []


def test_who_wrote_to_us_meanwhile_hears_of_the_end_once(announcing: Announcing) -> None:
    announcing.announces(3)
    announcing.delivers()
    writer = somebody(1).id
    announcing.day.says(writer, "ありがとうございます", channel="mail")
    announcing.ends()
    announcing.delivers()
    assert announcing.readers("復旧を確認") == {somebody(n).id: ONCE for n in range(3)}
    with announcing.day.store.work() as work:
        talk = work.latest_conversation(writer)
    assert talk is not None
    assert "復旧を確認" in talk.turns[-1].text


def test_who_heard_of_it_in_a_conversation_is_not_told_by_broadcast(announcing: Announcing) -> None:
    heard = somebody(1)
    announcing.knows_many(3)
    announcing.proposes()
    announcing.day.says(heard.id, "ありがとうございます", channel="mail")
    with announcing.day.store.work() as work:
        work.tell("I1", [ToldNotice(heard.id, "workaround", announcing.day.now)])
    announcing.approves()
    assert sorted(announcing.delivers()) == [somebody(0).id, somebody(2).id]


@pytest.mark.slow
def test_from_the_first_report_to_the_end(announcing: Announcing) -> None:
    day = announcing.day
    announcing.knows_many(3)
    for name in ("aoi", "beni", "chie"):
        day.passes(2)
        day.says(name, "今朝からフォームの回答がkintoneに入ってきません", uses=(FORMS.id,))
    day.feed("hoshi_status", Shows.IDENTIFIED)
    day.passes(2)
    (proposal,) = day.every(Proposal)
    assert proposal.to == ()
    announcing.approves(proposal.proposal)
    told = announcing.delivers(2)
    day.feed("hoshi_status", Shows.RESOLVED)
    day.passes(70)
    announcing.delivers()
    assert announcing.readers("お知らせします") == dict.fromkeys(told, ONCE)
    assert announcing.readers("復旧を確認") == dict.fromkeys(told, ONCE)
    assert set(day.heard("recovered")) == {"aoi", "beni", "chie", *told}


def test_who_was_told_of_an_incident_that_became_part_of_another_hears_of_its_end(
    announcing: Announcing,
) -> None:
    announcing.announces(2)
    told = announcing.delivers()
    announcing.merges()
    announcing.ends(ident="I7")
    announcing.delivers()
    assert announcing.readers("復旧を確認") == dict.fromkeys(told, ONCE)
