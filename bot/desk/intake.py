"""Carries out what triage decides about one message: conversation, reply, ticket."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.desk.tickets import raise_ticket
from bot.model.catalogue import Catalogue
from bot.model.conversation import Advised, Conversation, Speaker, Turn
from bot.model.effect import Effect, Reply
from bot.model.event import MessageReceived
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts, Watch
from bot.model.incident import Told
from bot.model.move import Certainty, Escalation, Move, Stance
from bot.model.understanding import Kind, Understanding
from bot.triage.evidence.unlisted import known_as
from bot.triage.triage import Triage
from bot.triage.weigh import testimony
from bot.triage.wording import Wording

NEW_AFTER = timedelta(hours=24)  # of silence, a message starts a new conversation
FLOOD_WITHIN = timedelta(seconds=60)
FLOOD_FROM = 4  # messages of one organisation within that time: answered once, then recorded only
_BUTTONS = ("worked", "failed", "human")
_WITH_BUTTONS = frozenset({Stance.DIAGNOSE, Stance.FAILED, Stance.WORKED, Stance.STATUS})


@dataclass(frozen=True, slots=True)
class Intake:
    """What one message did: the conversation after it, and the effects."""

    conversation: Conversation
    heard: Understanding
    effects: tuple[Effect, ...]


def take_in(
    event: MessageReceived, work: Work, triage: Triage, wording: Wording, around: Surroundings
) -> Intake:
    """Understand a message (already masked), decide the next move and carry it out."""
    conversation = _conversation_for(event, work)
    heard = triage.understand(event, conversation)
    conversation = triage.hear(conversation, event, heard)
    watch = around.watch(work, event.at)
    conversation = _under_known_names(conversation, watch)
    facts = around.facts(conversation, watch)
    diagnosis = triage.diagnose(facts)
    weights, support = testimony(diagnosis)
    conversation = replace(conversation, testimony=weights, support=support)
    facts = replace(facts, conversation=conversation)
    flood = _flood(event, work)
    if conversation.taken_over_by is not None or flood > FLOOD_FROM:
        return Intake(conversation, heard, ())
    if flood == FLOOD_FROM:
        move = Move(Stance.LIMIT, diagnosis, "unknown", 0.5, advice=("rate_limit",))
    else:
        move = triage.next_move(facts, heard, diagnosis)
    return _carry_out(event, heard, move, facts, work, wording)


def _under_known_names(conversation: Conversation, watch: Watch) -> Conversation:
    """The conversation with products of no catalogue under the names that others used before."""
    names = conversation.complaint.unlisted
    if not names:
        return conversation
    earlier = [n for c in watch.conversations for n in c.complaint.unlisted]
    known = tuple(dict.fromkeys(known_as(n, earlier) for n in names))
    return replace(conversation, complaint=replace(conversation.complaint, unlisted=known))


def _carry_out(
    event: MessageReceived,
    heard: Understanding,
    move: Move,
    facts: Facts,
    work: Work,
    wording: Wording,
) -> Intake:
    text = wording.reply(move, facts, heard)
    checked = wording.checked(facts) if move.stance in _WITH_BUTTONS else ()
    buttons = _BUTTONS if move.stance in _WITH_BUTTONS else ("human",)
    conversation = _after(event, move, facts.conversation)
    turn = Turn(event.at, Speaker.DESK, text, checked=checked, buttons=buttons)
    conversation = replace(conversation, turns=(*conversation.turns, turn))
    reply = Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=text,
        lang=conversation.lang,
        cause=move.cause,
        confidence=move.confidence,
        questions=move.questions,
        advice=move.advice,
        is_report=move.is_report and heard.kind.is_report,
        checked=checked,
        buttons=buttons,
    )
    effects: list[Effect] = [reply]
    if move.escalation is not None or move.stance is Stance.LIMIT:
        conversation, raised = raise_ticket(
            conversation, move, heard, event.at, work, facts.catalogue
        )
        effects += raised
    _remember_published(move, conversation, facts, work)
    return Intake(conversation, heard, tuple(effects))


def _conversation_for(event: MessageReceived, work: Work) -> Conversation:
    """The customer's open conversation, or a new one."""
    latest = work.latest_conversation(event.customer)
    if latest is not None and latest.closed_at is None:
        last = latest.turns[-1].at if latest.turns else latest.opened_at
        if event.at - last <= NEW_AFTER:
            return latest
    return Conversation(
        id=f"C{work.number('conversation')}",
        customer=event.customer,
        tenant=event.tenant,
        channel=event.channel,
        lang=event.lang or "ja",
        opened_at=event.at,
        thread=event.thread,
    )


def _after(event: MessageReceived, move: Move, conversation: Conversation) -> Conversation:
    """The conversation with what we asked and advised."""
    given = tuple(Advised(a, event.at) for a in move.advice)
    return replace(
        conversation,
        asked=(*conversation.asked, *move.questions),
        open_questions=(*conversation.open_questions, *move.questions),
        advised=(*conversation.advised, *given),
    )


def _flood(event: MessageReceived, work: Work) -> int:
    """How many messages this organisation sent within the last minute, this one included.

    Where the organisation is not known, the person is counted.
    """
    key = f"flood:{event.tenant or event.customer}"
    recent = [t for t in (work.recall(key) or "").split() if t]
    horizon = (event.at - FLOOD_WITHIN).timestamp()
    kept = [t for t in recent if float(t) > horizon][-FLOOD_FROM:]
    kept.append(f"{event.at.timestamp():.3f}")
    work.remember(key, " ".join(kept))
    return len(kept)


def _remember_published(move: Move, conversation: Conversation, facts: Facts, work: Work) -> None:
    """Who has just read that the vendor published it need not be told so by a notice."""
    incident = facts.incident_of(move.cause)
    if incident is not None and move.certainty is Certainty.CONFIRMED:
        entry = Told(conversation.customer, "update", facts.now)
        work.save_incident(replace(incident, told=(*incident.told, entry)))


def hand_over_unread(event: MessageReceived, work: Work, text: str) -> Intake:
    """The path to a person when triage itself fails: no model, feed or knowledge in it."""
    conversation = _conversation_for(event, work)
    turns = (
        *conversation.turns,
        Turn(event.at, Speaker.CUSTOMER, event.text, event.message_id),
        Turn(event.at, Speaker.DESK, text, buttons=("human",)),
    )
    reported = conversation.reported_at or event.at
    conversation = replace(conversation, turns=turns, reported_at=reported)
    heard = Understanding(Kind.OUTAGE_REPORT, conversation.lang, event.text)
    move = Move(Stance.HANDOFF, Diagnosis(()), "unknown", 0.0, escalation=Escalation.TRIAGE_FAILED)
    conversation, raised = raise_ticket(conversation, move, heard, event.at, work, Catalogue())
    reply = Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=text,
        lang=conversation.lang,
        cause="unknown",
        confidence=0.0,
        advice=("handoff_to_human",),
        buttons=("human",),
    )
    return Intake(conversation, heard, (reply, *raised))
