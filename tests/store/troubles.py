"""What may befall a database while the desk works with it: real ones, and nothing imitated."""

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.store import connect
from tests.store.databases import a_database

SOON = 0.1  # seconds of patience; nobody in a test waits for ten

_LIVES = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :session")
_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = :name AND pid <> pg_backend_pid()"
)


def until_ended(url: str, session: int) -> None:
    """Wait until the server has ended a session."""
    server, quiet = create_engine(url, isolation_level="AUTOCOMMIT"), threading.Event()
    with server.connect() as connection:
        while connection.scalar(_LIVES, {"session": session}):
            quiet.wait(0.02)
    server.dispose()


@contextmanager
def held_locked(file: Path) -> Iterator[None]:
    """Another program has begun to write into a file of SQLite, and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def a_server_that_ends_sessions(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The URL of an empty PostgreSQL schema, and what ends every session that it has now."""
    with a_database("postgresql", folder) as url:
        name = f"jitabata {uuid.uuid4().hex}"
        server = create_engine(connect.address_of(url))

        def end() -> None:
            with server.begin() as connection:
                connection.execute(_END, {"name": name})

        try:
            yield f"{url}&application_name={name.replace(' ', '%20')}", end
        finally:
            server.dispose()
