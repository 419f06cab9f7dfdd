"""What the desk may expect of any store: the same tests over every database."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.desk.ports import Store, UnitOfWork
from bot.model.catalogue import Product, ProductKind
from bot.model.effect import StaffReply
from bot.model.event import Event, FeedRead, Opened, Tick
from bot.model.incident import IncidentStatus
from bot.model.status import FetchOutcome, Shows
from bot.model.ticket import ProposalStatus, TicketStatus
from bot.model.understanding import Urgency
from tests.store.builders import (
    MINUTE,
    NOON,
    a_conversation,
    a_message,
    a_proposal,
    a_reply,
    a_ticket,
    an_incident,
)


def test_the_journal_gives_back_every_event_in_order(store: Store) -> None:
    product = Product("kumo", "Kumo", ProductKind.PLUGIN, install_share=0.1)
    said: list[Event] = [
        Opened(NOON, catalogue=(product,)),
        a_message(),
        FeedRead(NOON, "slack", "slack", FetchOutcome.OK, Shows.OPERATIONAL, "fine"),
        Tick(NOON + MINUTE),
    ]
    assert store.last_event() == 0
    with store.work() as work:
        numbers = [work.journal(event) for event in said]
    assert store.last_event() == numbers[-1]
    assert numbers == sorted(set(numbers))
    assert list(store.events()) == list(zip(numbers, said, strict=True))
    assert [event for _, event in store.events(after=numbers[1])] == said[2:]
    assert list(store.events(after=numbers[-1])) == []


def test_a_journal_longer_than_a_page_comes_back_whole(store: Store) -> None:
    said = [Tick(NOON + i * MINUTE) for i in range(1001)]
    with store.work() as work:
        for event in said:
            work.journal(event)
    assert [event for _, event in store.events()] == said


def test_an_exception_takes_back_all_that_one_event_changed(store: Store) -> None:
    with store.work() as work:
        assert work.number("ticket") == 1
    with pytest.raises(ZeroDivisionError), store.work() as work:
        change_everything_and_break(work)
    assert list(store.events()) == []
    assert store.outgoing("web") == []
    with store.work() as work:
        assert not work.has_message("m1")
        assert work.conversation("c1") is None
        assert work.recall("noted") is None
        assert work.number("ticket") == 2
        assert work.send("k1", "web", a_reply(), NOON)


def change_everything_and_break(work: UnitOfWork) -> None:
    work.journal(a_message())
    work.save_conversation(a_conversation("c1"), NOON)
    work.remember("noted", "yes")
    assert work.number("ticket") == 2
    assert work.send("k1", "web", a_reply(), NOON)
    raise ZeroDivisionError


def test_reads_see_what_the_same_work_wrote(store: Store) -> None:
    with store.work() as work:
        work.journal(a_message("m7"))
        assert work.has_message("m7")
        assert not work.has_message("m8")
        work.save_conversation(a_conversation("c1"), NOON)
        assert work.conversation("c1") == a_conversation("c1")


def test_the_latest_opening_is_in_force(store: Store) -> None:
    with store.work() as work:
        assert work.opened() is None
        work.journal(Opened(NOON))
        work.journal(Opened(NOON, restarted=True))
        work.journal(Tick(NOON))
        assert work.opened() == Opened(NOON, restarted=True)


def test_an_opening_that_was_taken_back_is_not_in_force(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.work() as work:
        open_and_break(work)
    with store.work() as work:
        work.journal(Opened(NOON))
        assert work.opened() == Opened(NOON)


def open_and_break(work: UnitOfWork) -> None:
    work.journal(Opened(NOON, restarted=True))
    assert work.opened() == Opened(NOON, restarted=True)
    raise ZeroDivisionError


def test_a_conversation_comes_back_exactly(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(a_conversation("c1"), NOON)
    with store.work() as work:
        found = work.conversation("c1")
    assert found == a_conversation("c1")
    assert {k: type(v) for k, v in found.complaint.facts.items()} == {
        "code": str,
        "count": int,
        "one": int,
        "yes": bool,
        "hosts": tuple,
    }
    assert found.complaint.inventory == ()


def test_saving_again_replaces_the_value_and_keeps_its_place(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(a_conversation("c1"), NOON)
        work.save_conversation(a_conversation("c2"), NOON)
        closed = replace(a_conversation("c1"), closed_at=NOON + MINUTE)
        work.save_conversation(closed, NOON + MINUTE)
        assert work.active_conversations(NOON) == [closed, a_conversation("c2")]


def test_the_newest_conversation_of_a_customer_is_the_latest(store: Store) -> None:
    with store.work() as work:
        assert work.latest_conversation("sato") is None
        for ident, after in (("c9", 0), ("c10", 5), ("c11", 5), ("c2", 1)):
            work.save_conversation(a_conversation(ident, after=after), NOON)
        work.save_conversation(a_conversation("c3", "suzuki", after=9), NOON)
        assert work.latest_conversation("sato") == a_conversation("c11", after=5)


def test_active_conversations_told_of_trouble_and_changed_lately(store: Store) -> None:
    tokyo = (NOON + MINUTE).astimezone(tz=datetime.fromisoformat("2026-01-05T00:00+09:00").tzinfo)
    with store.work() as work:
        work.save_conversation(a_conversation("old"), NOON)
        work.save_conversation(a_conversation("late", after=3), tokyo)
        work.save_conversation(a_conversation("early", after=1), NOON + 9 * MINUTE)
        work.save_conversation(replace(a_conversation("well"), reported_at=None), tokyo)
        assert [c.id for c in work.active_conversations(NOON + MINUTE)] == ["early", "late"]
        assert [c.id for c in work.calm_conversations(NOON)] == ["well"]
        assert work.calm_conversations(NOON, limit=0) == []


def test_incidents_are_listed_oldest_first_and_open_ones_unless_asked(store: Store) -> None:
    over = an_incident("i1", IncidentStatus.RESOLVED)
    nothing = an_incident("i2", IncidentStatus.WITHDRAWN)
    ending = replace(an_incident("i3", IncidentStatus.MONITORING), raised_at=NOON + MINUTE)
    with store.work() as work:
        for incident in (ending, over, nothing, an_incident("i4")):
            work.save_incident(incident)
        assert [i.id for i in work.incidents()] == ["i4", "i3"]
        assert [i.id for i in work.incidents(open_only=False)] == ["i1", "i2", "i4", "i3"]
        work.save_incident(replace(ending, status=IncidentStatus.RESOLVED))
        assert work.incidents() == [an_incident("i4")]
        assert work.incident("i1") == over
        assert work.incident("i9") is None


def test_tickets_are_listed_newest_first_without_the_closed(store: Store) -> None:
    with store.work() as work:
        for ident, after in (("t1", 0), ("t10", 9), ("t9", 9)):
            work.save_ticket(a_ticket(ident, after=after))
        work.save_ticket(replace(a_ticket("t2", after=1), status=TicketStatus.CLOSED))
        assert [t.id for t in work.tickets()] == ["t9", "t10", "t1"]
        assert [t.id for t in work.tickets(include_closed=True, limit=3)] == ["t9", "t10", "t2"]
        assert work.ticket("t1") == a_ticket("t1")
        assert work.ticket("t3") is None


@pytest.mark.slow
def test_the_queue_is_by_urgency_then_age(store: Store) -> None:
    with store.work() as work:
        for n in range(350):
            urgency = Urgency.HIGH if n % 20 == 3 else Urgency.NORMAL
            work.save_ticket(replace(a_ticket(f"t{n}", after=n), urgency=urgency))
        shown = work.tickets_in(TicketStatus.OPEN, 400)
        assert len({t.id for t in shown}) == 350
        assert shown == sorted(shown, key=lambda t: (t.urgency is not Urgency.HIGH, t.opened_at))
        assert work.tickets_in(TicketStatus.OPEN, 20) == shown[:20]
        assert work.ticket_counts()[TicketStatus.OPEN] == 350


def test_a_ticket_is_listed_by_where_it_stands(store: Store) -> None:
    first, other, over, note = (
        replace(a_ticket("t1"), status=TicketStatus.CLAIMED, staff="kato"),
        replace(a_ticket("t2"), status=TicketStatus.CLAIMED, staff="hana"),
        replace(a_ticket("t3"), status=TicketStatus.CLOSED, staff="kato"),
        replace(a_ticket("t4"), customer=None),
    )
    with store.work() as work:
        for ticket in (first, other, over, note):
            work.save_ticket(ticket)
        assert work.tickets_in(TicketStatus.OPEN, 9) == []
        assert [t.id for t in work.tickets_in(TicketStatus.CLAIMED, 9)] == ["t1", "t2"]
        assert work.ticket_counts() == {TicketStatus.OPEN: 0, TicketStatus.CLAIMED: 2}
        assert [t.id for t in work.standing_tickets(NOON + MINUTE)] == ["t1", "t2", "t4"]
        assert [t.id for t in work.standing_tickets(NOON)] == ["t1", "t2", "t3", "t4"]
        assert [t.id for t in work.tickets_of("sato")] == ["t2", "t1"]


def test_every_conversation_is_listed_the_latest_first(store: Store) -> None:
    with store.work() as work:
        for n in (1, 2, 3):
            work.save_conversation(a_conversation(f"c{n}"), NOON + n * MINUTE)
        work.save_conversation(a_conversation("c1"), NOON + 9 * MINUTE)
        assert [c.id for c in work.conversations()] == ["c1", "c3", "c2"]
        assert [c.id for c in work.conversations(skip=1, limit=1)] == ["c3"]


def test_proposals_wait_until_they_are_decided(store: Store) -> None:
    with store.work() as work:
        work.save_proposal(a_proposal("p1"))
        work.save_proposal(a_proposal("p2"))
        decided = replace(a_proposal("p1"), status=ProposalStatus.APPROVED, staff="kato")
        work.save_proposal(decided)
        assert work.proposal("p1") == decided
        assert work.proposals() == [a_proposal("p2")]
        assert work.proposals(waiting_only=False) == [decided, a_proposal("p2")]


def test_every_series_counts_from_one(store: Store) -> None:
    with store.work() as work:
        assert [work.number("ticket") for _ in range(3)] == [1, 2, 3]
        assert work.number("incident") == 1


def test_what_is_remembered_is_recalled(store: Store) -> None:
    with store.work() as work:
        assert work.recall("tick") is None
        work.remember("tick", "1")
        work.remember("tick", "2")
    with store.work() as work:
        assert work.recall("tick") == "2"


def test_an_effect_is_sent_once(store: Store) -> None:
    with store.work() as work:
        assert work.send("reply:m1", "web", a_reply(), NOON)
        assert not work.send("reply:m1", "web", a_reply("another"), NOON)
        assert work.send("staff:m1", "web", StaffReply("sato", "はい", "kato"), NOON)
        assert work.send("reply:m2", "slack", a_reply(), NOON)
    with store.work() as work:
        assert not work.send("reply:m1", "web", a_reply(), NOON)
    waiting = store.outgoing("web")
    assert [(o.key, o.channel, o.attempts, o.decided_at) for o in waiting] == [
        ("reply:m1", "web", 0, NOON),
        ("staff:m1", "web", 0, NOON),
    ]
    assert [o.effect for o in waiting] == [a_reply(), StaffReply("sato", "はい", "kato")]
    assert [o.key for o in store.outgoing("web", limit=1)] == ["reply:m1"]


def test_handling_what_was_never_received_is_an_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.handled("k")


def test_an_inbox_row_is_received_once_and_handled_once(store: Store) -> None:
    assert store.receive("k2", "slack", '{"text": "二"}', NOON)
    assert store.receive("k1", "slack", "one", NOON)
    assert store.receive("k3", "mail", "three", NOON)
    assert not store.receive("k1", "slack", "one again", NOON)
    assert store.received("slack") == [("k2", '{"text": "二"}'), ("k1", "one")]
    assert store.received("slack", limit=1) == [("k2", '{"text": "二"}')]
    store.handled("k2")
    store.handled("k2")
    assert store.received("slack") == [("k1", "one")]
    assert not store.receive("k2", "slack", "once more", NOON)
    assert store.received("slack") == [("k1", "one")]


def test_the_store_cannot_be_used_inside_its_own_work(store: Store) -> None:
    with store.work() as work:
        with pytest.raises(RuntimeError, match="inside work"), store.work():
            raise AssertionError("a second work began")
        with pytest.raises(RuntimeError, match="inside work"):
            store.receive("k", "web", "payload", NOON)
        work.remember("still", "open")
    with store.work() as work:
        assert work.recall("still") == "open"
