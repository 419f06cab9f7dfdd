"""Carries out what triage decides about one message: conversation, reply, ticket."""

import logging
from dataclasses import dataclass, replace

from bot.desk.flood import (
    TELLS,
    Pressing,
    WritingPace,
    hold,
    is_to_be_told,
    may_wait,
    with_reply,
)
from bot.desk.gather import DeskContext
from bot.desk.names import ReaderNames
from bot.desk.pictures import unread_words, with_note_on_pictures, with_pictures
from bot.desk.ports import UnitOfWork
from bot.desk.sharing import SharedMessage
from bot.desk.suggesting import beside_handing_over, for_a_person
from bot.desk.tickets import follow_ticket, raise_ticket
from bot.desk.unanswered import count_unanswered
from bot.desk.unlisted import with_known_groups
from bot.desk.waves import wave_note
from bot.incidents.cause_names import STAFF_LANG
from bot.model.advice_plan import as_read
from bot.model.browser_check import CheckLink, Offer
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect, Reply
from bot.model.errors import StoreUnavailableError
from bot.model.event import MessageReceived
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts, Watch
from bot.model.incident import ToldNotice
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Escalation, Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.texts.loader import say
from bot.triage.asking import wanting_a_person, with_unanswered
from bot.triage.reply.hearing import unanswered_questions
from bot.triage.reply.proposed import is_unsure
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage
from bot.triage.update_conversation import with_customers_turn

_BUTTONS = ("worked", "failed", "human")
_WITH_BUTTONS = frozenset(
    {ReplyType.ANSWER, ReplyType.DIAGNOSE, ReplyType.FAILED, ReplyType.WORKED, ReplyType.STATUS}
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """What one message did: the conversation after it, and the effects.

    ``watch``: what was looked at, unless the message may have changed it by naming a product.
    """

    conversation: Conversation
    heard: Understanding
    effects: tuple[Effect, ...]
    watch: Watch | None = None


def take_in(
    said: SharedMessage,
    work: UnitOfWork,
    triage: Triage,
    wording: ReplyWording,
    around: DeskContext,
    pace: WritingPace,
) -> Intake:
    """Understand a message (already masked) in its case, decide the next move and carry it out.

    ``pace``: how fast its sender writes.
    Whatever deciding may raise, it is undone and the report reaches a person. Only a database that
    is away is left to the caller, who undoes the whole event and tries again.
    """
    conversation = said.conversation
    event = with_pictures(said.event, conversation.id, work)
    said = replace(said, event=event)
    watch = around.watch(work, event.at)
    try:
        with work.attempt():
            room = _Room(watch, work, triage, around, wording)
            decided = _drafted(event, _decide(said, room, pace), wording)
            move = decided.move
            spoken = None if move is None else reply_of(event, decided, move, wording)
    except StoreUnavailableError:
        raise
    except Exception:  # triage must never lose a report
        which = {"message_id": event.message_id, "conversation": conversation.id}
        logger.exception("triage failed on message %s", event.message_id, extra=which)
        return _hand_over_unread(event, conversation, work)
    known = ReaderNames(triage.knowledge, decided.facts.catalogue, STAFF_LANG)
    if decided.move is None or spoken is None:
        taken = _listen(event, decided, known, work)
    else:
        taken = _carry_out(event, decided, decided.move, spoken, known, work)
    note = wave_note(taken.heard, taken.conversation, watch, work, triage.knowledge, event.at)
    taken = replace(taken, effects=(*taken.effects, *note))
    names = taken.conversation.complaint.unlisted
    return taken if names else replace(taken, watch=watch)


@dataclass(frozen=True, slots=True)
class _Room:
    """What deciding looks at and works with."""

    watch: Watch
    work: UnitOfWork
    triage: Triage
    around: DeskContext
    wording: ReplyWording


@dataclass(frozen=True, slots=True)
class Decided:
    """What was understood and decided; ``move`` None: the desk is silent here.

    ``waits``: the answer is given in a while, with those to what else the sender writes. ``unsaid``: what the desk
    would do, and to what of the message, were it not for a person; ``draft``: the same in words.
    """

    heard: Understanding
    facts: Facts
    diagnosis: Diagnosis
    move: Move | None
    waits: bool = False
    unsaid: tuple[Move, Understanding] | None = None
    draft: str = ""


def _decide(said: SharedMessage, room: _Room, pace: WritingPace) -> Decided:
    event, before, triage = said.event, said.conversation, room.triage
    heard = said.heard or triage.understand(event, before)
    heard = room.wording.understood(heard, event.message_id)
    heard = wanting_a_person(heard) if event.wants_person else heard
    heard = with_unanswered(heard, before, triage.knowledge.answers)
    conversation = said.with_all_words(triage.hear(before, event, heard))
    conversation = with_known_groups(conversation, room.around.unlisted(room.watch.open), room.work)
    facts = room.around.facts(conversation, room.watch, room.work)
    facts, diagnosis = triage.testified(replace(facts, beside=said.beside))
    move = triage.next_move(facts, heard, diagnosis)
    if any(c.turns and c.turns[-1].at == event.at and c.open_questions for c in said.beside):
        move = replace(move, questions=())  # one question at a time, whatever it is about
    unsaid = beside_handing_over(move, facts, heard, diagnosis, triage)
    if facts.conversation.taken_over_by is not None:
        if move.stance is not ReplyType.HANDOFF:
            unsaid = for_a_person(move), heard
        return Decided(heard, facts, diagnosis, None, unsaid=unsaid)
    waits = may_wait(pace, _pressing(event, before, facts.conversation, move))
    if waits and is_to_be_told(pace, before, event.at):
        limit = Move(ReplyType.LIMIT, diagnosis, "unknown", 0.5, advice=(TELLS,))
        return Decided(heard, facts, diagnosis, limit)
    return Decided(heard, facts, diagnosis, move, waits, unsaid)


def _drafted(event: MessageReceived, decided: Decided, wording: ReplyWording) -> Decided:
    """With what is not said here in words, for a person to edit and send."""
    if decided.unsaid is None:
        return decided
    move, heard = decided.unsaid
    spoken = reply_of(event, replace(decided, heard=heard), move, wording)
    return replace(decided, draft=spoken.text)


def _pressing(
    event: MessageReceived, before: Conversation, after: Conversation, move: Move
) -> Pressing:
    """What makes a message pressing, by itself or by what is done about it."""
    first_report = before.reported_at is None and after.reported_at is not None
    first_ticket = move.escalation is not None and after.ticket is None
    asked_for = any(x is not None for x in (event.button, event.upload, event.check))
    return Pressing(
        is_first=not before.turns or first_report or first_ticket,
        is_asked_for=asked_for or move.escalation is Escalation.ASKED,
    )


def reply_of(event: MessageReceived, decided: Decided, move: Move, wording: ReplyWording) -> Reply:
    """A move in words, with what goes beside them."""
    facts = decided.facts
    with_buttons = move.stance in _WITH_BUTTONS
    composed = wording.reply(move, facts, decided.heard)
    unread = unread_words(event, move, facts.conversation.lang)
    text = unread or with_note_on_pictures(composed.text, event, facts.conversation)
    return Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=text,
        details="" if unread else composed.details,
        lang=facts.conversation.lang,
        cause=as_read(move.cause, facts.conversation.complaint, facts.named),
        confidence=move.confidence,
        questions=move.questions,
        advice=move.advice,
        is_report=move.is_report and decided.heard.kind.is_report,
        checked=wording.checked(facts) if with_buttons else (),
        buttons=_offered(move, facts.conversation, with_all=with_buttons),
        choices=() if unread else wording.choices(move, facts),
        check=CheckLink(facts.conversation.id, event.at) if move.offer else None,
        may_be_reworded=composed.may_be_reworded and not unread,
        unsure_of=decided.heard.redacted if is_unsure(decided.heard) else "",
    )


