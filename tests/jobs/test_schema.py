"""The tables of the library come and grow with our own migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, create_engine, text

from bot.jobs import schema
from tests.store.databases import a_schema

NEWEST = "03.04.00_50_post_add_retry_failed_job_procedure"


@pytest.fixture
def connection() -> Iterator[Connection]:
    with a_schema() as url:
        engine = create_engine(url)
        with engine.connect() as found:
            yield found
        engine.dispose()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scripts of a later release of the library, which brings one change."""
    for script in Path(SchemaManager.get_migrations_path()).glob("03.*.sql"):
        (tmp_path / script.name).write_text(script.read_text("utf-8"), "utf-8")
    (tmp_path / "03.05.00_01_pre_colour.sql").write_text("CREATE TABLE pre(); CREATE TABLE also();")
    (tmp_path / "03.05.00_50_post_colour.sql").write_text("CREATE TABLE post();")
    monkeypatch.setattr(SchemaManager, "get_migrations_path", lambda: str(tmp_path))
    return tmp_path


def tables(connection: Connection) -> set[str]:
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    return set(connection.execute(text(query)).scalars())


def test_a_new_database_gets_everything_once(connection: Connection) -> None:
    assert schema.lacks(connection)
    assert schema.bring_up_to_date(connection)
    assert not schema.lacks(connection)
    assert "procrastinate_jobs" in tables(connection)
    assert not schema.bring_up_to_date(connection)


def test_it_is_part_of_the_transaction_that_is_open(connection: Connection) -> None:
    schema.bring_up_to_date(connection)
    connection.rollback()
    assert tables(connection) == set()


def test_what_only_the_older_library_needs_stays_while_it_may_still_run(
    connection: Connection, request: pytest.FixtureRequest
) -> None:
    schema.bring_up_to_date(connection)
    request.getfixturevalue("later")
    assert schema.lacks(connection)
    assert schema.bring_up_to_date(connection)
    assert not schema.lacks(connection)
    assert {"pre", "also"} <= tables(connection)
    assert "post" not in tables(connection)
    assert not schema.bring_up_to_date(connection)


def test_tables_that_are_not_ours_are_left_alone(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE procrastinate_jobs ()"))
    with pytest.raises(ValueError, match="not one of ours"):
        schema.bring_up_to_date(connection)


def test_a_release_of_the_library_with_new_tables_needs_a_migration_of_ours() -> None:
    """When this fails: see whether *post* scripts of the release before are due now."""
    assert schema._scripts()[-1][0] == NEWEST
