"""A ticket follows its conversation until it is closed; how urgent it was, it stays."""

from bot.model.effect import TicketRaised
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency, most_urgent
from tests.builders import RARE
from tests.fakes import Day, reply_in

URGENT = "全社で業務が止まっています。至急お願いします。Ruri Gridの画面が真っ白です"


def ticket_of(desk: Day, ident: str = "T1") -> Ticket:
    with desk.store.work() as work:
        found = work.ticket(ident)
    assert found is not None
    return found


def test_urgency_is_the_worst_that_was_said(desk: Day) -> None:
    desk.says("aoi", URGENT)
    assert ticket_of(desk).urgency is Urgency.HIGH
    desk.passes(2)
    desk.says("aoi", "人と話したいです")
    desk.passes(2)
    desk.says("aoi", "ありがとうございます。急ぎではないのでお待ちします")
    assert ticket_of(desk).urgency is Urgency.HIGH
    assert desk.every(TicketRaised)[-1].urgency is Urgency.HIGH


def test_staff_hear_of_a_ticket_that_becomes_urgent(desk: Day) -> None:
    desk.says("aoi", "人と話したいです")
    (first,) = desk.every(TicketRaised)
    desk.passes(2)
    desk.says("aoi", URGENT)
    first, second = desk.every(TicketRaised)
    assert (first.ticket, first.urgency) == ("T1", Urgency.NORMAL)
    assert (second.ticket, second.urgency) == ("T1", Urgency.HIGH)
    desk.passes(2)
    desk.says("aoi", URGENT)
    assert len(desk.every(TicketRaised)) == 2


def test_the_diagnosis_follows_the_conversation_also_when_a_person_has_it(desk: Day) -> None:
    desk.says("aoi", "kintoneのアプリが真っ白です", uses=(RARE.id,))
    desk.passes(2)
    desk.says("aoi", "人と話したいです")
    desk.claims("T1")
    before = ticket_of(desk)
    desk.passes(2)
    desk.says("aoi", "Ruri Gridを無効にしたら開きました")
    after = ticket_of(desk)
    assert before.diagnosis is not None
    assert after.diagnosis is not None
    cause = f"plugin:{RARE.id}"
    was, now = before.diagnosis.of(cause), after.diagnosis.of(cause)
    assert was is not None
    assert now is not None
    assert now.probability > was.probability
    assert after.cause == cause
    assert "無効にしたら開きました" in after.text
    assert (after.staff, after.status, after.why) == (before.staff, before.status, before.why)


def test_a_closed_ticket_stays_as_it_was_and_trouble_after_it_is_a_new_one(desk: Day) -> None:
    desk.says("aoi", URGENT)
    desk.claims("T1")
    desk.closes("T1")
    closed = ticket_of(desk)
    desk.passes(5)
    assert reply_in(desk.says("aoi", URGENT)).text
    assert ticket_of(desk) == closed
    assert ticket_of(desk, "T2").urgency is Urgency.HIGH


def test_the_most_urgent_of_several() -> None:
    assert most_urgent(Urgency.LOW, Urgency.HIGH, Urgency.NORMAL) is Urgency.HIGH
    assert most_urgent(Urgency.LOW) is Urgency.LOW
