"""Rows of the ledger to deliveries: what each says, of a broadcast what that says now."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk.ledger import Edit, Lane, Outgoing
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.effect import Effect, Notice
from bot.store import rows, tables
from bot.store.ledger_statements import WAITS, everything

_B = tables.broadcasts.c


def broadcasts_of(
    connection: Connection, rows_found: Iterable[Row[Any]], *, holds: bool = False
) -> dict[str, Broadcast]:
    """What the rows of broadcasts say.

    ``holds``: until the transaction ends nobody changes it, so whoever corrects or stops one sees
    all that was claimed with what it said before.
    """
    ids = sorted({row.broadcast for row in rows_found if row.broadcast})
    if not ids:
        return {}
    found = select(_B.id, _B.body).where(_B.id.in_(ids)).order_by(_B.id)
    if holds:
        found = found.with_for_update(read=True)
    return {i: rows.value_of(Broadcast, body) for i, body in connection.execute(found)}


def goes(broadcast: Broadcast) -> bool:
    """Whether its deliveries may be handed over: nobody has stopped it since they were found."""
    return broadcast.status not in {BroadcastStatus.PAUSED, BroadcastStatus.CANCELLED}


def waiting(connection: Connection, channel: str, limit: int) -> list[Outgoing]:
    """What waits in a channel, oldest first; nothing is claimed."""
    found = connection.execute(everything().where(WAITS), {"channel": channel, "most": limit}).all()
    told = broadcasts_of(connection, found)
    return [outgoing_of(row, told) for row in found]


def outgoing_of(row: Row[Any], told: Mapping[str, Broadcast]) -> Outgoing:
    """The delivery of a row that was claimed, or is about to be."""
    return Outgoing(
        row.id,
        row.key,
        row.channel,
        effect_of(row, told),
        row.decided_at,
        row.attempts,
        row.unsure,
        row.reader,
        Lane(row.lane),
        row.address or "",
        row.edition,
    )


def effect_of(row: Row[Any], told: Mapping[str, Broadcast]) -> Effect | Edit:
    """What a row says; of a broadcast's, what that says now."""
    if row.broadcast in told:
        said = told[row.broadcast]
        return Notice(
            said.incident,
            (row.reader,),
            said.reason,
            said.text,
            said.lang,
            said.cause,
            said.advice,
        )
    return Edit(row.body) if row.kind == "edit" else rows.effect_of(row.kind, row.body)
