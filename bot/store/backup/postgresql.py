"""PostgreSQL after ``pg_restore``: tables brought up to date, and what is uncertain marked.

The handbook (``running``, "Backups") has the commands that come before. They write into the mark of
the version that a restore is under way, so that no desk begins before this is done.
"""

from datetime import datetime

from sqlalchemy import Connection, column, inspect, select, table, text, update
from sqlalchemy.exc import DBAPIError

from bot.store import connect, migrations, presence
from bot.store.backup.after_restore import Doubt, settle
from bot.store.backup.contents import MARK
from bot.store.errors import StoreError


def settle_postgresql(url: str, at: datetime, before: str | None) -> Doubt:
    """Make what was put back ready for the desk; all of it or nothing, and safe to repeat.

    ``before``: a schema with the tables that were replaced; of today's version, what it knows is
    taken over. StoreError when a desk is running, or the tables are missing or unknown.
    """
    address = connect.address_of(url)
    if address.get_backend_name() != "postgresql":
        raise StoreError("the backup to restore is missing: jitabata restore FILE")
    with presence.alone(address):
        engine = connect.engine_of(address, durable=True)
        try:
            with connect.writer_of(engine).begin() as connection:
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connect.hold_writing_right(connection)
                return _settled(connection, at, before)
        except DBAPIError as why:
            raise StoreError(f"{connect.name_of(address)}: {why.orig}") from why
        finally:
            engine.dispose()


def _settled(connection: Connection, at: datetime, before: str | None) -> Doubt:
    said = migrations.version_of(connection)
    if said is None:
        raise StoreError("the database has no tables of Jitabata: put a dump back first")
    version = said.removeprefix(migrations.UNFINISHED).strip()
    migrations.check_known(version)
    connection.execute(update(table(MARK, column("version_num"))).values(version_num=version))
    migrations.step_up(connection)
    known = before is not None and _version_in(connection, before) == migrations.REVISIONS[-1]
    return settle(connection, at, before if known else None)


def _version_in(connection: Connection, schema: str) -> str | None:
    if not inspect(connection).has_table(MARK, schema=schema):
        return None
    found: str | None = connection.scalar(
        select(column("version_num")).select_from(table(MARK, schema=schema))
    )
    return found
