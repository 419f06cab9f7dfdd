"""Reports move from one incident to another: what was read is not sent again, what is new is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.gather import furnished
from bot.desk.notify import Notifier
from bot.desk.preview import LeftOut, Preview, preview
from bot.model.broadcast import Steering
from bot.model.effect import Notice
from bot.model.incident import IncidentStatus, ToldNotice, content_of
from tests.builders import FORMS, MORNING, RARE, a_report, an_incident, at
from tests.desk.announcing import AOI, OTHER_TEXT, TEXT, Announcing, somebody

OVER, AGAIN, NOTHING = "復旧を確認", "再び届いています", "当てはまらない"


def moves(announcing: Announcing, text: str = TEXT) -> None:
    """The reports go to a second incident, which is about the same now; a notice is proposed."""
    announcing.proposes(ident="P2", incident="I2", text=text)


def look(announcing: Announcing, text: str = TEXT) -> Preview:
    with announcing.day.store.work() as work:
        proposal = work.proposal("P2")
        assert proposal is not None
        return preview(replace(proposal, text=text), work.incident("I2"), work)


def test_nobody_is_sent_the_same_sentence_by_a_second_incident(lasting: Announcing) -> None:
    lasting.announces(5)
    lasting.delivers()
    lasting.knows(somebody(700))
    moves(lasting)
    found = look(lasting)
    assert (found.number, dict(found.left_out)) == (1, {LeftOut.READ: 5})
    lasting.approves("P2")
    lasting.runs()
    lasting.delivers()
    everybody = {somebody(n).id: 1 for n in (*range(5), 700)}
    assert lasting.readers(TEXT) == everybody
    lasting.ends(ident="I1")
    lasting.delivers()
    assert not lasting.readers(OVER)  # it goes on, in the second incident
    lasting.ends(ident="I2")
    lasting.delivers()
    assert lasting.readers(OVER) == everybody


def test_a_different_content_reaches_everybody(lasting: Announcing) -> None:
    lasting.announces(3)
    lasting.delivers()
    moves(lasting, OTHER_TEXT)
    assert look(lasting, OTHER_TEXT).number == 3
    lasting.approves("P2")
    lasting.delivers()
    assert set(lasting.readers(OTHER_TEXT).values()) == {1}
    assert len(lasting.readers(OTHER_TEXT)) == 3


def test_what_staff_write_instead_reaches_whoever_has_the_first_words(
    announcing: Announcing,
) -> None:
    announcing.announces(3)
    announcing.delivers()
    moves(announcing)
    announcing.approves("P2")
    announcing.proposes(ident="P3", incident="I3", text=OTHER_TEXT)
    announcing.approves("P3")
    announcing.delivers()
    everybody = {somebody(n).id: 1 for n in range(3)}
    assert announcing.readers(TEXT) == announcing.readers(OTHER_TEXT) == everybody


def test_a_corrected_notice_is_not_sent_again_in_its_first_words(announcing: Announcing) -> None:
    first = announcing.announces(3)
    announcing.delivers()
    announcing.steers(first, Steering.CORRECT, OTHER_TEXT)
    announcing.delivers()
    moves(announcing)
    announcing.approves("P2")
    announcing.delivers()
    assert set(announcing.readers(TEXT).values()) == {1}


@pytest.mark.parametrize("how", [IncidentStatus.RESOLVED, IncidentStatus.WITHDRAWN])
def test_after_an_end_the_same_sentence_is_news(
    announcing: Announcing, how: IncidentStatus
) -> None:
    announcing.announces(3)
    announcing.delivers()
    announcing.ends(how)
    announcing.delivers()
    moves(announcing)
    assert look(announcing).number == 3
    announcing.approves("P2")
    announcing.delivers()
    assert set(announcing.readers(TEXT).values()) == {2}


def test_after_a_retraction_the_same_sentence_is_news(announcing: Announcing) -> None:
    first = announcing.announces(3)
    announcing.delivers()
    announcing.steers(first, Steering.RETRACT)
    announcing.delivers()
    moves(announcing)
    announcing.approves("P2")
    announcing.delivers()
    assert set(announcing.readers(TEXT).values()) == {2}


def test_a_relapse_and_its_end_reach_those_who_moved(lasting: Announcing) -> None:
    lasting.announces(3)
    lasting.delivers()
    moves(lasting)
    lasting.approves("P2")
    for _ in range(2):
        lasting.ends(ident="I2")
        lasting.delivers()
        lasting.relapses("I2")
        lasting.delivers()
    lasting.ends(IncidentStatus.WITHDRAWN, ident="I2")
    lasting.delivers()
    counts = [set(lasting.readers(words).values()) for words in (TEXT, OVER, AGAIN, NOTHING)]
    assert counts == [{1}, {2}, {2}, {1}]


def test_whom_the_first_incident_never_reached_the_second_reaches(lasting: Announcing) -> None:
    first = lasting.announces(6)
    lasting.delivers(2)
    lasting.steers(first, Steering.CANCEL)
    moves(lasting)
    assert dict(look(lasting).left_out) == {LeftOut.READ: 2}
    lasting.approves("P2")
    lasting.delivers()
    assert lasting.readers(TEXT) == {somebody(n).id: 1 for n in range(6)}


def test_a_notice_that_is_under_way_goes_on_and_is_not_doubled(announcing: Announcing) -> None:
    announcing.announces(510)
    moves(announcing)
    announcing.approves("P2")
    announcing.runs()
    announcing.delivers()
    assert announcing.readers(TEXT) == {somebody(n).id: 1 for n in range(510)}


def test_readers_of_the_web_chat_are_counted_and_left_out_as_well(talking: Announcing) -> None:
    talking.approves()
    talking.delivers(channel="web")
    talking.proposes(AOI, langs=(), ident="P2", incident="I2")
    found = look(talking)
    assert (found.number, dict(found.left_out)) == (0, {LeftOut.READ: 1})
    talking.approves("P2")
    talking.delivers(channel="web")
    assert talking.got(AOI) == [TEXT]


def test_incidents_that_become_one_again_have_told_once(lasting: Announcing) -> None:
    lasting.announces(3)
    lasting.delivers()
    moves(lasting)
    lasting.approves("P2")
    lasting.merges("I2", into="I1")
    lasting.ends(ident="I1")
    lasting.delivers()
    assert set(lasting.readers(OVER).values()) == {1}
    assert set(lasting.readers(TEXT).values()) == {1}


def hears(announcing: Announcing, incident: str, cause: str = FORMS.cause) -> list[str]:
    """What a reporter is sent of an incident in which they are now."""
    announcing.day.now += timedelta(minutes=3)
    going_on = an_incident(
        ident=incident, suspects=(cause,), status=IncidentStatus.CONFIRMED, proven=True
    )
    with announcing.day.store.work() as work:
        knowledge = announcing.day._knowledge
        work.save_incident(going_on)
        reporter = a_report(1, {cause: 20.0}, incident=incident)
        work.save_conversation(reporter, announcing.day.now)
        around = furnished(work.opened(), knowledge)
        around.follow(work, announcing.day.now)
        teller = Notifier(work, knowledge, may_wait=False)
        teller.tell(going_on, reporter, around.watch(work, announcing.day.now))
    return [e.text for e in teller.effects if isinstance(e, Notice)]


def test_who_reported_is_not_sent_the_same_by_the_incident_that_the_report_moved_to(
    announcing: Announcing,
) -> None:
    first = hears(announcing, "I1")
    assert len(first) == 1
    assert hears(announcing, "I2") == []
    assert announcing.believes("reporter1", incident="I2") == {"workaround"}  # hears of the end
    other = hears(announcing, "I3", RARE.cause)
    assert len(other) == 1
    assert other != first


READ = content_of(FORMS.cause, TEXT)


@pytest.mark.parametrize(
    ("told", "has_read"),
    [
        ([("update", READ)], True),
        ([("update", READ), ("workaround", "another")], True),
        ([("update", "another")], False),
        ([("update", READ), ("recovered", "over")], False),
        ([("update", READ), ("recovered", "over"), ("update", READ)], True),
        ([("before", READ)], False),
    ],
)
def test_what_was_read_counts_until_an_end_and_since_a_report(
    lasting: Announcing, told: list[tuple[str, str]], *, has_read: bool
) -> None:
    with lasting.day.store.work() as work:
        for n, (reason, content) in enumerate(told):
            when = at(-5) if reason == "before" else at(n)
            work.tell(f"I{n}", [ToldNotice("aoi", reason, when, 0, content)])
        work.tell("I9", [ToldNotice("ben", "recovered", at(9), 0, "over")])
        assert work.has_read("aoi", READ, MORNING) is has_read


def test_readers_go_with_the_reports_though_nobody_approves_the_second_notice(
    announcing: Announcing,
) -> None:
    announcing.knows_many(3)
    hears(announcing, "I1")
    with announcing.day.store.work() as work:
        (proposal,) = work.proposals()
    announcing.approves(proposal.id)
    announcing.delivers()
    hears(announcing, "I2")
    assert announcing.broadcast("B1").incident == "I2"
    with announcing.day.store.work() as work:
        again = next(p for p in work.proposals() if p.incident == "I2")
        found = preview(again, work.incident("I2"), work)
    assert (found.number, dict(found.left_out)) == (0, {LeftOut.READ: 3})
    announcing.ends(ident="I1")
    assert not announcing.delivers()
    announcing.ends(ident="I2")
    assert len(announcing.delivers()) == 3
