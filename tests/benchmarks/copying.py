"""Fills a PostgreSQL database with all that an SQLite one keeps, many times as fast as by the desk's own statements."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import Integer, Table, func, select, text

from bot.store import tables
from bot.store.case_tables import case_texts
from bot.store.case_words import BETWEEN, pairs_of
from bot.store.sql import SqlStore

PAIRS = next(index for index in case_texts.indexes if index.name == "case_texts_by_pair")
AT_ONCE = 5_000  # rows that are read in one go


def copy(source: SqlStore, target: SqlStore) -> None:
    """Every row of ``source``, in place of what ``target`` has; numbers go on after the last."""
    with closing(target._writer.raw_connection()) as raw, closing(raw.cursor()) as made:
        cursor: Any = made  # psycopg's own: the interface of all drivers has no COPY
        kept = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(f"TRUNCATE {kept}")
        cursor.execute(f"DROP INDEX {PAIRS.name}")  # made anew at the end, many times as fast
        for table in tables.metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as into:
                for row in _rows(source, table):
                    into.write_row(row)
        cursor.execute(f'CREATE INDEX {PAIRS.name} ON "{case_texts.name}" USING gin (pairs)')
        raw.commit()
    for table in tables.metadata.sorted_tables:
        _count_on(table, target)
    with target._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))


def _rows(source: SqlStore, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table; PostgreSQL keeps the pairs of letters beside the words, SQLite apart."""
    with source._reader.connect().execution_options(yield_per=AT_ONCE) as connection:
        for row in connection.execute(select(table)):
            if table is case_texts:
                pairs = pairs_of(BETWEEN.join((row.said, row.noted)))
                yield (row.seq, row.said, row.noted, pairs)
            else:
                yield tuple(row)


def _count_on(table: Table, target: SqlStore) -> None:
    (key, *more) = table.primary_key.columns
    if more or not isinstance(key.type, Integer) or key.autoincrement is False:
        return
    with target._writer.begin() as connection:
        last = connection.scalar(select(func.max(key)))
        owned = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
        if last is not None and connection.scalar(select(owned)) is not None:
            connection.execute(select(func.setval(owned, last)))
