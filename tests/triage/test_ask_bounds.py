"""What a question must be worth: each bound from both sides."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.model.topic import Topic
from bot.model.understanding import FactValue, Scope, Symptom
from bot.triage.ask import asked_first, best_questions, is_known, is_settled, says_what_to_do, worth
from tests.builders import a_cause, a_clue, a_conversation, an_incident, at, knowing, some_facts
from tests.cases import each

# Two causes that are as likely, and an answer that settles which: one bit.
EITHER = Diagnosis((Hypothesis("customer:x", 0.5), Hypothesis("customer:y", 0.5)))
SETTLES = a_clue(150, fact_a=True), a_clue(-150, fact_a=False)


def a_question(ident: str = "a", trouble: float = 0.0, **more: object) -> Question:
    plain = Question(ident, {"ja": "?", "en": "?"}, trouble, yes={"a": True}, no={"a": False})
    return replace(plain, **more)  # type: ignore[arg-type]


def asking(*questions: Question, topic: Topic | None = None) -> Knowledge:
    known = knowing(a_cause("customer:x", *SETTLES), a_cause("customer:y"))
    topics = {topic.id: topic} if topic is not None else {}
    return replace(known, questions={q.id: q for q in questions}, topics=topics)


def value(question: Question, facts: Facts | None = None) -> float | None:
    return worth(EITHER, facts or some_facts(), asking(question)).get(question.id)


def test_a_deciban_of_the_customers_trouble_must_bring_twelve_thousandths_of_a_bit() -> None:
    easy, hard = value(a_question()), value(a_question(trouble=10.0))
    assert easy is not None
    assert hard is not None
    assert easy - hard == pytest.approx(0.12)


@each(("left", "is_asked"), [(0.0601, True), (0.0599, False)])
def test_a_question_is_worth_six_hundredths_of_a_bit_at_least(
    left: float, *, is_asked: bool
) -> None:
    bits = value(a_question())
    assert bits is not None
    assert (value(a_question(trouble=(bits - left) / 0.012)) is not None) is is_asked


@each(
    ("asked", "split_from", "is_asked"),
    [
        ((), None, True),
        (("b",), None, True),
        (("b", "c"), None, False),  # after two a person helps better
        ((), "C0", True),
        (("b",), "C0", False),  # of who was asked in another case too
    ],
)
def test_how_many_questions_one_customer_is_asked(
    asked: tuple[str, ...], split_from: str | None, *, is_asked: bool
) -> None:
    conversation = a_conversation(asked=asked, split_from=split_from)
    assert best_questions({"a": 0.1, "d": 0.2}, conversation) == (("d",) if is_asked else ())
    assert best_questions({}, conversation) == ()


SLOW = Complaint(symptoms=frozenset({Symptom.SLOW}))
WHEN_SLOW: tuple[Mapping[str, tuple[FactValue, ...]], ...] = ({"symptom": ("slow",)},)


def test_what_staff_would_ask_first_is_worth_four_tenths_of_a_bit_more() -> None:
    first = a_question(first_when=WHEN_SLOW)
    there, elsewhere = value(first, some_facts(SLOW)), value(first)
    assert there is not None
    assert elsewhere is not None
    assert there - elsewhere == pytest.approx(0.4)


ABOUT = Topic("mail", {"ja": "メール", "en": "mail"}, {}, ask=("a", "b"))


def test_what_they_would_ask_first_about_a_function_is_worth_eight_tenths_where_nothing_is_closer() -> (
    None
):
    facts = some_facts(Complaint(topics=("mail",)))
    one, two = a_question("a"), a_question("b", yes={"b": True}, no={"b": False})
    known = asking(one, two, topic=ABOUT)
    assert asked_first(facts, known) == {"a": 0.8}
    told = some_facts(Complaint(topics=("mail",), facts={"a": True}))
    assert asked_first(told, known) == {"b": 0.8}
    closer = asking(one, replace(two, first_when=WHEN_SLOW), topic=ABOUT)
    slow = some_facts(replace(SLOW, topics=("mail",)))
    assert asked_first(slow, closer) == {"b": 0.4}
    later = replace(facts, conversation=replace(facts.conversation, asked=("c",)))
    assert "a" in worth(EITHER, facts, known)
    assert worth(EITHER, later, known)["a"] == pytest.approx(worth(EITHER, facts, known)["a"] - 0.8)


@each(
    ("symptoms", "first_when", "is_first"),
    [
        (frozenset(), {"symptom": ("none",)}, True),
        (frozenset({Symptom.SLOW}), {"symptom": ("none",)}, False),
        (frozenset({Symptom.SLOW}), {"symptom": ("slow",), "scope": ("everyone",)}, False),
        (frozenset({Symptom.SLOW}), {"symptom": ("slow",), "named": ("plugin",)}, False),
    ],
)
def test_a_question_comes_first_where_all_of_a_situation_holds(
    symptoms: frozenset[Symptom],
    first_when: Mapping[str, tuple[FactValue, ...]],
    *,
    is_first: bool,
) -> None:
    known = asking(a_question(first_when=(first_when,)))
    found = asked_first(some_facts(Complaint(symptoms=symptoms)), known)
    assert (found == {"a": 0.4}) is is_first


SETTLED = replace(ABOUT, settles=True)


def test_a_first_reply_says_what_to_do_where_no_incident_is_open() -> None:
    facts, known = some_facts(Complaint(topics=("mail",))), asking(topic=SETTLED)
    assert says_what_to_do(facts, known)
    assert is_settled(facts, known)
    assert not says_what_to_do(facts, asking(topic=ABOUT))
    assert not says_what_to_do(some_facts(), known)
    assert not says_what_to_do(replace(facts, incidents=(an_incident(),)), known)


@each(
    ("scope", "symptoms", "settled"),
    [
        (Scope.ONE_USER, Symptom.SAVE_FAILS, True),
        (Scope.UNKNOWN, Symptom.ERROR_MESSAGE, True),
        (Scope.EVERYONE, Symptom.SAVE_FAILS, False),  # then it is no entry of theirs
        (Scope.SEVERAL_USERS, Symptom.SAVE_FAILS, False),
        (Scope.ONE_USER, Symptom.SLOW, False),
    ],
)
def test_an_error_that_is_no_fault_settles_what_one_person_may_have_entered(
    knowledge: Knowledge, scope: Scope, symptoms: Symptom, *, settled: bool
) -> None:
    no_fault = next(s.id for s in knowledge.signatures.values() if s.no_fault)
    told = Complaint(
        symptoms=frozenset({symptoms}), scope=frozenset({scope}), signatures=(no_fault,)
    )
    assert is_settled(some_facts(told), knowledge) is settled
    assert not is_settled(some_facts(replace(told, signatures=())), knowledge)


@each(
    ("known_by", "told", "is_told"),
    [
        ({"known_by_facts": ("b",)}, {"facts": {"b": 1}}, True),
        ({"known_by_facts": ("b",)}, {"facts": {"c": 1}}, False),
        ({"known_by_scopes": (Scope.EVERYONE,)}, {"scope": frozenset({Scope.EVERYONE})}, True),
        ({"known_by_symptoms": (Symptom.SLOW,)}, {"symptoms": frozenset({Symptom.SLOW})}, True),
        ({"known_by_signatures": frozenset({"dns"})}, {"signatures": ("dns",)}, True),
        ({"known_by_signatures": frozenset({"dns"})}, {"signatures": ("cert",)}, False),
        ({"reveals": "use"}, {"inventory": ("x",), "complete": True}, True),
        ({"reveals": "use"}, {"inventory": ("x",)}, False),
        ({"reveals": "host"}, {"inventory": ("x",), "complete": True}, False),
    ],
)
def test_what_makes_a_question_needless(
    known_by: dict[str, Any], told: dict[str, Any], *, is_told: bool
) -> None:
    conversation = a_conversation(complaint=Complaint(**told), reported_at=at(0))
    assert is_known(a_question(**known_by), conversation) is is_told
    for before in (a_conversation(asked=("a",)), a_conversation(answered=("a",))):
        assert is_known(a_question(), before)
