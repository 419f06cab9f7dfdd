"""What a backup says of itself, and what it must hold: the tables of its version, row for row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, create_engine, func, inspect, literal, select, table

from bot.store import migrations, tables
from bot.store.case_tables import INDEX
from bot.store.errors import StoreError

MARK = "alembic_version"  # the table that names the version of the others


@dataclass(frozen=True, slots=True)
class BackupPart:
    """One file inside a backup. ``sha256`` in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a backup.

    ``database``: sqlite; versions before made them of PostgreSQL too. ``rows`` counts those of
    every table at the moment of the copy. ``revision``: the version of the tables.
    """

    created_at: datetime
    database: str
    revision: str
    rows: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[BackupPart, ...] = ()


def tables_of(revision: str) -> frozenset[str]:
    """The names of a version's tables. StoreError when this program does not know the version."""
    if revision not in migrations.REVISIONS:
        raise StoreError(
            f"its tables have version {revision}, this program only knows up to"
            f" {migrations.REVISIONS[-1]}: install the Jitabata that wrote it, or a later one"
        )
    if revision == migrations.REVISIONS[-1]:
        return frozenset({*tables.metadata.tables, MARK})
    scratch = create_engine("sqlite://")
    with scratch.begin() as connection:
        migrations.step_up(connection, revision)
        found = inspect(connection).get_table_names()
    return frozenset(name for name in found if not name.startswith(INDEX))  # SQLite's alone


def _counted(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How many rows each table has."""
    counting = {name: select(func.count()).select_from(table(name)) for name in sorted(names)}
    return {name: int(connection.execute(one).scalar_one()) for name, one in counting.items()}


def revision_and_rows(connection: Connection) -> tuple[str, dict[str, int]]:
    """The version of the tables and their rows. StoreError when tables are missing or unknown."""
    revision = migrations.version_of(connection)
    if revision is None:
        raise StoreError("the database has no tables of Jitabata")
    wanted = tables_of(revision)
    if missing := wanted - set(inspect(connection).get_table_names()):
        raise StoreError(f"of version {revision} these tables are missing: {_named(missing)}")
    return revision, _counted(connection, wanted)


def holds_rows(connection: Connection) -> bool:
    """Whether any table of ours holds anything."""
    there = set(inspect(connection).get_table_names()) & {*tables.metadata.tables}
    return any(
        connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
        for name in sorted(there)
    )


def differing(manifest: Manifest, rows: Mapping[str, int]) -> str:
    """Tables that hold more or fewer rows than the manifest says, in words; "": none."""
    names = sorted({*manifest.rows, *rows})
    return ", ".join(
        f"{n} ({rows.get(n, 0)} instead of {manifest.rows.get(n, 0)})"
        for n in names
        if rows.get(n) != manifest.rows.get(n)
    )


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
