"""Steps over cases: conversations, tickets, notices and who was told of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.desk.pictures import A_DAY
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecision
from bot.model.incident import OPEN, Incident
from bot.model.recipient import CONTACT
from bot.model.retention import (
    GONE,
    Rename,
    bare_conversation,
    bare_proposal,
    bare_ticket,
)
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus
from bot.model.timeline import TimelineKind
from bot.store import rows, tables
from bot.store.cases import follow_conversation, follow_ticket
from bot.store.tables import pictures as kept_pictures
from bot.store.tidying.steps import Step, deleting

CHUNK = 100  # rows a transaction

_NAMES_STAFF = ("owner", "ended_by", "withdrawn_by", "chosen_by")

Value = TypeVar("Value")

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

    return _over(tables.conversations, Conversation, which, bare, follow_conversation)


def contacts() -> Step:
    """Addresses that customers gave for answers of staff, once nobody knows who these were."""
    r, customer = tables.recipients.c, tables.conversations.c.customer
    known = exists().where(customer == func.substr(r.id, len(CONTACT) + 1))
    return deleting(tables.recipients, and_(r.id.like(f"{CONTACT}%"), ~known))


def tickets(before: datetime, rename: Rename) -> Step:
    """Words and names of closed tickets that somebody wrote."""
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

    return _over(tables.tickets, Ticket, which, bare, follow_ticket)


def work_on_tickets(before: datetime) -> Step:
    """What staff noted on closed tickets of nobody, or of nobody any more; the notice itself stays."""
    c = tables.tickets.c
    which = and_(
        c.changed_at < before,
        c.status.not_in(_UNDECIDED),
        or_(c.customer.is_(None), c.customer.like(f"{GONE}%")),
        or_(
            c.staff.is_not(None),
            *(c.body.not_like(f'%"{name}":[]%') for name in ("notes", "tags", "followers")),
        ),
    )

    def bare(ticket: Ticket) -> dict[str, Any]:
        left = replace(ticket, staff=None, notes=(), tags=(), followers=(), categorised_by=None)
        return {"staff": None, "body": rows.body_of(left)}

    return _over(tables.tickets, Ticket, which, bare, follow_ticket)


def pictures(before: datetime, now: datetime) -> Step:
    """Screenshots of so long ago or of nobody any more, and those that no message claimed.

    Where a ticket is open they stay, as long as its conversation does.
    """
    c, said = kept_pictures.c, tables.conversations.c
    live = select(said.id).where(said.customer.not_like(f"{GONE}%"))
    unclaimed = and_(c.conversation.is_(None), c.at < now - A_DAY)
    old = and_(c.at < before, c.conversation.not_in(_WITH_TICKETS))
    gone = and_(c.conversation.is_not(None), c.conversation.not_in(live))
    return deleting(kept_pictures, or_(unclaimed, old, gone))


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
    follow: Callable[[Connection, Value], None] = lambda _, __: None,
) -> Step:
    """Put what is left in the place of each value, a page at a time; ``follow`` sees it then."""
    after = 0

    def step(connection: Connection) -> int | None:
        nonlocal after
        page = select(table.c.seq, table.c.body).where(which, table.c.seq > after)
        found = connection.execute(page.order_by(table.c.seq).limit(CHUNK)).all()
        for seq, body in found:
            after = seq
            values = bare(rows.value_of(kind, body))
            connection.execute(update(table).where(table.c.seq == seq).values(values))
            follow(connection, rows.value_of(kind, values["body"]))
        return len(found) or None

    return step


def timeline(before: datetime) -> Step:
    """Who of the staff decided what in incidents that are over, and their words; that it was decided stays."""
    c = tables.timeline.c
    decision = c.kind == TimelineKind.DECISION.value
    handed_over = and_(decision, c.what == IncidentDecision.OWN.value)  # to the person it is about
    which = and_(
        c.at < before,
        or_(c.staff != "", and_(decision, c.text != ""), and_(handed_over, c.about != "")),
        c.subject.not_in(OPEN_INCIDENTS),
    )

    def step(connection: Connection) -> int | None:
        found = connection.scalars(select(c.id).where(which).limit(CHUNK)).all()
        if found:
            change = update(tables.timeline).where(c.id.in_(found))
            about = case((handed_over, ""), else_=c.about)
            connection.execute(change.values(staff="", text="", key=None, about=about))
        return len(found) or None

    return step


def incidents(before: datetime) -> Step:
    """What reporters of incidents that are over said, and who of the staff led and decided them."""
    c = tables.incidents.c
    which = and_(
        c.changed_at < before,
        c.status.not_in(sorted(OPEN)),
        or_(
            c.body.not_like('%"evidence":[]%'),
            *(c.body.like(f'%"{name}":"%') for name in _NAMES_STAFF),
        ),
    )

    def bare(incident: Incident) -> dict[str, Any]:
        left = replace(incident, evidence=(), owner=None, ended_by=None)
        row = rows.incident_row(replace(left, withdrawn_by=None, chosen_by=None))
        return {"body": row["body"], "words": row["words"]}

    return _over(tables.incidents, Incident, which, bare)
