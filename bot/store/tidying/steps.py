"""What a step of tidying is, and the one that only deletes."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_

Step = Callable[[Connection], int | None]

DELETED_AT_ONCE = 500


def deleting(table: Table, which: ColumnElement[bool]) -> Step:
    """Delete rows, a page at a time; nothing counts them afterwards."""
    key = tuple_(*table.primary_key)
    page = select(*table.primary_key).where(which).limit(DELETED_AT_ONCE)
    gone = delete(table).where(key.in_(page))

    def step(connection: Connection) -> int | None:
        return connection.execute(gone).rowcount or None

    return step
