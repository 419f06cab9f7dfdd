"""One transaction over the tables: the port ``UnitOfWork``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, exists, or_, select

from bot.model.audit import AuditEntry
from bot.model.conversation import Conversation
from bot.model.event import Event, Opened
from bot.model.incident import OPEN, Incident
from bot.model.probe import ProbeState, row_of
from bot.model.status import FeedState
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus
from bot.store import rows, tables
from bot.store.cases import follow_conversation, follow_ticket
from bot.store.connect import insert_into, replacing
from bot.store.errors import take_back, told_as_away
from bot.store.incidents import SqlIncidents
from bot.store.staff import audit_row

Value = TypeVar("Value")

# What every event asks is built once, as in ``crowds``.
_J, _C, _I = tables.journal.c, tables.conversations.c, tables.incidents.c
_JOURNALLING = tables.journal.insert().returning(_J.id)
_HAS_MESSAGE = select(exists().where(_J.message_id == bindparam("message_id")))
_LATEST = (
    select(_C.body)
    .where(_C.customer == bindparam("customer"))
    .order_by(_C.opened_at.desc(), _C.seq.desc())
    .limit(1)
)
_INCIDENTS = select(_I.body).order_by(_I.raised_at, _I.seq)
_IS_OPEN = _I.status.in_(sorted(OPEN))
_OPEN = _INCIDENTS.where(_IS_OPEN)
_OPEN_OR_CHANGED = _INCIDENTS.where(or_(_IS_OPEN, _I.changed_at >= bindparam("since")))
_FEEDS = select(tables.feeds.c.body).order_by(tables.feeds.c.seq)
_PROBES = select(tables.probes.c.body).order_by(tables.probes.c.seq)
_MEMORY = select(tables.memories.c.value).where(tables.memories.c.key == bindparam("key"))


@cache
def _counting(dialect: str) -> Any:
    numbers = tables.numbers
    return (
        insert_into(numbers, dialect)
        .on_conflict_do_update(index_elements=["name"], set_={"value": numbers.c.value + 1})
        .returning(numbers.c.value)
    )


class SqlUnitOfWork(SqlIncidents):
    """Fills ``UnitOfWork`` over one open transaction; it neither begins nor ends it."""

    def audit(self, entry: AuditEntry) -> None:
        self._connection.execute(tables.staff_audit.insert(), audit_row(entry))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        with told_as_away(within=True):
            part = self._connection.begin_nested()
            try:
                yield
                part.commit()
            except BaseException:
                take_back(part)
                raise

    def journal(self, event: Event) -> int:
        return int(self._connection.execute(_JOURNALLING, rows.event_row(event)).scalar_one())

    def number(self, name: str) -> int:
        row = {"name": rows.word_of(name, "the name of a series"), "value": 1}
        return int(self._connection.execute(_counting(self._dialect), row).scalar_one())

    def opened(self) -> Opened | None:
        journal = tables.journal
        latest = (
            select(journal.c.body).where(journal.c.kind == "opened").order_by(journal.c.id.desc())
        )
        body = self._connection.scalar(latest.limit(1))
        return None if body is None else rows.opened_of(body)

    def has_message(self, message_id: str) -> bool:
        return bool(self._connection.scalar(_HAS_MESSAGE, {"message_id": message_id}))

    def conversation(self, conversation_id: str) -> Conversation | None:
        return self._by_id(tables.conversations, Conversation, conversation_id)

    def latest_conversation(self, customer: str) -> Conversation | None:
        return next(iter(self._values(Conversation, _LATEST, {"customer": customer})), None)

    def active_conversations(self, since: datetime) -> list[Conversation]:
        c = tables.conversations.c
        active = select(c.body).where(c.changed_at >= since, c.reported_at.is_not(None))
        return self._values(Conversation, active.order_by(c.opened_at, c.seq))

    def calm_conversations(self, since: datetime, limit: int = 5000) -> list[Conversation]:
        c = tables.conversations.c
        calm = select(c.body).where(c.changed_at >= since, c.reported_at.is_(None))
        return self._values(Conversation, calm.order_by(c.changed_at.desc(), c.seq).limit(limit))

    def save_conversation(self, conversation: Conversation, changed_at: datetime) -> None:
        self._save(tables.conversations, rows.row_of(conversation, changed_at=changed_at))
        follow_conversation(self._connection, conversation)

    def incident(self, incident_id: str) -> Incident | None:
        return self._by_id(tables.incidents, Incident, incident_id)

    def incidents(
        self, *, open_only: bool = True, ended_since: datetime | None = None
    ) -> list[Incident]:
        if ended_since is not None:
            return self._values(Incident, _OPEN_OR_CHANGED, {"since": ended_since})
        return self._values(Incident, _OPEN if open_only else _INCIDENTS)

    def save_incident(self, incident: Incident) -> None:
        self._save(tables.incidents, rows.incident_row(incident))

    def ticket(self, ticket_id: str) -> Ticket | None:
        return self._by_id(tables.tickets, Ticket, ticket_id)

    def tickets(self, *, include_closed: bool = False, limit: int = 200) -> list[Ticket]:
        c = tables.tickets.c
        query = select(c.body).order_by(c.opened_at.desc(), c.seq.desc()).limit(limit)
        if not include_closed:
            query = query.where(c.status.in_([TicketStatus.OPEN.value, TicketStatus.CLAIMED.value]))
        return self._values(Ticket, query)

    def save_ticket(self, ticket: Ticket) -> None:
        self._save(tables.tickets, rows.ticket_row(ticket))
        follow_ticket(self._connection, ticket)

    def proposal(self, proposal_id: str) -> ProposedNotice | None:
        return self._by_id(tables.proposals, ProposedNotice, proposal_id)

    def proposals(self, *, waiting_only: bool = True) -> list[ProposedNotice]:
        c = tables.proposals.c
        query = select(c.body).order_by(c.proposed_at, c.seq)
        if waiting_only:
            query = query.where(c.status == ProposalStatus.WAITING.value)
        return self._values(ProposedNotice, query)

    def save_proposal(self, proposal: ProposedNotice) -> None:
        self._save(tables.proposals, rows.row_of(proposal))

    def feed(self, feed_id: str) -> FeedState | None:
        return self._by_id(tables.feeds, FeedState, feed_id)

    def feeds(self) -> list[FeedState]:
        return self._values(FeedState, _FEEDS)

    def save_feed(self, feed: FeedState) -> None:
        self._save(tables.feeds, rows.row_of(feed))

    def probe(self, probe: str, vantage: str) -> ProbeState | None:
        return self._by_id(tables.probes, ProbeState, row_of(probe, vantage))

    def probes(self) -> list[ProbeState]:
        return self._values(ProbeState, _PROBES)

    def save_probe(self, probe: ProbeState) -> None:
        self._save(tables.probes, rows.row_of(probe))

    def remember(self, key: str, value: str) -> None:
        row = {"key": rows.word_of(key, "a memory's key"), "value": rows.text_of(value, "a memory")}
        self._connection.execute(replacing(tables.memories, self._dialect, "value"), row)

    def recall(self, key: str) -> str | None:
        value: str | None = self._connection.scalar(_MEMORY, {"key": key})
        return value
