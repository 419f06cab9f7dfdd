"""Carries out what triage decides about one message: conversation, reply, ticket."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.conversations import conversation_for
from bot.desk.flood import (
    TELLS,
    Pace,
    Pressing,
    hold,
    is_to_be_told,
    may_wait,
    pace_of,
    with_reply,
)
from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.desk.tickets import follow_ticket, raise_ticket
from bot.desk.unlisted import with_known_groups
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.counsel import as_read
from bot.model.effect import Effect, Reply
from bot.model.errors import StoreAwayError
from bot.model.event import MessageReceived
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts, Watch
from bot.model.incident import Told
from bot.model.move import Certainty, Escalation, Move, Stance
from bot.model.understanding import Kind, Understanding
from bot.triage.hear import with_customers_turn
from bot.triage.reply.wording import Wording
from bot.triage.triage import Triage

A_PERSON_WILL_LOOK = {
    "ja": "ご連絡ありがとうございます。ご不便をおかけしております。"
    "いただいた内容は担当者に渡しました。担当者が確認してご返信します。",
    "en": "Thank you for telling us, and sorry for the inconvenience. "
    "A colleague has your message and will look at it.",
}
_BUTTONS = ("worked", "failed", "human")
_WITH_BUTTONS = frozenset(
    {Stance.ANSWER, Stance.DIAGNOSE, Stance.FAILED, Stance.WORKED, Stance.STATUS}
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """What one message did: the conversation after it, and the effects."""

    conversation: Conversation
    heard: Understanding
    effects: tuple[Effect, ...]


def take_in(
    event: MessageReceived, work: Work, triage: Triage, wording: Wording, around: Surroundings
) -> Intake:
    """Understand a message (already masked), decide the next move and carry it out.

    Whatever deciding may raise, it is undone and the report reaches a person. Only a database that
    is away is left to the caller, who undoes the whole event and tries again.
    """
    conversation = conversation_for(event, work)
    watch = around.watch(work, event.at)
    pace = pace_of(event, work)
    try:
        with work.attempt():
            decided = _decide(event, conversation, _Room(watch, work, triage, around), pace)
            spoken = None if decided.move is None else _reply(event, decided, decided.move, wording)
    except StoreAwayError:
        raise
    except Exception:  # triage must never lose a report
        which = {"message_id": event.message_id, "conversation": conversation.id}
        logger.exception("triage failed on message %s", event.message_id, extra=which)
        return _hand_over_unread(event, conversation, work)
    if decided.move is None or spoken is None:
        return _listen(decided, event.at, work)
    return _carry_out(event, decided, decided.move, spoken, work)


@dataclass(frozen=True, slots=True)
class _Room:
    """What deciding looks at and works with."""

    watch: Watch
    work: Work
    triage: Triage
    around: Surroundings


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was understood and decided; ``move`` None: the desk is silent here.

    ``waits``: the answer is given in a while, with those to what else the sender writes.
    """

    heard: Understanding
    facts: Facts
    diagnosis: Diagnosis
    move: Move | None
    waits: bool = False


def _decide(
    event: MessageReceived, conversation: Conversation, room: _Room, pace: Pace
) -> _Decided:
    triage = room.triage
    heard = triage.understand(event, conversation)
    before, conversation = conversation, triage.hear(conversation, event, heard)
    conversation = with_known_groups(conversation, room.around.unlisted(room.watch.open), room.work)
    facts, diagnosis = triage.testified(room.around.facts(conversation, room.watch, room.work))
    if facts.conversation.taken_over_by is not None:
        return _Decided(heard, facts, diagnosis, None)
    move = triage.next_move(facts, heard, diagnosis)
    waits = may_wait(pace, _pressing(event, before, facts.conversation, move))
    if waits and is_to_be_told(pace, before, event.at):
        limit = Move(Stance.LIMIT, diagnosis, "unknown", 0.5, advice=(TELLS,))
        return _Decided(heard, facts, diagnosis, limit)
    return _Decided(heard, facts, diagnosis, move, waits)


