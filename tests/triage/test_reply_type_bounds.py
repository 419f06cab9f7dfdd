"""What kind of answer a message gets, when a person is needed, and of which cause is spoken."""

from dataclasses import replace
from typing import Any

from bot.model.conversation import Complaint
from bot.model.evidence import NONE, UNKNOWN, Diagnosis, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.move import Escalation, ReplyType
from bot.model.understanding import Kind, Understanding, Urgency
from bot.triage.reply_type import escalation_of, stance_of
from bot.triage.triage import Triage
from tests.builders import PLATFORM, RARE, a_catalogue, a_conversation, at, some_facts
from tests.cases import each

TROUBLED = a_conversation(reported_at=at(0))


def heard(kind: Kind, **said: Any) -> Understanding:
    return replace(Understanding(kind, "ja", "…"), **said)


@each(
    ("advice", "questions", "said", "vendor", "why"),
    [
        (("disable_plugin:x",), (), {}, False, None),
        ((), ("portal",), {}, False, None),
        ((), (), {}, False, Escalation.STUCK),
        (("monitor", "hard_reload"), (), {}, False, Escalation.STUCK),  # that is no help
        (("wait_for_vendor",), (), {}, False, Escalation.STUCK),
        (("wait_for_vendor",), (), {}, True, None),  # who says what is wrong: there is but to wait
        (("disable_plugin:x",), (), {"urgency": Urgency.HIGH}, False, Escalation.URGENT),
        (("disable_plugin:x",), (), {"or_else": Kind.BILLING}, False, Escalation.NEEDS_STAFF),
        (("disable_plugin:x",), (), {"or_else": Kind.HOWTO}, False, None),
    ],
)
def test_why_a_person_is_needed(
    advice: tuple[str, ...],
    questions: tuple[str, ...],
    said: dict[str, Any],
    why: Escalation | None,
    *,
    vendor: bool,
) -> None:
    told = heard(Kind.OUTAGE_REPORT, **said)
    found = escalation_of(advice, questions, some_facts(), told, vendor_says_so=vendor)
    assert found is why
    urgent = some_facts(Complaint(urgency=Urgency.HIGH))
    assert (
        escalation_of(advice, questions, urgent, told, vendor_says_so=vendor) is Escalation.URGENT
    )


@each(
    ("kind", "chance", "asked", "stance"),
    [
        (Kind.HOWTO, 0.3, (), ReplyType.EXPLAIN_CHANGE),
        (Kind.HOWTO, 0.29, (), ReplyType.ROUTE),
        (Kind.STATUS_QUERY, 0.3, (), ReplyType.EXPLAIN_CHANGE),
        (Kind.STATUS_QUERY, 0.29, (), ReplyType.STATUS),
        (Kind.HOWTO, 0.3, ("service_ok",), ReplyType.EXPLAIN_CHANGE),
        (Kind.HOWTO, 0.29, ("service_ok",), ReplyType.ANSWER),
        (Kind.CHITCHAT, 0.3, ("service_ok",), ReplyType.ANSWER),
        (Kind.CHITCHAT, 0.3, (), ReplyType.ACKNOWLEDGE),
    ],
)
def test_a_change_of_kintone_is_explained_where_it_is_three_in_ten_likely(
    kind: Kind, chance: float, asked: tuple[str, ...], stance: ReplyType
) -> None:
    changed = Diagnosis((Hypothesis(UNKNOWN, 1 - chance), Hypothesis("update:kintone", chance)))
    assert stance_of(some_facts(), heard(kind, asked=asked), changed) is stance


@each(("named", "explained"), [((), True), ((PLATFORM.id,), True), ((RARE.id,), False)])
def test_who_asks_how_to_use_another_product_hears_of_no_change_of_kintone(
    named: tuple[str, ...], *, explained: bool
) -> None:
    changed = Diagnosis((Hypothesis(UNKNOWN, 0.2), Hypothesis("update:kintone", 0.8)))
    stance = stance_of(some_facts(), heard(Kind.HOWTO, products=named), changed)
    assert (stance is ReplyType.EXPLAIN_CHANGE) is explained


@each(
    ("said", "stance"),
    [
        ({"facts": {"recent_change": "x"}}, ReplyType.DIAGNOSE),
        ({"facts": {"recent_change": "none"}}, ReplyType.ACKNOWLEDGE),
        ({"facts": {"plugins_used": "none"}}, ReplyType.DIAGNOSE),
        ({"facts": {"plugins_used": "unknown"}}, ReplyType.ACKNOWLEDGE),
        ({"answered": ("portal",)}, ReplyType.DIAGNOSE),
        ({"asked": ("cause",)}, ReplyType.DIAGNOSE),  # of their own trouble
        ({"asked": ("service_ok",)}, ReplyType.ANSWER),
        ({"asked": ("service_ok",), "answered": ("portal",)}, ReplyType.DIAGNOSE),
    ],
)
def test_what_goes_on_with_trouble_that_was_told_of(
    said: dict[str, Any], stance: ReplyType
) -> None:
    facts = some_facts(conversation=TROUBLED)
    diagnosis = Diagnosis((Hypothesis(UNKNOWN, 0.9),))
    assert stance_of(facts, heard(Kind.CHITCHAT, **said), diagnosis) is stance


@each(
    ("kind", "troubled", "cause"),
    [
        (Kind.STATUS_QUERY, True, RARE.cause),
        (Kind.HOWTO, True, RARE.cause),
        (Kind.HOWTO, False, NONE),
        (Kind.CHITCHAT, True, RARE.cause),
        (Kind.SECURITY_OR_ABUSE, True, NONE),  # to whom nothing is said of it
    ],
)
def test_of_the_cause_is_spoken_where_their_trouble_is_asked_for(
    knowledge: Knowledge, kind: Kind, cause: str, *, troubled: bool
) -> None:
    facts = some_facts(conversation=TROUBLED if troubled else a_conversation())
    leading = Diagnosis((Hypothesis(RARE.cause, 0.97),))
    move = Triage(knowledge, a_catalogue()).next_move(facts, heard(kind), leading)
    assert move.cause == cause
    assert move.confidence == (0.843 if cause != NONE else 0.9)  # in thousandths
