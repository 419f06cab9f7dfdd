"""How the house is doing, read by queries that stay cheap however much was ever kept.

It has a connection of its own, so that whoever looks on waits for no writer and keeps none waiting.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, case, func, literal_column, select, text
from sqlalchemy.exc import DBAPIError

from bot.desk.ledger import Lane
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.figures import Ended, Figures, Tables, Waiting
from bot.model.incident import OPEN
from bot.model.probe import ProbeState
from bot.model.status import FeedState
from bot.model.ticket import ProposalStatus, TicketStatus
from bot.store import connect, migrations, rows, tables
from bot.store.delivery_counts import DeliveryCounts, lane_of
from bot.store.ledger.statements import WAITS
from bot.store.peer_contacts import contacts

MOST_CHANNELS = 30
MOST_BROADCASTS = 50
_O, _IN, _J = tables.outbox.c, tables.inbox.c, tables.journal.c
_UNDER_WAY = (BroadcastStatus.RUNNING.value, BroadcastStatus.PAUSED.value)
_VERSION = text("SELECT version_num FROM alembic_version")


class SqlGauges:
    """Reads one database; it changes nothing. ``sqlite://`` is a store that nobody else can read."""

    def __init__(self, url: str) -> None:
        self._reader = connect.engine_of(connect.address_of(url), durable=False)
        self._strips = DeliveryCounts()

    def figures(self) -> Figures:
        """Everything, in one transaction; for one thread at a time. Raises DBAPIError."""
        with self._reading() as connection:
            feeds, unread, probes = _in_force(connection)
            broadcasts, recipients = _broadcasts(connection)
            return Figures(
                feeds=feeds,
                unread_feeds=unread,
                probes=probes,
                inbox=_inbox(connection),
                deliveries=_deliveries(connection),
                ended=self._strips.look(connection),
                broadcasts=broadcasts,
                recipients=recipients,
                incidents=_by_status(connection, tables.incidents, sorted(OPEN)),
                tickets=_by_status(
                    connection, tables.tickets, [TicketStatus.OPEN, TicketStatus.CLAIMED]
                ),
                proposals=_proposals(connection),
                peers=contacts(connection),
                ticked_at=_last(connection, "tick"),
                opened_at=_last(connection, "opened"),
            )

    def tables(self) -> Tables:
        """Whether the database answers, and with which tables. Raises DBAPIError."""
        with self._reading() as connection:
            connection.execute(text("SELECT 1"))
            try:
                found = connection.execute(_VERSION).scalar()
            except DBAPIError:
                return Tables.NONE
        if found is None:
            return Tables.NONE
        if found == migrations.REVISIONS[-1]:
            return Tables.CURRENT
        return Tables.OLDER if found in migrations.REVISIONS else Tables.NEWER

    def ended(self) -> Ended:
        """What became of deliveries so far; part of ``figures``."""
        with self._reading() as connection:
            return self._strips.look(connection)

    def close(self) -> None:
        self._reader.dispose()

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._reader.begin()


def _in_force(
    connection: Connection,
) -> tuple[tuple[FeedState, ...], tuple[str, ...], tuple[ProbeState, ...]]:
    """Of the feeds and probes that are asked now: what is known, and which feeds never were."""
    latest = select(_J.body).where(_J.kind == "opened").order_by(_J.id.desc()).limit(1)
    body = connection.scalar(latest)
    if body is None:
        return (), (), ()
    opened = rows.opened_of(body)
    wanted, hosts = {f.id for f in opened.feeds}, {p.id for p in opened.probes}
    feeds = tuple(f for f in _values(connection, tables.feeds, FeedState) if f.feed in wanted)
    probes = tuple(p for p in _values(connection, tables.probes, ProbeState) if p.probe in hosts)
    return feeds, tuple(sorted(wanted - {f.feed for f in feeds})), probes


def _values(connection: Connection, table: Table, kind: type[Any]) -> list[Any]:
    bodies = connection.scalars(select(table.c.body).order_by(table.c.seq))
    return [rows.value_of(kind, body) for body in bodies]


