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

    @cached_property
    def writing(self) -> "SqliteDialect":
        """The same dialect for writers, who have the writing right from the beginning.

        It shares what either of them has learned of the database.
        """
        twin = SqliteWritingDialect.__new__(SqliteWritingDialect)
        twin.__dict__ = self.__dict__
        return twin


class SqliteWritingDialect(SqliteDialect):
    """Begins transactions that write."""

    supports_statement_cache = True
    _BEGIN = "BEGIN IMMEDIATE"
