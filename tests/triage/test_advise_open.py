"""What is safe to do and to try while the cause is not known."""

from dataclasses import replace
from typing import Any

from bot.model.advice_plan import ASK_ADMIN, ONE_BY_ONE, AdvicePlan
from bot.model.conversation import Complaint, Conversation
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Scope, Symptom
from bot.triage.advise import isolating, while_open
from tests.builders import (
    FORMS,
    MORNING,
    RARE,
    a_catalogue,
    a_conversation,
    having_advised,
    some_facts,
)
from tests.cases import each

BLANK = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(RARE.id,), complete=True)
RIGHTS = {"account_role": "not_admin"}


def _facts(conversation: Conversation) -> Facts:
    return Facts(MORNING, conversation, a_catalogue())


def test_plugins_are_isolated_once_and_only_for_trouble_on_the_screen(knowledge: Knowledge) -> None:
    suspected = Diagnosis((Hypothesis(UNKNOWN, 0.6), Hypothesis(RARE.cause, 0.4)))
    hardly = Diagnosis((Hypothesis(UNKNOWN, 0.61), Hypothesis(RARE.cause, 0.39)))
    on_screen = a_conversation(complaint=BLANK)
    assert isolating(suspected, _facts(on_screen), knowledge).advice == (ONE_BY_ONE,)
    assert isolating(hardly, _facts(on_screen), knowledge) == AdvicePlan()
    again = having_advised(on_screen, ONE_BY_ONE)
    assert isolating(suspected, _facts(again), knowledge) == AdvicePlan()
    sync = a_conversation(complaint=Complaint(symptoms=frozenset({Symptom.NOT_SYNCING})))
    assert isolating(suspected, _facts(sync), knowledge) == AdvicePlan()
    reader = a_conversation(complaint=replace(BLANK, facts=RIGHTS))
    assert isolating(suspected, _facts(reader), knowledge) == AdvicePlan((ASK_ADMIN,), ONE_BY_ONE)


def test_beside_a_question_one_thing_that_helps_is_enough(knowledge: Knowledge) -> None:
    facts = some_facts(replace(BLANK, inventory=None, complete=False))
    suspects = Diagnosis((Hypothesis(RARE.cause, 0.6), Hypothesis(UNKNOWN, 0.4)))
    values = {"incognito": 0.2, "other_network": 0.1}
    asking = while_open(suspects, facts, knowledge, values, asking=True)
    assert asking.advice == ("use_standard_view",)
    resting = while_open(suspects, facts, knowledge, values, asking=False)
    assert resting.advice == ("use_standard_view", "check_other_network")


@each(
    ("told", "is_given"),
    [
        ({"scope": frozenset({Scope.ONE_USER})}, True),
        ({"facts": {"browser": "Chrome"}}, True),
        ({"symptoms": frozenset({Symptom.DISPLAY_BROKEN})}, True),
        ({"scope": frozenset({Scope.EVERYONE})}, False),
        ({}, False),
    ],
)
def test_a_private_window_is_a_test_only_where_the_browser_may_be_the_reason(
    knowledge: Knowledge, told: dict[str, Any], *, is_given: bool
) -> None:
    facts = _facts(a_conversation(complaint=Complaint(**told)))
    suspects = Diagnosis((Hypothesis(UNKNOWN, 1.0),))
    found = while_open(suspects, facts, knowledge, {"incognito": 0.2}, asking=False)
    assert ("incognito" in found.advice) is is_given


def test_what_still_holds_is_said_again_only_when_nothing_is_new(knowledge: Knowledge) -> None:
    sync = Complaint(symptoms=frozenset({Symptom.NOT_SYNCING}))
    suspects = Diagnosis((Hypothesis(FORMS.cause, 0.5), Hypothesis(UNKNOWN, 0.5)))
    conversation = a_conversation(complaint=sync)
    first = while_open(suspects, _facts(conversation), knowledge, {}, asking=True).advice
    then = having_advised(conversation, *first)
    assert while_open(suspects, _facts(then), knowledge, {}, asking=True).advice
    assert "do_not_rerun_manually" in first


@each(("share", "is_given"), [(0.3, True), (0.2, False)])
def test_what_helps_against_less_than_a_quarter_of_the_suspects_is_not_advised_while_open(
    knowledge: Knowledge, share: float, *, is_given: bool
) -> None:
    sync = a_conversation(complaint=Complaint(symptoms=frozenset({Symptom.NOT_SYNCING})))
    own = Hypothesis("customer:own_js", 1 - share)
    suspects = Diagnosis((own, Hypothesis(FORMS.cause, share)))
    advice = while_open(suspects, _facts(sync), knowledge, {}, asking=True).advice
    assert ("do_not_rerun_manually" in advice) is is_given


def test_the_standard_view_helps_no_print_that_looks_wrong(knowledge: Knowledge) -> None:
    suspects = Diagnosis((Hypothesis(RARE.cause, 0.7), Hypothesis(UNKNOWN, 0.3)))
    for beside, is_given in ((Symptom.FEATURE_MISSING, True), (Symptom.PRINT_PROBLEM, False)):
        told = Complaint(symptoms=frozenset({Symptom.DISPLAY_BROKEN, beside}))
        found = while_open(
            suspects, _facts(a_conversation(complaint=told)), knowledge, {}, asking=True
        )
        assert ("use_standard_view" in found.advice) is is_given
