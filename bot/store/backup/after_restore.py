"""What is uncertain after a restore, since the ledger went back in time, and how that is met.

What waited when the backup was made may have been delivered since: it is marked as tried, so that
channels look before they repeat it. Numbers given since must not be given again to something else,
for deliveries are known by them: series and journal leap. Where the database that was replaced can
still be read nothing has to be guessed: what it knows of who was told, what arrived, what came in
and who wants no more is taken over.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    MetaData,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.desk.peer_ports import Way
from bot.desk.ports import RESTORED
from bot.model.event import Tick
from bot.model.recipient import Recipient, RecipientState
from bot.store import rows, tables

SERIES = ("broadcast", "conversation", "incident", "ticket")
LEAP = 1_000  # numbers of a series; more than a desk gives between two backups
JOURNAL_LEAP = 1_000_000
SETTLED = ("delivered", "failed", "cancelled")
_OWN = frozenset({"id", "seq"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Counts: deliveries that may have arrived already, letters to be read (again), rows taken over.

    ``taken_over`` None: nothing could be read of what was there before.
    """

    deliveries: int
    letters: int
    taken_over: int | None = None


def settle(connection: Connection, at: datetime, before: str | None = None) -> Doubt:
    """Mark what is uncertain, in a database that was just restored and has today's tables.

    ``before``: a schema with the tables that were replaced, of the same version. The memory
    ``RESTORED`` keeps the moment: a channel's own notes on what was decided before it may be wrong.
    """
    if before is None:  # what was heard has been judged since, and would be judged twice
        heard = tables.sightings.c.way == Way.HEARD.value
        connection.execute(delete(tables.sightings).where(heard))
    taken_over = _take_over(connection, before) if before is not None else None
    _leap(connection, at, before)
    connection.execute(delete(tables.memories).where(tables.memories.c.key == RESTORED))
    connection.execute(insert(tables.memories).values(key=RESTORED, value=at.isoformat()))
    connection.execute(delete(tables.staff_sessions))  # one that was ended since would go on
    connection.execute(delete(tables.api_keys))  # what was answered may have been undone
    outbox, inbox = tables.outbox, tables.inbox
    waits = outbox.c.state == "waiting"
    connection.execute(
        update(outbox)
        .where(waits)
        .values(attempts=outbox.c.attempts + 1, unsure=True, holder=None, held_until=None)
    )
    deliveries = connection.scalar(select(func.count()).select_from(outbox).where(waits))
    letters = connection.scalar(
        select(func.count()).select_from(inbox).where(inbox.c.state == "waiting")
    )
    return Doubt(int(deliveries or 0), int(letters or 0), taken_over)


def _take_over(connection: Connection, before: str) -> int:
    """What was told, delivered and received since: rows taken over or brought up to date."""
    told, outbox, inbox = tables.told, tables.outbox, tables.inbox
    past = _past(told, before)
    same = and_(*(told.c[n] == past.c[n] for n in ("incident", "customer", "reason", "life")))
    of_ours = past.c.incident.in_(select(tables.incidents.c.id))
    count = _add(connection, told, past, and_(of_ours, ~exists().where(same)))
    past = _past(outbox, before)
    count += _bring_up(connection, outbox, past)
    new = ~exists().where(outbox.c.key == past.c.key)
    count += _add(connection, outbox, past, and_(new, past.c.state.in_(SETTLED)))
    past = _past(inbox, before)
    count += _add(connection, inbox, past, ~exists().where(inbox.c.key == past.c.key))
    count += _staff(connection, before)
    _peers(connection, before)
    return count + _unsubscribe(connection, before) + _let_go(connection, before)


def _staff(connection: Connection, before: str) -> int:
    """Accounts and tokens are as they were last, so that none that was removed since comes back."""
    accounts, audit = tables.staff_accounts, tables.staff_audit
    past = _past(audit, before)
    last = select(func.coalesce(func.max(audit.c.id), 0)).scalar_subquery()
    count = _add(connection, audit, past, past.c.id > last)
    for table in (accounts, tables.api_tokens):
        past = _past(table, before)
        if connection.execute(select(past.c.id).limit(1)).first() is not None:
            connection.execute(delete(table))
            names = [c.name for c in table.c]
            kept = select(*(past.c[n] for n in names))
            connection.execute(insert(table).from_select(names, kept))
    return count


