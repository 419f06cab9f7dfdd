"""What became of deliveries, counted strip by strip of the ledger.

A row that is settled stays as it is, so a strip of rows that are all settled is counted once and
never looked at again. Of the others, those are counted anew in which fewer wait than before, which
the index of what waits tells. So the effort goes with what is under way, however long the ledger
has grown. It needs no index but that one and the primary key.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, func, select

from bot.desk.ledger import DeliveryState, Lane
from bot.model.figures import Ended, Spread
from bot.store import tables
from bot.store.ledger.statements import WAITS

STRIP = 2_000  # numbers of rows
MOST = 500  # strips that are looked at again: a million deliveries under way
REPLY = "reply"  # the kind of an effect that answers a message

_O = tables.outbox.c
Counts = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class _Strip:
    """One strip as it was counted last."""

    waits: int = 0
    counts: Counts = field(default_factory=Counter)
    answers: Mapping[str, Spread] = field(default_factory=dict)


class DeliveryCounts:
    """Counts from the first look on; one for each process, for one thread at a time.

    Rows of the first look's strips that were settled before it count too. Strips in which something
    has waited while ``MOST`` others came after it are counted as they are.
    """

    def __init__(self) -> None:
        self._open: dict[int, _Strip] = {}
        self._newest: int | None = None
        self._closed = _Strip()
        self._most: Counts = Counter()

    def look(self, connection: Connection) -> Ended:
        """Everything that has ended so far."""
        waiting = _waiting(connection)
        newest = int(connection.scalar(select(func.max(_O.id))) or 0) // STRIP
        if self._newest is None:
            self._newest = max(min(waiting, default=newest), newest - MOST)
        for strip in {*self._open, *range(self._newest, newest + 1)}:
            before = self._open.get(strip)
            if before is None or strip >= self._newest or before.waits != waiting[strip]:
                self._open[strip] = _counted(connection, strip)
        self._newest = newest
        whole = _sum(self._closed, *self._open.values())
        self._close(newest)
        self._most |= whole.counts  # an edit that is asked for anew waits again
        return Ended(dict(self._most), dict(whole.answers))

    def _close(self, newest: int) -> None:
        """Leave alone what has come to its end; the newest may grow."""
        over = [
            strip
            for strip, counted in self._open.items()
            if strip < newest and (not counted.waits or newest - strip >= MOST)
        ]
        self._closed = _sum(self._closed, *(self._open.pop(strip) for strip in over))


def _sum(*strips: _Strip) -> _Strip:
    counts: Counts = Counter()
    answers: dict[str, Spread] = defaultdict(Spread)
    for strip in strips:
        counts += strip.counts
        for channel, spread in strip.answers.items():
            answers[channel] += spread
    return _Strip(0, counts, answers)


def _waiting(connection: Connection) -> Counter[int]:
    """How many wait in each strip."""
    strip = (_O.id // STRIP).label("strip")
    found = connection.execute(select(strip, func.count()).where(WAITS).group_by(strip))
    return Counter({row[0]: row[1] for row in found})


def _counted(connection: Connection, strip: int) -> _Strip:
    within = (_O.id >= strip * STRIP) & (_O.id < (strip + 1) * STRIP)
    counts: Counts = Counter()
    waits = 0
    grouped = select(_O.channel, _O.lane, _O.state, func.count()).where(within)
    for channel, lane, state, count in connection.execute(
        grouped.group_by(_O.channel, _O.lane, _O.state)
    ):
        if state == DeliveryState.WAITING:
            waits += count
        else:
            counts[channel, lane_of(lane), state] += count
    return _Strip(waits, counts, dict(_answered(connection, within)))


def _answered(connection: Connection, within: ColumnElement[bool]) -> Iterator[tuple[str, Spread]]:
    """How long the delivered replies of a strip took, by channel."""
    lengths: dict[str, list[float]] = defaultdict(list)
    replies = select(_O.channel, _O.decided_at, _O.settled_at).where(
        within,
        _O.kind == REPLY,
        _O.state == DeliveryState.DELIVERED,
        _O.settled_at.is_not(None),
    )
    for channel, decided_at, settled_at in connection.execute(replies):
        lengths[channel].append((settled_at - decided_at).total_seconds())
    for channel, seconds in lengths.items():
        yield channel, Spread.of(seconds)


def lane_of(number: int) -> str:
    """The word for a lane; one of a later version is a number."""
    try:
        return Lane(number).name.lower()
    except ValueError:
        return str(number)
