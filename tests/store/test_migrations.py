"""Migrating gives exactly the tables of ``tables.py``, once, and never touches a newer database."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from bot.store import migrations, tables
from bot.store.case_tables import INDEX
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.databases import ON_POSTGRESQL, a_database, a_database_of


@pytest.fixture(params=["file", ON_POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path, empty=True) as address:
        yield address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = create_engine(url)
    yield opened
    opened.dispose()


def is_ours(name: str | None, sort: str, _: object) -> bool:
    """Whether it is no table that SQLite makes by itself for the index of words."""
    return sort != "table" or not str(name).startswith(INDEX)


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        alone = {"case_texts_by_pair"} if engine.dialect.name == "sqlite" else set()
        ours = {
            "compare_type": True,
            "include_name": is_ours,
            "include_object": lambda _, name, *__: name not in alone,
        }
        context = MigrationContext.configure(connection, opts=ours)
        return list(compare_metadata(context, tables.metadata))


@pytest.mark.parametrize("way", ["at once", pytest.param("step by step", marks=pytest.mark.slow)])
def test_the_schema_is_that_of_the_tables(url: str, engine: Engine, way: str) -> None:
    assert len(differences(engine)) >= len(tables.metadata.tables)
    if way == "at once":
        migrations.migrate(url)
    else:
        a_database_of(migrations.REVISIONS[-1], url)
    assert differences(engine) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_made_at_once_or_step_by_step_a_database_is_the_same(kind: str, tmp_path: Path) -> None:
    found = []
    for way in (migrations.migrate, partial(a_database_of, migrations.REVISIONS[-1])):
        with a_database(kind, tmp_path / way.__class__.__name__, empty=True) as url:
            way(url)
            found.append(described(url))
    made, stepped = found
    assert made == stepped
    assert "alembic_version" in made


def described(url: str) -> dict[str, object]:
    """What the database says of its tables."""
    engine = create_engine(url)
    seen = inspect(engine)
    told: dict[str, object] = {}
    for name in seen.get_table_names():
        columns = sorted(  # one that was added later stands at the end
            (c["name"], str(c["type"]), c["nullable"], bool(c["default"]))
            for c in seen.get_columns(name)
        )
        indexes = sorted(
            (str(i["name"]), tuple(i["column_names"]), bool(i["unique"]))
            for i in seen.get_indexes(name)
        )
        told[name] = (columns, seen.get_pk_constraint(name)["constrained_columns"], indexes)
    engine.dispose()
    return told


def test_migrating_again_changes_nothing(url: str, engine: Engine) -> None:
    migrations.migrate(url)
    with engine.begin() as connection:
        connection.execute(tables.numbers.insert(), {"name": "ticket", "value": 7})
    migrations.migrate(url)
    store = SqlStore.open(url)
    with store.work() as work:
        assert work.number("ticket") == 8
    store.close()


def test_the_revisions_are_those_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == migrations.REVISIONS


def test_a_newer_database_is_left_alone(url: str, engine: Engine) -> None:
    migrations.migrate(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"version 9999.*written by a newer Jitabata"):
        SqlStore.open(url)
    with pytest.raises(StoreError, match="version 9999"):
        migrations.migrate(url)


def test_many_may_open_a_new_database_at_once(url: str) -> None:
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            SqlStore.open(url).close()
        except Exception as error:  # noqa: BLE001  a thread's failure is the test's to tell
            failures.append(error)

    openers = [threading.Thread(target=open_it) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert failures == []


@pytest.mark.slow
@pytest.mark.parametrize("is_new", [True, False])
def test_a_database_of_this_version_needs_no_alembic(tmp_path: Path, *, is_new: bool) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    if not is_new:
        a_database_of(migrations.REVISIONS[-1], url)
    program = (
        "import sys; from bot.store.sql import SqlStore; SqlStore.open(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program, url], cwd=root, check=False)  # noqa: S603
    assert done.returncode == 0
