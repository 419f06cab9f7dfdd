"""The port ``SharedCounters`` over the table of paces."""

from collections.abc import Collection, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.store import tables
from bot.store.connect import hold, replacing
from bot.store.ledger.sql import Transactions
from bot.store.ledger.statements import CLOCK

_P = tables.paces.c


@dataclass(frozen=True, slots=True)
class SqlSharedCounters:
    """Numbers in rows; one transaction a time that they are held."""

    transactions: Transactions
    dialect: str

    def moment(self, at: float) -> float:
        """The server's clock where there is one; SQLite goes by ``at``, as its ledger does."""
        if self.dialect != "postgresql":
            return at
        with self.transactions(writes=False) as connection:
            moment: datetime = connection.execute(CLOCK).scalar_one()
        return moment.timestamp()

    @contextmanager
    def hold(self, owner: str, names: Collection[str]) -> Iterator[MutableMapping[str, float]]:
        keys = {f"{owner}:{name}"[:500]: name for name in sorted(names)}
        with self.transactions(writes=True) as connection:
            hold(connection, "slate", owner)
            found = connection.execute(select(_P.key, _P.due).where(_P.key.in_(list(keys))))
            held = {keys[key]: due for key, due in found}
            before = dict(held)
            yield held
            gone = [key for key, name in keys.items() if name in before and name not in held]
            if gone:
                connection.execute(delete(tables.paces).where(_P.key.in_(gone)))
            changed = [
                {"key": key, "due": held[name], "tail": 0.0, "shut": 0.0}
                for key, name in keys.items()
                if name in held and before.get(name) != held[name]
            ]
            if changed:
                connection.execute(replacing(tables.paces, self.dialect, "due"), changed)

    def wipe(self, owner: str) -> None:
        with self.transactions(writes=True) as connection:
            connection.execute(
                delete(tables.paces).where(_P.key.startswith(f"{owner}:", autoescape=True))
            )
