"""A reply for staff to edit and send: what the desk would say itself, were it not for a person.

Where a customer asks for a person the desk hands over and says no more; what it knows of the trouble, or the answer
to what else was asked, is kept for whoever takes over. Pure.
"""

from dataclasses import replace

from bot.model.evidence import Diagnosis
from bot.model.facts import Facts
from bot.model.move import Escalation, Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.questions import WANTS_A_PERSON
from bot.triage.triage import Triage

HANDS_OVER = "handoff_to_human"
_SAY_NOTHING = frozenset({ReplyType.ACKNOWLEDGE, ReplyType.INVITE, ReplyType.HANDOFF})
_SAY_NOTHING_MORE = _SAY_NOTHING | {ReplyType.SILENT, ReplyType.LIMIT, ReplyType.SAFETY}


def beside_handing_over(
    move: Move, facts: Facts, heard: Understanding, diagnosis: Diagnosis, triage: Triage
) -> tuple[Move, Understanding] | None:
    """What else the desk would do when it hands over because a person is wanted, and to what.

    None where it says all that it knows, or where nothing but a person's words will do.
    """
    if move.stance is not ReplyType.HANDOFF or move.escalation is not Escalation.ASKED:
        return None
    rest = without_wanting_a_person(heard)
    if facts.conversation.is_troubled:
        rest = replace(rest, kind=Kind.FUNCTION_REPORT)
    elif rest.asked:
        rest = replace(rest, kind=Kind.CHITCHAT)
    else:
        return None
    unsaid = triage.next_move(facts, rest, diagnosis)
    return (for_a_person(unsaid), rest) if says_something(unsaid) else None


def without_wanting_a_person(heard: Understanding) -> Understanding:
    """A message as if it did not ask for a person."""
    return replace(heard, asked=tuple(one for one in heard.asked if one != WANTS_A_PERSON))


def says_something(move: Move) -> bool:
    """Whether a move says anything of the trouble, for a person to send."""
    return move.stance not in _SAY_NOTHING_MORE


def for_a_person(move: Move) -> Move:
    """A move as a person makes it, who hands over to nobody."""
    return replace(
        move, advice=tuple(one for one in move.advice if one != HANDS_OVER), escalation=None
    )
