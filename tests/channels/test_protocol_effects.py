"""The replay protocol, outwards: every effect."""

import json
from typing import Any

from bot.channels.protocol import effect_line
from bot.model.effect import (
    Checked,
    Effect,
    Notice,
    Proposal,
    Reply,
    StaffAlert,
    StaffReply,
    TicketRaised,
)
from bot.model.understanding import Urgency
from tests.builders import MORNING
from tests.cases import each

CHECKED = (Checked("s", "S", "operational", MORNING),)
EFFECTS: list[tuple[Effect, dict[str, Any]]] = [
    (
        Reply("aoi", "m1", "はい", "ja", "unknown", 0.5, ("portal",), ("monitor",), True, CHECKED),  # noqa: FBT003
        {
            "effect": "reply",
            "customer": "aoi",
            "in_reply_to": "m1",
            "text": "はい",
            "details": None,
            "lang": "ja",
            "cause": "unknown",
            "confidence": 0.5,
            "questions": ["portal"],
            "advice": ["monitor"],
            "is_report": True,
        },
    ),
    (
        TicketRaised("T1", None, "note", None, Urgency.LOW),
        {
            "effect": "ticket",
            "ticket": "T1",
            "customer": None,
            "text": "note",
            "cause": None,
            "urgency": "low",
        },
    ),
    (
        StaffAlert("I1", "raised", ("plugin:x",), 2, "alert"),
        {
            "effect": "staff_alert",
            "incident": "I1",
            "action": "raised",
            "suspects": ["plugin:x"],
            "tenants": 2,
            "text": "alert",
        },
    ),
    (
        Proposal("P1", "I1", ("aoi",), "first", "t", "ja"),
        {
            "effect": "proposal",
            "proposal": "P1",
            "incident": "I1",
            "to": ["aoi"],
            "reason": "first",
            "text": "t",
            "lang": "ja",
        },
    ),
    (
        Notice("I1", ("aoi",), "recovered", "t", "ja", "plugin:x", ("no_action_needed",)),
        {
            "effect": "notice",
            "incident": "I1",
            "to": ["aoi"],
            "reason": "recovered",
            "text": "t",
            "lang": "ja",
            "cause": "plugin:x",
            "advice": ["no_action_needed"],
        },
    ),
]


@each(("effect", "written"), EFFECTS, ids=lambda v: type(v).__name__)
def test_every_effect_is_one_line_with_exactly_the_fields_of_the_protocol(
    effect: Effect, written: dict[str, Any]
) -> None:
    said = effect_line(effect)
    assert said is not None
    assert "\n" not in said
    assert json.loads(said) == written


def test_an_answer_of_staff_is_no_word_of_the_protocol() -> None:
    assert effect_line(StaffReply("aoi", "はい", "hana")) is None
