"""The part of ``UnitOfWork`` that looks at deliveries of broadcasts that failed for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, select, update

from bot.desk.failures import Failed, FailureCount
from bot.desk.ledger import DeliveryState
from bot.store import tables
from bot.store.peers import PeerQueries
from bot.store.stopped import has_stopped

MOST_REASONS = 5_000  # different ones of one broadcast
_O, _R = tables.outbox.c, tables.recipients.c
_FAILED = _O.state == DeliveryState.FAILED.value
_STOPPED = has_stopped(_O.reader)
_AGAIN = and_(~_O.unsure, ~_STOPPED)
_WHY = func.coalesce(_O.reason, "", type_=_O.reason.type)


class FailedDeliveries(PeerQueries):
    """Fills the third part of ``BroadcastPorts`` over one open transaction."""

    def failure_counts(self, broadcast: str) -> list[FailureCount]:
        number, again = func.count(), func.sum(case((_AGAIN, 1), else_=0))
        found = (
            select(_WHY, number, again)
            .where(_O.broadcast == broadcast, _FAILED)
            .group_by(_WHY)
            .order_by(number.desc())
            .limit(MOST_REASONS)
        )
        return [FailureCount(why, int(n), int(a)) for why, n, a in self._connection.execute(found)]

    def failures(
        self, broadcast: str, reasons: Sequence[str] | None = None, *, skip: int = 0, limit: int
    ) -> list[Failed]:
        found = (
            select(_O.reader, _O.channel, _WHY, _O.settled_at, _R.address, _O.unsure)
            .select_from(tables.outbox.outerjoin(tables.recipients, _R.id == _O.reader))
            .where(_failed(broadcast, reasons))
            .order_by(_O.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return [
            Failed(reader, channel, why, at, address or "", bool(unsure))
            for reader, channel, why, at, address, unsure in self._connection.execute(found)
        ]

    def resend(self, broadcast: str, reasons: Sequence[str] | None, at: datetime) -> list[str]:
        self.hold_claims()
        anew: dict[str, Any] = {
            "state": DeliveryState.WAITING.value,
            "attempts": 0,
            "due_at": null(),
            "settled_at": null(),
            "tried_at": null(),
            "told": null(),
            "decided_at": at,
        }
        again = update(tables.outbox).where(_failed(broadcast, reasons), _AGAIN).values(anew)
        return list(self._connection.scalars(again.returning(_O.reader)))


def _failed(broadcast: str, reasons: Sequence[str] | None) -> ColumnElement[bool]:
    failed = and_(_O.broadcast == broadcast, _FAILED)
    return failed if reasons is None else and_(failed, _WHY.in_(reasons))
