"""Puts a copy into a SQLite file, in one transaction of SQLite's.

The file stays the same one: a process that opens it at this moment sees what was there before or
what is there now, and never writes into a file that nobody finds any more.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL

from bot.store import connect, migrations
from bot.store.backup import after_restore, sqlite_file
from bot.store.backup.after_restore import Doubt
from bot.store.backup.archive import put_in_place as rename
from bot.store.backup.contents import Manifest, differing, holds_rows, revision_and_rows
from bot.store.backup.order import Order
from bot.store.backup.sqlite_file import DamagedError
from bot.store.errors import StoreError

NOT_EMPTY = (
    "{where} holds a desk's data already: say --yes to replace it; what is there is kept beside it"
)


def put_in_place(
    address: URL, manifest: Manifest, parts: Mapping[str, Path], order: Order, stamp: str
) -> tuple[Doubt, str]:
    """Replace the database; answers what is uncertain and where the old one is ("": there was none)."""
    database, prepared = Path(str(address.database)), parts["desk.sqlite"]
    _check(prepared, manifest)
    beside = Path(f"{database}.before-{stamp}")
    if beside.exists():
        raise StoreError(f"{beside} is there already: wait a second and try again")
    if not database.exists() or not database.stat().st_size:
        return _into_new(database, prepared, order), ""
    try:
        return _over_old(database, prepared, order, beside)
    except DamagedError as why:
        if not order.replaces:
            raise StoreError(
                f"{why}; say --yes to put the backup in its place, what is there is kept beside it"
            ) from None
    sqlite_file.put_aside(database, beside)
    return _into_new(database, prepared, order), str(beside)


def _check(prepared: Path, manifest: Manifest) -> None:
    """Every page, and every row that the manifest counts."""
    try:
        sqlite_file.check(prepared)
    except DamagedError as why:
        raise StoreError(f"the backup cannot be used: {why}") from None
    engine = sqlite_file.engine_on(prepared)
    with engine.connect() as connection:
        revision, rows = revision_and_rows(connection)
    engine.dispose()
    missing = differing(manifest, rows)
    if revision != manifest.revision or missing:
        raise StoreError(f"the backup does not hold what its manifest says: {missing or revision}")


def _into_new(database: Path, prepared: Path, order: Order) -> Doubt:
    settled = _settled(prepared, order, None)
    if not database.exists():
        sqlite_file.make(database)
    with sqlite_file.alone(database) as connection:
        sqlite_file.put_into(prepared, connection)
    sqlite_file.check(database)
    return settled


def _over_old(database: Path, prepared: Path, order: Order, beside: Path) -> tuple[Doubt, str]:
    with sqlite_file.alone(database) as connection:
        before = prepared.parent / "before"
        sqlite_file.keep_beside(connection, before)
        version, is_used = _looked_at(before)
        if is_used and not order.replaces:
            raise StoreError(NOT_EMPTY.format(where=database))
        known = before if version == migrations.REVISIONS[-1] else None
        settled = _settled(prepared, order, known)
        rename(before, beside)
        sqlite_file.put_into(prepared, connection)
        sqlite_file.check_open(connection)
    return settled, str(beside)


def _looked_at(before: Path) -> tuple[str | None, bool]:
    """The version of what is replaced, and whether it holds anything."""
    engine = sqlite_file.engine_on(before)
    with engine.connect() as connection:
        found = migrations.version_of(connection), holds_rows(connection)
    engine.dispose()
    return found


def _settled(prepared: Path, order: Order, before: Path | None) -> Doubt:
    """Bring the copy to today's tables and mark what is uncertain, before it is put in place."""
    engine = connect.engine_of(connect.address_of(f"sqlite:///{prepared}"), durable=False)
    if before is not None:

        @event.listens_for(engine, "connect")
        def attach(raw: sqlite3.Connection, _: object) -> None:
            raw.execute("ATTACH DATABASE ? AS before", (str(before),))

    with connect.writer_of(engine).begin() as connection:
        settled = _brought_up(connection, order, "before" if before is not None else None)
    engine.dispose()
    sqlite_file.settle(prepared)
    return settled


def _brought_up(connection: Connection, order: Order, before: str | None) -> Doubt:
    migrations.step_up(connection)
    return after_restore.settle(connection, order.at, before)
