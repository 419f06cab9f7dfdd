"""The next move: what kind of answer a message gets, what is asked and what is advised."""

from dataclasses import replace

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import NONE, UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Escalation, ReplyType
from bot.model.understanding import FactValue, Kind, Symptom, Understanding, Urgency
from bot.triage.naming import LIKELY, is_clear
from bot.triage.reply_type import stance_of
from bot.triage.triage import Triage
from tests.builders import (
    PLATFORM,
    RARE,
    a_catalogue,
    a_conversation,
    a_message,
    at,
    having_advised,
    some_evidence,
    some_facts,
)
from tests.cases import each


def heard(kind: Kind, **said: object) -> Understanding:
    return replace(Understanding(kind, "ja", "…"), **said)  # type: ignore[arg-type]


TROUBLED = a_conversation(reported_at=at(0))
OPEN = Diagnosis((Hypothesis(UNKNOWN, 0.9),))


@each(
    ("kind", "troubled", "stance"),
    [
        (Kind.OUTAGE_REPORT, False, ReplyType.DIAGNOSE),
        (Kind.FUNCTION_REPORT, True, ReplyType.DIAGNOSE),
        (Kind.STATUS_QUERY, False, ReplyType.STATUS),
        (Kind.STATUS_QUERY, True, ReplyType.DIAGNOSE),
        (Kind.HOWTO, False, ReplyType.ROUTE),
        (Kind.BILLING, False, ReplyType.ROUTE),
        (Kind.HUMAN_PLEASE, True, ReplyType.HANDOFF),
        (Kind.SECURITY_OR_ABUSE, True, ReplyType.DECLINE),
        (Kind.WORKAROUND_FAILED, True, ReplyType.FAILED),
        (Kind.CHITCHAT, False, ReplyType.ACKNOWLEDGE),
    ],
)
def test_what_kind_of_answer_a_message_gets(
    kind: Kind, stance: ReplyType, *, troubled: bool
) -> None:
    conversation = TROUBLED if troubled else a_conversation()
    facts = Facts(at(0), conversation, a_catalogue())
    assert stance_of(facts, heard(kind), OPEN) is stance


def test_what_helped_is_thanked_for() -> None:
    tried = having_advised(TROUBLED, f"disable_plugin:{RARE.id}")
    facts = Facts(at(0), tried, a_catalogue())
    assert stance_of(facts, heard(Kind.WORKAROUND_WORKED), OPEN) is ReplyType.WORKED


def test_an_answer_to_our_question_goes_on_with_the_diagnosis() -> None:
    facts = Facts(at(0), TROUBLED, a_catalogue())
    answer = heard(Kind.CHITCHAT, answered=("portal",))
    assert stance_of(facts, answer, OPEN) is ReplyType.DIAGNOSE


def test_that_they_are_no_administrator_changes_the_advice() -> None:
    facts = Facts(at(0), TROUBLED, a_catalogue())
    told = heard(Kind.CHITCHAT, facts={"account_role": "not_admin"})
    assert stance_of(facts, told, OPEN) is ReplyType.DIAGNOSE


def test_recovery_thanks_and_a_question_about_a_moved_button_explains(knowledge: Knowledge) -> None:
    over = replace(TROUBLED, recovered_at=at(1))
    facts = Facts(at(2), over, a_catalogue())
    assert stance_of(facts, heard(Kind.RECOVERED_REPORT), OPEN) is ReplyType.RECOVERED
    moved = Diagnosis((Hypothesis("update:kintone", 0.6), Hypothesis(UNKNOWN, 0.4)))
    fresh = Facts(at(2), a_conversation(), a_catalogue())
    assert stance_of(fresh, heard(Kind.HOWTO), moved) is ReplyType.EXPLAIN_CHANGE
    move = Triage(knowledge, a_catalogue()).next_move(fresh, heard(Kind.HOWTO), moved)
    assert move.cause == "update:kintone"
    assert not move.is_report


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


def test_the_triage_hears_and_diagnoses_a_message(triage: Triage) -> None:
    event = a_message(text="見積アプリが真っ白で開きません。ほかのアプリは開きます")
    understood = triage.understand(event, a_conversation())
    conversation = triage.hear(a_conversation(), event, understood)
    assert conversation.is_troubled
    assert Symptom.BLANK_SCREEN in conversation.complaint.symptoms
    facts = Facts(at(0), conversation, a_catalogue())
    diagnosis = triage.diagnose(facts)
    move = triage.next_move(facts, understood, diagnosis)
    assert move.is_report
    assert move.questions or move.advice or move.escalation
    assert RARE.cause not in {move.cause if move.named else ""}


