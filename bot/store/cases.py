"""Keeps the inbox's entries as conversations and tickets are: called by whoever writes those."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, insert, select, update

from bot.desk.case_summary import (
    case_line,
    noted_text,
    products_of,
    said_in,
    spoken_text,
    state_of,
    weighed_cause,
)
from bot.desk.inbox import CaseLine, CaseState
from bot.model.conversation import Conversation
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from bot.store import rows, tables
from bot.store.case_tables import case_marks, case_texts, cases
from bot.store.case_words import index_words

AT_ONCE = 500  # values read in one go when the entries are written for the first time
PRODUCT, TAG, FOLLOWER = "product", "tag", "follower"  # kinds of marks
STAGES = {CaseState.OPEN: 0, CaseState.CLAIMED: 0, CaseState.SNOOZED: 1, CaseState.DESK: 2}
CLOSED, NOTE, CLOSED_NOTE = 3, 4, 5  # the other stages

_E, _M = cases.c, case_marks.c
_URGENCIES = list(Urgency)  # the highest first
_FIND = (
    select(cases, case_texts.c.said, case_texts.c.noted)
    .join(case_texts, case_texts.c.seq == _E.seq)
    .where(_E.id == bindparam("of"))
)
_BEGIN = insert(cases).returning(_E.seq)
_UNMARK = delete(case_marks).where(_M.seq == bindparam("of"), _M.kind == bindparam("sort"))
_MARK = insert(case_marks)


def follow_conversation(connection: Connection, conversation: Conversation) -> None:
    """Write what a conversation tells of its entry."""
    said = said_in(conversation)
    told: dict[str, Any] = {
        "conversation": conversation.id,
        "customer": conversation.customer,
        "tenant": conversation.tenant,
        "channel": conversation.channel,
        "lang": conversation.lang,
        "incident": conversation.incident,
        "opened_at": conversation.opened_at,
        "last_at": said.last_at,
        "since": said.since,
        "waits_for": said.waits_for.value,
        "replied": said.has_replied,
        "spoke_at": said.spoke_at,
        "first_words": said.first_words.replace("\0", ""),
        "products": _lines(products_of(conversation)),
    }
    urgency = _URGENCIES.index(conversation.complaint.urgency)
    old = connection.execute(_FIND, {"of": conversation.id}).mappings().first()
    if old is None or old["ticket"] is None:
        told["urgency"] = urgency
    seq = _put(connection, conversation.id, told, old, case_line(0, conversation, None))
    _mark(connection, seq, PRODUCT, told["products"], old["products"] if old is not None else "")
    index_words(connection, seq, old, said=spoken_text(conversation))


def follow_ticket(connection: Connection, ticket: Ticket) -> None:
    """Write what a ticket tells of its entry, unless a later one has taken its place."""
    ident = ticket.conversation or ticket.id
    old = connection.execute(_FIND, {"of": ident}).mappings().first()
    if old is not None and old["ticket_at"] is not None and old["ticket_at"] > ticket.opened_at:
        return
    cause = weighed_cause(ticket)
    told: dict[str, Any] = {
        "conversation": ticket.conversation,
        "ticket": ticket.id,
        "ticket_at": ticket.opened_at,
        "stage": _stage_of(ticket),
        "state": state_of(ticket).value,
        "urgency": _URGENCIES.index(ticket.urgency),
        "cause": cause[: rows.WORD_LIMIT] if cause is not None else None,
        "staff": ticket.staff,
        "tags": _lines(ticket.tags),
        "followers": _lines(ticket.followers),
        "category": ticket.category or "",
    }
    seq = _put(connection, ident, told, old, case_line(0, None, ticket))
    for kind, name in ((TAG, "tags"), (FOLLOWER, "followers")):
        _mark(connection, seq, kind, told[name], old[name] if old is not None else "")
    index_words(connection, seq, old, noted=noted_text(ticket))


def _stage_of(ticket: Ticket) -> int:
    state = state_of(ticket)
    if ticket.customer is None and ticket.conversation is None:
        return CLOSED_NOTE if state is CaseState.CLOSED else NOTE
    return STAGES.get(state, CLOSED)


def _lines(values: Iterable[str]) -> str:
    return "\n".join(
        value.replace("\n", " ").replace("\0", "")[: rows.WORD_LIMIT] for value in values
    )


def _put(
    connection: Connection, ident: str, told: dict[str, Any], old: Any, fresh: CaseLine
) -> int:
    """Write what is told of an entry; ``fresh`` says the rest where it is new. Answers its number."""
    if old is None:
        row = {"id": ident, **_defaults(fresh), **told}
        return int(connection.execute(_BEGIN, row).scalar_one())
    seq = int(old["seq"])
    if any(old[name] != value for name, value in told.items()):
        connection.execute(_changing(tuple(told)), {**told, "at": seq})
    return seq


@cache
def _changing(names: tuple[str, ...]) -> Any:
    change = update(cases).where(_E.seq == bindparam("at"))
    return change.values({name: bindparam(name) for name in names})


def _defaults(line: CaseLine) -> dict[str, Any]:
    return {
        "conversation": line.conversation,
        "stage": STAGES[CaseState.DESK],
        "state": line.state.value,
        "urgency": _URGENCIES.index(line.urgency),
        "customer": line.customer,
        "tenant": line.tenant,
        "channel": line.channel,
        "lang": line.lang,
        "opened_at": line.opened_at,
        "last_at": line.last_at,
        "since": line.since,
        "waits_for": line.waits_for.value,
        "replied": False,
        "first_words": line.first_words.replace("\0", ""),
        "tags": "",
        "products": "",
        "followers": "",
        "category": "",
    }


def _mark(connection: Connection, seq: int, kind: str, lines: str, before: str) -> None:
    """Mark an entry with each line, in place of those before."""
    if lines == before:
        return
    if before:
        connection.execute(_UNMARK, {"of": seq, "sort": kind})
    if values := sorted(set(lines.splitlines()) - {""}):
        given = [{"kind": kind, "value": value, "seq": seq} for value in values]
        connection.execute(_MARK, given)


def fill(connection: Connection) -> None:
    """Write the entries of conversations and tickets that have none yet, as after an upgrade."""
    missing = ~exists().where(_E.id == tables.conversations.c.id)
    for conversation in _missing(connection, tables.conversations, Conversation, missing):
        follow_conversation(connection, conversation)
    unknown = ~exists().where(_E.ticket == tables.tickets.c.id)
    for ticket in _missing(connection, tables.tickets, Ticket, unknown):
        follow_ticket(connection, ticket)


def _missing(connection: Connection, table: Table, kind: type[Any], which: Any) -> Iterable[Any]:
    """The values of a table without an entry, in the order of writing, a page at a time."""
    after = 0
    while True:
        page = select(table.c.seq, table.c.body).where(table.c.seq > after, which)
        found = connection.execute(page.order_by(table.c.seq).limit(AT_ONCE)).all()
        for seq, body in found:
            after = seq
            yield rows.value_of(kind, body)
        if len(found) < AT_ONCE:
            return
