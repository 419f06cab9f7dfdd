"""What is said when a person takes over."""

from typing import Any

from bot.model.acts import Act, Reports
from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.evidence import UNKNOWN, Diagnosis
from bot.model.move import Escalation, Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.handing_over import handed_over, handing_on, passed_on, route_key, still_at_it
from tests.builders import RARE, a_conversation, at, some_facts
from tests.cases import each

BLANK = Reports("一覧が真っ白です", 1.0)


def say(key: str, **_: object) -> str:
    return f"[{key}]"


def heard(text: str = "…", **more: Any) -> Understanding:
    return Understanding(more.pop("kind", Kind.OUTAGE_REPORT), "ja", text, **more)


def a_move(why: Escalation | None, stance: ReplyType = ReplyType.HANDOFF) -> Move:
    return Move(stance, Diagnosis(()), UNKNOWN, 0.9, escalation=why)


@each(
    ("why", "doubt", "ticket", "said"),
    [
        (Escalation.NEEDS_STAFF, None, "T1", "[handoff.waiting]"),
        (Escalation.NEEDS_STAFF, Kind.BILLING, None, "[route.billing]"),
        (Escalation.NEEDS_STAFF, Kind.HOWTO, None, "[route.howto]"),
        (Escalation.NEEDS_STAFF, Kind.CONFIG_REQUEST, None, "[handoff.done]"),
        (Escalation.NEEDS_STAFF, None, None, "[handoff.done]"),
        (Escalation.URGENT, Kind.BILLING, None, "[handoff.done]"),
    ],
)
def test_a_person_who_has_it_is_told_of_by_what_they_have(
    why: Escalation, doubt: Kind | None, ticket: str | None, said: str
) -> None:
    facts = some_facts(conversation=a_conversation(ticket=ticket))
    assert handing_on(a_move(why), facts, heard(or_else=doubt), say) == said


def test_that_a_person_is_at_it_is_said_once_and_then_that_they_see_what_was_added() -> None:
    before = (Turn(at(0), Speaker.DESK, "[handoff.waiting]"),)
    assert still_at_it(a_conversation(), say) == "[handoff.waiting]"
    assert still_at_it(a_conversation(turns=before), say) == "[handoff.noted]"


@each(
    ("stance", "why", "asked", "said"),
    [
        (ReplyType.ANSWER, Escalation.NEEDS_STAFF, (), "[handoff.next]"),
        (ReplyType.ANSWER, Escalation.NEEDS_STAFF, ("human",), ""),
        (ReplyType.ANSWER, Escalation.NEEDS_STAFF, ("when_contact", "cause"), ""),
        (ReplyType.ANSWER, Escalation.NEEDS_STAFF, ("cause",), "[handoff.next]"),
        (ReplyType.ANSWER, None, (), ""),
        (ReplyType.HANDOFF, Escalation.NEEDS_STAFF, (), ""),
    ],
)
def test_a_question_that_went_to_a_person_is_told_how_it_goes_on(
    stance: ReplyType, why: Escalation | None, asked: tuple[str, ...], said: str
) -> None:
    assert passed_on(a_move(why, stance), heard(asked=asked), say) == said


@each(
    ("talk", "acts", "said"),
    [
        ({"ticket": "T1", "reported_at": at(0)}, (BLANK,), "[handoff.again]"),
        ({"reported_at": at(0)}, (), "[handoff.asked]"),
        ({"complaint": Complaint(products=(RARE.id,))}, (), "[handoff.asked]"),
        ({}, (), "[handoff.first]"),
        ({"reported_at": at(0)}, (BLANK,), "[handoff.asked][sorry]"),
    ],
)
def test_whom_a_person_was_promised_hears_what_that_person_has(
    talk: dict[str, Any], acts: tuple[Act, ...], said: str
) -> None:
    facts = some_facts(conversation=a_conversation(**talk))
    assert handed_over(facts, heard(acts=acts), say) == said


@each(
    ("kind", "known", "key"),
    [
        (Kind.BILLING, True, "route.billing"),
        (Kind.BILLING, False, "route.billing"),
        (Kind.CONFIG_REQUEST, True, "route.known"),
        (Kind.CONFIG_REQUEST, False, "route.request"),
        (Kind.HOWTO, False, "route.howto"),
    ],
)
def test_where_a_request_goes(kind: Kind, key: str, *, known: bool) -> None:
    assert route_key(kind, known=known) == key
