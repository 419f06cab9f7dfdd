"""The port ``Store`` on SQLite or PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import DBAPIError

from bot.desk.ledger import Outgoing
from bot.desk.ports import Beside
from bot.model.event import Event
from bot.store import connect, migrations, rows, tables
from bot.store.api import SqlApi
from bot.store.bulk import among
from bot.store.errors import StoreError, cannot_open, told_as_away
from bot.store.ledger.rows import waiting
from bot.store.ledger.sql import SqlLedger
from bot.store.outbox import adding
from bot.store.settings import SqlSettings
from bot.store.shared_counters import SqlSharedCounters
from bot.store.staff import SqlStaff
from bot.store.unit_of_work import SqlUnitOfWork

PAGE = 500  # journal rows fetched at a time


class SqlStore:
    """Keeps everything in one database. Any thread may use it, one writes at a time.

    ``durable`` matters for SQLite alone. A killed process loses nothing either way: what was
    committed is with the operating system. A power cut or a crash of the machine may lose the
    last transactions when not durable (``synchronous = NORMAL``), though never the file's
    consistency; durable (``FULL``) waits for the disk at every commit.
    https://www.sqlite.org/pragma.html#pragma_synchronous

    Inside ``work()`` the same thread must use the work and not the store again: that would wait
    for itself, and is refused. ``sqlite://`` is a store in memory that is gone when closed.
    A database that is away raises StoreUnavailableError, whatever is asked of it.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        """Connects to nothing yet and expects the tables of this version; see ``open``."""
        address = connect.address_of(url)
        self._name = connect.name_of(address)
        self._reader = connect.engine_of(address, durable=durable)
        self._writer = connect.writer_of(self._reader)
        self._dialect = self._reader.dialect.name
        self._writing = threading.Lock()
        self._reading = self._writing if connect.is_memory(address) else nullcontext()
        self._here = threading.local()
        self.ledger = SqlLedger(self._beside, self._dialect)
        self.slate = SqlSharedCounters(self._beside, self._dialect)
        self.staff = SqlStaff(self._beside)
        self.api = SqlApi(self._beside, self._dialect)
        self.settings = SqlSettings(self._beside)

    @classmethod
    def open(cls, url: str, *, durable: bool = True) -> "SqlStore":
        """A store whose tables are there and up to date.

        StoreError when the database cannot be opened, or was written by a newer program;
        StoreUnavailableError when it is not there, or takes nobody in, and may in a moment.
        """
        store = cls(url, durable=durable)
        try:
            migrations.bring_up_to_date(store._reader, store._writer)
        except DBAPIError as error:
            store.close()
            raise cannot_open(store._name, error) from error
        except StoreError:
            store.close()
            raise
        return store

    def __enter__(self) -> "SqlStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SqlStore {self._name}>"

    @contextmanager
    def work(self) -> Iterator[SqlUnitOfWork]:
        with self._transaction(writes=True) as connection:
            connect.hold_writing_right(connection)
            yield SqlUnitOfWork(connection)

    @contextmanager
    def look(self) -> Iterator[SqlUnitOfWork]:
        with self._transaction(writes=False) as connection:
            if self._dialect == "postgresql":
                connection.execute(connect.AT_ONE_MOMENT)
            yield SqlUnitOfWork(connection)

    def receive(
        self, key: str, channel: str, payload: str, at: datetime, *, beside: Beside | None = None
    ) -> bool:
        row = {
            "key": rows.word_of(key, "an inbox key"),
            "channel": rows.word_of(channel, "a channel"),
            "state": "waiting",
            "received_at": at,
            "payload": rows.text_of(payload, "a payload"),
        }
        with self._transaction(writes=True) as connection:
            if beside is not None:
                connect.hold_writing_right(connection)
                beside(SqlUnitOfWork(connection))
            added = connection.execute(adding(tables.inbox, self._dialect), row)
            return added.first() is not None

    def received(self, channel: str, limit: int = 100) -> list[tuple[str, str]]:
        c = tables.inbox.c
        waiting = select(c.key, c.payload).where(c.channel == channel, c.state == "waiting")
        with self._transaction(writes=False) as connection:
            found = connection.execute(waiting.order_by(c.id).limit(limit))
            return [(key, payload) for key, payload in found]

    def handled(self, *keys: str) -> None:
        """Mark inbox rows as done, and forget their payloads: they were not masked."""
        named = among(tables.inbox.c.key, "keys", self._dialect, list(keys))
        done = update(tables.inbox).where(named).values(state="handled", payload="")
        with self._transaction(writes=True) as connection:
            if connection.execute(done).rowcount < len({*keys}):
                raise LookupError("the inbox has no such row")

    def outgoing(self, channel: str, limit: int = 100) -> list[Outgoing]:
        with self._transaction(writes=False) as connection:
            return waiting(connection, channel, limit)

    def events(self, after: int = 0) -> Iterator[tuple[int, Event]]:
        """The journal from a number on, in order; fetched in pages, so it blocks no writer."""
        c = tables.journal.c
        while True:
            page = select(c.id, c.kind, c.body).where(c.id > after).order_by(c.id).limit(PAGE)
            with self._transaction(writes=False) as connection:
                found = connection.execute(page).all()
            for number, kind, body in found:
                yield number, rows.event_of(kind, body)
            if len(found) < PAGE:
                return
            after = found[-1][0]

    def last_event(self) -> int:
        """The number of the latest event of the journal; 0: there is none."""
        with self._transaction(writes=False) as connection:
            return int(connection.scalar(select(func.max(tables.journal.c.id))) or 0)

    def close(self) -> None:
        self._reader.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        with (
            self._only_one_here(),
            told_as_away(),
            self._writing if writes else self._reading,
            (self._writer if writes else self._reader).begin() as connection,
            told_as_away(within=True),
        ):
            yield connection

    @contextmanager
    def _beside(self, *, writes: bool) -> Iterator[Connection]:
        """A transaction that need not wait for the desk's, where the database has locks by row."""
        if self._dialect != "postgresql":
            with self._transaction(writes=writes) as connection:
                yield connection
        else:
            with self._only_one_here(), told_as_away(), self._reader.begin() as connection:
                yield connection

    @contextmanager
    def _only_one_here(self) -> Iterator[None]:
        if getattr(self._here, "busy", False):
            raise RuntimeError("this thread is inside work() already; use that work")
        self._here.busy = True
        try:
            yield
        finally:
            self._here.busy = False
