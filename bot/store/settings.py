"""The port ``SettingsStore`` over its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store import rows
from bot.store.connect import hold
from bot.store.ledger.sql import Transactions
from bot.store.tables import staff_settings

_S = staff_settings.c
_SAVED = select(_S.name, _S.value)


@dataclass(frozen=True, slots=True)
class SqlSettings:
    """A row for each setting that an admin has saved; who saves waits for their turn."""

    transactions: Transactions

    def saved(self) -> dict[str, str]:
        with self.transactions(writes=False) as connection:
            return _saved(connection)

    def save(
        self, before: Mapping[str, str], after: Mapping[str, str], at: datetime, by: str
    ) -> bool:
        changed = {n: value for n, value in after.items() if before.get(n) != value}
        with self.transactions(writes=True) as connection:
            hold(connection, "settings")
            if _saved(connection) != before:
                return False
            gone = [*changed, *(before.keys() - after.keys())]
            connection.execute(delete(staff_settings).where(_S.name.in_(gone)))
            if changed:
                connection.execute(
                    insert(staff_settings),
                    [_row(name, value, at, by) for name, value in changed.items()],
                )
            return True


def _saved(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(_SAVED)}


def _row(name: str, value: str, at: datetime, by: str) -> dict[str, object]:
    return {
        "name": rows.word_of(name, "a setting"),
        "value": rows.text_of(value, "a setting"),
        "changed_at": at,
        "changed_by": rows.word_of(by, "a name"),
    }
