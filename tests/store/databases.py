"""Databases for tests: SQLite as a file and in memory, PostgreSQL where there is one."""

import atexit
import os
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from bot.store import connect, migrations, tables
from bot.store.sql import SqlStore

Kept = TypeVar("Kept", bound=SqlStore)
ON_POSTGRESQL = pytest.param(
    "postgresql", marks=pytest.mark.slow
)  # what SQLite has shown, once more
KINDS = ("file", "memory", ON_POSTGRESQL)
POSTGRESQL = "postgresql+psycopg://root@127.0.0.1:5432/test"


_OURS = {*tables.metadata.tables, "alembic_version"}
_EMPTYING = """
DO $$
DECLARE ours record;
BEGIN
  SET LOCAL lock_timeout = '2s';
  FOR ours IN SELECT relname AS name, relkind AS kind FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'
  LOOP
    CASE ours.kind
      WHEN 'r' THEN EXECUTE 'DELETE FROM ' || quote_ident(ours.name);
      WHEN 'S' THEN EXECUTE 'ALTER SEQUENCE ' || quote_ident(ours.name) || ' RESTART';
      ELSE NULL;
    END CASE;
  END LOOP;
END $$
"""
_spare: list[str] = []  # schemas with our tables and nothing in them


def in_memory() -> SqlStore:
    """A store in memory of its own, with our tables and nothing in them.

    As ``SqlStore.open("sqlite://")`` leaves it, from a copy: to create the tables takes twenty times as long.
    """
    return in_memory_of(SqlStore)


def in_memory_of(kind: type[Kept]) -> Kept:
    """A store in memory of a kind of its own."""
    store = kind("sqlite://")
    fill(store, _empty_tables())
    return store


def contents(store: SqlStore) -> bytes:
    """All that a store in memory keeps, as bytes."""
    with closing(store._reader.raw_connection()) as raw:
        return bytes(raw.driver_connection.serialize())  # type: ignore[union-attr]


def fill(store: SqlStore, kept: bytes) -> None:
    """Have a store in memory keep what another kept, and nothing else."""
    with closing(store._writer.raw_connection()) as raw:
        raw.driver_connection.deserialize(kept)  # type: ignore[union-attr]


def is_untouched(store: object) -> bool:
    """Whether it is a store in memory as ``in_memory`` makes it."""
    return (
        isinstance(store, SqlStore)
        and connect.is_memory(store._reader.url)
        and contents(store) == _empty_tables()
    )


@cache
def _empty_tables() -> bytes:
    """A SQLite database with our tables, as bytes."""
    store = SqlStore.open("sqlite://")
    try:
        return contents(store)
    finally:
        store.close()


@contextmanager
def a_schema() -> Iterator[str]:
    """The URL of an empty PostgreSQL schema of our own, dropped afterwards."""
    name = _created()
    try:
        yield _url(name)
    finally:
        _drop(name)


@contextmanager
def a_schema_with_tables() -> Iterator[str]:
    """The URL of a PostgreSQL schema that has our tables, and nothing in them.

    To make the tables takes a fifth of a second, and to empty them a tenth of that.
    """
    name = _spare.pop() if _spare else _created()
    try:
        yield _url(name)
    except BaseException:
        _drop(name)
        raise
    if _is_emptied(name):
        _spare.append(name)
    else:
        _drop(name)


def _created() -> str:
    name = f"jitabata_{uuid.uuid4().hex}"
    try:
        with _engine(POSTGRESQL).begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except OperationalError:
        if "CI" in os.environ:
            raise
        pytest.skip("no PostgreSQL at 127.0.0.1:5432")
    return name


def _is_emptied(name: str) -> bool:
    """Whether our tables are as new; False where others stand beside, or somebody holds them."""
    try:
        with _engine(_url(name)).begin() as connection:
            if set(inspect(connection).get_table_names()) != _OURS:
                return False
            connection.exec_driver_sql(_EMPTYING)
    except OperationalError:
        return False
    return True


def _drop(name: str) -> None:
    with _engine(POSTGRESQL).begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


@atexit.register
def _drop_spare() -> None:
    for name in _spare:
        _drop(name)


def _url(name: str) -> str:
    """No commit waits for the disk: a test kills processes, and never the machine."""
    return f"{POSTGRESQL}?options=-csynchronous_commit%3Doff%20-csearch_path%3D{name}"


def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 3})


@contextmanager
def a_database(kind: str, folder: Path, *, empty: bool = False) -> Iterator[str]:
    """The URL of a database of one kind without a row; with ``empty`` also without a table."""
    if kind == "postgresql":
        with a_schema() if empty else a_schema_with_tables() as url:
            yield url
    elif kind == "memory":
        yield "sqlite://"
    else:
        file = folder / "desk.sqlite"
        if not empty:
            file.write_bytes(_empty_tables())
        yield f"sqlite:///{file}"


@contextmanager
def a_store(kind: str, folder: Path) -> Iterator[SqlStore]:
    """A store over a database of one kind without a row."""
    with a_database(kind, folder) as url:
        store = in_memory() if kind == "memory" else SqlStore.open(url)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def asking() -> Iterator[list[str]]:
    """What any database is asked meanwhile, with the values."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        asked.append(f"{statement} {values}")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        Engine._has_events = False  # or every statement of the later tests would look for listeners


def a_database_of(revision: str, url: str) -> None:
    """Bring an empty database to a version of the tables, step by step."""
    engine = connect.engine_of(connect.address_of(url), durable=False)
    with connect.writer_of(engine).begin() as connection:
        migrations.step_up(connection, revision)
    engine.dispose()
