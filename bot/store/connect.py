"""Opens SQLite and PostgreSQL so that both behave alike; the only file that knows their manners.

Each store has one *writer* and one *reader* over the same connections. A writing transaction holds
the database's one writing right from its first statement (``BEGIN IMMEDIATE``; in PostgreSQL an
advisory lock, taken by ``hold_writing_right``): what it has read stays true until it commits.
"""

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, StaticPool

from bot.store.errors import StoreError
from bot.store.sqlite_dialect import SqliteDialect

PATIENCE = 10.0  # seconds to wait for a connection or for another writer
STATEMENT_LIMIT = 30.0  # seconds; no statement of ours comes near
# Seconds; a process that stands still inside a transaction stops nobody for longer: less than the
# patience of the others, and enough for one that a loaded machine lets run now and then.
IDLE_LIMIT = 9.0
SQLITE = "sqlite+jitabata"
registry.register(SQLITE.replace("+", "."), "bot.store.sqlite_dialect", "SqliteDialect")
AT_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}
_KEY = "hashtextextended(CAST(:begins AS text) || current_schema() || CAST(:ends AS text), 0)"
_HOLD = text(f"SELECT pg_advisory_xact_lock({_KEY})")
_SHARE = text(f"SELECT pg_advisory_xact_lock_shared({_KEY})")
SWITCHES = 20  # times that others may get in the way of a new file


def address_of(url: str) -> URL:
    """The URL, read; StoreError (which does not repeat it, for it may hold a password)."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError("the database URL cannot be read") from None
    backend = address.get_backend_name()
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return address.set(drivername=SQLITE)
    raise StoreError(f"the store speaks SQLite and PostgreSQL, not {backend}")


def name_of(address: URL) -> str:
    """What to call a database in messages: no user, no password, no options."""
    if address.get_backend_name() == "sqlite":
        return f"SQLite {address.database or 'in memory'}"
    return f"PostgreSQL {address.database or ''} on {address.host or 'this machine'}"


def is_memory(address: URL) -> bool:
    """Whether the database lives in this process alone."""
    return address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}


def engine_of(address: URL, *, durable: bool) -> Engine:
    """An engine; nothing is connected yet. Values never show in its errors or logs."""
    if address.get_backend_name() == "postgresql":
        return _postgresql(address)
    return _sqlite(address, durable=durable)


def writer_of(engine: Engine) -> Engine:
    """The same connections, for transactions that write."""
    writer = engine.execution_options()
    if isinstance(engine.dialect, SqliteDialect):
        writer.dialect = engine.dialect.writing
    return writer


def hold_writing_right(connection: Connection) -> None:
    """Wait for the writing right until the transaction ends; SQLite has it from the beginning."""
    hold(connection, "")


def hold(connection: Connection, what: str, of: str = "", *, shared: bool = False) -> None:
    """Wait for something and have it until the transaction ends; SQLite has one writer anyway.

    ``of``: whose it is, where each has its own. ``shared``: together with others who ask so.
    """
    if connection.dialect.name == "postgresql":
        begins = f"jitabata {what} " if what else "jitabata "
        given = {"begins": begins, "ends": f" {of}" if of else ""}
        connection.execute(_SHARE if shared else _HOLD, given)


def insert_into(table: Table, dialect: str) -> Any:
    """An ``INSERT`` that knows ``ON CONFLICT``; both dialects spell it alike."""
    if dialect == "postgresql":
        # Late, because SQLite users should not wait for it at every start.
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


@cache
def replacing(table: Table, dialect: str, *names: str) -> Any:
    """Insert a row, or bring these columns of the one with the same primary key up to date."""
    insert = insert_into(table, dialect)
    kept = {name: insert.excluded[name] for name in names}
    return insert.on_conflict_do_update(index_elements=[*table.primary_key], set_=kept)


@cache
def saving(table: Table, dialect: str) -> Any:
    """Insert a value, or put it in the place of the one with its id; ``seq`` stays."""
    insert = insert_into(table, dialect)
    kept = {c.name: insert.excluded[c.name] for c in table.c if c.name not in {"seq", "id"}}
    return insert.on_conflict_do_update(index_elements=["id"], set_=kept)


def _sqlite(address: URL, *, durable: bool) -> Engine:
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if is_memory(address):
        options["poolclass"] = StaticPool  # one connection, or every thread would see its own desk
        options["connect_args"]["check_same_thread"] = False
    else:
        _make_private_file(Path(str(address.database)))
    engine = create_engine(address, hide_parameters=True, **options)
    synchronous = "FULL" if durable else "NORMAL"

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None  # the driver begins no transaction by itself: the dialect does
        raw.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
        _write_ahead(raw)
        raw.execute(f"PRAGMA synchronous = {synchronous}")
        raw.execute("PRAGMA foreign_keys = ON")

    return engine


def _write_ahead(raw: sqlite3.Connection) -> None:
    """Keep a write-ahead log.

    Of two who make a new file so at the same moment one is refused at once, whatever the busy
    timeout says; it waits for the other's lock and looks again.
    """
    for _ in range(SWITCHES):
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
        else:
            return
    raw.execute("PRAGMA journal_mode = WAL")


def _make_private_file(path: Path) -> None:
    """Reports are confidential: nobody but the owner reads them; WAL files inherit the mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error


def session_of(address: URL) -> Connection:
    """A connection to PostgreSQL that nobody else uses, without a transaction.

    A dead network is noticed within some ten seconds on both sides, so that what its session holds
    is free again.
    """
    engine = create_engine(
        address,
        hide_parameters=True,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": int(PATIENCE), **_KEEPALIVES},
    )
    session = engine.connect()
    session.execute(text("SET statement_timeout = '5s'"))
    for setting in ("tcp_keepalives_idle = 5", "tcp_keepalives_interval = 2"):
        session.execute(text(f"SET {setting}"))
    session.execute(text("SET tcp_keepalives_count = 2"))
    return session


def _postgresql(address: URL) -> Engine:
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,  # a connection that died overnight is replaced, not met
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": int(PATIENCE), **_KEEPALIVES},
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _: object) -> None:
        with raw.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE:.0f}s'")
            cursor.execute(f"SET statement_timeout = '{STATEMENT_LIMIT:.0f}s'")
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_LIMIT * 1000:.0f}ms'")
        raw.commit()

    return engine