def _pressing(
    event: MessageReceived, before: Conversation, after: Conversation, move: Move
) -> Pressing:
    """What makes a message pressing, by itself or by what is done about it."""
    first_report = before.reported_at is None and after.reported_at is not None
    first_ticket = move.escalation is not None and after.ticket is None
    asked_for = event.button is not None or event.upload is not None
    return Pressing(
        is_first=not before.turns or first_report or first_ticket,
        is_asked_for=asked_for or move.escalation is Escalation.ASKED,
    )


def _reply(event: MessageReceived, decided: _Decided, move: Move, wording: Wording) -> Reply:
    facts = decided.facts
    with_buttons = move.stance in _WITH_BUTTONS
    composed = wording.reply(move, facts, decided.heard)
    unread = _unread(event, move, facts)
    return Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=unread or composed.text,
        details="" if unread else composed.details,
        lang=facts.conversation.lang,
        cause=as_read(move.cause, facts.conversation.complaint, facts.named),
        confidence=move.confidence,
        questions=move.questions,
        advice=move.advice,
        is_report=move.is_report and decided.heard.kind.is_report,
        checked=wording.checked(facts) if with_buttons else (),
        buttons=_BUTTONS if with_buttons else ("human",),
    )


def _unread(event: MessageReceived, move: Move, facts: Facts) -> str:
    """What was the matter with the file, where nothing else is to be said."""
    upload = event.upload
    if upload is None or upload.problem is None or move.stance is not Stance.ACKNOWLEDGE:
        return ""
    return upload.problem.sentence(facts.conversation.lang)


def _carry_out(
    event: MessageReceived, decided: _Decided, move: Move, reply: Reply, work: Work
) -> Intake:
    facts = decided.facts
    effects: list[Effect] = []
    if decided.waits:
        conversation = hold(facts.conversation, reply, work)
    else:
        conversation = with_reply(facts.conversation, reply, event.at)
        effects.append(reply)
    if move.escalation is not None or move.stance is Stance.LIMIT:
        conversation, raised = raise_ticket(conversation, move, event.at, work, facts.catalogue)
        effects += raised
    else:
        effects += follow_ticket(conversation, decided.diagnosis, event.at, work, facts.catalogue)
    _remember_published(move, conversation, facts, work)
    return Intake(conversation, decided.heard, tuple(effects))


def _listen(decided: _Decided, at: datetime, work: Work) -> Intake:
    """Say nothing, since a person has the conversation; they see what was written."""
    facts = decided.facts
    effects = follow_ticket(facts.conversation, decided.diagnosis, at, work, facts.catalogue)
    return Intake(facts.conversation, decided.heard, tuple(effects))


def _remember_published(move: Move, conversation: Conversation, facts: Facts, work: Work) -> None:
    """Who has just read that the vendor published it need not be told so by a notice."""
    incident = facts.incident_of(move.cause)
    if incident is not None and move.certainty is Certainty.CONFIRMED:
        work.tell(
            incident.id, [Told(conversation.customer, "update", facts.now, incident.relapses)]
        )


def _hand_over_unread(event: MessageReceived, conversation: Conversation, work: Work) -> Intake:
    """The path to a person when triage itself fails: no model, feed or knowledge in it."""
    lang = event.lang or conversation.lang
    text = A_PERSON_WILL_LOOK.get(lang, A_PERSON_WILL_LOOK["en"])
    conversation = with_customers_turn(conversation, event, event.text, lang)
    conversation = conversation.with_turn(Turn(event.at, Speaker.DESK, text, buttons=("human",)))
    conversation = replace(conversation, reported_at=conversation.reported_at or event.at)
    heard = Understanding(Kind.OUTAGE_REPORT, lang, event.text)
    move = Move(Stance.HANDOFF, Diagnosis(()), "unknown", 0.0, escalation=Escalation.TRIAGE_FAILED)
    conversation, raised = raise_ticket(conversation, move, event.at, work, Catalogue())
    reply = Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=text,
        lang=lang,
        cause="unknown",
        confidence=0.0,
        advice=("handoff_to_human",),
        buttons=("human",),
    )
    return Intake(conversation, heard, (reply, *raised))