@each(
    ("button", "kind"),
    [
        ("worked", Kind.RECOVERED_REPORT),
        ("failed", Kind.WORKAROUND_FAILED),
        ("human", Kind.HUMAN_PLEASE),
    ],
)
def test_a_button_means_what_it_says(triage: Triage, button: str, kind: Kind) -> None:
    pressed = replace(a_message(text="直った"), button=button, lang="en")
    assert triage.understand(pressed, TROUBLED).kind is kind
    unknown = replace(pressed, button="teapot", text="kintoneが開きません")
    assert triage.understand(unknown, TROUBLED).kind is Kind.OUTAGE_REPORT


def test_urgent_trouble_and_a_dead_end_go_to_a_person(triage: Triage) -> None:
    urgent = replace(TROUBLED, complaint=Complaint(urgency=Urgency.HIGH))
    facts = Facts(at(0), urgent, a_catalogue())
    move = triage.next_move(facts, heard(Kind.OUTAGE_REPORT), triage.diagnose(facts))
    assert move.escalation is Escalation.URGENT
    assert "handoff_to_human" in move.advice
    stuck = replace(TROUBLED, asked=("portal", "browser", "url"))
    facts = Facts(at(0), stuck, a_catalogue())
    move = triage.next_move(facts, heard(Kind.OUTAGE_REPORT), OPEN)
    assert move.escalation is Escalation.STUCK


def test_a_question_that_may_be_a_report_is_asked_for_a_symptom_of_their_own(
    triage: Triage,
) -> None:
    fresh = Facts(at(0), a_conversation(), a_catalogue())
    torn = heard(Kind.HOWTO, or_else=Kind.FUNCTION_REPORT)
    move = triage.next_move(fresh, torn, OPEN)
    assert move.stance is ReplyType.ROUTE
    assert move.questions == ("own_symptom",)
    sure = heard(Kind.HOWTO)
    assert triage.next_move(fresh, sure, OPEN).questions == ()
    asked = replace(a_conversation(), open_questions=("own_symptom",))
    again = Facts(at(0), asked, a_catalogue())
    assert triage.next_move(again, torn, OPEN).questions == ()


@each(
    ("kind", "asked", "questions"),
    [
        (Kind.STATUS_QUERY, "outage_now", ("own_symptom",)),
        (Kind.STATUS_QUERY, "only_us", ("own_symptom",)),
        (Kind.STATUS_QUERY, "when_fixed", ("own_symptom",)),
        (Kind.STATUS_QUERY, "why_believe", ()),
        (Kind.HOWTO, "service_ok", ()),
    ],
)
def test_who_asks_first_whether_something_is_down_is_asked_for_their_own_trouble(
    triage: Triage, kind: Kind, asked: str, questions: tuple[str, ...]
) -> None:
    first = Facts(at(0), a_conversation(), a_catalogue())
    move = triage.next_move(first, heard(kind, asked=(asked,)), OPEN)
    assert move.stance is ReplyType.ANSWER
    assert move.questions == questions
    assert move.cause == NONE
    in_trouble = Facts(at(0), TROUBLED, a_catalogue())
    assert triage.next_move(in_trouble, heard(kind, asked=(asked,)), OPEN).questions == ()


@each(
    ("answer", "cause"),
    [({}, UNKNOWN), ({"own_symptom": False}, NONE), ({"other": False}, UNKNOWN)],
)
def test_what_may_be_a_report_has_no_known_cause_until_they_deny_any_trouble(
    triage: Triage, answer: dict[str, FactValue], cause: str
) -> None:
    torn = heard(Kind.HOWTO, or_else=Kind.FUNCTION_REPORT)
    asked = a_conversation(
        asked=("own_symptom",), open_questions=("own_symptom",), complaint=Complaint(facts=answer)
    )
    assert triage.next_move(Facts(at(0), asked, a_catalogue()), torn, OPEN).cause == cause
    later = heard(Kind.CHITCHAT)
    assert triage.next_move(Facts(at(0), asked, a_catalogue()), later, OPEN).cause == cause


@each(("or_else", "cause"), [(Kind.FUNCTION_REPORT, UNKNOWN), (None, NONE)])
def test_a_question_has_a_cause_only_where_it_may_be_a_report(
    triage: Triage, or_else: Kind | None, cause: str
) -> None:
    fresh = Facts(at(0), a_conversation(), a_catalogue())
    assert triage.next_move(fresh, heard(Kind.HOWTO, or_else=or_else), OPEN).cause == cause


