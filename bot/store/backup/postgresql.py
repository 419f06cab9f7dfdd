"""PostgreSQL's part: ``pg_dump`` of our tables and nothing else of the database.

The copy and the count of its rows come from one snapshot of the database, so they agree to the row
though the desk goes on writing. https://www.postgresql.org/docs/current/app-pgdump.html
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.store import connect
from bot.store.backup.contents import Manifest, counted, differing, revision_and_rows, tables_of
from bot.store.backup.programs import connection_words, run, running
from bot.store.errors import StoreError

_COPIES = re.compile(rb'COPY (?:[^(]*\.)?"?([^".(]+?)"? \(')


def engine_on(address: URL, **more: str) -> Engine:
    """An engine without the time limits of the desk's: copying takes as long as it takes."""
    return create_engine(
        address,
        hide_parameters=True,
        poolclass=NullPool,
        connect_args={"connect_timeout": int(connect.PATIENCE)},
        **more,
    )


def dump(address: URL, into: Path, now: datetime) -> Manifest:
    """Copy our tables into a file, and see that every row is in it."""
    engine = engine_on(address, isolation_level="REPEATABLE READ")
    try:
        with engine.begin() as connection:
            schema = str(connection.execute(text("SELECT current_schema()")).scalar_one())
            snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
            revision, rows = revision_and_rows(connection)
            with connection_words(address) as where:
                run(
                    [
                        "pg_dump",
                        *("--format=custom", "--no-owner", "--no-privileges", "--no-password"),
                        f"--lock-wait-timeout={connect.PATIENCE:.0f}s",
                        f"--snapshot={snapshot}",
                        *(f"--table={quoted(schema)}.{quoted(name)}" for name in sorted(rows)),
                        f"--file={into}",
                        f"--dbname={where}",
                    ]
                )
    except DBAPIError as why:
        raise StoreError(f"{connect.name_of(address)} cannot be read: {why.orig}") from why
    finally:
        engine.dispose()
    manifest = Manifest(now, "postgresql", revision, rows, schema=schema)
    check(into, manifest)
    return manifest


def check(dumped: Path, manifest: Manifest) -> None:
    """Read every row of every table out of a dump, and count them. StoreError when some are missing.

    It does not show that a server takes them; ``try_out`` does.
    """
    counts: Counter[str] = Counter(dict.fromkeys(manifest.rows, 0))
    name = ""
    words = ["pg_restore", "--data-only", "--file=-", str(dumped)]
    with running(words) as said:
        for line in said:
            if name:
                if line == b"\\.\n":
                    name = ""
                else:
                    counts[name] += 1
            elif (begins := _COPIES.match(line)) is not None:
                name = begins[1].decode()
    if missing := differing(manifest, counts):
        raise StoreError(f"{dumped.name} does not hold what was there: {missing}")


def try_out(address: URL, dumped: Path, manifest: Manifest) -> None:
    """Restore a dump into a new database beside ours, count the rows there, and drop it."""
    scratch = f"jitabata_verify_{uuid.uuid4().hex[:12]}"
    engine = engine_on(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {scratch} TEMPLATE template0"))
            try:
                _restore_into(address, scratch, dumped, manifest)
            finally:
                connection.execute(text(f"DROP DATABASE {scratch} WITH (FORCE)"))
    except DBAPIError as why:
        raise StoreError(
            f"the backup could not be tried out in a database of its own: {why.orig}"
            " (the user needs the right CREATEDB)"
        ) from why
    finally:
        engine.dispose()


def _restore_into(address: URL, scratch: str, dumped: Path, manifest: Manifest) -> None:
    there = engine_on(address.set(database=scratch))
    with there.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {quoted(manifest.schema)}"))
    with connection_words(address, scratch) as where:
        words = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-password")
        run(["pg_restore", *words, f"--dbname={where}", str(dumped)])
    with there.begin() as connection:
        rows = counted(connection, tables_of(manifest.revision), manifest.schema)
    there.dispose()
    if missing := differing(manifest, rows):
        raise StoreError(f"restored into a database of its own it is not what was there: {missing}")


def quoted(name: str) -> str:
    """A name as SQL has it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def named(schema: str, names: Iterable[str]) -> list[str]:
    """Tables with their schema, as SQL has them."""
    return [f"{quoted(schema)}.{quoted(name)}" for name in sorted(names)]