def _inbox(connection: Connection) -> dict[str, Waiting]:
    """By channel; the index begins with it, so each channel is looked for by itself."""
    found: dict[str, Waiting] = {}
    channel = connection.scalar(select(func.min(_IN.channel)))
    while channel is not None and len(found) < MOST_CHANNELS:
        waits = (_IN.channel == channel) & (_IN.state == "waiting")
        count, first = connection.execute(select(func.count(), func.min(_IN.id)).where(waits)).one()
        at = connection.scalar(select(_IN.received_at).where(_IN.id == first)) if count else None
        found[channel] = Waiting(count, at)
        channel = connection.scalar(select(func.min(_IN.channel)).where(_IN.channel > channel))
    return found


def _deliveries(connection: Connection) -> dict[tuple[str, str], Waiting]:
    """By channel and lane, out of the index of what waits; edits stand in a lane of their own.

    What other desks are to be told is looked at by desk, see ``contacts``.
    """
    grouped = (
        select(_O.channel, _O.lane, func.count(), func.min(_O.id))
        .where(WAITS, _O.lane != Lane.NOTICE, _O.kind != "peer_sighting")
        .group_by(_O.channel, _O.lane)
        .limit(MOST_CHANNELS * len(Lane))
    )
    found = connection.execute(grouped).all()
    firsts = select(_O.id, _O.decided_at).where(_O.id.in_([first for *_, first in found]))
    moments: dict[int, datetime] = {row[0]: row[1] for row in connection.execute(firsts)}
    waiting = {
        (channel, lane_of(lane)): Waiting(count, moments.get(first))
        for channel, lane, count, first in found
    }
    return waiting | _notices(connection)


def _notices(connection: Connection) -> dict[tuple[str, str], Waiting]:
    """An edit that is asked for anew keeps the moment of the first; it waits since it was due."""
    is_edit = _O.kind == literal_column("'edit'")
    since = func.min(case((is_edit, _O.due_at), else_=_O.decided_at), type_=_O.decided_at.type)
    grouped = (
        select(_O.channel, is_edit, func.count(), since)
        .where(WAITS, _O.lane == Lane.NOTICE)
        .group_by(_O.channel, is_edit)
        .limit(MOST_CHANNELS * 2)
    )
    return {
        (channel, "edit" if edits else "notice"): Waiting(count, oldest_at)
        for channel, edits, count, oldest_at in connection.execute(grouped)
    }


def _broadcasts(connection: Connection) -> tuple[dict[str, int], int]:
    """Those under way by status, and for how many they are meant."""
    c = tables.broadcasts.c
    bodies = select(c.body).where(c.status.in_(_UNDER_WAY)).limit(MOST_BROADCASTS)
    counts = dict.fromkeys(_UNDER_WAY, 0)
    recipients = 0
    for body in connection.scalars(bodies):
        broadcast = rows.value_of(Broadcast, body)
        counts[broadcast.status.value] += 1
        recipients += broadcast.total
    return counts, recipients


def _by_status(connection: Connection, table: Table, statuses: list[Any]) -> dict[str, int]:
    words = [str(s) for s in statuses]
    status = table.c.status
    found = connection.execute(
        select(status, func.count()).where(status.in_(words)).group_by(status)
    )
    return dict.fromkeys(words, 0) | {row[0]: row[1] for row in found}


def _proposals(connection: Connection) -> Waiting:
    c = tables.proposals.c
    waits = c.status == ProposalStatus.WAITING.value
    count, oldest = connection.execute(
        select(func.count(), func.min(c.proposed_at)).where(waits)
    ).one()
    return Waiting(count, oldest)


def _last(connection: Connection, kind: str) -> datetime | None:
    latest = select(_J.at).where(_J.kind == kind).order_by(_J.id.desc()).limit(1)
    at: datetime | None = connection.scalar(latest)
    return at
