"""Creates the tables and brings those of an older version up to date.

A new database gets the tables as they are. An old one is taken step by step by Alembic, which is
imported only then: looking up the version is one query. Every step is a file in ``versions/``,
named after its revision and listed in ``REVISIONS``; both ways lead to the same tables.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_mock_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import ExecutableDDLElement

from bot.store import cases, connect, tables
from bot.store.errors import StoreError

# Oldest first; the last is what this program reads and writes.
REVISIONS = tuple(f"{number:04}" for number in range(1, 26))
UNFINISHED = "restoring"  # before the revision, while a backup is being put in place
FOLDER = Path(__file__).parent
_MARK = Table(  # alembic.sqlalchemy.org, "MigrationContext"
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def migrate(url: str) -> None:
    """Create the tables, or bring them up to date; nothing happens when they are.

    StoreError when the database cannot be reached, or was written by a newer program.
    """
    address = connect.address_of(url)
    engine = connect.engine_of(address, durable=True)
    try:
        bring_up_to_date(engine, connect.writer_of(engine))
    except DBAPIError as error:
        raise StoreError(f"{connect.name_of(address)} cannot be opened: {error.orig}") from error
    finally:
        engine.dispose()


def standing(url: str) -> str | None:
    """The revision of a database's tables, None when it has none of ours or is not there.

    StoreError when it cannot be reached, or was written by a newer program.
    """
    address = connect.address_of(url)
    if connect.is_memory(address):
        return None
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        return None
    engine = connect.engine_of(address, durable=True)
    try:
        with engine.begin() as connection:
            version = version_of(connection)
    except DBAPIError as error:
        raise StoreError(f"{connect.name_of(address)} cannot be opened: {error.orig}") from error
    finally:
        engine.dispose()
    if version is not None:
        check_known(version)
    return version


def steps_from(revision: str) -> tuple[str, ...]:
    """The revisions that are still to come after one."""
    return REVISIONS[REVISIONS.index(revision) + 1 :]


def bring_up_to_date(reader: Engine, writer: Engine) -> None:
    """The same over open engines, in one transaction: all steps or none.

    Two processes may do this at once: one does the steps, the other finds them done.
    """
    with reader.begin() as connection:
        version = version_of(connection)
    if version == REVISIONS[-1]:
        return
    with writer.begin() as connection:
        connect.hold_writing_right(connection)
        version = version_of(connection)
        if version is not None:
            check_known(version)
        if version is None:
            _create(connection)
        else:
            step_up(connection)


def check_known(version: str) -> None:
    """StoreError for a version that this program does not know, or whose restore is not finished."""
    if version.startswith(UNFINISHED):
        raise StoreError("a restore of the database was not finished: run it again")
    if version not in REVISIONS:
        raise StoreError(
            f"the database has version {version}, this program only knows up to"
            f" {REVISIONS[-1]}: it was written by a newer Jitabata; install that or a later one"
        )


def version_of(connection: Connection) -> str | None:
    """The revision of the tables, or None for a database that has none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if found is None else str(found[0])


def _create(connection: Connection) -> None:
    """Everything at once, with the mark that Alembic goes on from."""
    for statement in _creating(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(_MARK.insert(), {"version_num": REVISIONS[-1]})


@cache
def _creating(dialect: str) -> tuple[str, ...]:
    """What creates the tables in a kind of database, which takes longer to write than to do."""
    found: list[str] = []

    def note(statement: ExecutableDDLElement, *_: object, **__: object) -> None:
        found.append(str(statement.compile(dialect=scribe.dialect)))

    scribe = create_mock_engine(f"{dialect}://", note)
    tables.metadata.create_all(scribe, checkfirst=False)
    _MARK.create(scribe, checkfirst=False)
    return tuple(found)


def step_up(connection: Connection, revision: str = REVISIONS[-1]) -> None:
    """Take every step up to a revision, from whatever is there."""
    # Late: Alembic takes an eighth of a second to import and is seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if revision == REVISIONS[-1]:
        cases.fill(connection)
