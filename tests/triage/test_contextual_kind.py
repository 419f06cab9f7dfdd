"""A message has the kind that it has in its conversation."""

from datetime import datetime
from typing import Any

from bot.model.acts import SaysBack
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.contextual_kind import SURE_OF_ABUSE, in_context
from bot.triage.verdict import AdviceVerdict, Why
from tests.builders import a_conversation, at, having_advised
from tests.cases import each


@each(
    ("since", "certainty", "kind"),
    [
        (at(0), SURE_OF_ABUSE - 0.01, Kind.CHITCHAT),
        (at(0), SURE_OF_ABUSE, Kind.SECURITY_OR_ABUSE),
        (None, SURE_OF_ABUSE - 0.01, Kind.SECURITY_OR_ABUSE),
    ],
)
def test_a_guess_at_abuse_turns_nobody_away_who_is_in_trouble(
    since: datetime | None, certainty: float, kind: Kind
) -> None:
    heard = Understanding(Kind.SECURITY_OR_ABUSE, "ja", "", certainty=certainty)
    conversation = a_conversation(reported_at=since)
    assert in_context(heard, AdviceVerdict(Why.NO_RESULT), conversation).kind is kind


@each(
    ("conversation", "kind"),
    [
        (a_conversation(), Kind.FUNCTION_REPORT),
        (a_conversation(reported_at=at(0)), Kind.WORKAROUND_FAILED),
        (having_advised(a_conversation(), "clear_cache"), Kind.WORKAROUND_FAILED),
    ],
)
def test_who_begins_with_what_was_tried_in_vain_is_in_trouble(
    conversation: Conversation, kind: Kind
) -> None:
    heard = Understanding(Kind.WORKAROUND_FAILED, "ja", "")
    verdict = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.FAILED)
    assert in_context(heard, verdict, conversation).kind is kind


def test_what_answers_our_question_is_no_attack() -> None:
    sure = Understanding(Kind.SECURITY_OR_ABUSE, "ja", "", answered=("console_error",))
    conversation = a_conversation(reported_at=at(0))
    assert in_context(sure, AdviceVerdict(Why.NO_RESULT), conversation).kind is Kind.CHITCHAT


@each(
    ("reported", "kind"),
    [(at(0), Kind.FUNCTION_REPORT), (None, Kind.WORKAROUND_WORKED)],
)
def test_who_says_that_it_is_back_tells_of_no_success(
    reported: datetime | None, kind: Kind
) -> None:
    """ "It failed again. Was it wrong to switch it on?" speaks of success and of what was done."""
    heard = Understanding(Kind.WORKAROUND_WORKED, "ja", "", acts=(SaysBack("また", 0.7),))
    conversation = a_conversation(reported_at=reported)
    assert in_context(heard, AdviceVerdict(Why.NO_RESULT), conversation).kind is kind


@each(
    ("said", "before", "kind"),
    [
        ({}, a_conversation(), Kind.CHITCHAT),  # "the formula works, thanks"
        ({}, a_conversation(reported_at=at(0)), Kind.WORKAROUND_WORKED),
        ({}, having_advised(a_conversation(), "hard_reload"), Kind.WORKAROUND_WORKED),
        ({"facts": {"already_tried": ("reload",)}}, a_conversation(), Kind.WORKAROUND_WORKED),
        ({"products": ("hoshi",)}, a_conversation(), Kind.WORKAROUND_WORKED),
        ({"symptoms": frozenset({Symptom.SLOW})}, a_conversation(), Kind.WORKAROUND_WORKED),
    ],
)
def test_who_told_of_no_trouble_succeeds_in_their_work(
    said: dict[str, Any], before: Conversation, kind: Kind
) -> None:
    heard = Understanding(Kind.WORKAROUND_WORKED, "ja", "できました", **said)
    assert in_context(heard, AdviceVerdict(Why.NO_RESULT), before).kind is kind
