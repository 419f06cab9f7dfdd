"""The tables of Procrastinate, created and brought up to date within a migration of ours.

The library keeps no mark of its own in the database; it ships one script with everything and one
per change, named ``VV.VV.VV_NN_(pre|post)_...sql``. *Pre* scripts suit the library before the change
too and may run while that still works; *post* scripts take away what only it needed
(procrastinate.readthedocs.io, "Migrate the Procrastinate schema"). Our mark is the comment on its
table of jobs: the last script of each kind that was run.
"""

import re
from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from bot.jobs import leases

TABLE = "procrastinate_jobs"
OLDEST = "03.04.00"  # nothing of ours ever had older tables
# Whether a job's lock is free is asked for every job that waits. Without this index and without
# recent statistics that is a scan each: 2 seconds to take up one of 10,000 jobs, with it 20 ms.
INDEX = f"""
CREATE INDEX IF NOT EXISTS jitabata_jobs_of_lock ON {TABLE} (lock, priority, id)
 WHERE status IN ('todo', 'doing')
"""
_NAME = re.compile(r"(\d\d\.\d\d\.\d\d)_(\d\d)_(pre|post)_\w+")
_MARK = re.compile(r"procrastinate pre (\S+) post (\S+)")


def bring_up_to_date(connection: Connection) -> bool:
    """Create the library's tables, or run what they lack; whether anything was done.

    ``connection``: psycopg's, in the transaction of a migration, with the schema to work in first
    in its ``search_path``; whoever calls holds the right to migrate. Safe to repeat. ValueError
    when the tables are there and not ours.
    """
    scripts = _scripts()
    newest = scripts[-1][0]
    found = _marks(connection)
    _execute(connection, leases.CREATE)
    if found is None:
        _execute(connection, SchemaManager.get_schema())
        _execute(connection, INDEX)
        _mark(connection, newest, newest)
        return True
    pre, post = found
    due = [(name, script) for name, script in scripts if "_pre_" in name and name > pre]
    for _, script in due:
        _execute(connection, script.read_text("utf-8"))
    if due:
        _mark(connection, due[-1][0], post)
    return bool(due)


def lacks(connection: Connection) -> bool:
    """Whether the library that is installed needs scripts that this database has not seen."""
    found = _marks(connection)
    has_leases = connection.scalar(text("SELECT to_regclass(:name)"), {"name": leases.TABLE})
    return (
        not has_leases
        or found is None
        or any(name > found[0] for name, _ in _scripts() if "_pre_" in name)
    )


def _scripts() -> list[tuple[str, Path]]:
    """The scripts after the oldest tables of ours, in their order."""
    files = Path(SchemaManager.get_migrations_path()).glob("*.sql")
    named = sorted((file.stem, file) for file in files if _NAME.fullmatch(file.stem))
    return [(name, file) for name, file in named if name >= OLDEST]


def _marks(connection: Connection) -> tuple[str, str] | None:
    """The last *pre* and *post* script that were run; None when there are no tables."""
    found = connection.execute(
        text(
            "SELECT obj_description(c.oid, 'pg_class') FROM pg_class AS c"
            " WHERE c.relname = :table AND c.relnamespace = current_schema()::regnamespace"
        ),
        {"table": TABLE},
    ).first()
    if found is None:
        return None
    told = _MARK.fullmatch(found[0] or "")
    if told is None:
        raise ValueError(f"the table {TABLE} is not one of ours: its comment does not say so")
    return told[1], told[2]


def _mark(connection: Connection, pre: str, post: str) -> None:
    _execute(connection, f"COMMENT ON TABLE {TABLE} IS 'procrastinate pre {pre} post {post}'")


def _execute(connection: Connection, script: str) -> None:
    """Run a script of several statements; only the driver itself takes one."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(script)
    finally:
        cursor.close()
