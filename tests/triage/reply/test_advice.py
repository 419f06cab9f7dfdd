"""Advice in words: for the customer, and for the administrator who is handed it."""

from dataclasses import replace

from bot.model.advice_plan import ASK_ADMIN
from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Move, ReplyType
from bot.model.understanding import FactValue, Symptom
from bot.triage.reply.advice import AdviceWords
from tests.builders import RARE, a_catalogue, a_conversation, at, having_advised
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
BLANK = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(RARE.id,), complete=True)


def facts_of(
    complaint: Complaint = BLANK, *, lang: str = "ja", given: tuple[str, ...] = ()
) -> Facts:
    conversation = a_conversation(complaint=complaint, lang=lang, reported_at=at(0))
    return Facts(at(0), having_advised(conversation, *given), a_catalogue())


def a_move(*advice: str, hand_on: str = "") -> Move:
    diagnosis = Diagnosis((Hypothesis(RARE.cause, 0.95),))
    return Move(
        ReplyType.DIAGNOSE, diagnosis, RARE.cause, 0.95, Certainty.LIKELY, named=True,
        advice=advice, hand_on=hand_on,
    )  # fmt: skip


def told(move: Move, facts: Facts, knowledge: Knowledge) -> str:
    main, rest = AdviceWords(knowledge).parts(move, facts)
    return "\n\n".join((*main, *rest))


def test_the_step_and_its_warning_stand_in_the_text_and_the_rest_behind_the_fold(
    knowledge: Knowledge,
) -> None:
    main, rest = AdviceWords(knowledge).parts(a_move(OFF, "reload"), facts_of())
    assert len(main) == 1
    assert "削除はしないでください" in main[0]
    assert "1. " not in main[0]
    assert any("1. " in text for text in rest)
    assert any("再読み込み" in text for text in rest)


@each("lang", ["ja", "en"])
def test_who_lacks_the_rights_gets_the_steps_to_pass_on_and_whom_to_ask(
    knowledge: Knowledge, lang: str
) -> None:
    move = a_move(ASK_ADMIN, "use_standard_view", hand_on=OFF)
    text = told(move, facts_of(lang=lang), knowledge)
    assert knowledge.words[lang]["role.app_admin"] in text
    assert RARE.name in text
    for step in knowledge.remedies["disable_plugin"].steps[lang]:
        assert step.format(product=RARE.name) in text
    assert knowledge.remedies["use_standard_view"].steps[lang][0] not in text  # one thing at a time
    assert "{" not in text


def test_what_was_told_whole_before_is_not_told_whole_again(knowledge: Knowledge) -> None:
    step = knowledge.remedies["disable_plugin"].steps["ja"][0]
    move = a_move(ASK_ADMIN, hand_on=OFF)
    assert step in told(move, facts_of(), knowledge)
    again = told(move, facts_of(given=(OFF,)), knowledge)
    assert step not in again
    assert knowledge.say("ja", "advice.hand_on_before") in again


def test_what_changes_most_is_told_whole(knowledge: Knowledge) -> None:
    text = told(a_move("check_recent_change", "disable_own_js"), facts_of(), knowledge)
    assert knowledge.remedies["disable_own_js"].side_effects["ja"] in text
    assert knowledge.remedies["check_recent_change"].steps["ja"][0] not in text


@each(
    ("said", "pass_on", "on_a_pc"),
    [
        ({}, True, False),
        ({"account_role": "admin"}, False, False),
        ({"account_role": "admin", "os": "Android 15"}, False, True),
        ({"os": "iOS 19", "pc_ok": False}, True, False),
    ],
)
def test_who_may_do_it_and_on_what(
    knowledge: Knowledge, said: dict[str, FactValue], *, pass_on: bool, on_a_pc: bool
) -> None:
    text = told(a_move(OFF), facts_of(replace(BLANK, facts=said)), knowledge)
    assert (knowledge.say("ja", "advice.pass_on") in text) is pass_on
    assert (knowledge.say("ja", "advice.on_pc") in text) is on_a_pc


def test_what_anybody_may_do_is_passed_on_to_nobody(knowledge: Knowledge) -> None:
    text = told(a_move("use_standard_view"), facts_of(), knowledge)
    assert knowledge.say("ja", "advice.pass_on") not in text


def test_a_caution_is_said_once(knowledge: Knowledge) -> None:
    facts = facts_of(replace(BLANK, signatures=("cert", "timeout")))
    (caution,) = (c for c in AdviceWords(knowledge).cautions(facts) if c)
    assert caution == knowledge.signatures["cert"].caution["ja"]
    spoken = facts.conversation.with_turn(Turn(at(1), Speaker.DESK, f"…{caution}…"))
    assert not list(AdviceWords(knowledge).cautions(replace(facts, conversation=spoken)))


def test_a_product_in_no_catalogue_is_called_what_the_customer_calls_it(
    knowledge: Knowledge,
) -> None:
    facts = facts_of(replace(BLANK, unlisted=("Nagi",)))
    assert "Nagi" in told(a_move("disable_plugin:unlisted"), facts, knowledge)
