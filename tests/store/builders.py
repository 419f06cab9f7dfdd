"""Values with sensible defaults, rich in what is hard to keep."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.effect import Reply
from bot.model.event import MessageReceived
from bot.model.incident import Incident, IncidentStatus
from bot.model.tenant_report import TenantReport
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.understanding import Scope, Symptom, Urgency

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_message(ident: str = "m1", text: str = "kintoneが開かない") -> MessageReceived:
    return MessageReceived(NOON, ident, "sato", "acme", "web", text, installed_plugins=("kumo",))


def a_conversation(ident: str, customer: str = "sato", *, after: int = 0) -> Conversation:
    at = NOON + after * MINUTE
    return Conversation(
        ident,
        customer,
        "acme",
        "web",
        "ja",
        opened_at=at,
        turns=(Turn(at, Speaker.CUSTOMER, "開かない 🐢 \0", "m1"),),
        complaint=Complaint(
            symptoms=frozenset({Symptom.SLOW, Symptom.WONT_OPEN}),
            scope=frozenset({Scope.EVERYONE, Scope.ALL_APPS}),
            facts={"code": "12", "count": 12, "one": 1, "yes": True, "hosts": ("a", "b")},
            inventory=(),
        ),
        reported_at=at,
    )


def a_member(ident: str, incident: str | None = "I1", **changes: Any) -> Conversation:
    """One conversation with an incident, of an organisation of its own unless told otherwise."""
    values = {"customer": f"{ident}-sato", "tenant": f"{ident}-inc", **changes}
    return replace(a_conversation(ident), incident=incident, **values)


def a_testimony(
    tenant: str = "acme", *, after: int = 0, weight: float = 6.0, cause: str = "plugin:kumo"
) -> TenantReport:
    """What one organisation says, with everything that a testimony may hold."""
    return TenantReport(
        tenant,
        NOON + after * MINUTE,
        {cause: weight, "infra:awa": -2.5},
        {cause: ("answer", "words")},
        ("plugin:hoshi",),
    )


def a_reply(text: str = "お調べします。") -> Reply:
    return Reply("sato", "m1", text, "ja", "unknown", 0.25, questions=("since_when",))


def an_incident(ident: str, status: IncidentStatus = IncidentStatus.SUSPECTED) -> Incident:
    return Incident(ident, status, ("plugin:kumo",), raised_at=NOON, changed_at=NOON)


def a_ticket(ident: str, *, after: int = 0) -> Ticket:
    at = NOON + after * MINUTE
    return Ticket(ident, at, at, "画面が白い", Urgency.HIGH, customer="sato", tenant="acme")


def a_proposal(ident: str) -> ProposedNotice:
    return ProposedNotice(ident, "i1", ("sato",), "first", "お知らせ", "ja", "plugin:kumo", NOON)
