"""SQLite's part: copying a database that is in use, and putting one in its place.

A copy is taken with the online backup interface in one step: it is the database at one moment, and
in WAL mode nobody waits for it. https://www.sqlite.org/backup.html
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from bot.store.errors import StoreError

PATIENCE = 10.0  # seconds to wait for another writer
_BEGINS = b"SQLite format 3\0"
IN_USE = (
    "{path} is in use: a desk or another command has it open; stop it"
    " (systemctl stop jitabata) and try again"
)


class DamagedError(StoreError):
    """A database that SQLite cannot read."""


def engine_on(path: Path) -> Engine:
    """An engine that looks into a file which nobody else uses."""
    return create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)


def copy(database: Path, into: Path) -> None:
    """The database as it is now, as one file on the disk, checked."""
    if not database.is_file():
        raise StoreError(f"there is no database {database} yet")
    _touch(into)
    try:
        with closing(_opened(database)) as source, closing(_opened(into)) as target:
            source.backup(target)
            as_one_file(target)
    except sqlite3.Error as why:
        raise DamagedError(f"{database} cannot be copied: {why}") from why
    check(into)
    _sync(into)


def as_one_file(connection: sqlite3.Connection) -> None:
    """Put everything into the file itself, with no log beside it."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def settle(path: Path) -> None:
    """One file, whatever logs were beside it."""
    with closing(_opened(path)) as connection:
        as_one_file(connection)


def check(path: Path) -> None:
    """Look through every page and index of a file. DamagedError with what is wrong."""
    try:
        with closing(_opened(path)) as connection:
            check_open(connection)
    except sqlite3.Error as why:
        raise DamagedError(f"{path.name} is damaged: {why}") from why


def check_open(connection: sqlite3.Connection) -> None:
    """The same over an open connection."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise DamagedError(f"the database is damaged: {'; '.join(found)}")


@contextmanager
def alone(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a database that nobody else has open, and nobody can read until the end.

    StoreError when somebody has: a process keeps a lock on a file in WAL mode as long as it is
    open. DamagedError when it cannot be read.
    """
    with database.open("rb") as file:  # or SQLite would throw its log away
        if file.read(len(_BEGINS)) not in (_BEGINS, b""):
            raise DamagedError(f"{database} cannot be read: it is no SQLite file any more")
    with closing(_opened(database)) as connection:
        try:
            as_one_file(connection)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays
        except sqlite3.OperationalError as why:
            if why.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError(IN_USE.format(path=database)) from None
            raise DamagedError(f"{database} cannot be read: {why}") from why
        except sqlite3.DatabaseError as why:
            raise DamagedError(f"{database} cannot be read: {why}") from why
        yield connection


def keep_beside(connection: sqlite3.Connection, beside: Path) -> None:
    """A copy of what is about to be replaced."""
    _touch(beside)
    try:
        with closing(_opened(beside)) as target:
            connection.backup(target)
    except sqlite3.Error as why:
        beside.unlink()
        raise DamagedError(f"what is there cannot be copied: {why}") from why
    _sync(beside)


def put_aside(database: Path, beside: Path) -> None:
    """Rename a damaged database with its log, which would spoil what comes in its place."""
    for end in ("-wal", "-shm", "-journal", ""):
        part = Path(f"{database}{end}")
        if part.exists():
            part.rename(f"{beside}{end}")


def put_into(prepared: Path, connection: sqlite3.Connection) -> None:
    """Replace everything in a database, in one transaction: also after a kill it is one or the other."""
    try:
        with closing(_opened(prepared)) as source:
            connection.execute("PRAGMA synchronous = FULL")
            source.backup(connection)
    except sqlite3.Error as why:
        raise StoreError(f"the database could not be written, and is as it was: {why}") from why


def make(database: Path) -> None:
    """An empty file that nobody but the owner reads."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _touch(database)


def _opened(path: Path) -> sqlite3.Connection:
    """A connection in which nothing begins a transaction by itself; the file must be there."""
    connection = sqlite3.connect(
        f"file:{quote(str(path.resolve()))}?mode=rw", uri=True, timeout=PATIENCE
    )
    connection.isolation_level = None
    return connection


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
