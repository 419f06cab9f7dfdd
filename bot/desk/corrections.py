"""Carries out what staff correct: which incident explains a ticket, and which cause does not."""

from dataclasses import replace

from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.model.conversation import Conversation
from bot.model.event import CauseRuledOut, TicketLinked
from bot.model.ticket import Ticket
from bot.triage.triage import Triage

MOST_RULED_OUT = 20


def correct(
    event: TicketLinked | CauseRuledOut, work: Work, triage: Triage, around: Surroundings
) -> Conversation | None:
    """The conversation as corrected, its ticket weighed anew; None where there is nothing to do.

    What the incidents make of it is for the caller to see to.
    """
    ticket = work.ticket(event.ticket)
    conversation = _conversation_of(ticket, work) if ticket is not None else None
    if ticket is None or conversation is None:
        return None
    match event:
        case TicketLinked():
            incident = work.incident(event.incident) if event.incident else None
            if event.incident and (incident is None or not incident.is_open):
                return None
            conversation = replace(conversation, pinned=event.incident)
        case CauseRuledOut():
            causes = dict.fromkeys((*conversation.ruled_out, event.cause))
            conversation = replace(conversation, ruled_out=tuple(causes)[-MOST_RULED_OUT:])
    conversation = _weighed_anew(conversation, ticket, event, work, triage, around)
    work.save_conversation(conversation, event.at)
    return conversation


def _weighed_anew(
    conversation: Conversation,
    ticket: Ticket,
    event: TicketLinked | CauseRuledOut,
    work: Work,
    triage: Triage,
    around: Surroundings,
) -> Conversation:
    watch = around.watch(work, event.at)
    facts, diagnosis = triage.testified(around.facts(conversation, watch, work))
    leading = diagnosis.leading.cause
    work.save_ticket(replace(ticket, diagnosis=diagnosis, cause=leading, changed_at=event.at))
    return facts.conversation


def _conversation_of(ticket: Ticket, work: Work) -> Conversation | None:
    return work.conversation(ticket.conversation) if ticket.conversation else None
