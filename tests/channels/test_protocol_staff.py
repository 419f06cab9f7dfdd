"""What staff correct, in the replay protocol."""

import json
from datetime import time
from typing import Any

import pytest

from bot.channels.protocol import read_line
from bot.model.broadcast import Quiet, Steering
from bot.model.case_events import (
    CasesMerged,
    CaseSplit,
    SendingTakenBack,
    TagChanged,
    TicketCategorised,
    TicketFollowed,
    TicketHandedBack,
    TicketNoted,
    TicketReopened,
    TicketSnoozed,
    TicketTagged,
)
from bot.model.errors import ProtocolError
from bot.model.event import (
    Approved,
    CauseRuledOut,
    DeliveryFailed,
    Event,
    IncidentEnded,
    MessageDoubted,
    NameConfirmed,
    PageDue,
    Rejected,
    Steered,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)
from bot.model.macro import MacroRemoved, MacroSaved
from tests.builders import MORNING
from tests.cases import each

EVENTS: list[tuple[dict[str, Any], Event]] = [
    ({"event": "approved", "proposal": "P1"}, Approved(MORNING, "P1")),
    ({"event": "rejected", "proposal": "P1", "staff": "hana"}, Rejected(MORNING, "P1", "hana")),
    (
        {"event": "ticket_claimed", "ticket": "T1", "staff": "hana"},
        TicketClaimed(MORNING, "T1", "hana"),
    ),
    (
        {"event": "ticket_answered", "ticket": "T1", "staff": "hana", "text": "はい"},
        TicketAnswered(MORNING, "T1", "hana", "はい"),
    ),
    (
        {"event": "ticket_closed", "ticket": "T1", "staff": "hana"},
        TicketClosed(MORNING, "T1", "hana"),
    ),
    (
        {"event": "approved", "proposal": "P1", "staff": "hana", "text": "調査中です"},
        Approved(MORNING, "P1", "hana", "調査中です"),
    ),
    (
        {
            "event": "approved",
            "proposal": "P1",
            "tenants": ["acme"],
            "channels": ["mail"],
            "quiet": "22:00-07:00",
        },
        Approved(
            MORNING, "P1", tenants=("acme",), channels=("mail",), quiet=Quiet(time(22), time(7))
        ),
    ),
    (
        {"event": "ticket_claimed", "conversation": "C1", "staff": "hana"},
        TicketClaimed(MORNING, "", "hana", "C1"),
    ),
    ({"event": "page_due", "broadcast": "B1"}, PageDue(MORNING, "B1")),
    (
        {
            "event": "steered",
            "broadcast": "B1",
            "staff": "hana",
            "what": "correct",
            "text": "訂正",
        },
        Steered(MORNING, "B1", "hana", Steering.CORRECT, "訂正"),
    ),
    (
        {
            "event": "delivery_failed",
            "key": "reply:m1",
            "customer": "sato",
            "kind": "reply",
            "reason": "550",
            "may_be_there": True,
        },
        DeliveryFailed(MORNING, "reply:m1", "sato", "reply", "550", may_be_there=True),
    ),
    (
        {
            "event": "message_doubted",
            "message_id": "mail:m1",
            "channel": "mail",
            "sender": "s…@midori.example",
            "text": "開かない",
        },
        MessageDoubted(MORNING, "mail:m1", "mail", "s…@midori.example", "開かない"),
    ),
    (
        {"event": "ticket_assigned", "ticket": "T1", "staff": "hana", "to": "kato"},
        TicketAssigned(MORNING, "T1", "hana", "kato"),
    ),
    (
        {"event": "ticket_linked", "ticket": "T1", "staff": "hana", "incident": None},
        TicketLinked(MORNING, "T1", "hana", None),
    ),
    (
        {
            "event": "ticket_answered",
            "ticket": "T1",
            "staff": "hana",
            "text": "確認します",
            "seen": 2,
        },
        TicketAnswered(MORNING, "T1", "hana", "確認します", 2),
    ),
    (
        {
            "event": "ticket_answered",
            "ticket": "T1",
            "staff": "hana",
            "text": "ほかのアプリは開きますか？",
            "question": "other_apps_ok",
        },
        TicketAnswered(
            *(MORNING, "T1", "hana", "ほかのアプリは開きますか？"), question="other_apps_ok"
        ),
    ),
    (
        {"event": "ticket_handed_back", "ticket": "T1", "staff": "hana"},
        TicketHandedBack(MORNING, "T1", "hana"),
    ),
    (
        {"event": "ticket_followed", "ticket": "T1", "staff": "hana"},
        TicketFollowed(MORNING, "T1", "hana"),
    ),
    (
        {"event": "ticket_followed", "ticket": "T1", "staff": "hana", "not_any_more": True},
        TicketFollowed(MORNING, "T1", "hana", follows=False),
    ),
    (
        {"event": "ticket_categorised", "ticket": "T1", "staff": "hana", "category": "use"},
        TicketCategorised(MORNING, "T1", "hana", "use"),
    ),
    (
        {"event": "ticket_tagged", "ticket": "T1", "staff": "hana", "tags": ["帳票", "急ぎ"]},
        TicketTagged(MORNING, "T1", "hana", ("帳票", "急ぎ")),
    ),
    (
        {"event": "tag_changed", "staff": "hana", "tag": "帳票", "to": "印刷", "tickets": ["T1"]},
        TagChanged(MORNING, "hana", "帳票", "印刷", ("T1",)),
    ),
    (
        {"event": "tag_changed", "staff": "hana", "tag": "帳票", "tickets": ["T1", "T2"]},
        TagChanged(MORNING, "hana", "帳票", "", ("T1", "T2")),
    ),
    (
        {
            "event": "ticket_noted",
            "ticket": "T1",
            "staff": "hana",
            "text": "@kato 見てください",
            "mentions": ["kato"],
        },
        TicketNoted(MORNING, "T1", "hana", "@kato 見てください", ("kato",)),
    ),
    (
        {
            "event": "ticket_closed",
            "ticket": "T1",
            "staff": "hana",
            "asks": True,
            "held_until": MORNING.isoformat(),
        },
        TicketClosed(MORNING, "T1", "hana", asks=True, held_until=MORNING),
    ),
    (
        {"event": "case_split", "ticket": "T1", "staff": "hana", "message_id": "m2"},
        CaseSplit(MORNING, "T1", "hana", "m2"),
    ),
    (
        {"event": "cases_merged", "ticket": "T1", "staff": "hana", "other": "T2"},
        CasesMerged(MORNING, "T1", "hana", "T2"),
    ),
    (
        {"event": "sending_taken_back", "ticket": "T1", "staff": "hana"},
        SendingTakenBack(MORNING, "T1", "hana"),
    ),
    (
        {"event": "ticket_reopened", "ticket": "T1", "staff": "hana"},
        TicketReopened(MORNING, "T1", "hana"),
    ),
    (
        {"event": "ticket_snoozed", "ticket": "T1", "staff": "hana", "until": MORNING.isoformat()},
        TicketSnoozed(MORNING, "T1", "hana", MORNING),
    ),
    (
        {"event": "ticket_snoozed", "ticket": "T1", "staff": "hana", "incident": "I1"},
        TicketSnoozed(MORNING, "T1", "hana", None, "I1"),
    ),
    (
        {
            "event": "macro_saved",
            "staff": "hana",
            "name": "確認",
            "texts": {"ja": "{case}です", "fr": "non"},
        },
        MacroSaved(MORNING, "", "hana", "確認", {"ja": "{case}です"}),
    ),
    (
        {"event": "macro_removed", "macro": "M1", "staff": "hana"},
        MacroRemoved(MORNING, "M1", "hana"),
    ),
    (
        {"event": "cause_ruled_out", "ticket": "T1", "staff": "hana", "cause": "plugin:x"},
        CauseRuledOut(MORNING, "T1", "hana", "plugin:x"),
    ),
    (
        {"event": "incident_ended", "incident": "I1", "staff": "hana"},
        IncidentEnded(MORNING, "I1", "hana"),
    ),
    (
        {"event": "name_confirmed", "incident": "I1", "staff": "hana"},
        NameConfirmed(MORNING, "I1", "hana"),
    ),
]


@each(("fields", "event"), EVENTS)
def test_a_correction_is_read(fields: dict[str, Any], event: Event) -> None:
    read = read_line(json.dumps({"at": MORNING.isoformat(), **fields}))
    assert read.event == event
    assert read.warnings == ()


@each(
    ("line", "named"),
    [
        ({"event": "approved", "proposal": "P1", "quiet": "late"}, "quiet"),
        ({"event": "steered", "broadcast": "B1", "staff": "h", "what": "shout"}, "what"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_its_field(
    line: dict[str, Any], named: str
) -> None:
    with pytest.raises(ProtocolError, match=named):
        read_line(json.dumps({"at": MORNING.isoformat(), **line}))
