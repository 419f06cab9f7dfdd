"""What can go wrong in the store room, in words that a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import NestedTransaction, exc

from bot.model.errors import JitabataError, StoreAwayError

# Of a statement or its values, as PEP 249 has it.
_STOOD_STILL = "25P03"  # idle_in_transaction_session_timeout
_FAULTS = (exc.DataError, exc.IntegrityError, exc.NotSupportedError, exc.ProgrammingError)
_SQLITE_FAULTS = frozenset(
    {
        *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT),
        *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE),
    }
)


class StoreError(JitabataError):
    """The database cannot be opened, or a value cannot be kept or read. Names no secret."""


@contextmanager
def told_as_away() -> Iterator[None]:
    """StoreAwayError for what the database could not do now, whoever asked for it.

    What a statement or its values are at fault for stays as it is: that fails every time.
    """
    try:
        yield
    except exc.DBAPIError as error:
        if _is_fault(error):
            raise
        stood_still = getattr(error.orig, "sqlstate", None) == _STOOD_STILL
        said = f"the database is away: {error.orig}"
        raise StoreAwayError(said, stood_still=stood_still) from error
    except (exc.PendingRollbackError, exc.TimeoutError) as error:
        raise StoreAwayError("the database is away") from error


def take_back(part: NestedTransaction) -> None:
    """Undo a part of a transaction. StoreAwayError where only the whole can be undone.

    After some errors, a full disk say, SQLite has undone the whole by itself; what is written next
    would be no transaction any more. https://www.sqlite.org/lang_transaction.html, section 3.
    """
    try:
        part.rollback()
    except exc.SQLAlchemyError as error:
        raise StoreAwayError("the database is away: a part could not be undone") from error


def _is_fault(error: exc.DBAPIError) -> bool:
    """Whether a statement or its values are at fault; by SQLite's codes, whose classes say little.

    https://www.sqlite.org/rescode.html
    """
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", None)  # None: the driver itself refused
        return code is None or code & 0xFF in _SQLITE_FAULTS
    return isinstance(error, _FAULTS)
