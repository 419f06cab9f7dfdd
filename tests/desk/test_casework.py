"""What staff do with a case among themselves."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk.case_summary import said_in
from bot.desk.casework import mentioned, wake, work_on
from bot.desk.inbox import WaitsFor
from bot.desk.ports import UnitOfWork
from bot.desk.staff import answers_in
from bot.model.case_events import (
    TagChanged,
    TicketCategorised,
    TicketHandedBack,
    TicketReopened,
    TicketSnoozed,
)
from bot.model.conversation import Speaker, Turn
from bot.model.incident import IncidentStatus
from bot.model.ticket import Category, Ticket, TicketStatus
from bot.model.understanding import Kind, Urgency
from tests.builders import a_conversation, an_incident, at
from tests.cases import each

NAMES = ("hana", "hanako", "佐藤", "佐藤花子", "S.Ito")


@each(
    ("note", "named"),
    [
        ("@hanako さんへ", ("hanako",)),
        ("＠HANA、@hanako お願いします", ("hana", "hanako")),
        ("@hanami さんは外部の方です", ()),
        ("@hanaさん、確認してください", ("hana",)),
        ("@佐藤花子さんと相談しました", ("佐藤花子",)),
        ("@佐藤さん、@s.ito.", ("佐藤", "S.Ito")),
        ("@佐藤3時に電話", ("佐藤",)),
        ("hana と佐藤", ()),
    ],
)
def test_a_note_names_whom_it_says_and_nobody_whose_name_begins_alike(
    note: str, named: tuple[str, ...]
) -> None:
    assert mentioned(note, NAMES) == named
    assert mentioned(note, ()) == ()


def test_what_staff_answered_is_counted_and_not_what_others_said() -> None:
    """By it an answer is found to be late: somebody else answered since it was begun."""
    speakers = (Speaker.CUSTOMER, Speaker.STAFF, Speaker.DESK, Speaker.STAFF, Speaker.CUSTOMER)
    talk = a_conversation(turns=tuple(Turn(at(n), who, "…") for n, who in enumerate(speakers)))
    assert answers_in(talk) == 2
    assert answers_in(None) == 0


@each(
    ("speakers", "waits", "again"),
    [
        ((Speaker.CUSTOMER,), WaitsFor.US, False),
        ((Speaker.CUSTOMER, Speaker.STAFF), WaitsFor.CUSTOMER, False),
        ((Speaker.CUSTOMER, Speaker.STAFF, Speaker.CUSTOMER), WaitsFor.US, True),
        ((Speaker.CUSTOMER, Speaker.DESK), WaitsFor.US, False),
    ],
)
def test_who_has_replied_to_an_answer_of_staff_waits_for_another(
    speakers: tuple[Speaker, ...], waits: WaitsFor, *, again: bool
) -> None:
    talk = a_conversation(turns=tuple(Turn(at(n), who, "…") for n, who in enumerate(speakers)))
    said = said_in(talk)
    assert (said.waits_for, said.has_replied) == (waits, again)


def kept(work: UnitOfWork, ident: str = "T1", **changes: Any) -> Ticket:
    """The ticket of a case as it was an hour ago."""
    before = Ticket(ident, at(-60), at(-60), "…", Urgency.NORMAL, conversation="C1")
    ticket = replace(before, **changes)
    if ticket.conversation == "C1" and work.conversation("C1") is None:
        work.save_conversation(a_conversation(), at(-60))
    work.save_ticket(ticket)
    return ticket


def known(work: UnitOfWork, ident: str = "T1") -> Ticket:
    found = work.ticket(ident)
    assert found is not None
    return found


@each(("to", "tags"), [("grid", ("a", "grid", "c")), ("c", ("a", "c")), ("", ("a", "c"))])
def test_a_tag_under_another_name_stays_in_its_place_and_stands_there_once(
    work: UnitOfWork, to: str, tags: tuple[str, ...]
) -> None:
    kept(work, tags=("a", "b", "c"))
    without = kept(work, "T2", tags=("a",))
    work_on(TagChanged(at(0), "hana", "b", to, ("T1", "T2", "T9")), work)
    assert known(work).tags == tags
    assert known(work, "T2") == without


@each(
    ("minutes", "status", "wakes"),
    [
        (0, None, True),
        (0.1, None, False),
        (None, IncidentStatus.SUSPECTED, False),
        (None, IncidentStatus.RESOLVED, True),
        (60, IncidentStatus.WITHDRAWN, True),
        (0, IncidentStatus.SUSPECTED, True),
    ],
)
def test_what_was_put_off_is_due_at_its_time_or_at_the_end_of_its_incident(
    work: UnitOfWork, minutes: float | None, status: IncidentStatus | None, *, wakes: bool
) -> None:
    until = at(minutes) if minutes is not None else None
    if status is not None:
        work.save_incident(an_incident(status=status))
    put_off = kept(work, snoozed_until=until, snoozed_for="I1" if status is not None else None)
    wake(at(0), work)
    expected = replace(put_off, snoozed_until=None, snoozed_for=None) if wakes else put_off
    assert known(work) == expected


def test_what_waits_for_an_incident_goes_on_waiting_for_what_that_has_become(
    work: UnitOfWork,
) -> None:
    work.save_incident(an_incident(status=IncidentStatus.MERGED, merged_into="I2"))
    work.save_incident(an_incident(ident="I2"))
    kept(work, snoozed_for="I1", snoozed_until=at(60))
    wake(at(0), work)
    assert (known(work).snoozed_for, known(work).snoozed_until) == ("I2", at(60))


def test_what_waits_for_an_incident_that_is_not_there_any_more_is_due(work: UnitOfWork) -> None:
    kept(work, snoozed_for="I9")
    wake(at(0), work)
    assert known(work).snoozed_for is None


@each(
    ("changes", "until"),
    [
        ({}, at(30)),
        ({"status": TicketStatus.CLAIMED}, at(30)),
        ({"status": TicketStatus.CLOSED}, None),
    ],
)
def test_only_what_is_not_closed_is_put_off(
    work: UnitOfWork, changes: dict[str, Any], until: datetime | None
) -> None:
    kept(work, **changes)
    work_on(TicketSnoozed(at(0), "T1", "hana", until=at(30)), work)
    assert known(work).snoozed_until == until


@each(
    ("closed", "others", "taken"),
    [
        ({"status": TicketStatus.CLOSED}, "", True),
        ({"status": TicketStatus.CLOSED}, "closed", True),
        ({"status": TicketStatus.CLOSED}, "open", False),
        ({"status": TicketStatus.CLOSED, "merged_into": "T2"}, "", False),
        ({"status": TicketStatus.OPEN}, "", False),
    ],
)
def test_a_closed_ticket_is_taken_up_again_unless_its_case_goes_on_elsewhere(
    work: UnitOfWork, closed: dict[str, Any], others: str, *, taken: bool
) -> None:
    before = kept(work, **closed)
    if others:
        kept(work, "T2", status=TicketStatus(others))
    work.save_conversation(a_conversation(ticket="T2" if others else None), at(0))
    work_on(TicketReopened(at(5), "T1", "hana"), work)
    again = replace(before, status=TicketStatus.CLAIMED, staff="hana", changed_at=at(5))
    assert known(work) == (again if taken else before)
    talk = work.conversation("C1")
    assert talk is not None
    assert (talk.taken_over_by, talk.ticket == "T1") == (("hana", True) if taken else (None, False))


def test_a_note_to_staff_without_a_customer_is_taken_up_again_as_well(work: UnitOfWork) -> None:
    kept(work, status=TicketStatus.CLOSED, conversation=None)
    work_on(TicketReopened(at(5), "T1", "hana"), work)
    assert known(work).staff == "hana"


def test_a_case_that_goes_on_under_another_ticket_stays_with_who_has_that(
    work: UnitOfWork,
) -> None:
    kept(work, status=TicketStatus.CLAIMED, staff="hana")
    work.save_conversation(a_conversation(ticket="T2", taken_over_by="taro"), at(0))
    work_on(TicketHandedBack(at(5), "T1", "hana"), work)
    talk = work.conversation("C1")
    assert talk is not None
    assert (known(work).staff, talk.taken_over_by) == (None, "taro")


@each(
    ("category", "conversation", "found", "by"),
    [
        ("contract", "C1", Category.CONTRACT, "hana"),
        ("", "C1", Category.USE, None),
        ("weather", "C1", Category.USE, None),
        ("", None, None, None),
        ("", "C9", None, None),
    ],
)
def test_what_a_case_is_about_is_left_to_the_desk_by_what_is_no_category(
    work: UnitOfWork,
    category: str,
    conversation: str | None,
    found: Category | None,
    by: str | None,
) -> None:
    talk = a_conversation()
    asks = replace(talk, complaint=replace(talk.complaint, kind=Kind.HOWTO))
    work.save_conversation(asks, at(0))
    kept(work, conversation=conversation, category=Category.FAULT, categorised_by="taro")
    work_on(TicketCategorised(at(5), "T1", "hana", category), work)
    assert (known(work).category, known(work).categorised_by) == (found, by)
