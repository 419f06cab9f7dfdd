"""SQLite as SQLAlchemy speaks it, but with transactions that begin when they are begun.

The driver would begin them by itself, too late and never ``IMMEDIATE``. SQLAlchemy's own way round is
a listener to the engine's ``begin``, and an engine that somebody listens to takes half as long again
for every statement.
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#sqlite-transactions
"""

from functools import cached_property

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class SqliteDialect(SQLiteDialect_pysqlite):
    """Begins transactions that may only read: they wait for nobody."""

    supports_statement_cache = True
    _BEGIN = "BEGIN"

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute(self._BEGIN)
        cursor.close()

    def __eq__(self, other: object) -> bool:
        """Whether they are twins: a statement that one of them has compiled serves the other."""
        return isinstance(other, SqliteDialect) and other.__dict__ is self.__dict__

    def __hash__(self) -> int:
        return id(self.__dict__)

    @cached_property
    def writing(self) -> "SqliteDialect":
        """A twin for writers, who have the writing right from the beginning.

        Both share what either has learned of the database, and SQLAlchemy, which keeps compiled statements by dialect,
        takes them for one.
        """
        twin = SqliteWritingDialect.__new__(SqliteWritingDialect)
        twin.__dict__ = self.__dict__
        return twin


class SqliteWritingDialect(SqliteDialect):
    """Begins transactions that write."""

    supports_statement_cache = True
    _BEGIN = "BEGIN IMMEDIATE"
