"""What of a conversation can have been read, where the ledger of deliveries knows more than the desk.

A notice to many is written into the conversations of its readers with the decision, and may yet be
paused, corrected, called off or put off until the morning.
"""

from dataclasses import replace

from bot.desk.conversations import as_spoken_of, together
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation, Turn


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
    """The case that its customer last spoke of, with what was said in those beside it: to them it is one.

    ``conversation``: the newest of them. A message about several of them stands there once.
    """
    customer = conversation.customer
    cases = [c for c in together(conversation, work) if c.customer == customer]
    turns = dict[object, Turn]()
    for case in reversed(cases):
        for number, turn in enumerate(case.turns):
            turns.setdefault(turn.message_id or (case.id, number), turn)
    current = next(iter(as_spoken_of(cases)), conversation)
    return replace(current, turns=tuple(sorted(turns.values(), key=lambda turn: turn.at)))
