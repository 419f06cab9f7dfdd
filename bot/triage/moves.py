"""The moves that need no question about the cause, and what a wish for a person changes in any."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.move import Escalation, Move, ReplyType
from bot.model.understanding import Understanding
from bot.triage.reply.questions import WANTS_A_PERSON
from bot.triage.reply_type import OWN_SYMPTOM

# Ids of answers on how to carry a step out: of its result nothing can be asked yet.
_OF_STEPS = frozenset({"ask_admin", "how_disable", "no_admin", "settings_unreachable", "who_can"})
PLAIN: Mapping[ReplyType, tuple[tuple[str, ...], Escalation | None]] = {
    ReplyType.ANSWER: ((), None),
    ReplyType.STATUS: (("status_answer",), None),
    ReplyType.ROUTE: (("explain_howto", "handoff_to_human"), Escalation.NEEDS_STAFF),
    ReplyType.EXPLAIN_CHANGE: (("explain_howto", "point_to_update_notice"), None),
    ReplyType.DECLINE: (("decline_and_warn",), Escalation.ABUSE),
    ReplyType.HANDOFF: (("handoff_to_human",), Escalation.ASKED),
    ReplyType.RECOVERED: (("no_action_needed",), None),
    ReplyType.WORKED: ((), None),
    ReplyType.ACKNOWLEDGE: ((), None),
    ReplyType.INVITE: ((), None),
    ReplyType.LIMIT: (("rate_limit",), None),
    ReplyType.SILENT: ((), None),
}


SETTLED = frozenset({
    ReplyType.WORKED, ReplyType.RECOVERED, ReplyType.HANDOFF, ReplyType.ACKNOWLEDGE,
    ReplyType.INVITE,
})  # fmt: skip


def with_a_person(move: Move, facts: Facts, heard: Understanding) -> Move:
    """The move of somebody who wants a person: handed over, and asked nothing any more."""
    if WANTS_A_PERSON in heard.asked and move.escalation is not Escalation.ASKED:
        advice = tuple(dict.fromkeys((*move.advice, "handoff_to_human")))
        move = replace(move, escalation=Escalation.ASKED, advice=advice)
    answers_only = heard.asked and not heard.kind.is_report
    of_the_step = bool(_OF_STEPS.intersection(heard.asked))
    if facts.conversation.person_wanted or answers_only or of_the_step:
        kept = () if facts.conversation.person_wanted else (OWN_SYMPTOM,)
        move = replace(move, questions=tuple(q for q in move.questions if q in kept))
    return replace(move, offer=()) if facts.conversation.person_wanted else move


def already_off(leading: Hypothesis, facts: Facts) -> bool:
    """Whether the customer has switched off what leads."""
    return leading.cause.partition(":")[2] in facts.conversation.switched_off()


def goes_on_with(facts: Facts) -> tuple[str, ...]:
    """What was advised to work with meanwhile, to somebody who gets along and has nothing off: to keep to it."""
    conversation = facts.conversation
    if not conversation.is_troubled or conversation.switched_off():
        return ()
    ways = [a.advice for a in conversation.advised if a.advice.startswith("use_standard_")]
    return tuple(ways[-1:])
