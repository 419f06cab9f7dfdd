"""Carries out what staff correct: which incident explains a ticket, which cause does not, what needs one."""

from dataclasses import replace

from bot.desk.gather import DeskContext
from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.desk.staff import heir_of
from bot.desk.tickets import open_ticket, raise_ticket, stated_cause
from bot.incidents.assign import placed_by_hand
from bot.incidents.cause_names import STAFF_LANG
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecision
from bot.model.effect import Effect
from bot.model.event import CauseRuledOut, TicketClaimed, TicketLinked
from bot.model.evidence import NONE
from bot.model.incident import Incident
from bot.model.move import Escalation, Move, ReplyType
from bot.model.ticket import Ticket
from bot.model.timeline import TimelineEntry, TimelineKind
from bot.triage.triage import Triage

MOST_RULED_OUT = 20


def correct(
    event: TicketLinked | CauseRuledOut, work: UnitOfWork, triage: Triage, around: DeskContext
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
            incident = heir_of(event.incident, work)
            if event.incident and (incident is None or not incident.is_open):
                return None
            if incident is None:
                corrected = replace(conversation, pinned=None, unlinked=())
            else:
                corrected = placed_by_hand(conversation, incident.id)
                _write_down(event, incident, conversation, work)
        case CauseRuledOut():
            causes = dict.fromkeys((*conversation.ruled_out, event.cause))
            corrected = replace(conversation, ruled_out=tuple(causes)[-MOST_RULED_OUT:])
    corrected = _weighed_anew(corrected, ticket, event, work, triage, around)
    work.save_conversation(corrected, event.at)
    return corrected


def _write_down(
    event: TicketLinked, incident: Incident, conversation: Conversation, work: UnitOfWork
) -> None:
    """Into the incident's timeline: who linked the case."""
    what, staff = IncidentDecision.LINK, event.staff
    entry = TimelineEntry(
        incident.id, event.at, TimelineKind.DECISION, what, conversation.id, staff
    )
    work.log(entry)


def with_ticket(
    event: TicketClaimed, work: UnitOfWork, triage: Triage, around: DeskContext
) -> tuple[TicketClaimed, list[Effect]]:
    """The claim of a conversation as that of its ticket, which is opened where there is none."""
    conversation = work.conversation(event.conversation)
    if conversation is None:
        return event, []
    if (old := open_ticket(conversation, work)) is not None:
        return replace(event, ticket=old.id), []
    facts = around.facts(conversation, around.watch(work, event.at), work)
    facts, diagnosis = triage.testified(facts)
    cause = stated_cause(diagnosis) if conversation.reported_at is not None else NONE
    move = Move(ReplyType.HANDOFF, diagnosis, cause, 0.0, escalation=Escalation.NEEDS_STAFF)
    names = ReaderNames(triage.knowledge, around.catalogue, STAFF_LANG)
    taken, effects = raise_ticket(facts.conversation, move, event.at, work, names)
    work.save_conversation(taken, event.at)
    return replace(event, ticket=taken.ticket or ""), effects


def _weighed_anew(
    conversation: Conversation,
    ticket: Ticket,
    event: TicketLinked | CauseRuledOut,
    work: UnitOfWork,
    triage: Triage,
    around: DeskContext,
) -> Conversation:
    watch = around.watch(work, event.at)
    facts, diagnosis = triage.testified(around.facts(conversation, watch, work))
    leading = diagnosis.leading.cause
    work.save_ticket(replace(ticket, diagnosis=diagnosis, cause=leading, changed_at=event.at))
    return facts.conversation


def _conversation_of(ticket: Ticket, work: UnitOfWork) -> Conversation | None:
    return work.conversation(ticket.conversation) if ticket.conversation else None
