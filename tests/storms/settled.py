"""What must hold at the end of a day."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from bot.delivery.failing import MOST_ATTEMPTS
from bot.desk.ledger import DeliveryState, Lane
from bot.model.broadcast import CORRECTION, Broadcast, Steering
from bot.model.event import MessageReceived
from bot.store import tables
from tests.storms.day import BEGINS, NIGHT, Day
from tests.storms.mortals import RATE

TICK = 600.0  # seconds until the night is noticed, and a retry's longest pause

_O = tables.outbox.c


@dataclass
class Settled:
    """The ledger beside what the world has heard."""

    day: Day

    def __post_init__(self) -> None:
        with self.day.books._beside(writes=False) as connection:
            self.rows = {row.key: row for row in connection.execute(select(*_O).order_by(_O.id))}
        self.heard = {h.key: h for h in self.day.world.heard}
        self.broadcasts = {b.id: b for b in self.day._broadcasts()}

    def wrongs(self) -> Iterator[str]:
        """Everything that must not be."""
        world = self.day.world
        yield from world.doubles()
        yield from world.out_of_order(self._paused())
        yield from world.hurried(RATE)
        yield from self._rude()
        for row in self.rows.values():
            yield from self._row(row)
        yield from self._reports()
        for broadcast in self.broadcasts.values():
            yield from self._told(broadcast)
            yield from self._quiet(broadcast)

    def _rude(self) -> Iterator[str]:
        """Whom we did not leave in peace, unless that wish may have been lost by a fault of ours."""
        faults = self.day.faults
        troubles = faults.cuts + [at for fate in self.day.fates for at in fate.troubles]
        for asked, at, what in self.day.world.rude:
            excused = any(asked - 1 <= t <= at for t in troubles)
            if not excused and not faults.is_full_at(asked) and not faults.is_full_at(at):
                yield what

    def _paused(self) -> set[str]:
        """What was decided before and was held back by staff does not hold back the rest."""
        paused = {b for b, what in self.day.steered if what is Steering.PAUSE}
        return {row.key for row in self.rows.values() if row.broadcast in paused}

    def _row(self, row: Row[Any]) -> Iterator[str]:
        state, is_heard = DeliveryState(row.state), row.key in self.heard
        if state is DeliveryState.WAITING:
            yield f"{row.key} waits"
        if row.channel == "staff":
            return
        if state is DeliveryState.DELIVERED and not is_heard:
            yield f"{row.key} was delivered and never heard"
        if is_heard and state is not DeliveryState.DELIVERED and not row.unsure:
            yield f"{row.key} was heard and is {state}"
        deaths = sum(fate.deaths for fate in self.day.fates)
        if row.attempts > MOST_ATTEMPTS or self.day.world.tries[row.key] > row.attempts + deaths:
            yield f"{row.key} was tried {self.day.world.tries[row.key]} times, {row.attempts}"

    def _reports(self) -> Iterator[str]:
        events = Counter(
            e.message_id for _, e in self.day.books.events() if isinstance(e, MessageReceived)
        )
        for message in self.day.acknowledged:
            reply = self.rows.get(f"reply:{message}")
            if events[message] != 1 or reply is None or reply.state != DeliveryState.DELIVERED:
                yield f"{message}: {events[message]} events, {reply}"

    def _told(self, first: Broadcast) -> Iterator[str]:
        """Who heard an old text has the newest correction, and nobody else has.

        Who heard what was retracted has heard that too.
        """
        if first.follows is not None:
            return
        later = [b for b in self.broadcasts.values() if b.follows == first.id]
        readers: dict[str, dict[str, Row[Any]]] = defaultdict(dict)
        for row in self.rows.values():
            if row.lane == int(Lane.BROADCAST):
                readers[row.reader][row.broadcast] = row
        for told in readers.values():
            if first.id in told and told[first.id].key in self.heard:
                yield from self._told_one(first, later, told)

    def _told_one(
        self, first: Broadcast, later: list[Broadcast], told: dict[str, Row[Any]]
    ) -> Iterator[str]:
        """What is wrong with what one reader heard; ``told``: their rows by broadcast."""
        row = told[first.id]
        heard = self.heard[row.key]
        edition = next(e for e, t in self.day.texts[first.id].items() if t == heard.text)
        if edition != row.told:
            yield f"{row.key} was heard in edition {edition}, not {row.told}"
        for retraction in (b for b in later if b.is_retraction):
            if retraction.id not in told:
                yield f"{row.reader} heard {first.id} and not that it was retracted"
        corrections = sorted(
            (b for b in later if b.reason == CORRECTION), key=lambda b: int(b.id[1:])
        )
        for correction in corrections[-1:]:
            is_due = edition <= correction.until
            if is_due != (correction.id in told):
                yield f"{row.reader} heard edition {edition} of {first.id}; {correction.id}: {not is_due}"

    def _quiet(self, broadcast: Broadcast) -> Iterator[str]:
        """Nobody is disturbed by night, but by what was begun by day."""
        if broadcast.quiet is None:
            return
        for one in self.day.world.heard:
            row = self.rows[one.key]
            at = BEGINS + timedelta(seconds=one.at)
            earlier = at - timedelta(seconds=TICK)
            by_night = NIGHT.over_at(at) and NIGHT.over_at(earlier)
            if row.broadcast == broadcast.id and row.attempts == 1 and by_night:
                yield f"{one.key} was heard in the night at {at}"
