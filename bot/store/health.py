"""What a database is like, for whoever looks after it: its version, settings, room and damage."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError

from bot.store import connect, migrations, tables
from bot.store.errors import StoreError

CHECKED_FOR = 20.0  # seconds after which SQLite's check of the whole file is given up
_STEPS = 10_000  # of SQLite's machine between two looks at the time
_POSTGRESQL = (
    "fsync",
    "full_page_writes",
    "server_encoding",
    "synchronous_commit",
)
_FREE = text(
    "SELECT current_setting('max_connections')::int"
    " - current_setting('superuser_reserved_connections')::int"
    " - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
)
_BROKEN = text(
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace LIMIT 5"
)
_TORN = text(
    "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """A database as it was found.

    ``refusal``: the database's word for why nothing can be written, "" when it can. ``damage`` as
    it says it, empty also where ``checked`` is false: looking took too long. ``settings`` are those
    that decide whether what was committed stays. ``free``: connections that are left, None where
    there is no such limit.
    """

    name: str
    server: str
    tables: str | None
    refusal: str = ""
    damage: tuple[str, ...] = ()
    checked: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    free: int | None = None


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, None where it has none. StoreError for a URL of others."""
    address = connect.address_of(url)
    if address.get_backend_name() != "sqlite" or connect.is_memory(address):
        return None
    return Path(str(address.database))


def is_memory(url: str) -> bool:
    """Whether a database is gone when its process ends. StoreError for a URL of others."""
    return connect.is_memory(connect.address_of(url))


def has_password(url: str) -> bool:
    """Whether a password stands in a URL. StoreError for a URL of others."""
    return bool(connect.address_of(url).password)


def has_accounts(url: str) -> bool:
    """Whether anybody of the staff has an account; False where that cannot be read."""
    file = file_of(url)
    if is_memory(url) or (file is not None and not file.is_file()):
        return False
    engine = connect.engine_of(connect.address_of(url), durable=True)
    try:
        with engine.connect() as connection:
            return connection.execute(select(tables.staff_accounts.c.id)).first() is not None
    except (DBAPIError, ModuleNotFoundError):
        return False
    finally:
        engine.dispose()


def is_shared(url: str) -> bool:
    """Whether processes on several machines may share a database. StoreError for one of others."""
    return connect.address_of(url).get_backend_name() == "postgresql"


def condition(url: str) -> DatabaseHealth:
    """Look at a database; nothing in it is changed, though SQLite's file is made when it is missing.

    StoreError when it cannot be reached.
    """
    name = connect.name_of(connect.address_of(url))
    with _opened(url) as engine:
        with engine.connect() as connection:
            look = _postgresql if connection.dialect.name == "postgresql" else _sqlite
            found = look(connection, name)
        return _with_refusal(found, engine)


def ahead(url: str, clock: Callable[[], datetime]) -> float:
    """Seconds by which a PostgreSQL server's clock is ahead of ours. StoreError as above."""
    with _opened(url) as engine, engine.connect() as connection:
        connection.execute(text("SELECT 1"))  # connecting takes its time
        before = clock()
        there: datetime = connection.scalar(text("SELECT clock_timestamp()"))
        return (there - (before + (clock() - before) / 2)).total_seconds()


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    address = connect.address_of(url)
    try:
        engine = connect.engine_of(address, durable=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"the driver {error.name} is not installed") from error
    try:
        yield engine
    except DBAPIError as error:
        raise StoreError(f"{connect.name_of(address)} cannot be opened: {error.orig}") from error
    finally:
        engine.dispose()


def _with_refusal(found: DatabaseHealth, engine: Engine) -> DatabaseHealth:
    """With what comes of writing a row, which is taken back."""
    if found.tables is None:
        return found
    values = {"key": "doctor", "value": ""}
    try:
        with connect.writer_of(engine).connect() as connection, connection.begin() as turn:
            connect.hold_writing_right(connection)
            adding = connect.insert_into(tables.memories, connection.dialect.name)
            connection.execute(adding.on_conflict_do_nothing(index_elements=["key"]), values)
            turn.rollback()
    except DBAPIError as error:
        return replace(found, refusal=str(error.orig).splitlines()[0][:200])
    return found


def _sqlite(connection: Connection, name: str) -> DatabaseHealth:
    words = {p: str(connection.scalar(text(f"PRAGMA {p}"))) for p in ("journal_mode", "encoding")}
    version = connection.scalar(text("SELECT sqlite_version()"))
    revision = migrations.version_of(connection)
    damage, checked = _looked_through(connection)
    return DatabaseHealth(
        name, f"SQLite {version}", revision, damage=damage, checked=checked, settings=words
    )


def _looked_through(connection: Connection) -> tuple[tuple[str, ...], bool]:
    """What ``PRAGMA quick_check`` finds, and whether it came to its end.

    https://www.sqlite.org/pragma.html#pragma_quick_check
    """
    raw: Any = connection.connection.driver_connection
    until = time.monotonic() + CHECKED_FOR
    raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(5)"))]
    except DBAPIError as error:
        if time.monotonic() > until:
            return (), False
        found = [str(error.orig)]
    finally:
        raw.set_progress_handler(None, 0)
    return (() if found == ["ok"] else tuple(line[:200] for line in found)), True


def _postgresql(connection: Connection, name: str) -> DatabaseHealth:
    words = {s: str(connection.scalar(text(f"SHOW {s}"))) for s in _POSTGRESQL}
    broken = [f"index {row[0]} is not valid" for row in connection.execute(_BROKEN)]
    torn = int(connection.scalar(_TORN) or 0)
    version = str(connection.scalar(text("SHOW server_version"))).partition(" ")[0]
    return DatabaseHealth(
        name,
        f"PostgreSQL {version}",
        migrations.version_of(connection),
        damage=(*broken, *([f"{torn} pages with a wrong checksum"] if torn else ())),
        settings=words,
        free=connection.scalar(_FREE),
    )
