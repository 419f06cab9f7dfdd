"""What is under way at each destination: claims of processes that live."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store import tables
from bot.store.ledger.statements import WAITS
from bot.store.presence import LIVES

_O = tables.outbox.c


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims in one channel, as one who claims there sees them; ``by``: that one's holder."""

    connection: Connection
    channel: str
    by: str
    now: datetime

    def under_way(self, destinations: Iterable[str]) -> Counter[str]:
        """How many each destination has under way."""
        found = (
            select(_O.destination, _O.holder, func.count())
            .where(WAITS, _O.channel == self.channel, _O.held_until > self.now)
            .where(_O.destination.in_(sorted(destinations)))
            .group_by(_O.destination, _O.holder)
        )
        under_way: Counter[str] = Counter()
        lives = {process_of(self.by): True}
        for destination, holder, number in self.connection.execute(found).all():
            process = process_of(holder or "")
            if process not in lives:
                lives[process] = self._lives(process)
            under_way[destination] += number if lives[process] else 0
        return under_way

    def _lives(self, process: str) -> bool:
        """Whether another process is still there; on SQLite one delivers at a time."""
        if self.connection.dialect.name != "postgresql":
            return False
        return not self.connection.execute(LIVES, {"process": process}).scalar_one()


def process_of(holder: str) -> str:
    """The process behind a claim: a holder's name up to the first full stop."""
    return holder.partition(".")[0]
