"""What can go wrong in the store room, in words that a person can act on."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import NestedTransaction, exc

from bot.model.errors import JitabataError, StoreUnavailableError

# Of a statement or its values, as PEP 249 has it.
# What a server says that takes nobody in for now; libpq gives no code for what ends a connection at
# its beginning. A server that does not answer at all says nothing of the kind.
_REFUSES = "FATAL"
_FOR_NOW = re.compile(r"starting up|shutting down|recovery|too many|remaining connection slots")
_FAULTS = (exc.DataError, exc.IntegrityError, exc.NotSupportedError, exc.ProgrammingError)
_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SQLITE_FAULTS = frozenset(
    {
        *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT),
        *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE),
    }
)


class StoreError(JitabataError):
    """The database cannot be opened, or a value cannot be kept or read. Names no secret."""


@contextmanager
def told_as_away(*, within: bool = False) -> Iterator[None]:
    """StoreUnavailableError for what the database could not do now, whoever asked for it.

    ``within``: inside a transaction, before its commit.
    What a statement or its values are at fault for stays as it is: that fails every time.
    """
    try:
        yield
    except exc.DBAPIError as error:
        if _is_fault(error):
            raise
        lost = within and error.connection_invalidated
        raise StoreUnavailableError(f"the database is away: {error.orig}", lost=lost) from error
    except (exc.PendingRollbackError, exc.TimeoutError) as error:
        raise StoreUnavailableError("the database is away") from error


def cannot_open(name: str, error: exc.DBAPIError) -> JitabataError:
    """Why a database cannot be opened: StoreUnavailableError where it may be there in a moment."""
    said = f"{name} cannot be opened: {error.orig}"
    if isinstance(error.orig, sqlite3.Error):
        is_busy = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_BUSY
        return StoreUnavailableError(said) if is_busy else StoreError(said)
    comes_back = _REFUSES not in said or _FOR_NOW.search(said) is not None
    return StoreUnavailableError(said) if comes_back and not _is_fault(error) else StoreError(said)


def take_back(part: NestedTransaction) -> None:
    """Undo a part of a transaction. StoreUnavailableError where only the whole can be undone.

    After some errors, a full disk say, SQLite has undone the whole by itself; what is written next
    would be no transaction any more. https://www.sqlite.org/lang_transaction.html, section 3.
    """
    try:
        part.rollback()
    except exc.SQLAlchemyError as error:
        said = "the database is away: a part could not be undone"
        raise StoreUnavailableError(said, lost=True) from error


def _is_fault(error: exc.DBAPIError) -> bool:
    """Whether a statement or its values are at fault; by SQLite's codes, whose classes say little.

    https://www.sqlite.org/rescode.html
    """
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", None)  # None: the driver itself refused
        return code is None or code & 0xFF in _SQLITE_FAULTS
    return isinstance(error, _FAULTS)
