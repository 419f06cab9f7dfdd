"""What staff correct: whose a ticket is, which incident explains it, what it is not, what is said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecision
from bot.model.event import CauseRuledOut, TicketAssigned, TicketClaimed, TicketLinked
from bot.model.evidence import NONE
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.ticket import Ticket, TicketStatus
from tests.builders import FORMS, PRINTS, RARE, a_message
from tests.builders import an_incident as known_incident
from tests.cases import each
from tests.desk.test_incident_decisions import decides
from tests.fakes import Day, reply_in

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます。急いでいます"
OTHER = "今朝からフォームの回答がkintoneに入ってきません。至急お願いします"


@pytest.fixture
def day(knowledge: Knowledge) -> Iterator[Day]:
    found = Day(knowledge)
    found.opens()
    yield found
    found.store.close()


def conversation_of(day: Day, customer: str) -> Conversation:
    with day.store.look() as work:
        said = work.latest_conversation(customer)
    assert said is not None
    return said


def ticket_of(day: Day, customer: str) -> Ticket:
    said = conversation_of(day, customer)
    assert said.ticket is not None
    with day.store.look() as work:
        ticket = work.ticket(said.ticket)
    assert ticket is not None
    return ticket


def asks_for_a_person(day: Day, customer: str, text: str, uses: str) -> Ticket:
    day.says(customer, text, uses=(uses,))
    day.says(customer, "担当者と話したいです", button="human")
    return ticket_of(day, customer)


def test_who_is_assigned_a_ticket_has_it_and_the_bot_is_silent(day: Day) -> None:
    asks_for_a_person(day, "aoi", BLANK, RARE.id)
    day._tell(TicketAssigned(day.now, ticket_of(day, "aoi").id, "kato", "hana"))
    ticket = ticket_of(day, "aoi")
    assert (ticket.status, ticket.staff) == (TicketStatus.CLAIMED, "hana")
    assert day.says("aoi", "まだ真っ白です") == ()
    day.closes(ticket.id)
    day._tell(TicketAssigned(day.now, ticket.id, "kato", "hana"))
    with day.store.work() as work:
        found = work.ticket(ticket.id)
    assert found is not None
    assert found.status is TicketStatus.CLOSED


def test_a_cause_that_staff_rule_out_leads_no_more_and_says_why(day: Day) -> None:
    day.feed("tanpopo_status", Shows.MAJOR_OUTAGE)
    day.passes(3)
    ticket = asks_for_a_person(day, "aoi", BLANK, PRINTS.id)
    assert ticket.cause == PRINTS.cause
    day._tell(CauseRuledOut(day.now, ticket.id, "hana", PRINTS.cause))
    after = ticket_of(day, "aoi")
    assert after.cause != PRINTS.cause
    assert after.diagnosis is not None
    found = after.diagnosis.of(PRINTS.cause)
    assert found is not None
    assert any("担当者が、この原因ではないと確認した" in e.says for e in found.evidence)
    assert reply_in(day.says("aoi", "まだ真っ白です")).cause != PRINTS.cause


def an_incident(day: Day) -> str:
    for customer in ("ben", "chie", "dai"):
        day.report(customer, text=BLANK, uses=RARE)
    day.passes(12)
    (incident,) = day.incidents
    return incident.id


@pytest.mark.slow
def test_a_ticket_that_staff_link_stays_with_its_incident_whatever_comes(day: Day) -> None:
    incident = an_incident(day)
    asks_for_a_person(day, "emi", OTHER, FORMS.id)
    assert day.incident_of("emi") is None
    day._tell(TicketLinked(day.now, ticket_of(day, "emi").id, "hana", incident))
    assert day.incident_of("emi") == incident
    day.says("emi", "まだ届きません", uses=(FORMS.id,))
    assert day.incident_of("emi") == incident
    day._tell(TicketLinked(day.now, ticket_of(day, "emi").id, "hana", None))
    day.says("emi", "まだ届きません", uses=(FORMS.id,))
    assert day.incident_of("emi") is None


@pytest.mark.slow
def test_a_link_of_a_ticket_goes_before_that_its_case_was_unlinked(day: Day) -> None:
    incident = an_incident(day)
    asks_for_a_person(day, "emi", BLANK, RARE.id)
    ticket, case = ticket_of(day, "emi").id, (conversation_of(day, "emi").id,)
    for chosen in (incident, None):
        decides(day, IncidentDecision.UNLINK, incident=incident, conversations=case)
        assert conversation_of(day, "emi").unlinked == (incident,)
        day._tell(TicketLinked(day.now, ticket, "hana", chosen))
        placed = conversation_of(day, "emi")
        assert (placed.incident, placed.pinned, placed.unlinked) == (incident, chosen, ())


def test_a_ticket_that_staff_link_is_of_that_incident_or_of_the_one_that_it_became_part_of(
    day: Day,
) -> None:
    day.says("emi", "担当者と話したいです", button="human")
    stays = known_incident(ident="I1", status=IncidentStatus.CONFIRMED)
    merged = known_incident(ident="I2", status=IncidentStatus.MERGED, merged_into="I1")
    with day.store.work() as work:
        work.save_incident(stays)
        work.save_incident(merged)
    day._tell(TicketLinked(day.now, ticket_of(day, "emi").id, "hana", "I2"))
    assert conversation_of(day, "emi").pinned == "I1"
    day._tell(TicketLinked(day.now, ticket_of(day, "emi").id, "hana", None))
    assert conversation_of(day, "emi").pinned is None


def test_an_incident_that_is_none_or_a_ticket_that_is_none_changes_nothing(day: Day) -> None:
    asks_for_a_person(day, "emi", OTHER, FORMS.id)
    day._tell(TicketLinked(day.now, ticket_of(day, "emi").id, "hana", "I99"))
    assert day.incident_of("emi") is None
    day._tell(TicketLinked(day.now, "T99", "hana", None))
    day._tell(CauseRuledOut(day.now, "T99", "hana", RARE.cause))
    day._tell(TicketAssigned(day.now, "T99", "hana", "kato"))
    note = replace(ticket_of(day, "emi"), id="T98", conversation=None)
    with day.store.work() as work:
        work.save_ticket(note)
    day._tell(CauseRuledOut(day.now, "T98", "hana", RARE.cause))
    with day.store.work() as work:
        assert work.ticket("T98") == note


def test_one_thread_is_one_case_whoever_writes_in_it_and_another_thread_another(day: Day) -> None:
    def writes(ident: str, customer: str, thread: str) -> None:
        message = a_message(ident, BLANK, customer=customer)
        day._tell(replace(message, at=day.now, thread=thread, channel="slack"))

    writes("m1", "aoi", "T1/C1:1.0")
    writes("m2", "ben", "T1/C1:1.0")
    writes("m3", "aoi", "T1/C1:2.0")
    with day.store.work() as work:
        cases = {c.thread: c for c in work.active_conversations(day.now)}
    assert set(cases) == {"T1/C1:1.0", "T1/C1:2.0"}
    said = [t.message_id for t in cases["T1/C1:1.0"].turns if t.message_id]
    assert said == ["m1", "m2"]


@each(("text", "is_trouble"), [(BLANK, True), ("ありがとうございます", False)])
def test_a_case_that_staff_take_up_has_a_ticket_with_the_cause_of_what_was_told(
    day: Day, text: str, *, is_trouble: bool
) -> None:
    customer = f"aoi-{is_trouble}"
    day.says(customer, text, uses=(RARE.id,))
    day._tell(TicketClaimed(day.now, "", "hana", conversation_of(day, customer).id))
    ticket = ticket_of(day, customer)
    assert (ticket.cause == NONE, ticket.staff) == (not is_trouble, "hana")