def test_a_howto_that_tells_of_the_trouble_is_answered_by_its_cause() -> None:
    config = Hypothesis("customer:config", 0.97)
    facts = Facts(at(9), a_conversation(reported_at=at(0)), a_catalogue())
    telling = Understanding(Kind.HOWTO, "ja", "…", facts={"recent_change": "非公開にしました"})
    assert stance_of(facts, telling, Diagnosis((config,))) is ReplyType.DIAGNOSE
    aside = Understanding(Kind.HOWTO, "ja", "…")
    assert stance_of(facts, aside, Diagnosis((config,))) is ReplyType.ROUTE
    unsure = replace(config, probability=0.6)
    assert stance_of(facts, telling, Diagnosis((unsure,))) is ReplyType.ROUTE
    untroubled = replace(facts, conversation=a_conversation())
    assert stance_of(untroubled, telling, Diagnosis((config,))) is ReplyType.ROUTE


def test_who_asks_how_it_stands_is_told_so_and_what_to_do(triage: Triage) -> None:
    heard = Understanding(Kind.STATUS_QUERY, "ja", "…")
    complaint = Complaint(symptoms=frozenset({Symptom.WONT_OPEN}))
    facts = Facts(at(9), a_conversation(complaint=complaint, reported_at=at(0)), a_catalogue())
    shown = some_evidence(PLATFORM.cause, 8.0, EvidenceKind.FEED)
    outage = Diagnosis((Hypothesis(PLATFORM.cause, 0.97, (shown,)),))
    move = triage.next_move(facts, heard, outage)
    assert move.advice[:2] == ("status_answer", "wait_for_platform")


def test_beside_a_question_that_is_a_test_no_other_test_is_asked_for(triage: Triage) -> None:
    heard = Understanding(Kind.OUTAGE_REPORT, "ja", "…")
    facts = some_facts(Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN})))
    diagnosis = triage.diagnose(facts)
    tests = {r.tests: r.id for r in triage.knowledge.remedies.values() if r.tests}
    asked: tuple[str, ...] = ()
    for _ in range(2):
        conversation = replace(facts.conversation, asked=asked, reported_at=at(0))
        move = triage.next_move(replace(facts, conversation=conversation), heard, diagnosis)
        if tests.keys() & {*move.questions}:
            assert not {*tests.values()} & {*move.advice}
        asked += move.questions
    assert asked


@each(
    ("causes", "clear"),
    [
        ({"maintenance:kintone": 0.85, "maintenance:mailwise": 0.081}, True),
        ({"maintenance:kintone": 0.85, "maintenance:mailwise": 0.079}, False),
        ({"plugin:ruri_grid": 0.85, "plugin:beni_print": 0.08}, False),
        ({"plugin:ruri_grid": 0.93, "unknown": 0.07}, True),
    ],
)
def test_work_that_one_vendor_announced_is_one_cause_where_it_is_asked_whatis_clear(
    causes: dict[str, float], *, clear: bool
) -> None:
    found = Diagnosis(tuple(Hypothesis(cause, p) for cause, p in causes.items()))
    assert is_clear(found) is clear


@each(
    ("probability", "published", "clear"),
    [(LIKELY, 10.0, True), (LIKELY - 0.01, 10.0, False), (LIKELY, 9.0, False)],
)
def test_what_a_vendor_has_published_needs_no_proof(
    probability: float, published: float, *, clear: bool
) -> None:
    page = Evidence("infra:hama_hosting", published, EvidenceKind.FEED, "", "")
    rest = Hypothesis("plugin:ruri_grid", 1 - probability)
    found = Diagnosis((Hypothesis("infra:hama_hosting", probability, (page,)), rest))
    assert is_clear(found) is clear


def test_clearing_the_cache_is_never_the_whole_answer(triage: Triage) -> None:
    tried = ("other_browser", "incognito")
    complaint = Complaint(
        symptoms=frozenset({Symptom.BLANK_SCREEN}), facts={"already_tried": tried}
    )
    conversation = a_conversation(complaint=complaint, reported_at=at(0))
    browser = Diagnosis((Hypothesis("customer:browser", 0.97),))
    facts = Facts(at(9), conversation, a_catalogue())
    move = triage.next_move(facts, heard(Kind.OUTAGE_REPORT), browser)
    assert {"hard_reload", "handoff_to_human"} <= {*move.advice}
