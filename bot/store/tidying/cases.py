"""Steps over cases: conversations, tickets, notices and who was told of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, update

from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.conversation import Conversation
from bot.model.incident import OPEN
from bot.model.retention import (
    GONE,
    Rename,
    bare_conversation,
    bare_proposal,
    bare_ticket,
)
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus
from bot.store import rows, tables

CHUNK = 100  # rows a transaction

Value = TypeVar("Value")
Step = Callable[[Connection], int | None]

_I, _T, _O = tables.incidents.c, tables.tickets.c, tables.outbox.c
OPEN_INCIDENTS = select(_I.id).where(_I.status.in_(sorted(OPEN)))
_UNDECIDED = [TicketStatus.OPEN.value, TicketStatus.CLAIMED.value]
_WITH_TICKETS = select(_T.conversation).where(
    _T.status.in_(_UNDECIDED), _T.conversation.is_not(None)
)
_IN_INCIDENTS = select(tables.conversations.c.id).where(
    tables.conversations.c.incident.in_(OPEN_INCIDENTS)
)
_WAITED_FOR = select(_O.reader).where(_O.state == "waiting", _O.reader != "")


def _of_no_open_incident(column: Any) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(OPEN_INCIDENTS))


def conversations(before: datetime, rename: Rename) -> Step:
    """Words, files and names of conversations that nobody needs any more."""
    c = tables.conversations.c
    which = and_(
        c.changed_at < before,
        c.customer.not_like(f"{GONE}%"),
        c.id.not_in(_WITH_TICKETS),
        c.customer.not_in(_WAITED_FOR),
        _of_no_open_incident(c.incident),
    )

    def bare(conversation: Conversation) -> dict[str, Any]:
        left = bare_conversation(conversation, rename)
        return {
            "customer": left.customer,
            "tenant": left.tenant,
            "address": left.address,
            "body": rows.body_of(left),
        }

    return _over(tables.conversations, Conversation, which, bare)


def tickets(before: datetime, rename: Rename) -> Step:
    """Words and names of closed tickets; notes to staff, which are of nobody, stay."""
    c = tables.tickets.c
    which = and_(
        c.changed_at < before,
        c.status.not_in(_UNDECIDED),
        c.customer.is_not(None),
        c.customer.not_like(f"{GONE}%"),
        or_(c.conversation.is_(None), c.conversation.not_in(_IN_INCIDENTS)),
    )

    def bare(ticket: Ticket) -> dict[str, Any]:
        left = bare_ticket(ticket, rename)
        own = {"customer": left.customer, "tenant": left.tenant, "staff": left.staff}
        return {**own, "body": rows.body_of(left)}

    return _over(tables.tickets, Ticket, which, bare)


def proposals(before: datetime) -> Step:
    """For whom decided notices were meant."""
    c = tables.proposals.c
    which = and_(
        c.proposed_at < before,
        c.status != ProposalStatus.WAITING.value,
        c.incident.not_in(OPEN_INCIDENTS),
        or_(c.body.not_like('%"to":[]%'), c.body.not_like('%"staff":null%')),
    )
    return _over(
        tables.proposals,
        ProposedNotice,
        which,
        lambda proposal: {"body": rows.body_of(bare_proposal(proposal))},
    )


def broadcasts(before: datetime) -> Step:
    """Whom broadcasts that are over named, and which of the staff sent them."""
    c = tables.broadcasts.c
    over = [BroadcastStatus.CANCELLED.value, BroadcastStatus.COMPLETE.value]
    which = and_(
        c.started_at < before,
        c.status.in_(over),
        c.incident.not_in(OPEN_INCIDENTS),
        or_(c.body.not_like('%"named":[]%'), c.body.not_like('%"staff":""%')),
    )
    return _over(
        tables.broadcasts,
        Broadcast,
        which,
        lambda sent: {"body": rows.body_of(replace(sent, named=(), staff=""))},
    )


def told(before: datetime, rename: Rename) -> Step:
    """Who was told of incidents that are over; how many were stays."""
    c = tables.told.c
    which = and_(c.at < before, c.customer.not_like(f"{GONE}%"), c.incident.not_in(OPEN_INCIDENTS))

    def step(connection: Connection) -> int | None:
        found = connection.execute(select(c.id, c.customer).where(which).limit(CHUNK)).all()
        for number, customer in found:
            change = update(tables.told).where(c.id == number)
            connection.execute(change.values(customer=rename(customer)))
        return len(found) or None

    return step


def _over(
    table: Table,
    kind: type[Value],
    which: ColumnElement[bool],
    bare: Callable[[Value], dict[str, Any]],
) -> Step:
    """Put what is left in the place of each value, a page at a time."""
    after = 0

    def step(connection: Connection) -> int | None:
        nonlocal after
        page = select(table.c.seq, table.c.body).where(which, table.c.seq > after)
        found = connection.execute(page.order_by(table.c.seq).limit(CHUNK)).all()
        for seq, body in found:
            after = seq
            values = bare(rows.value_of(kind, body))
            connection.execute(update(table).where(table.c.seq == seq).values(values))
        return len(found) or None

    return step
