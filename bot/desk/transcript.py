"""What of a conversation can have been read, where the ledger of deliveries knows more than the desk.

A notice to many is written into the conversations of its readers with the decision, and may yet be
paused, corrected, called off or put off until the morning.
"""

from dataclasses import replace

from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation

MOST_PARTS = 5  # that are shown together


def as_heard(conversation: Conversation, work: UnitOfWork) -> Conversation:
    """The conversation with each notice to many where and as it arrived, or may have; else without."""
    told = tuple(dict.fromkeys(t.broadcast for t in conversation.turns if t.broadcast))
    if not told:
        return conversation
    arrived = work.arrived(conversation.customer, told)
    turns = [
        replace(turn, at=arrived[turn.broadcast].at, text=arrived[turn.broadcast].text)
        if turn.broadcast
        else turn
        for turn in conversation.turns
        if not turn.broadcast or turn.broadcast in arrived
    ]
    return replace(conversation, turns=tuple(sorted(turns, key=lambda turn: turn.at)))


def with_earlier_parts(conversation: Conversation, work: UnitOfWork) -> Conversation:
    """The conversation with what staff split it from: to its customer it is one."""
    found, turns = conversation, conversation.turns
    for _ in range(MOST_PARTS):
        before = work.conversation(found.split_from) if found.split_from is not None else None
        if before is None or before.customer != conversation.customer:
            break
        found, turns = before, (*before.turns, *turns)
    return replace(conversation, turns=tuple(sorted(turns, key=lambda turn: turn.at)))