def _peers(connection: Connection, before: str) -> None:
    """Other desks, and what was told, are known as they were last: one that was revoked is gone."""
    for table in (tables.peers, tables.sightings):
        past, names = _past(table, before), [c.name for c in table.c]
        connection.execute(delete(table))
        connection.execute(insert(table).from_select(names, select(*(past.c[n] for n in names))))


def _unsubscribe(connection: Connection, before: str) -> int:
    """Who wanted no more since, was not reached or was removed, is told nothing more."""
    there, past = tables.recipients, _past(tables.recipients, before)
    active = RecipientState.ACTIVE.value
    since = func.coalesce(past.c.state, RecipientState.UNSUBSCRIBED.value)
    both = there.outerjoin(past, there.c.id == past.c.id)
    gone = select(there.c.id, there.c.body, since).select_from(both)
    found = connection.execute(gone.where(there.c.state == active, since != active)).all()
    for ident, body, state in found:
        left = replace(rows.value_of(Recipient, body), state=RecipientState(state))
        change = update(there).where(there.c.id == ident)
        connection.execute(change.values(state=state, body=rows.body_of(left)))
    return len(found)


def _let_go(connection: Connection, before: str) -> int:
    """Who follows the public page no more since; their address goes, and what waits has no reader."""
    there, past = tables.subscriptions, _past(tables.subscriptions, before)
    stays = exists().where(there.c.id == past.c.id)
    return connection.execute(delete(there).where(~stays)).rowcount


def _past(table: Table, before: str) -> FromClause:
    """A table as it was, under a name of its own: both dialects take it in any place."""
    return table.to_metadata(MetaData(), schema=before).alias("past")


def _bring_up(connection: Connection, table: Table, past: FromClause) -> int:
    """What waited and has been settled since is settled."""
    since = and_(past.c.key == table.c.key, past.c.state.in_(SETTLED))
    values = {
        c.name: select(past.c[c.name]).where(since).scalar_subquery()
        for c in table.c
        if c.name not in {*_OWN, "key"}
    }
    waits = and_(table.c.state == "waiting", exists().where(since))
    return connection.execute(update(table).where(waits).values(values)).rowcount


def _add(connection: Connection, table: Table, past: FromClause, which: ColumnElement[bool]) -> int:
    """Rows of before under new numbers, in their order."""
    names = [c.name for c in table.c if c.name not in _OWN]
    found = select(*(past.c[n] for n in names)).where(which).order_by(past.c.id)
    adding = insert(table).from_select(names, found)
    return connection.execute(adding.execution_options(preserve_rowcount=True)).rowcount


def _leap(connection: Connection, at: datetime, before: str | None) -> None:
    """Leave out the numbers that may have been given since the backup."""
    numbers, journal = tables.numbers, tables.journal
    last = int(connection.scalar(select(func.max(journal.c.id))) or 0)
    if before is None:
        last += JOURNAL_LEAP
        leap = update(numbers).where(numbers.c.name.in_(SERIES))
        connection.execute(leap.values(value=numbers.c.value + LEAP))
    else:
        latest = connection.scalar(select(func.max(_past(journal, before).c.id)))
        last = max(last, int(latest or 0)) + 1
        _go_on(connection, before)
    entry = rows.event_row(Tick(_last_moment(connection) or at))
    connection.execute(insert(journal).values(id=last, **entry))
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence("journal", "id")
        connection.execute(select(func.setval(sequence, last)))


def _go_on(connection: Connection, before: str) -> None:
    """Series go on where they stood."""
    numbers, past = tables.numbers, _past(tables.numbers, before)
    given = select(past.c.name, past.c.value).where(past.c.name.in_(SERIES))
    for name, value in connection.execute(given).all():
        known = connection.scalar(select(numbers.c.value).where(numbers.c.name == name))
        if known is None:
            connection.execute(insert(numbers).values(name=name, value=value))
        elif known < value:
            connection.execute(update(numbers).where(numbers.c.name == name).values(value=value))


def _last_moment(connection: Connection) -> datetime | None:
    journal = tables.journal.c
    latest = select(journal.at).order_by(journal.id.desc()).limit(1)
    found: datetime | None = connection.scalar(latest)
    return found
