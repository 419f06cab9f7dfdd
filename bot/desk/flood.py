"""How fast one person or one network writes, and the answers that wait because of it.

A flood costs its sender time and nobody anything else. Every message is heard and kept; only answers
are merged: from the fourth message within a minute on, the answer waits for the next minute and the
last one speaks for all. What must not wait (``is_pressing``) is answered at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from bot.desk.ports import UnitOfWork
from bot.model.conversation import Advised, Conversation, Speaker, Turn
from bot.model.effect import Effect, Reply
from bot.model.event import MessageReceived

WITHIN = timedelta(seconds=60)
AT_ONCE = 3  # messages of one person within that time that are answered one by one
FLOOD = 12  # the message with which the sender is told that answers are merged
TORRENT = (
    20  # from here on buttons, files and requests for a person wait for the next minute as well
)
TOLD_FOR = timedelta(minutes=10)  # so long nobody is told again
OF_ADDRESS = 40  # messages of one network of senders whom nobody has verified; beyond, answers wait
TELLS = "rate_limit"  # the advice that says so
_WAITING = "answers:waiting"  # the memory with the ids of conversations whose answer waits


class WritingPace(IntEnum):
    """How fast the sender of a message writes."""

    USUAL = 0
    FAST = 1  # answers are merged
    FLOOD = 2  # this is the message with which the sender is told so
    TORRENT = 3


@dataclass(frozen=True, slots=True)
class Pressing:
    """Why a message is answered at once, however fast its sender writes.

    ``is_first``: the first report or the first ticket of a conversation; ``is_asked_for``: a
    button, a file, a request for a person.
    """

    is_first: bool = False
    is_asked_for: bool = False


def pace_of(event: MessageReceived, work: UnitOfWork) -> WritingPace:
    """How fast the sender of this message writes, and their network; the message is counted."""
    count = _counted(f"flood:{event.customer}", event.at, TORRENT, work)
    together = 0
    if event.address not in (None, event.customer):
        together = _counted(f"flood:address:{event.address}", event.at, OF_ADDRESS, work)
    if count > TORRENT:
        return WritingPace.TORRENT
    if count == FLOOD:
        return WritingPace.FLOOD
    return WritingPace.FAST if count > AT_ONCE or together > OF_ADDRESS else WritingPace.USUAL


def _counted(key: str, at: datetime, most: int, work: UnitOfWork) -> int:
    """How often something happened within the last minute; after ``most`` nobody counts."""
    horizon = (at - WITHIN).timestamp()
    recent = [t for t in (work.recall(key) or "").split() if float(t) > horizon][-most:]
    recent.append(f"{at.timestamp():.3f}")
    work.remember(key, " ".join(recent))
    return len(recent)


def may_wait(pace: WritingPace, why_not: Pressing) -> bool:
    """Whether the answer to a message waits for the next minute."""
    if pace is WritingPace.USUAL or why_not.is_first:
        return False
    return pace is WritingPace.TORRENT or not why_not.is_asked_for


def is_to_be_told(pace: WritingPace, conversation: Conversation, at: datetime) -> bool:
    """Whether the sender hears now that answers are merged; who keeps that pace hears it once."""
    told = [a.at for a in conversation.advised if a.advice == TELLS]
    return pace is WritingPace.FLOOD and not (told and at - told[-1] < TOLD_FOR)


def hold(
    conversation: Conversation, reply: Reply, work: UnitOfWork, asked: tuple[str, ...]
) -> Conversation:
    """The conversation with an answer that waits, in place of an earlier one; ``asked``: what both were asked for."""
    waiting = (work.recall(_WAITING) or "").split()
    if conversation.id not in waiting:
        work.remember(_WAITING, " ".join([*waiting, conversation.id]))
    return replace(conversation, held=reply, unanswered=asked)


def release(at: datetime, work: UnitOfWork) -> list[Effect]:
    """The answers that waited. Where a person has taken over meanwhile, there is none."""
    waiting = (work.recall(_WAITING) or "").split()
    if not waiting:
        return []
    work.remember(_WAITING, "")
    effects: list[Effect] = []
    for ident in waiting:
        conversation = work.conversation(ident)
        if conversation is None or conversation.held is None:
            continue
        if conversation.taken_over_by is None:
            effects.append(conversation.held)
            conversation = with_reply(conversation, conversation.held, at)
        work.save_conversation(replace(conversation, held=None, unanswered=()), at)
    return effects


def with_reply(conversation: Conversation, reply: Reply, at: datetime) -> Conversation:
    """The conversation after an answer: what was said, asked and advised in it."""
    turn = Turn(
        at,
        Speaker.DESK,
        reply.text,
        checked=reply.checked,
        buttons=reply.buttons,
        details=reply.details,
        choices=reply.choices,
    )
    given = tuple(Advised(a, at) for a in reply.advice)
    return replace(
        conversation.with_turn(turn),
        asked=(*conversation.asked, *reply.questions),
        open_questions=(*conversation.open_questions, *reply.questions),
        advised=(*conversation.advised, *given),
        held=None,
        unanswered=(),
    )
