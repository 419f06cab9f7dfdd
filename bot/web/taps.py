"""What a page offers to press below the latest turn: buttons of the desk, and answers to its question."""

from bot.desk.labels import CLOSING_BUTTONS
from bot.model.conversation import Conversation, Speaker, Turn

BUTTONS = ("worked", "failed", "human", *CLOSING_BUTTONS)


def _latest(conversation: Conversation | None) -> Turn | None:
    """The latest turn, if it is the desk's and nobody took over."""
    if conversation is None or conversation.taken_over_by or not conversation.turns:
        return None
    last = conversation.turns[-1]
    return last if last.speaker is Speaker.DESK else None


def choices(conversation: Conversation | None) -> tuple[int, tuple[str, ...]]:
    """Which turn offers buttons, and which."""
    last = _latest(conversation)
    if conversation is None or last is None:
        return -1, ()
    return len(conversation.turns) - 1, tuple(b for b in BUTTONS if b in last.buttons)


def answers(conversation: Conversation | None) -> tuple[str, ...]:
    """The answers to the question asked last; a tap is the same as writing one."""
    last = _latest(conversation)
    return last.choices if last is not None else ()
