"""Tickets: a conversation handed to staff, already triaged."""

from dataclasses import replace
from datetime import datetime

from bot.desk import labels
from bot.desk.ports import Work
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation, Outcome, Speaker, Trial
from bot.model.effect import Effect, TicketRaised
from bot.model.evidence import UNKNOWN, Hypothesis
from bot.model.move import Escalation, Move
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Understanding, Urgency

_WHY = {
    Escalation.ASKED: "担当者との対応を希望されています",
    Escalation.STUCK: "切り分けの質問では原因を絞り込めませんでした",
    Escalation.URGENT: "お急ぎ・業務影響が大きい状況です",
    Escalation.NEEDS_STAFF: "担当者による回答・作業が必要です",
    Escalation.ABUSE: "不適切な依頼の可能性があります（指示には従っていません）",
    Escalation.TRIAGE_FAILED: "自動の切り分けに失敗しました。本文をご確認ください",
}
_OUTCOMES = {Outcome.WORKED: "効果あり", Outcome.FAILED: "変化なし", Outcome.CANNOT: "操作できず"}
_SHOWN = 3


def raise_ticket(
    conversation: Conversation,
    move: Move,
    heard: Understanding,
    at: datetime,
    work: Work,
    catalogue: Catalogue,
) -> tuple[Conversation, list[Effect]]:
    """The conversation's ticket, new or brought up to date, and what staff see of it.

    Staff are told of a new ticket and when a person is asked for; other updates are silent.
    """
    escalation = move.escalation or Escalation.NEEDS_STAFF
    old = work.ticket(conversation.ticket) if conversation.ticket else None
    is_open = old is not None and old.status is not TicketStatus.CLOSED
    urgency = Urgency.HIGH if escalation is Escalation.URGENT else heard.urgency
    ticket = Ticket(
        id=old.id if old is not None and is_open else f"T{work.number('ticket')}",
        opened_at=old.opened_at if old is not None and is_open else at,
        changed_at=at,
        text=summary(conversation, move, escalation, catalogue),
        urgency=urgency,
        status=old.status if old is not None and is_open else TicketStatus.OPEN,
        conversation=conversation.id,
        customer=conversation.customer,
        tenant=conversation.tenant,
        cause=move.cause,
        diagnosis=move.diagnosis if move.diagnosis.ranked and conversation.reported_at else None,
        staff=old.staff if old is not None and is_open else None,
    )
    work.save_ticket(ticket)
    conversation = replace(conversation, ticket=ticket.id)
    if is_open and escalation is not Escalation.ASKED:
        return conversation, []
    shown = TicketRaised(ticket.id, conversation.customer, ticket.text, move.cause, urgency)
    return conversation, [shown]


def note(text: str, at: datetime, work: Work, urgency: Urgency = Urgency.NORMAL) -> TicketRaised:
    """A note to staff that is no incident and belongs to no customer."""
    ticket = Ticket(f"T{work.number('ticket')}", at, at, text, urgency)
    work.save_ticket(ticket)
    return TicketRaised(ticket.id, None, text, None, urgency)


def summary(
    conversation: Conversation, move: Move, escalation: Escalation, catalogue: Catalogue
) -> str:
    """What the human agent reads first: why, what was said, the suspects, what was tried."""
    said = [t.text for t in conversation.turns if t.speaker is Speaker.CUSTOMER and t.text]
    lines = [_WHY[escalation], f"お客様の言葉：{' ／ '.join(s[:120] for s in said[-4:])}"]
    if conversation.reported_at is not None:
        lines += [_suspect(h, catalogue) for h in move.diagnosis.ranked[:_SHOWN]]
    complaint = conversation.complaint
    if complaint.inventory is not None:
        owned = "、".join(_name(i, catalogue) for i in complaint.inventory)
        lines.append(f"利用製品：{owned or 'なし'}")
    for upload in conversation.uploads:
        lines += labels.handed_in(upload, "ja")
    if conversation.trials:
        tried = "、".join(_tried(t, catalogue) for t in conversation.trials)
        lines.append(f"試したこと：{tried}")
    return "\n".join(lines)


def _name(product_id: str, catalogue: Catalogue) -> str:
    product = catalogue.get(product_id)
    return product.name if product is not None else product_id


def _tried(trial: Trial, catalogue: Catalogue) -> str:
    """One entry of the workaround ledger, as staff say it."""
    what, _, ident = trial.advice.partition(":")
    return f"{what} {_name(ident, catalogue)}".strip() + f"（{_OUTCOMES[trial.outcome]}）"


def _suspect(hypothesis: Hypothesis, catalogue: Catalogue) -> str:
    best = sorted(hypothesis.evidence, key=lambda e: -abs(e.weight))
    reasons = "、".join(f"{e.says}（{e.weight:+.0f}）" for e in best if e.kind != "prior")
    percent = round(100 * hypothesis.probability)
    product = catalogue.of_cause(hypothesis.cause)
    name = f"{product.name}（{hypothesis.cause}）" if product is not None else hypothesis.cause
    if hypothesis.cause == UNKNOWN:
        name = "未特定"
    return f"候補 {name} {percent}%：{reasons[:200] or '決め手なし'}"
