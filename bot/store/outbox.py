"""The part of ``UnitOfWork`` that writes to the ledger of deliveries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.desk.broadcast_ports import DeliveryPlace, NoticeArrival
from bot.desk.ledger import DeliveryState, Lane
from bot.model.broadcast import Broadcast
from bot.model.effect import Effect
from bot.model.subscription import Confirmation
from bot.store import rows, tables
from bot.store.bulk import among, execute, together
from bot.store.connect import hold, insert_into
from bot.store.crowds import Crowds
from bot.store.ledger.paces import key_of
from bot.store.ledger.statements import REACHED, STEER, stands, told_to
from bot.store.ledger.untold import untell
from bot.store.stopped import has_stopped

ONE_EDIT = timedelta(seconds=1)  # of one message; what changes meanwhile is in it
SURELY_DEAD = timedelta(minutes=1)  # since the end of a lease, whatever the clocks say

_O, _B = tables.outbox.c, tables.broadcasts.c
_WAITS = _O.state == literal_column("'waiting'")
_IS_CONFIRMATION = _O.kind == "confirmation"
_UNTOUCHED = and_(_WAITS, _O.holder.is_(None), ~_O.unsure)
_DESTINATION = select(tables.recipients.c.destination).where(
    tables.recipients.c.id == bindparam("id")
)


_SPREAD = ("key", "channel", "reader", "destination", "due_at")  # what differs from row to row
_ALIKE = (
    *("lane", "state", "decided_at", "attempts"),
    *("broadcast", "kind", "body", "edition", "unsure"),
)


@cache
def adding(table: Table, dialect: str) -> Any:
    """Insert a row unless its ``key`` is there already; answers the new id, or nothing."""
    return (
        insert_into(table, dialect)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(table.c.id)
    )


@cache
def _spreading(dialect: str) -> Any:
    insert = insert_into(tables.outbox, dialect)
    if dialect == "postgresql":
        given = together(**{name: _O[name].type for name in _SPREAD})
        alike = [bindparam(f"{name}_", type_=_O[name].type) for name in _ALIKE]
        found = select(*given.c, *alike)
        insert = insert.from_select((*_SPREAD, *_ALIKE), found, include_defaults=False)
    return insert.on_conflict_do_nothing(index_elements=["key"])


@cache
def _amending(dialect: str) -> Any:
    """Ask for an edit, or for another one: what waits already keeps its time."""
    insert = insert_into(tables.outbox, dialect)
    due = case((_WAITS, _O.due_at), else_=insert.excluded.due_at)
    return insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "state": DeliveryState.WAITING.value,
            "edition": _O.edition + 1,
            "due_at": due,
            "attempts": 0,
            "unsure": False,
            "reason": null(),
            "settled_at": null(),
        },
    )


class Outbox(Crowds):
    """Fills the first part of ``BroadcastPorts`` over one open transaction."""

    def send(  # noqa: PLR0913 - what a row of the ledger says
        self,
        key: str,
        channel: str,
        effect: Effect | Confirmation,
        decided_at: datetime,
        *,
        reader: str = "",
        lane: Lane = Lane.REPLY,
        destination: str = "",
        due_at: datetime | None = None,
    ) -> bool:
        row = {
            **_fresh(key, channel, reader, lane, decided_at),
            **rows.effect_row(effect),
            "destination": destination or self._destination_of(reader),
            "due_at": due_at,
        }
        added = self._connection.execute(adding(tables.outbox, self._dialect), row)
        return added.first() is not None

    def take_back(self, reader: str, due_at: datetime | None) -> bool:
        self.hold_claims()
        own = and_(_O.reader == reader, _O.broadcast.is_(None))
        if due_at is not None:
            own = and_(own, _O.due_at == due_at)
        off = update(tables.outbox).where(own, _UNTOUCHED)
        values = off.values(state=DeliveryState.CANCELLED.value)
        return self._connection.execute(values).rowcount > 0

    def spread(self, broadcast: Broadcast, places: Sequence[DeliveryPlace], at: datetime) -> None:
        untried = {"broadcast": broadcast.id, "kind": "notice", "body": "", "unsure": False}
        alike = {**_fresh("", "", "", Lane.BROADCAST, at), **untried, "edition": 0}
        name = "{}_" if self._dialect == "postgresql" else "{}"
        alike = {name.format(column): alike[column] for column in _ALIKE}
        given = [
            {
                **alike,
                "key": rows.word_of(told_to(broadcast.id, place.reader), "an effect's key"),
                "channel": place.channel,
                "reader": place.reader,
                "destination": place.destination or None,
                "due_at": place.due_at,
            }
            for place in places
        ]
        if given:
            execute(self._connection, _spreading(self._dialect), _SPREAD, given)

    def amend(self, key: str, channel: str, message: str, reader: str, at: datetime) -> None:
        row = {
            **_fresh(key, channel, reader, Lane.NOTICE, at),
            "due_at": at + ONE_EDIT,
            "kind": "edit",
            "body": rows.text_of(message, "the name of a message"),
        }
        self._connection.execute(_amending(self._dialect), row)

    def hold_claims(self) -> None:
        hold(self._connection, STEER)

    def call_off(self, broadcast: str, at: datetime) -> int:
        self.hold_claims()
        nobodys = or_(_O.holder.is_(None), _O.held_until < at - SURELY_DEAD)
        off = update(tables.outbox).where(_O.broadcast == broadcast, _WAITS, nobodys)
        values = {"state": DeliveryState.CANCELLED.value, "settled_at": at}
        number = self._connection.execute(off.values(values)).rowcount
        if number:
            self._give_back_moments(broadcast)
            untell(self._connection, broadcast)
        return number

    def call_off_doubles(self, broadcast: str, other: str, at: datetime) -> None:
        self.hold_claims()
        twin = tables.outbox.alias("twin").c
        by_other = literal(told_to(other, "")).concat(_O.reader)
        double = exists().where(twin.key == by_other, stands(twin))
        off = update(tables.outbox).where(_O.broadcast == broadcast, _UNTOUCHED, double)
        values = {"state": DeliveryState.CANCELLED.value, "settled_at": at}
        if self._connection.execute(off.values(values)).rowcount:
            self._give_back_moments(broadcast)

    def _give_back_moments(self, broadcast: str) -> None:
        """What was called off keeps no moment at its destination before others."""
        named = select(_O.channel, _O.destination).where(_O.broadcast == broadcast).distinct()
        found = self._connection.execute(named.where(_O.destination.is_not(None))).all()
        keys = sorted(key_of(channel, destination) for channel, destination in found)
        again = update(tables.paces).where(tables.paces.c.key == bindparam("row")).values(tail=0.0)
        if keys:
            self._connection.execute(again, [{"row": key} for key in keys])

    def put_off(self, broadcast: str, until: datetime) -> None:
        self.hold_claims()
        sooner = or_(_O.due_at.is_(None), _O.due_at < until)
        waiting = update(tables.outbox).where(_O.broadcast == broadcast, _UNTOUCHED, sooner)
        self._connection.execute(waiting.values(due_at=until))

    def let_go(self, broadcast: str) -> None:
        self.hold_claims()
        waiting = update(tables.outbox).where(_O.broadcast == broadcast, _UNTOUCHED)
        self._connection.execute(waiting.values(due_at=null()))

    def _spare(self, readers: Sequence[str]) -> None:
        """Cancel what waits, but for answers, for those who want to hear no more."""
        self.hold_claims()
        off = update(tables.outbox).where(
            _O.reader.in_(readers), or_(_O.broadcast.is_not(None), _IS_CONFIRMATION), _UNTOUCHED
        )
        spared = off.values(state=DeliveryState.CANCELLED.value).returning(_O.broadcast)
        for broadcast in set(self._connection.scalars(spared)) - {None}:
            untell(self._connection, broadcast, readers)

    def waiting_of(self, broadcast: str, most: int, *, by: datetime | None = None) -> int:
        waiting = select(_O.id).where(_O.broadcast == broadcast, _WAITS).limit(most)
        if by is not None:
            waiting = waiting.where(or_(_O.due_at.is_(None), _O.due_at <= by))
        return int(
            self._connection.scalar(select(func.count()).select_from(waiting.subquery())) or 0
        )

    def unfinished(self) -> frozenset[str]:
        waiting = select(_O.broadcast).where(_WAITS, _O.broadcast.is_not(None)).distinct()
        return frozenset(self._connection.scalars(waiting))

    def told_page(
        self, broadcast: str, after: int, limit: int, edition: int
    ) -> list[DeliveryPlace]:
        found = (
            select(_O.reader, _O.channel, _O.destination, _O.id)
            .where(_told(broadcast, edition), _O.id > after)
            .order_by(_O.id)
            .limit(limit)
        )
        return [
            DeliveryPlace(reader, channel, destination or "", number)
            for reader, channel, destination, number in self._connection.execute(found)
        ]

    def last_told(self, readers: Sequence[str], broadcasts: Sequence[str]) -> dict[str, str]:
        named = among(_O.key, "keys", self._dialect)
        found = select(_O.id, _O.reader, _O.broadcast).where(named, stands(_O))
        written: list[Row[int, str, str]] = []
        for broadcast in broadcasts:
            keys = [told_to(broadcast, reader) for reader in readers]
            written += self._connection.execute(found, {"keys": keys}).all()
        return {reader: broadcast for _, reader, broadcast in sorted(written)}

    def arrived(self, reader: str, broadcasts: Sequence[str]) -> dict[str, NoticeArrival]:
        moment = func.coalesce(_O.tried_at, _O.decided_at, type_=_O.decided_at.type)
        named = among(_O.key, "keys", self._dialect)
        found = select(_O.broadcast, _O.told, _O.channel, moment, _B.body)
        joined = found.join_from(tables.outbox, tables.broadcasts, _B.id == _O.broadcast)
        joined = joined.where(named, REACHED)
        keys = [told_to(broadcast, reader) for broadcast in broadcasts]
        return {
            ident: NoticeArrival(at, rows.value_of(Broadcast, body).said(edition, channel))
            for ident, edition, channel, at, body in self._connection.execute(
                joined, {"keys": keys}
            )
        }

    def was_mailed(self, reader: str, name: str) -> bool:
        mailed = and_(_O.channel == literal_column("'mail'"), _O.provider_id == name)
        found = select(_O.id).where(mailed, _O.reader == reader).limit(1)
        return self._connection.execute(found).first() is not None

    def told_number(self, broadcast: str, edition: int) -> int:
        counting = select(func.count()).where(_told(broadcast, edition))
        return int(self._connection.scalar(counting) or 0)

    def _destination_of(self, reader: str) -> str | None:
        """Whose rate limit counts for a reader; None unless we keep their address."""
        found: str | None = self._connection.scalar(_DESTINATION, {"id": reader})
        return found


def _told(broadcast: str, edition: int) -> Any:
    """Whether a delivery has arrived, or may have, with an edition of its broadcast up to this.

    Not of a recipient who wants to hear no more since.
    """
    stopped = has_stopped(_O.reader)
    return and_(_O.broadcast == broadcast, REACHED, _O.told <= edition, ~stopped)


def _fresh(key: str, channel: str, reader: str, lane: Lane, at: datetime) -> dict[str, Any]:
    """A delivery that nobody has tried."""
    return {
        "key": rows.word_of(key, "an effect's key"),
        "channel": rows.word_of(channel, "a channel"),
        "reader": rows.word_of(reader, "a reader"),
        "lane": int(lane),
        "state": DeliveryState.WAITING.value,
        "decided_at": at,
        "attempts": 0,
    }
