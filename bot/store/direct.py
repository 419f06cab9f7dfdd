"""What every message asks, handed to SQLite's driver itself.

SQLAlchemy takes twenty times as long to hand over a small statement as SQLite to run it, and a message
takes dozens. So it compiles a statement once, and what it made is kept: the text, and what turns each
value into SQLite's and back. On PostgreSQL, where the way there takes longer than that, and where
somebody listens to statements, it does all of it each time.
"""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Dialect, literal_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

REMEMBERED = 512  # statements; those that are built anew each time are none for here

_Turns = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as SQLite takes it: what each of its signs stands for, what its columns are.

    ``values``: by sign the name of what is given, a fixed value, and what turns it into SQLite's.
    ``turned``: the columns whose values are turned back, with what does it.
    """

    text: str
    values: tuple[tuple[str, Any, _Turns], ...]
    names: tuple[str, ...]
    turned: tuple[tuple[int, Callable[[Any], Any]], ...]

    def given(self, row: Mapping[str, Any]) -> list[Any]:
        said = ((row.get(name, fixed), turn) for name, fixed, turn in self.values)
        return [value if turn is None else turn(value) for value, turn in said]

    def read(self, found: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        return [self._read(list(row)) for row in found] if self.turned else found

    def _read(self, row: list[Any]) -> tuple[Any, ...]:
        for place, turn in self.turned:
            row[place] = turn(row[place])
        return tuple(row)


def ask(
    connection: Connection, statement: Any, given: Mapping[str, Any] | None = None
) -> Sequence[Sequence[Any]]:
    """The rows that a statement gives, none where it gives none; ``statement`` is built once for all."""
    row = given or {}
    ready = _ready_for(connection, statement, row)
    if ready is None:
        result = connection.execute(statement, given)
        return result.all() if result.returns_rows else ()
    return ready.read(_run(connection, ready, row))


def ask_named(
    connection: Connection, statement: Any, given: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The first row that a statement gives, by column; None where it gives none."""
    ready = _ready_for(connection, statement, given)
    if ready is None:
        first = connection.execute(statement, given).mappings().first()
        return None if first is None else dict(first)
    found = ready.read(_run(connection, ready, given)[:1])
    return dict(zip(ready.names, found[0], strict=True)) if found else None


def one_of(column: ColumnElement[str], words: Collection[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these words of ours, whose number is part of the statement's text."""
    return column.in_([literal_column(f"'{word}'") for word in sorted(words)])


def _ready_for(connection: Connection, statement: Any, row: Mapping[str, Any]) -> _Ready | None:
    listens = connection.dispatch.before_cursor_execute
    if connection.dialect.name != "sqlite" or listens:
        return None
    return _made_ready(statement, tuple(row), connection.dialect)


def _run(connection: Connection, ready: _Ready, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    driver = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    try:
        return driver.execute(ready.text, ready.given(row)).fetchall()
    except sqlite3.Error as error:  # told as SQLAlchemy tells it, without the values
        said = DBAPIError.instance(
            *(ready.text, None, error, sqlite3.Error),
            hide_parameters=True,
            dialect=connection.dialect,
        )
        raise said from error


@lru_cache(maxsize=REMEMBERED)
def _made_ready(statement: Any, names: tuple[str, ...], dialect: Dialect) -> _Ready | None:
    """A statement made ready; None where its text depends on the values, as that of a list."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params:
        return None
    fixed = compiled.construct_params(dict.fromkeys(names))
    columns = getattr(statement, "exported_columns", ())
    back = ((n, _reader(c.type, dialect)) for n, c in enumerate(columns))
    return _Ready(
        str(compiled),
        tuple(
            (n, fixed[n], _writer(compiled.binds[n].type, dialect)) for n in compiled.positiontup
        ),
        tuple(c.key for c in columns),
        tuple((n, turn) for n, turn in back if turn is not None),
    )


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> _Turns:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Turns:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
