"""What an older version wrote is there after the upgrade, and means the same."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from bot.desk.inbox import CaseFilter, InboxView
from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.model.conversation import Conversation
from bot.model.effect import StaffReply
from bot.model.incident import IncidentStatus
from bot.model.tenant_report import NO_INCIDENT
from bot.model.ticket import TicketStatus
from bot.model.understanding import Urgency
from bot.store import rows
from bot.store.sql import SqlStore
from tests.store.builders import MINUTE, NOON, a_conversation, a_proposal, a_ticket
from tests.store.databases import a_database, a_database_of

pytestmark = pytest.mark.slow

TOKYO = timezone(timedelta(hours=9))


@pytest.fixture(params=["file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as the first version left it."""
    with a_database(request.param, tmp_path, empty=True) as address:
        a_database_of("0001", address)
        yield address


def moment(engine: Engine, when: datetime) -> str:
    """As the tables keep it."""
    utc = when.astimezone(UTC)
    sqlite = engine.dialect.name == "sqlite"
    return (utc.replace(tzinfo=None) if sqlite else utc).isoformat(" ", "microseconds")


def keep(url: str, table: str, **columns: object) -> None:
    """One row, as the first version wrote it."""
    engine = create_engine(url)
    values = {n: moment(engine, c) if isinstance(c, datetime) else c for n, c in columns.items()}
    names, places = ", ".join(values), ", ".join(f":{n}" for n in values)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608
    engine.dispose()


def keep_conversation(url: str, conversation: Conversation) -> None:
    body = json.loads(rows.body_of(conversation))
    del body["incident"]
    keep(
        url,
        "conversations",
        id=conversation.id,
        customer=conversation.customer,
        tenant=conversation.tenant,
        opened_at=conversation.opened_at,
        reported_at=conversation.reported_at,
        changed_at=NOON,
        body=json.dumps(body, ensure_ascii=False),
    )


def keep_incident(url: str, ident: str, **changes: Any) -> None:
    body = {
        "id": ident,
        "status": "confirmed",
        "suspects": ["plugin:kumo", "infra:awa"],
        "raised_at": NOON.isoformat(),
        "changed_at": NOON.isoformat(),
        "confidence": 0.91,
        "conversations": [],
        "tenants": [],
        "told": [],
        "evidence": ["三社から報告"],
        "proposed": [],
        "resolved_at": None,
        "relapses": 0,
        **changes,
    }
    keep(
        url,
        "incidents",
        id=ident,
        status=body["status"],
        raised_at=NOON,
        changed_at=NOON,
        body=json.dumps(body, ensure_ascii=False),
    )


def told(customer: str, reason: str, at: datetime = NOON) -> dict[str, str]:
    return {"customer": customer, "reason": reason, "at": at.isoformat()}


@pytest.fixture
def upgraded(url: str) -> Iterator[SqlStore]:
    """An outage with members and a ledger, one that is over for the second time, one of many."""
    early = replace(a_conversation("C1"), last_report_at=NOON)
    late = replace(
        a_conversation("C2", "kato"),
        tenant="bolt",
        last_report_at=(NOON + 5 * MINUTE).astimezone(TOKYO),
    )
    for conversation in (early, late, a_conversation("C3", "free")):
        keep_conversation(url, conversation)
    keep_incident(
        url,
        "I2",
        conversations=["C2", "C1", "gone"],
        tenants=["bolt", "acme"],
        told=[told("sato", "update"), told("kato", "workaround", NOON.astimezone(TOKYO))],
        proposed=["suzuki"],
    )
    keep_incident(
        url,
        "I11",
        status="resolved",
        relapses=1,
        told=[told("sato", "recovered")],
        tenants=[f"tenant{n}" for n in range(30)],
    )
    keep(
        url,
        "proposals",
        id="P-1",
        status="waiting",
        incident="I2",
        proposed_at=NOON,
        body=rows.body_of(a_proposal("P-1")),
    )
    keep(url, "numbers", name="ticket", value=4)
    store = SqlStore.open(url)
    yield store
    store.close()


