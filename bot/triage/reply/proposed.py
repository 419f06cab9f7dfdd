"""Acts that somebody outside proposes for a message whose own reading is open, and which of them are taken. Pure.

Only what the desk can answer from its own knowledge, or that trouble may be told, of which it then
asks. Nothing here makes a report, ends trouble, calls a person or takes anything back.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.answer import Answer
from bot.model.rewording import Proposal, ProposedActs
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.hearing import is_courtesy, unanswered_questions
from bot.triage.reply.said_back import is_good_news, is_mistake

TROUBLE = "trouble"  # an act: the message may tell of trouble
SURE = 0.6  # the certainty of its kind from which a message was read
LONGEST = 600  # characters of a message for which acts may be proposed
MOST = 2  # answers that are taken


def vocabulary(answers: Mapping[str, Answer]) -> Mapping[str, str]:
    """The acts that may be proposed, each with what it means, in English.

    Left out are dangers, what calls a person, and what only makes sense after advice.
    """
    asked = {a.id: a.title["en"] for a in answers.values() if _may_be_proposed(a)}
    return {**asked, TROUBLE: "Something does not work for the writer"}


def _may_be_proposed(answer: Answer) -> bool:
    apart = answer.safety or answer.hands_over or answer.after_reply or answer.alone
    return not apart and bool(answer.asks or answer.examples)


def is_unsure(heard: Understanding) -> bool:
    """Whether a message asks what no answer covers, or cannot be made out at all.

    One that reports, tells a result, answers us or says thanks was read.
    """
    if heard.asked or heard.answered or heard.symptoms or heard.check is not None:
        return False
    if not heard.redacted.strip() or len(heard.redacted) > LONGEST:
        return False
    if is_courtesy(heard) or is_mistake(heard) or is_good_news(heard):
        return False
    if heard.kind is Kind.CHITCHAT:
        return True
    if heard.kind is not Kind.STATUS_QUERY:
        return False
    return heard.certainty < SURE or bool(unanswered_questions(heard))


def with_proposed(
    heard: Understanding, proposed: Proposal | None, message_id: str, answers: Mapping[str, Answer]
) -> Understanding:
    """The message with what may be taken of the acts proposed for it; as it is where its reading is not open."""
    if not isinstance(proposed, ProposedActs) or proposed.of != message_id or not is_unsure(heard):
        return heard
    allowed = vocabulary(answers)
    asked = [a for a in dict.fromkeys(proposed.acts) if a in allowed and a != TROUBLE][:MOST]
    doubt = heard.or_else
    if TROUBLE in proposed.acts and not (doubt is not None and doubt.is_report):
        doubt = Kind.OUTAGE_REPORT
    return replace(heard, asked=tuple(asked), or_else=doubt)
