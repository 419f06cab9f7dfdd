"""At most a few questions, never one that is answered, always one worth its trouble."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.conversation import Complaint
from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge, Question
from bot.model.understanding import Scope, Symptom
from bot.triage.ask import MOST_QUESTIONS, askable, best_questions, information, is_known
from bot.triage.weigh import weigh
from tests.builders import a_cause, a_clue, a_conversation, knowing, some_facts
from tests.triage.test_weigh import COMPLAINTS


def asked(complaint: Complaint, *before: str) -> Facts:
    facts = some_facts(complaint)
    conversation = a_conversation(complaint=complaint, asked=before, open_questions=before)
    return Facts(facts.now, conversation, facts.catalogue)


@settings(max_examples=40, deadline=None)
@given(COMPLAINTS, st.integers(0, 3))
def test_questions_are_never_repeated_never_known_and_few(
    knowledge: Knowledge, complaint: Complaint, rounds: int
) -> None:
    before: tuple[str, ...] = ()
    for _ in range(rounds + 1):
        facts = asked(complaint, *before)
        found = best_questions(weigh(facts, knowledge), facts, knowledge)
        assert len(found) <= 1
        for key in found:
            assert key not in before
            assert not is_known(knowledge.questions[key], facts.conversation)
        before += found
    assert len(before) <= MOST_QUESTIONS


@settings(max_examples=40, deadline=None)
@given(COMPLAINTS)
def test_information_is_never_negative(knowledge: Knowledge, complaint: Complaint) -> None:
    ranked = weigh(some_facts(complaint), knowledge).ranked[:14]
    for question in knowledge.questions.values():
        assert information(question, ranked, complaint, knowledge) >= -1e-9


def a_question(ident: str, **yes: bool) -> Question:
    no = {fact: not value for fact, value in yes.items()}
    return Question(ident, {"ja": "?", "en": "?"}, 1.0, yes=yes, no=no)


def test_the_question_that_splits_two_suspects_beats_one_that_does_not() -> None:
    splits = a_clue(15, fact_a=True), a_clue(-15, fact_a=False)
    same = a_clue(15, fact_b=True), a_clue(-15, fact_b=False)
    knowledge = knowing(a_cause("customer:x", *splits, *same), a_cause("customer:y", *same))
    suspects = (Hypothesis("customer:x", 0.5), Hypothesis("customer:y", 0.5))
    telling = information(a_question("a", a=True), suspects, Complaint(), knowledge)
    idle = information(a_question("b", b=True), suspects, Complaint(), knowledge)
    assert telling > idle
    assert idle == pytest.approx(0.0, abs=1e-9)


def test_a_certain_cause_leaves_nothing_to_learn_from_yes_or_no(knowledge: Knowledge) -> None:
    certain = (Hypothesis("platform:kintone", 1.0),)
    for question in knowledge.questions.values():
        if question.yes:
            assert information(question, certain, Complaint(), knowledge) == pytest.approx(
                0.0, abs=1e-9
            )


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("other_users", Complaint(scope=frozenset({Scope.ONE_USER}))),
        ("other_users", Complaint(scope=frozenset({Scope.EVERYONE}))),
        ("other_users", Complaint(facts={"other_users_ok": True})),
        ("other_apps_ok", Complaint(scope=frozenset({Scope.ALL_APPS}))),
        ("other_apps_ok", Complaint(facts={"other_apps_ok": False})),
        ("portal", Complaint(scope=frozenset({Scope.ONE_APP}))),
        ("console_error", Complaint(facts={"hosts": ("a.example",)})),
        ("error_text", Complaint(facts={"error_code": "520"})),
        ("plugins_used", Complaint(facts={"plugins_used": "unknown"})),
        ("plugins_used", Complaint(inventory=(), complete=True)),
        ("started_at", Complaint(facts={"started_at": "10時"})),
    ],
)
def test_what_the_customer_has_said_is_known(
    knowledge: Knowledge, question: str, complaint: Complaint
) -> None:
    assert is_known(knowledge.questions[question], a_conversation(complaint=complaint))
    assert not is_known(knowledge.questions[question], a_conversation())


def test_who_shares_the_trouble_with_others_is_not_asked_for_a_private_window(
    knowledge: Knowledge,
) -> None:
    private = knowledge.questions["incognito"]
    everyone = Complaint(scope=frozenset({Scope.EVERYONE}))
    assert is_known(private, a_conversation(complaint=everyone))
    assert is_known(private, a_conversation(incident="I1"))
    assert not is_known(private, a_conversation())


def test_questions_for_other_symptoms_are_not_asked(knowledge: Knowledge) -> None:
    for symptom in Symptom:
        facts = asked(Complaint(symptoms=frozenset({symptom})))
        for question in askable(facts, knowledge):
            assert not question.symptoms or symptom in question.symptoms