def test_conversations_know_the_incident_that_held_them(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        assert [c.id for c in work.members("I2")] == ["C1", "C2"]
        found = work.conversation("C1")
        assert found == replace(a_conversation("C1"), incident="I2", last_report_at=NOON)
        assert [c.id for c in work.unexplained(NOON)] == ["C3"]
        assert work.conversation("C3") == a_conversation("C3", "free")


def test_the_ledger_counts_on(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        assert work.told("I2", 0) == {
            "sato": frozenset({"update"}),
            "kato": frozenset({"workaround"}),
            "suzuki": frozenset({"proposed"}),
        }


def test_who_heard_of_the_end_of_a_relapse_does_not_hear_of_it_again(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        assert work.told("I11", 1) == {"sato": frozenset({"recovered"})}


def test_an_incident_keeps_what_it_was_believed_to_be(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        one, other = work.incidents(open_only=False)
    assert (one.status, one.cause, one.confidence) == (
        IncidentStatus.CONFIRMED,
        "plugin:kumo",
        0.91,
    )
    assert (one.organisations, one.tenants) == (2, ("bolt", "acme"))
    assert one.last_report_at == NOON + 5 * MINUTE
    assert one.evidence == ("三社から報告",)
    assert (other.organisations, len(other.tenants), other.relapses) == (30, 20, 1)
    assert other.last_report_at is None


def test_numbers_go_on_where_they_stopped(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        assert work.number("incident") == 12
        assert work.number("ticket") == 5


def test_proposals_wait_on_and_no_report_counts_yet(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        assert work.proposals() == [a_proposal("P-1")]
        assert list(work.statements(0)) == []
        assert work.testimony(NO_INCIDENT, "acme") is None


def test_tickets_of_before_are_in_the_queue_as_they_should_be(url: str) -> None:
    tickets = [
        replace(a_ticket("t1"), urgency=Urgency.LOW),
        replace(a_ticket("t2", after=1), urgency=Urgency.HIGH),
        replace(a_ticket("t3", after=2), status=TicketStatus.CLAIMED, staff="kato"),
    ]
    for ticket in tickets:
        body = json.loads(rows.body_of(ticket))
        del body["why"]
        own = {"customer": ticket.customer, "tenant": ticket.tenant, "status": ticket.status.value}
        at = {"opened_at": ticket.opened_at, "changed_at": ticket.changed_at}
        keep(url, "tickets", id=ticket.id, **own, **at, body=json.dumps(body))
    store = SqlStore.open(url)
    with store.work() as work:
        assert work.tickets_in(TicketStatus.OPEN, 9) == [tickets[1], tickets[0]]
        assert work.tickets_in(TicketStatus.CLAIMED, 9) == [tickets[2]]
    store.close()


def test_what_was_there_before_the_inbox_is_in_it_and_can_be_found(upgraded: SqlStore) -> None:
    with upgraded.work() as work:
        everything = work.cases(InboxView.ALL, "kato", NOON)
        assert sorted(line.id for line in everything.lines) == ["C1", "C2", "C3"]
        found = work.cases(InboxView.ALL, "kato", NOON, narrow=CaseFilter(words="bolt"))
        assert [line.id for line in found.lines] == ["C2"]


def test_an_empty_database_of_the_first_version_needs_nothing_moved(url: str) -> None:
    store = SqlStore.open(url)
    with store.work() as work:
        assert work.incidents(open_only=False) == []
        assert work.number("incident") == 1
    store.close()


def test_a_process_of_the_version_before_goes_on_beside_this_one(url: str) -> None:
    """A rolling upgrade: the tables are new, and the old program still writes and reads."""
    store = SqlStore.open(url)
    keep(
        url,
        "outbox",
        key="reply:old",
        channel="web",
        state="waiting",
        kind="staff_reply",
        body=rows.body_of(StaffReply("sato", "承りました。", "tanaka")),
        decided_at=NOON,
        attempts=1,
    )
    [waiting] = store.outgoing("web")
    assert isinstance(waiting.effect, StaffReply)
    [claimed] = store.ledger.claim("web", Claimant("new"), 5, NOON)
    arrived = Settled(claimed, DeliveryState.DELIVERED, "p1")
    store.ledger.settle(Claimant("new"), [arrived], NOON)
    engine = create_engine(url)
    with engine.begin() as connection:  # as the old program asks for what waits
        left = "SELECT id FROM outbox WHERE channel = 'web' AND state = 'waiting' ORDER BY id"
        assert connection.execute(text(left)).all() == []
    engine.dispose()
    store.close()
