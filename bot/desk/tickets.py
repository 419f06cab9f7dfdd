"""Tickets: a conversation handed to staff, already triaged."""

from dataclasses import replace
from datetime import datetime

from bot.desk import labels
from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.desk.prose import one_line
from bot.incidents.cause_names import STAFF_LANG
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation, Speaker, Trial
from bot.model.effect import Effect, TicketNews, TicketRaised
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.move import Escalation, Move
from bot.model.phrasing import quoted
from bot.model.ticket import Category, Ticket, TicketStatus
from bot.model.understanding import Kind, Urgency, most_urgent
from bot.texts.loader import say
from bot.triage.naming import SURE

# The reason that a ticket keeps, whatever comes later.
_BY_WEIGHT = (
    Escalation.ASKED,
    Escalation.URGENT,
    Escalation.TRIAGE_FAILED,
    Escalation.ABUSE,
    Escalation.NEEDS_STAFF,
    Escalation.STUCK,
)
_CATEGORIES = {
    Kind.HOWTO: Category.USE,
    Kind.CONFIG_REQUEST: Category.REQUEST,
    Kind.BILLING: Category.CONTRACT,
}
_MOST_SUSPECTS = 3
LONGEST_LINE = 600  # characters of what a file is said to hold


def raise_ticket(
    conversation: Conversation, move: Move, at: datetime, work: UnitOfWork, names: ReaderNames
) -> tuple[Conversation, list[Effect]]:
    """The conversation's ticket, new or brought up to date, and what staff see of it.

    Staff are told of a new ticket, when a person is asked for, and when it becomes more urgent.
    """
    why = move.escalation or Escalation.NEEDS_STAFF
    old = open_ticket(conversation, work)
    fresh = old or Ticket(f"T{work.number('ticket')}", at, at, "", conversation.complaint.urgency)
    ticket = _following(fresh, conversation, move.diagnosis, at, names, why)
    ticket = replace(ticket, cause=move.cause)
    work.save_ticket(ticket)
    conversation = replace(conversation, ticket=ticket.id)
    if old is None:
        return conversation, [_shown(ticket, TicketNews.RAISED)]
    if why is Escalation.ASKED:
        return conversation, [_shown(ticket, TicketNews.PERSON_ASKED)]
    return conversation, _if_more_urgent(ticket, old)


def follow_ticket(
    conversation: Conversation,
    diagnosis: Diagnosis,
    at: datetime,
    work: UnitOfWork,
    names: ReaderNames,
) -> list[Effect]:
    """Bring the conversation's open ticket, if it has one, up to date with what was said since."""
    old = open_ticket(conversation, work)
    if old is None:
        return []
    ticket = _following(old, conversation, diagnosis, at, names)
    work.save_ticket(ticket)
    return _if_more_urgent(ticket, old)


def _if_more_urgent(ticket: Ticket, old: Ticket) -> list[Effect]:
    is_more = ticket.urgency is not old.urgency
    return [_shown(ticket, TicketNews.MORE_URGENT)] if is_more else []


def open_ticket(conversation: Conversation, work: UnitOfWork) -> Ticket | None:
    """The ticket of a conversation, as long as it is not closed."""
    ticket = work.ticket(conversation.ticket) if conversation.ticket else None
    return ticket if ticket is not None and ticket.status is not TicketStatus.CLOSED else None


def _following(
    old: Ticket,
    conversation: Conversation,
    diagnosis: Diagnosis,
    at: datetime,
    names: ReaderNames,
    why: Escalation = Escalation.STUCK,
) -> Ticket:
    """A ticket as the conversation stands now.

    Its urgency and its reason never become less: a customer who was in a hurry and then writes
    thanks is still waiting for us.
    """
    why = min(why, old.why or why, key=_BY_WEIGHT.index)
    urgent = Urgency.HIGH if why is Escalation.URGENT else Urgency.LOW
    is_weighed = bool(diagnosis.ranked) and conversation.reported_at is not None
    return replace(
        old,
        changed_at=at,
        text=summary(conversation, diagnosis, why, names),
        urgency=most_urgent(old.urgency, conversation.complaint.urgency, urgent),
        conversation=conversation.id,
        customer=conversation.customer,
        tenant=conversation.tenant,
        cause=stated_cause(diagnosis) if is_weighed else old.cause,
        diagnosis=diagnosis if is_weighed else None,
        why=why,
        category=old.category if old.categorised_by else category_of(conversation),
        snoozed_until=None,  # what the customer says is due at once
        snoozed_for=None,
    )


