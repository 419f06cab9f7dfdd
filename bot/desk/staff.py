"""Carries out what staff decide: proposals, tickets."""

from dataclasses import replace
from datetime import datetime

from bot.desk.ports import Work
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect, Notice, StaffReply
from bot.model.event import (
    Approved,
    Rejected,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
)
from bot.model.incident import IncidentStatus, Told
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus


def decide(event: Approved | Rejected, work: Work) -> list[Effect]:
    """Carry out a decision on a proposed notice; an unknown or decided proposal does nothing."""
    proposal = work.proposal(event.proposal)
    if proposal is None or proposal.status is not ProposalStatus.WAITING:
        return []
    approved = isinstance(event, Approved)
    if isinstance(event, Approved) and event.text:
        proposal = replace(proposal, text=event.text)
    status = ProposalStatus.APPROVED if approved else ProposalStatus.REJECTED
    work.save_proposal(replace(proposal, status=status, staff=event.staff, decided_at=event.at))
    if not approved:
        return []
    for customer in proposal.to:
        _show(customer, proposal, event.at, work)
    for incident in work.incidents():
        if incident.id == proposal.incident:
            life = incident.relapses
            work.tell(incident.id, [Told(c, proposal.reason, event.at, life) for c in proposal.to])
            if incident.status is IncidentStatus.SUSPECTED:
                work.save_incident(replace(incident, status=IncidentStatus.CONFIRMED))
    return [
        Notice(
            proposal.incident,
            proposal.to,
            proposal.reason,
            proposal.text,
            proposal.lang,
            proposal.cause,
            proposal.advice,
        )
    ]


def _show(customer: str, proposal: ProposedNotice, at: datetime, work: Work) -> None:
    """The approved notice in the transcript of one who gets it."""
    conversation = work.latest_conversation(customer)
    if conversation is not None:
        turn = Turn(at, Speaker.DESK, proposal.text)
        work.save_conversation(conversation.with_turn(turn), at)


Tended = TicketClaimed | TicketAssigned | TicketAnswered | TicketClosed


def tend(event: Tended, work: Work) -> list[Effect]:
    """Carry out what a person did with a ticket; an unknown ticket does nothing.

    Claiming, assigning or answering silences the bot in that conversation; closing gives it its
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
            _save(ticket, TicketStatus.CLOSED, event, work)
            _take_over(conversation, None, event, work)
            return []
        case TicketAnswered(text=text):
            _save(ticket, TicketStatus.CLAIMED, event, work)
            if conversation is None:
                return []
            turn = Turn(event.at, Speaker.STAFF, text)
            said = conversation.with_turn(turn)
            _take_over(said, event.staff, event, work)
            return [StaffReply(conversation.customer, text, event.staff)]


def _save(
    ticket: Ticket,
    status: TicketStatus,
    event: Tended,
    work: Work,
    to: str | None = None,
) -> None:
    staff = to or event.staff
    work.save_ticket(replace(ticket, status=status, staff=staff, changed_at=event.at))


def _take_over(
    conversation: Conversation | None,
    staff: str | None,
    event: Tended,
    work: Work,
) -> None:
    if conversation is not None:
        work.save_conversation(replace(conversation, taken_over_by=staff), event.at)
