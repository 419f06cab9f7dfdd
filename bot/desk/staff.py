"""Carries out what staff decide: proposals, tickets."""

from collections.abc import Container
from dataclasses import replace

from bot.desk import closing, progress_updates
from bot.desk.broadcasts import go_on, start
from bot.desk.holding import may_answer, may_close
from bot.desk.ports import UnitOfWork
from bot.desk.steering import steer
from bot.desk.unlisted import confirm
from bot.model.broadcast import PROGRESS
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.decision import IncidentDecision
from bot.model.effect import Effect, StaffReply
from bot.model.event import (
    Approved,
    IncidentEnded,
    NameConfirmed,
    PageDue,
    Rejected,
    Steered,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
)
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus
from bot.model.timeline import TimelineEntry, TimelineKind


def decide(
    event: Approved | Rejected | PageDue | Steered, work: UnitOfWork, knowledge: Knowledge
) -> list[Effect]:
    """Carry out a decision on a notice, and what follows from it; what is unknown does nothing."""
    match event:
        case Approved() | Rejected():
            return _decide(event, work)
        case PageDue():
            return go_on(event, work)
        case Steered():
            return steer(event, work, knowledge)


def _decide(event: Approved | Rejected, work: UnitOfWork) -> list[Effect]:
    """An unknown or decided proposal does nothing, nor does approving when all is over."""
    proposal = work.proposal(event.proposal)
    if proposal is None or proposal.status is not ProposalStatus.WAITING:
        return []
    if isinstance(event, Rejected):
        work.save_proposal(_decided(proposal, ProposalStatus.REJECTED, event))
        return []
    incident = heir_of(proposal.incident, work)
    if incident is not None and not incident.is_open:
        return []
    proposal = replace(proposal, text=event.text or proposal.text)
    work.save_proposal(_decided(proposal, ProposalStatus.APPROVED, event))
    if incident is None:
        return start(proposal, event, work)
    if incident.status is IncidentStatus.SUSPECTED:
        work.save_incident(replace(incident, status=IncidentStatus.CONFIRMED))
    if proposal.reason == PROGRESS:
        return progress_updates.tell(replace(proposal, incident=incident.id), event, work)
    return start(replace(proposal, incident=incident.id), event, work)


def end(event: IncidentEnded, work: UnitOfWork) -> None:
    """Note that a person found an open incident to be over; what follows is for the caller."""
    incident = heir_of(event.incident, work)
    if incident is not None and incident.is_open:
        work.save_incident(replace(incident, ended_by=event.staff))
        what, staff = IncidentDecision.RESOLVE, event.staff
        work.log(TimelineEntry(incident.id, event.at, TimelineKind.DECISION, what, staff=staff))


def confirm_name(event: NameConfirmed, work: UnitOfWork) -> None:
    """Let everybody read the name of an incident's product that is in no catalogue."""
    incident = heir_of(event.incident, work)
    heading, _, group = incident.cause.partition(":") if incident is not None else ("", "", "")
    if heading == "unlisted_plugin":
        confirm(group, group, work)


def heir_of(incident_id: str | None, work: UnitOfWork) -> Incident | None:
    """The incident, or the one that it was merged into; None: there is none."""
    incident = work.incident(incident_id) if incident_id else None
    while incident is not None and incident.merged_into is not None:
        incident = work.incident(incident.merged_into)
    return incident


def _decided(
    proposal: ProposedNotice, status: ProposalStatus, event: Approved | Rejected
) -> ProposedNotice:
    return replace(proposal, status=status, staff=event.staff, decided_at=event.at)


Tended = TicketClaimed | TicketAssigned | TicketAnswered | TicketClosed


def tend(event: Tended, work: UnitOfWork, questions: Container[str] = frozenset()) -> list[Effect]:
    """Carry out what a person did with a ticket; an unknown ticket does nothing.

    ``questions``: those that the desk knows; an answer that puts another puts none. Claiming, assigning or answering silences the bot in that conversation; closing gives it its
    voice back. What is closed is not assigned any more.
    """
    ticket = work.ticket(event.ticket)
    if ticket is None:
        return []
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    match event:
        case TicketClaimed():
            _save(ticket, TicketStatus.CLAIMED, event, work)
            _take_over(conversation, event.staff, event, work)
            return []
        case TicketAssigned(to=to):
            if ticket.status is not TicketStatus.CLOSED:
                _save(ticket, TicketStatus.CLAIMED, event, work, to)
                _take_over(conversation, to, event, work)
            return []
        case TicketClosed():
            return _close(event, ticket, conversation, work)
        case TicketAnswered(text=text):
            if _is_late(event, ticket, conversation):
                return []
            _save(ticket, TicketStatus.CLAIMED, event, work)
            if conversation is None:
                return []
            known = event if event.question in questions else replace(event, question="")
            _take_over(_with_answer(conversation, known), event.staff, event, work)
            return [StaffReply(conversation.customer, text, event.staff)]


def _with_answer(conversation: Conversation, event: TicketAnswered) -> Conversation:
    """The conversation with a person's answer, and with the question that it puts, if it does."""
    turn = Turn(
        event.at,
        Speaker.STAFF,
        event.text,
        held_until=event.held_until,
        question=event.question,
        staff=event.staff,
    )
    said = replace(conversation.with_turn(turn), suggested="")
    if not event.question or event.question in said.open_questions:
        return said
    asked, still_open = (*said.asked, event.question), (*said.open_questions, event.question)
    return replace(said, asked=asked, open_questions=still_open)


def _close(
    event: TicketClosed, ticket: Ticket, conversation: Conversation | None, work: UnitOfWork
) -> list[Effect]:
    """Close a ticket that its closer may close; its customer is asked whether it is solved, where staff want that."""
    effects = list[Effect]()
    if not may_close(ticket, event.staff, event.whose):
        return effects
    if conversation is not None and conversation.ticket == ticket.id:
        if event.asks and ticket.status is not TicketStatus.CLOSED:
            conversation, asked = closing.ask(conversation, ticket, event)
            effects.append(asked)
        conversation = replace(conversation, ticket=None)  # trouble after it is a new one
    _save(replace(ticket, closing_answer=None), TicketStatus.CLOSED, event, work)
    _take_over(conversation, None, event, work)
    return effects


def answers_in(conversation: Conversation | None) -> int:
    """How many answers of staff a conversation shows."""
    turns = conversation.turns if conversation is not None else ()
    return sum(turn.speaker is Speaker.STAFF for turn in turns)


def _is_late(event: TicketAnswered, ticket: Ticket, conversation: Conversation | None) -> bool:
    """Whether somebody else has the ticket, closed or answered it since the answer was begun."""
    if event.seen is None:
        return False
    return not may_answer(ticket, event.staff) or answers_in(conversation) != event.seen


def _save(
    ticket: Ticket,
    status: TicketStatus,
    event: Tended,
    work: UnitOfWork,
    to: str | None = None,
) -> None:
    staff = to or event.staff
    changed = replace(ticket, status=status, staff=staff, changed_at=event.at)
    work.save_ticket(replace(changed, snoozed_until=None, snoozed_for=None))


def _take_over(
    conversation: Conversation | None,
    staff: str | None,
    event: Tended,
    work: UnitOfWork,
) -> None:
    if conversation is not None:
        work.save_conversation(replace(conversation, taken_over_by=staff), event.at)
