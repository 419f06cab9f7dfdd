"""Rows of the ledger to deliveries: what each says, of a broadcast what that says now."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk.ledger import Edit, Lane, Outgoing, Sent
from bot.model.broadcast import Broadcast
from bot.model.effect import Notice
from bot.store import rows, tables
from bot.store.ledger.statements import WAITS, everything

_O, _B = tables.outbox.c, tables.broadcasts.c


def broadcasts_of(connection: Connection, rows_found: Iterable[Row[Any]]) -> dict[str, Broadcast]:
    """What the rows of broadcasts say."""
    ids = sorted({row.broadcast for row in rows_found if row.broadcast})
    if not ids:
        return {}
    found = select(_B.id, _B.body).where(_B.id.in_(ids))
    return {i: rows.value_of(Broadcast, body) for i, body in connection.execute(found)}


def corrected_meanwhile(connection: Connection, ids: Iterable[int]) -> frozenset[int]:
    """Those among deliveries of broadcasts that were corrected while they were under way."""
    found = select(_O.id, _O.told, _B.body).where(_O.id.in_(list(ids)))
    joined = found.join_from(tables.outbox, tables.broadcasts, _B.id == _O.broadcast)
    return frozenset(
        ident
        for ident, told, body in connection.execute(joined)
        if told is not None and told < rows.value_of(Broadcast, body).edition
    )


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


def effect_of(row: Row[Any], told: Mapping[str, Broadcast]) -> Sent:
    """What a row says; of a broadcast's, what that says now, or what may have been told already."""
    if row.broadcast in told:
        said = told[row.broadcast]
        if said.news is not None:
            return said.news
        edition = row.told if row.unsure and row.told is not None else said.edition
        return Notice(
            said.incident,
            (row.reader,),
            said.reason,
            said.said(edition, row.channel),
            said.lang,
            said.cause,
            said.advice,
        )
    return Edit(row.body) if row.kind == "edit" else rows.effect_of(row.kind, row.body)