def _offered(move: Move, conversation: Conversation, *, with_all: bool) -> tuple[str, ...]:
    """The buttons of a reply; a person is offered unless one was asked for and has it, or is about to."""
    is_called = conversation.ticket is not None or move.escalation is not None
    asked = conversation.person_wanted and is_called
    buttons = _BUTTONS if with_all else ("human",)
    return tuple(button for button in buttons if button != "human" or not asked)


def _carry_out(
    event: MessageReceived,
    decided: Decided,
    move: Move,
    reply: Reply,
    names: ReaderNames,
    work: UnitOfWork,
) -> Intake:
    facts = decided.facts
    effects: list[Effect] = []
    conversation = replace(facts.conversation, suggested=decided.draft)
    if move.offer:
        conversation = replace(conversation, offer=Offer(event.at, move.offer))
    if decided.waits:
        conversation = hold(conversation, reply, work, decided.heard.asked)
    else:
        conversation = with_reply(conversation, reply, event.at)
        effects.append(reply)
    if move.escalation is not None or move.stance is ReplyType.LIMIT:
        conversation, raised = raise_ticket(conversation, move, event.at, work, names)
        effects += raised
    else:
        effects += follow_ticket(conversation, decided.diagnosis, event.at, work, names)
    count_unanswered(unanswered_questions(decided.heard), facts.conversation.lang, event.at, work)
    _remember_published(move, conversation, facts, work)
    return Intake(conversation, decided.heard, tuple(effects))


def _listen(
    event: MessageReceived, decided: Decided, names: ReaderNames, work: UnitOfWork
) -> Intake:
    """Say nothing, since a person has the conversation; they see what was written.

    What the desk would have said is kept for them, as a draft.
    """
    conversation = replace(decided.facts.conversation, suggested=decided.draft)
    effects = follow_ticket(conversation, decided.diagnosis, event.at, work, names)
    return Intake(conversation, decided.heard, tuple(effects))


def _remember_published(
    move: Move, conversation: Conversation, facts: Facts, work: UnitOfWork
) -> None:
    """Who has just read that the vendor published it need not be told so by a notice."""
    incident = facts.incident_of(move.cause)
    if incident is not None and move.certainty is Certainty.CONFIRMED:
        work.tell(
            incident.id, [ToldNotice(conversation.customer, "update", facts.now, incident.relapses)]
        )


def _hand_over_unread(
    event: MessageReceived, conversation: Conversation, work: UnitOfWork
) -> Intake:
    """The path to a person when triage itself fails: no model, feed or knowledge in it."""
    lang = event.lang or conversation.lang
    text = say(lang, "desk.person_will_look")
    conversation = with_customers_turn(conversation, event, event.text, lang)
    conversation = conversation.with_turn(Turn(event.at, Speaker.DESK, text, buttons=("human",)))
    conversation = replace(conversation, reported_at=conversation.reported_at or event.at)
    heard = Understanding(Kind.OUTAGE_REPORT, lang, event.text)
    move = Move(
        ReplyType.HANDOFF, Diagnosis(()), "unknown", 0.0, escalation=Escalation.TRIAGE_FAILED
    )
    nothing = ReaderNames(Knowledge(Catalogue()), Catalogue(), STAFF_LANG)
    conversation, raised = raise_ticket(conversation, move, event.at, work, nothing)
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
