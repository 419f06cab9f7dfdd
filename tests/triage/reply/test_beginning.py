"""How a reply to a report begins: what others say, a word of regret, and an app's name, each where it is due."""

from dataclasses import replace
from typing import Any

from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.move import Move, ReplyType
from bot.model.understanding import Kind, Symptom, Understanding, Urgency
from bot.triage.reply.advice import AdviceWords
from bot.triage.reply.beginning import BeginningWords
from bot.triage.reply.draft import ReplyDraft
from bot.triage.reply.finding import FindingWords
from bot.triage.reply.said_back import trouble_said_back
from tests import shipped
from tests.builders import a_conversation, at, some_facts
from tests.cases import each

KNOWN = shipped.knowledge()
WORDS = BeginningWords(KNOWN, AdviceWords(KNOWN), FindingWords(KNOWN))
BLANK = frozenset({Symptom.BLANK_SCREEN})
OPEN = Move(ReplyType.DIAGNOSE, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9)
ANSWERED = (Turn(at(1), Speaker.DESK, "確認します。"),)


def say(key: str, **values: object) -> str:
    return KNOWN.say("ja", key, **values)


def heard(text: str = "x", **said: Any) -> Understanding:
    return replace(Understanding(Kind.FUNCTION_REPORT, "ja", text, symptoms=BLANK), **said)


def begun(told: Understanding, *, later: bool = False, **facts: Any) -> str:
    draft = ReplyDraft()
    complaint = Complaint(symptoms=BLANK, facts=facts)
    turns = ANSWERED if later else ()
    talk = a_conversation(complaint=complaint, reported_at=at(0), turns=turns)
    WORDS.add(draft, OPEN, some_facts(conversation=talk), told)
    return "\n".join((*draft.paragraphs, draft.regret))


@each(
    ("said", "later", "regrets"),
    [
        ({}, False, True),
        ({"asked": ("when_contact",)}, False, False),  # who waits for an answer has one before that
        ({"asked": ("cause",)}, False, True),
        ({}, True, False),  # once is enough
    ],
)
def test_regret_is_said_once_to_who_has_trouble(
    said: dict[str, Any], *, later: bool, regrets: bool
) -> None:
    assert (say("sorry") in begun(heard(**said), later=later)) is regrets


@each(
    ("asked", "says"),
    [((), True), (("only_us",), False), (("cause",), False), (("when_fixed",), True)],
)
def test_that_nobody_else_reports_it_is_said_where_no_answer_says_it(
    asked: tuple[str, ...], *, says: bool
) -> None:
    assert ("ほかの会社からはまだ届いていません" in begun(heard(asked=asked))) is says


def test_who_is_in_a_hurry_is_told_that_it_was_heard() -> None:
    hurried = begun(heard("至急お願いします", urgency=Urgency.HIGH))
    assert "お急ぎのところ" in hurried
    assert "お急ぎのところ" not in begun(heard("お願いします", urgency=Urgency.HIGH))


@each(("letters", "said"), [(50, True), (51, False)])
def test_the_name_of_an_app_is_said_back_up_to_fifty_letters(letters: int, *, said: bool) -> None:
    app = "あ" * letters
    facts = some_facts(Complaint(symptoms=BLANK, facts={"app_name": app}))
    assert (app in trouble_said_back(facts, heard("一覧が真っ白です"), say)) is said
