"""How much and for how long the desk keeps and shows of what it hears: each bound from both sides."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.case_summary import _bounded, first_line
from bot.desk.casework import _noted
from bot.desk.contacts import forget, mail_too
from bot.desk.conversations import take_thread
from bot.desk.hearers import hearers
from bot.desk.notice_envelope import envelope
from bot.desk.notify import Notifier
from bot.desk.ports import UnitOfWork
from bot.desk.prose import Piece, pieces
from bot.desk.reweighing import _incident_moved
from bot.desk.seen import page_entry
from bot.desk.waves import HOWTO, RUMOUR, _asking, wave_note
from bot.incidents.broadcast import THOUGHT_OVER
from bot.model.case_events import TicketNoted
from bot.model.catalogue import Catalogue
from bot.model.conversation import Speaker, Turn
from bot.model.effect import StaffReply
from bot.model.event import FeedRead
from bot.model.facts import Watch
from bot.model.identity import MARK
from bot.model.incident import IncidentStatus, ToldNotice
from bot.model.knowledge import Knowledge
from bot.model.recipient import Recipient
from bot.model.status import FetchOutcome, Shows
from bot.model.ticket import StaffNote, Ticket
from bot.model.understanding import Kind, Understanding, Urgency
from bot.store.sql import SqlStore
from tests.builders import MORNING, a_conversation, an_incident, at
from tests.cases import each
from tests.desk.announcing import HERE


def a_ticket(**changes: Any) -> Ticket:
    return replace(Ticket("T1", MORNING, MORNING, "…", Urgency.NORMAL), **changes)


def test_a_first_line_is_shown_to_two_hundred_characters_and_a_text_found_by_both_its_ends() -> (
    None
):
    assert first_line("x" * 200) == "x" * 200
    assert len(first_line("x" * 201)) == 200
    whole = "a" * 4_000 + "b" * 8_000
    assert _bounded(whole) == whole
    assert _bounded("a" * 4_000 + "b" * 5 + "c" * 8_000) == "a" * 4_000 + "\n" + "c" * 8_000


def test_a_subject_names_a_hundred_characters_of_what_it_is_about_and_twenty_of_an_id() -> None:
    for what, ident in (("w" * 100, "i" * 20), ("w" * 101, "i" * 21)):
        subject = envelope("recovered", what, ident, "en").subject
        assert subject.startswith("Re: ")
        assert (what in subject, ident in subject) == (len(what) == 100, len(ident) == 20)
    assert not envelope("first", "", "I1", "en").subject.startswith("Re: ")


def test_of_a_page_three_hundred_characters_stand_on_the_timeline() -> None:
    read = FeedRead(MORNING, "f", "s", FetchOutcome.OK, Shows.IDENTIFIED, "x" * 301)
    assert page_entry(read).text == "x" * 300
    assert page_entry(replace(read, outcome=FetchOutcome.UNREACHABLE)).text == ""


def test_links_stand_apart_from_the_words_before_between_and_after() -> None:
    one, other = "https://status.example/a", "https://status.example/b"
    found = list(pieces(f"ご覧ください {one} と {other}。", frozenset({"status.example"})))
    assert found == [
        Piece("ご覧ください "),
        Piece(one, one),
        Piece(" と "),
        Piece(other, other),
        Piece("。"),
    ]
    assert list(pieces(one, frozenset())) == [Piece(one)]


def test_notes_of_a_hundred_thousand_characters_stay_with_a_ticket_and_one_always() -> None:
    half = StaffNote(MORNING, "hana", "x" * 50_000)
    ticket = a_ticket(notes=(half,))
    for longer, left in ((50_000, 2), (50_001, 1), (200_000, 1)):
        noted = _noted(ticket, TicketNoted(at(1), "T1", "kato", "y" * longer))
        assert len(noted.notes) == left, longer


@each(("after", "asks"), [(120, 2), (120.1, 1)])
def test_organisations_that_asked_within_two_hours_make_a_wave(
    work: UnitOfWork, after: float, asks: int
) -> None:
    sort = f"sort{after}"
    _asking(sort, "t1", work, MORNING)
    assert len(_asking(sort, "t2", work, at(after))) == asks


def test_of_a_wave_fifty_organisations_are_kept(work: UnitOfWork) -> None:
    """That a wave is large is known by then, and the next to ask must not read thousands."""
    sizes = [len(_asking(HOWTO, f"t{n}", work, MORNING)) for n in range(51)]
    assert sizes[-3:] == [49, 50, 50]


@each(("after", "again"), [(timedelta(hours=12), True), (timedelta(hours=11, minutes=59), False)])
@pytest.mark.parametrize(("sort", "asks"), [(HOWTO, 4), (RUMOUR, 3)])
def test_staff_hear_of_a_wave_again_after_twelve_hours(
    work: UnitOfWork, knowledge: Knowledge, sort: str, asks: int, after: timedelta, *, again: bool
) -> None:
    heard = Understanding(Kind.HOWTO if sort == HOWTO else Kind.STATUS_QUERY, "ja", "…")
    notes = list[int]()
    for begins in (MORNING, MORNING + after):
        for n in range(asks):
            told = a_conversation(tenant=f"t{n}")
            watch = Watch(begins, Catalogue())
            notes.append(len(wave_note(heard, told, watch, work, knowledge, begins)))
    first = [0] * (asks - 1) + [1]
    assert notes == first + (first if again else [0] * asks)
    work.remember(f"note:wave:{sort}", at(-9_999).isoformat())  # before the next case
    work.remember(f"wave:{sort}", "")


def test_an_answer_goes_by_mail_to_who_has_not_written_for_five_minutes(store: SqlStore) -> None:
    with store.work() as work:
        work.save_recipient(Recipient("contact:web:aoi", "mail", "aoi@acme.example", "ja"))
        mail_too(StaffReply("web:aoi", "直りました。", "hana"), "k1", MORNING, work)
        mail_too(
            StaffReply("web:ben", "直りました。", "hana"), "k2", MORNING, work
        )  # has left none
    assert store.ledger.claim("mail", HERE, 9, at(4.99)) == []
    (due,) = store.ledger.claim("mail", HERE, 9, at(5))
    assert due.key == "k1:mail"


def test_who_never_wrote_has_nothing_to_forget(work: UnitOfWork) -> None:
    forget("web:nobody", MORNING, work)
    assert work.latest_conversation("web:nobody") is None


def test_the_case_of_a_thread_is_found_after_an_update_of_the_program(work: UnitOfWork) -> None:
    """Under these names it is in databases; who is not verified has cases apart."""
    take_thread("T1/C1:1.0", a_conversation("C1"), work)
    take_thread("T1/C1:1.0", a_conversation("C2", tenant=f"{MARK}aoi"), work)
    assert work.recall("thread:T1/C1:1.0") == "C1"
    assert work.recall(f"thread:{MARK}T1/C1:1.0") == "C2"


def test_of_the_readers_of_an_incident_fifty_are_shown_with_their_cases(work: UnitOfWork) -> None:
    incident = an_incident(status=IncidentStatus.CONFIRMED)
    work.save_incident(incident)
    for n in range(51):
        talk = a_conversation(f"C{n}", customer=f"c{n}", incident="I1", name="山田")
        work.save_conversation(replace(talk, ticket=f"T{n}", reported_at=MORNING), MORNING)
    shown = hearers(incident, work, MORNING)
    assert len(shown) == 50
    assert {(one.name, one.ticket) for one in shown} <= {("山田", f"T{n}") for n in range(51)}


@each(
    ("told", "recovered", "thinks"),
    [
        ({"workaround"}, False, False),
        ({"workaround"}, True, True),  # they saw it end
        ({"recovered"}, False, True),  # they were told of its end
        (set(), True, False),  # it was no end of what they had heard of
    ],
)
def test_who_thought_it_was_over_heard_of_it_and_of_its_end_or_saw_it(
    work: UnitOfWork, knowledge: Knowledge, told: set[str], *, recovered: bool, thinks: bool
) -> None:
    incident = an_incident(relapses=1)
    reader = a_conversation(
        customer=f"{told}{recovered}", recovered_at=MORNING if recovered else None
    )
    work.tell(incident.id, [ToldNotice(reader.customer, reason, MORNING, 0) for reason in told])
    found = Notifier(work, knowledge, may_wait=False)._told(incident, reader)
    assert (THOUGHT_OVER in found) is thinks


@each(
    ("changed", "moved"),
    [(at(1), False), (at(2), False), (at(2.1), True)],  # they wrote at 2, the desk answered at 3
)
def test_an_incident_has_moved_that_changed_since_its_customer_wrote(
    changed: datetime, *, moved: bool
) -> None:
    talk = a_conversation(
        incident="I1",
        turns=(
            Turn(MORNING, Speaker.CUSTOMER, "a"),
            Turn(at(1), Speaker.DESK, "b"),
            Turn(at(2), Speaker.CUSTOMER, "c"),
            Turn(at(3), Speaker.DESK, "d"),
        ),
    )
    watch = Watch(at(9), Catalogue(), incidents=(an_incident(changed_at=changed),))
    assert _incident_moved(talk, watch) is moved
    assert not _incident_moved(replace(talk, turns=()), watch)
    assert not _incident_moved(replace(talk, incident=None), watch)
