"""Puts a dump into a PostgreSQL schema; the tables that were there move to a schema of their own.

Two transactions. In the first the old tables go and the dumped ones come, all or nothing; they
carry a version that no program opens. In the second they are brought to today's version and what
is uncertain is marked. Whoever is killed between the two restores again.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from bot.store import connect, migrations, presence, tables
from bot.store.backup import after_restore, postgresql
from bot.store.backup.after_restore import Doubt
from bot.store.backup.contents import (
    MARK,
    Manifest,
    counted,
    differing,
    holds_rows,
    tables_of,
)
from bot.store.backup.order import Order
from bot.store.backup.postgresql import named, quoted
from bot.store.backup.programs import connection_words, run
from bot.store.backup.replace_sqlite import NOT_EMPTY
from bot.store.errors import StoreError


def put_in_place(
    address: URL, manifest: Manifest, parts: Mapping[str, Path], order: Order, stamp: str
) -> tuple[Doubt, str]:
    """Replace our tables; answers what is uncertain and the schema of the old ones ("": none)."""
    with presence.alone(address):
        return _put_in_place(address, manifest, parts["desk.dump"], order, stamp)


def _put_in_place(
    address: URL, manifest: Manifest, dumped: Path, order: Order, stamp: str
) -> tuple[Doubt, str]:
    engine = postgresql.engine_on(address)
    try:
        with engine.begin() as connection:
            version = migrations.version_of(connection)
            there = _checked(connection, address, manifest, order)
        postgresql.check(dumped, manifest)
        before = _schema_of_old(manifest.schema, stamp) if there else ""
        with connection_words(address) as where:
            begin = _begin(manifest.schema, there, before)
            _replace(where, dumped, begin, _end(manifest.schema))
        with engine.begin() as connection:
            known = before if version == migrations.REVISIONS[-1] else None
            settled = _settled(connection, manifest, order, known or None)
    finally:
        engine.dispose()
    return settled, f"schema {before}" if before else ""


def _schema_of_old(schema: str, stamp: str) -> str:
    """Where the old tables go; two desks in one database each have their own.

    A name has at most 63 bytes. https://www.postgresql.org/docs/current/limits.html
    """
    suffix = f"_before_{stamp.lower()}"
    return schema.encode()[: 63 - len(suffix)].decode(errors="ignore") + suffix


def _checked(connection: Connection, address: URL, manifest: Manifest, order: Order) -> list[str]:
    """Our tables that are there now. StoreError when they may not be replaced."""
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    if schema != manifest.schema:
        raise StoreError(
            f"the backup is of the schema {manifest.schema!r}, and {connect.name_of(address)} has"
            f" {schema!r}: set the search_path of the URL to it"
        )
    if holds_rows(connection) and not order.replaces:
        raise StoreError(NOT_EMPTY.format(where=connect.name_of(address)))
    ours = {*tables.metadata.tables, *tables_of(manifest.revision), MARK}
    return sorted(ours & set(inspect(connection).get_table_names()))


def _begin(schema: str, there: list[str], before: str) -> str:
    """Nobody else writes, and the old tables are out of the way."""
    lines = [
        "BEGIN;",
        f"SET LOCAL lock_timeout = '{connect.PATIENCE:.0f}s';",
        "SELECT pg_advisory_xact_lock(hashtextextended('jitabata ' || current_schema(), 0));",
    ]
    if there:
        lines.append(f"CREATE SCHEMA {quoted(before)};")
    moved = f"SET SCHEMA {quoted(before)};"
    return "\n".join([*lines, *(f"ALTER TABLE {t} {moved}" for t in named(schema, there)), ""])


def _end(schema: str) -> str:
    """Nobody opens it yet."""
    [mark] = named(schema, [MARK])
    return f"UPDATE {mark} SET version_num = '{migrations.UNFINISHED}';\nCOMMIT;\n"  # noqa: S608 - our own names


def _replace(where: str, dumped: Path, begin: str, end: str) -> None:
    """The first transaction, in one session; the server undoes all of it when a statement fails."""
    folder = dumped.parent
    (folder / "begin.sql").write_text(begin, "utf-8")
    (folder / "end.sql").write_text(end, "utf-8")
    script = folder / "desk.sql"
    owners = ("--no-owner", "--no-privileges")
    run(["pg_restore", *owners, f"--file={script}", str(dumped)])
    run(
        [
            *("psql", "--no-psqlrc", "--quiet", "--no-password"),
            *("--set=ON_ERROR_STOP=1", f"--dbname={where}"),
            *(f"--file={folder / name}" for name in ("begin.sql", "desk.sql", "end.sql")),
        ]
    )


def _settled(connection: Connection, manifest: Manifest, order: Order, before: str | None) -> Doubt:
    """The second transaction."""
    connect.hold_writing_right(connection)
    if missing := differing(manifest, counted(connection, manifest.rows)):
        raise StoreError(f"what was restored is not what was backed up: {missing}; restore again")
    connection.execute(
        text("UPDATE alembic_version SET version_num = :revision"),
        {"revision": manifest.revision},
    )
    migrations.step_up(connection)
    return after_restore.settle(connection, order.at, before)
