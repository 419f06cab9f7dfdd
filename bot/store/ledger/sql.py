"""The port ``Ledger``: deliveries claimed, settled and let go, for any number of processes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Row, and_, func, select, update

from bot.desk.ledger import Claimant, DeliveryState, Edit, Lane, Outgoing, Settled
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.rate import Rate
from bot.store import rows, tables
from bot.store.bulk import among, execute
from bot.store.connect import hold
from bot.store.ledger.claims import Claims
from bot.store.ledger.paces import DestinationPaces
from bot.store.ledger.rows import broadcasts_of, corrected_meanwhile, outgoing_of
from bot.store.ledger.statements import (
    AGAIN,
    ARRIVED,
    CLOCK,
    LOST,
    OVERTAKEN,
    STEER,
    STILL_WAITS,
    WAITS,
    arriving,
    due,
    holding,
)
from bot.store.ledger.untold import untell_ended

LOOK = 100  # rows that are looked at at a time, where rates may put most of them off
MOST_LOOKS = 8  # for anything that may go, when rate limits put off all that was found

_O, _B = tables.outbox.c, tables.broadcasts.c


class Transactions(Protocol):
    """Opens transactions over the tables."""

    def __call__(self, *, writes: bool) -> AbstractContextManager[Connection]: ...


@dataclass(frozen=True, slots=True)
class SqlLedger:
    """Fills ``Ledger`` over the tables of a store.

    Claims of one channel are made one after the other; what they take is held by row, so settling
    waits for nobody.
    """

    transactions: Transactions
    dialect: str

    def claim(
        self,
        channel: str,
        by: Claimant,
        limit: int,
        at: datetime,
        *,
        rate: Rate | None = None,
        up_to: Lane = Lane.BROADCAST,
    ) -> list[Outgoing]:
        wanted = {"channel": channel, "up_to": int(up_to), "most": limit}
        if limit < 1 or not self._finds(channel, at, up_to):
            return []
        with self.transactions(writes=True) as connection:
            hold(connection, STEER, shared=True)
            hold(connection, "claim", channel)
            now = self._now(connection, at)
            found = self._granted(connection, {**wanted, "now": now, "by": by.holder}, rate)
            told = broadcasts_of(connection, found)
            held = self._hold(connection, found, by, now, told)
            return [outgoing_of(row, told) for row in held]

    def _finds(self, channel: str, at: datetime, up_to: Lane) -> bool:
        """Whether a claim would find anything; asked without the right to write."""
        with self.transactions(writes=False) as connection:
            return _has_due(connection, channel, self._now(connection, at), up_to)

    def _granted(
        self, connection: Connection, wanted: Mapping[str, Any], rate: Rate | None
    ) -> list[Row[Any]]:
        """Rows that are due and whose destination is open; the others are put off."""
        if rate is None:
            return list(connection.execute(due(), wanted).all())
        most: int = wanted["most"]
        crowd = Claims(connection, wanted["channel"], wanted["by"], wanted["now"])
        paces = DestinationPaces(connection, self.dialect, rate, crowd)
        look = {**wanted, "most": max(most, LOOK)}
        granted: list[Row[Any]] = []
        for _ in range(MOST_LOOKS):
            found = connection.execute(due(), look).all()
            granted = paces.passes(found, most)
            if granted or not found:
                break
        paces.save()
        return granted

    def _hold(
        self,
        connection: Connection,
        found: Sequence[Row[Any]],
        by: Claimant,
        now: datetime,
        told: Mapping[str, Broadcast],
    ) -> list[Row[Any]]:
        """Those that nobody else has taken or called off since they were found; now held."""
        held: set[int] = set()
        given = {
            "by": rows.word_of(by.holder, "a holder"),
            "until": now + by.lease,
            "now": now,
        }
        for broadcast in {row.broadcast for row in found}:
            ids = [row.id for row in found if row.broadcast == broadcast]
            edition = told[broadcast].edition if broadcast in told else None
            values = given | {"ids": ids, "edition_told": edition}
            held.update(connection.scalars(holding(self.dialect), values))
        return [row for row in found if row.id in held]

    def renew(self, by: Claimant, claimed: Sequence[Outgoing], at: datetime) -> frozenset[int]:
        ids = [outgoing.id for outgoing in claimed]
        if not ids:
            return frozenset()
        with self.transactions(writes=True) as connection:
            until = self._now(connection, at) + by.lease
            mine = and_(among(_O.id, "ids", self.dialect), STILL_WAITS, _O.holder == by.holder)
            held = update(tables.outbox).where(mine).values(held_until=until).returning(_O.id)
            return frozenset(connection.scalars(held, {"ids": ids}))

    def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
        """StoreError, and nothing is recorded, when a provider's id or a reason cannot be kept."""
        if not outcomes:
            return
        with self.transactions(writes=True) as connection:
            hold(connection, STEER, shared=True)
            now = self._now(connection, at)
            in_order = sorted(outcomes, key=lambda o: o.outgoing.id)  # so that no two deadlock
            arrived = [o for o in in_order if o.state is DeliveryState.DELIVERED]
            given = [_row_of(o, by, now) for o in arrived]
            if given:
                execute(connection, arriving(self.dialect), ARRIVED, given)
            lost = [o for o in in_order if o.state is DeliveryState.FAILED]
            _run(connection, LOST, [_row_of(o, by, now) for o in lost])
            edits = [_row_of(o, by, now) for o in (*arrived, *lost) if _is_edit(o)]
            _run(connection, OVERTAKEN, edits)
            again = [o for o in in_order if o.state is DeliveryState.WAITING]
            if again:
                self._put_back(connection, again, by, now)
            told = [o for o in (*lost, *again) if o.outgoing.lane is Lane.BROADCAST]
            untell_ended(connection, [o.outgoing.id for o in told])
            quiet = {o.outgoing.id: now + o.after for o in again if o.shut}
            DestinationPaces.shut(connection, self.dialect, quiet)

    @staticmethod
    def _put_back(
        connection: Connection, again: Sequence[Settled], by: Claimant, now: datetime
    ) -> None:
        """What failed for now; who is told of a correction already is told first what it corrects."""
        corrected = corrected_meanwhile(connection, [o.outgoing.id for o in again])
        given = [_row_of(o, by, now) for o in again]
        for row in given:
            row["maybe"] |= row["row"] in corrected
        _run(connection, AGAIN, given)

    def due(self, at: datetime) -> list[str]:
        with self.transactions(writes=False) as connection:
            now = self._now(connection, at)
            waiting = sorted(connection.scalars(select(_O.channel).where(WAITS).distinct()))
            return [channel for channel in waiting if _has_due(connection, channel, now)]

    def running(self) -> list[str]:
        running = select(_B.id).where(_B.status == BroadcastStatus.RUNNING.value).order_by(_B.seq)
        with self.transactions(writes=False) as connection:
            return list(connection.scalars(running))

    def waits_until(self, channel: str, at: datetime) -> timedelta | None:
        with self.transactions(writes=False) as connection:
            now = self._now(connection, at)
            if _has_due(connection, channel, now):
                return timedelta()
            soonest = select(func.min(_O.due_at, type_=_O.due_at.type))
            later = and_(_O.channel == channel, WAITS, _O.due_at > now)
            first = connection.scalar(soonest.where(later))
        return None if first is None else first - now

    def standing(self, broadcast: str) -> dict[DeliveryState, int]:
        counting = select(_O.state, func.count()).where(_O.broadcast == broadcast)
        with self.transactions(writes=False) as connection:
            found = connection.execute(counting.group_by(_O.state)).all()
        return {DeliveryState(state): int(number) for state, number in found}

    def arrived_since(self, broadcast: str, since: datetime) -> int:
        there = _O.state == DeliveryState.DELIVERED.value
        counting = select(func.count()).where(_O.broadcast == broadcast, there)
        with self.transactions(writes=False) as connection:
            return int(connection.scalar(counting.where(_O.settled_at >= since)) or 0)

    def _now(self, connection: Connection, at: datetime) -> datetime:
        """The moment that leases and due times go by: the server's where there is one."""
        if self.dialect != "postgresql":
            return at
        moment: datetime = connection.execute(CLOCK).scalar_one()
        return moment.astimezone(UTC)


def _has_due(
    connection: Connection, channel: str, now: datetime, up_to: Lane = Lane.BROADCAST
) -> bool:
    given = {"channel": channel, "up_to": int(up_to), "most": 1, "now": now}
    return connection.execute(due(), given).first() is not None


def _run(connection: Connection, statement: Any, given: list[dict[str, Any]]) -> None:
    if given:
        connection.execute(statement, given)


def _row_of(outcome: Settled, by: Claimant, now: datetime) -> dict[str, Any]:
    """The parameters of every statement that settles."""
    return {
        "row": outcome.outgoing.id,
        "by": by.holder,
        "now": now,
        "handed_over": outcome.outgoing.edition,
        "provider": rows.word_of(outcome.provider_id, "a provider's id"),
        "why": rows.text_of(outcome.reason, "a reason"),
        "maybe": outcome.may_be_there or outcome.outgoing.may_be_there,
        "begun": int(outcome.begun),
        "due": now + outcome.after,
    }


def _is_edit(outcome: Settled) -> bool:
    return isinstance(outcome.outgoing.effect, Edit)