def category_of(conversation: Conversation) -> Category:
    """What a conversation is about; trouble that was told stays trouble, whatever is asked beside it."""
    kind = conversation.complaint.kind
    if conversation.reported_at is not None or kind.is_report:
        return Category.FAULT
    return _CATEGORIES.get(kind, Category.OTHER)


def stated_cause(diagnosis: Diagnosis) -> str:
    """The cause that staff are told: the leading one where it is likely enough to be said."""
    leading = diagnosis.leading
    return leading.cause if leading.probability >= SURE else UNKNOWN


def _shown(ticket: Ticket, news: TicketNews) -> TicketRaised:
    return TicketRaised(ticket.id, ticket.customer, ticket.text, ticket.cause, ticket.urgency, news)


def note(
    text: str, at: datetime, work: UnitOfWork, urgency: Urgency = Urgency.NORMAL
) -> TicketRaised:
    """A note to staff that is no incident and belongs to no customer."""
    ticket = Ticket(f"T{work.number('ticket')}", at, at, text, urgency)
    work.save_ticket(ticket)
    return TicketRaised(ticket.id, None, text, None, urgency)


def summary(
    conversation: Conversation, diagnosis: Diagnosis, why: Escalation, names: ReaderNames
) -> str:
    """What the human agent reads first: why, what was said, the suspects, what was tried; no ids and no figures of ours."""
    said = [t.words for t in conversation.turns if t.speaker is Speaker.CUSTOMER and t.text]
    words = "／".join(f"「{quoted(s, 120)}」" for s in said[-4:])
    lines = [
        say(STAFF_LANG, f"desk.ticket.why.{why}"),
        say(STAFF_LANG, "desk.ticket.said", said=words),
    ]
    if conversation.reported_at is not None:
        lines += [_suspect(h, names) for h in diagnosis.ranked[:_MOST_SUSPECTS]]
    complaint = conversation.complaint
    if complaint.inventory is not None:
        owned = "、".join(_name(i, names.catalogue) for i in complaint.inventory)
        lines.append(
            say(
                STAFF_LANG,
                "desk.ticket.uses",
                products=owned or say(STAFF_LANG, "desk.ticket.uses.none"),
            )
        )
    for upload in conversation.uploads:
        lines += [one_line(line, LONGEST_LINE) for line in labels.handed_in(upload, STAFF_LANG)]
    if conversation.checks:
        lines.append(one_line(conversation.checks[-1].caption(STAFF_LANG), LONGEST_LINE))
    if conversation.trials:
        tried = "、".join(_tried(t, names) for t in conversation.trials)
        lines.append(say(STAFF_LANG, "desk.ticket.tried", tried=tried))
    return "\n".join(lines)


def _name(product_id: str, catalogue: Catalogue) -> str:
    product = catalogue.get(product_id)
    return product.name if product is not None else f"「{quoted(product_id, 60)}」"


def _tried(trial: Trial, names: ReaderNames) -> str:
    """One entry of the workaround ledger, as staff say it."""
    return say(STAFF_LANG, f"desk.ticket.tried.{trial.outcome}", what=names.advice(trial.advice))


def _suspect(hypothesis: Hypothesis, names: ReaderNames) -> str:
    best = sorted(hypothesis.evidence, key=lambda e: -abs(e.weight))
    reasons = "、".join(e.says for e in best if e.kind != "prior")
    return say(
        STAFF_LANG,
        "desk.ticket.suspect",
        name=names.cause(hypothesis.cause),
        percent=names.percent(hypothesis.probability),
        reasons=reasons[:200] or say(STAFF_LANG, "desk.ticket.suspect.bare"),
    )
