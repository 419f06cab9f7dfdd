"""Takes out of the ledger of incidents what was to be told by a broadcast and then was not."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, exists, literal, select

from bot.desk.ledger import DeliveryState
from bot.model.broadcast import Broadcast
from bot.store import rows, tables
from bot.store.bulk import among
from bot.store.ledger.statements import stands, told_to

_O, _T, _B = tables.outbox.c, tables.told.c, tables.broadcasts.c
_OVER = _O.state.in_([DeliveryState.CANCELLED.value, DeliveryState.FAILED.value])


def untell(connection: Connection, ident: str, readers: Sequence[str] | None = None) -> None:
    """Let nobody count as told of an incident by a delivery that ended and surely did not arrive.

    ``readers`` None: everybody. Who hears the same by another broadcast of the incident is left.
    """
    body = connection.scalar(select(_B.body).where(_B.id == ident))
    if body is None:
        return
    broadcast = rows.value_of(Broadcast, body)
    never = exists().where(
        _O.key == literal(told_to(ident, "")).concat(_T.customer),
        _OVER,
        ~_O.unsure,
        _O.decided_at <= _T.at,
    )
    untold = and_(_T.incident == broadcast.incident, _T.reason == broadcast.reason, never)
    for other in _beside(connection, broadcast):
        twin = tables.outbox.alias().c
        by_other = literal(told_to(other, "")).concat(_T.customer)
        untold = and_(untold, ~exists().where(twin.key == by_other, stands(twin)))
    given: dict[str, object] = {}
    if readers is not None:
        untold = and_(untold, among(_T.customer, "readers", connection.dialect.name))
        given = {"readers": list(readers)}
    connection.execute(delete(tables.told).where(untold), given)


def untell_ended(connection: Connection, deliveries: Sequence[int]) -> None:
    """The same of those among some deliveries that have ended."""
    if not deliveries:
        return
    named = among(_O.id, "ids", connection.dialect.name)
    ended = select(_O.broadcast, _O.reader).where(named, _O.broadcast.is_not(None), _OVER)
    readers: dict[str, list[str]] = {}
    for broadcast, reader in connection.execute(ended, {"ids": list(deliveries)}):
        readers.setdefault(broadcast, []).append(reader)
    for broadcast in sorted(readers):
        untell(connection, broadcast, readers[broadcast])


def _beside(connection: Connection, broadcast: Broadcast) -> list[str]:
    """Other broadcasts that tell the same of the same incident."""
    found = connection.scalars(select(_B.body).where(_B.incident == broadcast.incident))
    known = [rows.value_of(Broadcast, body) for body in found]
    return [b.id for b in known if b.id != broadcast.id and b.reason == broadcast.reason]
