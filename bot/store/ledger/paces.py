"""How each destination's rate limit stands, one row a destination, shared by all processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, select, update

from bot.desk.ledger import Lane
from bot.model.rate import Rate
from bot.store import tables
from bot.store.bulk import execute, together
from bot.store.connect import insert_into
from bot.store.ledger.claims import Claims

BUSY = 0.25  # seconds until a destination is looked at again that has as many as it may under way

_P, _O = tables.paces.c, tables.outbox.c
_PUT_OFF = ("row", "due")


@cache
def _putting_off(dialect: str) -> Any:
    row: Any = bindparam("row")
    due: Any = bindparam("due", type_=_O.due_at.type)
    if dialect == "postgresql":
        row, due = together(row=_O.id.type, due=_O.due_at.type).c
    return update(tables.outbox).where(_O.id == row).values(due_at=due)


@dataclass(slots=True)
class _Pace:
    """One destination; moments in seconds since 1970."""

    due: float = 0.0
    tail: float = 0.0
    shut: float = 0.0
    under_way: int = 0


class DestinationPaces:
    """The destinations of one channel during one claim.

    What must wait is given a moment of its own, one after the other as the rate allows, so that a
    slow destination is not looked at again and again. Only what is handed over counts against the
    rate, so a reply that comes later still goes first.
    """

    def __init__(self, connection: Connection, dialect: str, rate: Rate, claims: Claims) -> None:
        """``claims``: what is under way in the channel, as whoever claims now sees it."""
        self._connection, self._dialect, self._claims = connection, dialect, claims
        self._channel, self._rate, self._now = claims.channel, rate, claims.now.timestamp()
        self._known: dict[str, _Pace] = {}

    def passes(self, found: Sequence[Row[Any]], most: int) -> list[Row[Any]]:
        """Those of ``found`` that may be handed over now, at most so many; the others are put off."""
        self._load({row.destination for row in found if row.destination})
        passed: list[Row[Any]] = []
        put_off: list[dict[str, Any]] = []
        for row in found:
            opens = self._opens(row)
            if opens > self._now:
                put_off.append({"row": row.id, "due": datetime.fromtimestamp(opens, UTC)})
            elif len(passed) < most:
                self._take(row)
                passed.append(row)
        if put_off:
            execute(self._connection, _putting_off(self._dialect), _PUT_OFF, put_off)
        return passed

    def _opens(self, row: Row[Any]) -> float:
        """When a row's destination is open for it; a broadcast's keeps that moment."""
        if not row.destination:
            return self._now
        pace = self._known[row.destination]
        opens = max(self._rate.opens(pace.due), pace.shut)
        if pace.under_way >= self._rate.abreast:
            opens = max(opens, self._now + BUSY)
        if opens <= self._now or row.lane < Lane.BROADCAST or row.due_at is not None:
            return opens  # also for what had a moment of its own and comes a little early
        pace.tail = max(pace.tail + self._rate.every, opens)
        return pace.tail

    def _take(self, row: Row[Any]) -> None:
        if row.destination:
            pace = self._known[row.destination]
            pace.due = self._rate.after(pace.due, self._now)
            pace.under_way += 1

    def _load(self, destinations: set[str]) -> None:
        missing = destinations - self._known.keys()
        if not missing:
            return
        keys = {key_of(self._channel, d): d for d in missing}
        found = select(_P.key, _P.due, _P.tail, _P.shut).where(_P.key.in_(sorted(keys)))
        self._known.update({d: _Pace() for d in missing})
        for key, due, tail, shut in self._connection.execute(found):
            self._known[keys[key]] = _Pace(due, tail, shut)
        for destination, number in self._claims.under_way(missing).items():
            self._known[destination].under_way = number

    def save(self) -> None:
        """Write down how the destinations stand now; for how long they are shut is not ours to say."""
        given = [
            {"key": key_of(self._channel, d), "due": pace.due, "tail": pace.tail, "shut": 0.0}
            for d, pace in sorted(self._known.items())
        ]
        _keep(self._connection, self._dialect, given, "due", "tail")

    @staticmethod
    def shut(connection: Connection, dialect: str, until: Mapping[int, datetime]) -> None:
        """The destinations of deliveries want to hear nothing until then."""
        if not until:
            return
        found = select(_O.id, _O.channel, _O.destination).where(_O.id.in_(list(until)))
        latest: dict[str, float] = {}
        for ident, channel, destination in connection.execute(found):
            if destination:
                key = key_of(channel, destination)
                latest[key] = max(latest.get(key, 0.0), until[ident].timestamp())
        given = [
            {"key": key, "due": 0.0, "tail": 0.0, "shut": moment}
            for key, moment in sorted(latest.items())
        ]
        _keep(connection, dialect, given, "shut")


def key_of(channel: str, destination: str) -> str:
    """The row of a destination."""
    return f"{channel}:{destination}"


def _keep(connection: Connection, dialect: str, given: list[dict[str, Any]], *names: str) -> None:
    """Write rows, in the order of their keys so that no two deadlock; a longer quiet is kept."""
    if not given:
        return
    insert = insert_into(tables.paces, dialect)
    kept: dict[str, Any] = {name: insert.excluded[name] for name in names}
    if "shut" in kept:
        kept["shut"] = case((_P.shut > kept["shut"], _P.shut), else_=kept["shut"])
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=kept), given)
