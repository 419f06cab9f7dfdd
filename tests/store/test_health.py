"""What is found out about a database, and that nothing in it is changed."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text

from bot.store import health, migrations
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.cases import each
from tests.store.databases import a_database

NOWHERE = "postgresql://desk:swordfish@127.0.0.1:1/desk"


def rows_in(table: str, url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(text(table)))
    engine.dispose()
    return int(count or 0)


def test_a_healthy_file_has_nothing_against_it(tmp_path: Path) -> None:
    with a_database("file", tmp_path) as url:
        SqlStore.open(url).close()
        found = health.condition(url)
    assert found.server.startswith("SQLite 3.")
    assert (found.tables, found.refusal, found.damage) == (migrations.REVISIONS[-1], "", ())
    assert found.settings == {"journal_mode": "wal", "encoding": "UTF-8"}
    assert (found.free, found.checked) == (None, True)


def test_a_server_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path, empty=True) as url:
        SqlStore.open(url).close()
        options = "%20-cdefault_transaction_read_only%3Don"
        assert "read-only" in health.condition(url + options).refusal
        found = health.condition(url)
        assert rows_in("memories", url) == 0
    assert found.server.startswith("PostgreSQL ")
    assert (found.tables, found.refusal, found.damage) == (migrations.REVISIONS[-1], "", ())
    assert found.settings["server_encoding"] == "UTF8"
    assert set(found.settings) == {
        *("fsync", "full_page_writes", "server_encoding", "synchronous_commit")
    }
    assert found.free is not None
    assert found.free > 0


def test_damage_is_found(tmp_path: Path) -> None:
    with a_database("file", tmp_path) as url:
        SqlStore.open(url).close()
        with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
            raw.execute("PRAGMA journal_mode = DELETE")
            root, size = raw.execute(
                "SELECT rootpage, (SELECT page_size FROM pragma_page_size)"
                " FROM sqlite_schema WHERE name = 'outbox'"
            ).fetchone()
        raw.close()
        with (tmp_path / "desk.sqlite").open("r+b") as file:
            file.seek((root - 1) * size)
            file.write(b"\xff" * size)
        assert health.condition(url).damage


def test_a_check_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "CHECKED_FOR", -1.0)
    monkeypatch.setattr(health, "_STEPS", 1)
    with a_database("file", tmp_path) as url:
        SqlStore.open(url).close()
        found = health.condition(url)
    assert (found.checked, found.damage) == (False, ())


def test_an_empty_database_has_no_tables(tmp_path: Path) -> None:
    with a_database("file", tmp_path, empty=True) as url:
        assert health.condition(url).tables is None


@each("url", [NOWHERE, "mysql://desk:swordfish@db/desk", "::swordfish::"])
def test_what_cannot_be_opened_is_said_without_the_password(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        health.condition(url)
    assert "swordfish" not in str(refused.value)


def test_the_servers_clock_is_compared_with_ours(tmp_path: Path) -> None:
    def slow() -> datetime:
        return datetime.now(UTC) - timedelta(seconds=30)  # noqa: TID251 - a real server's is compared

    with a_database("postgresql", tmp_path, empty=True) as url:
        assert 29 < health.ahead(url, slow) < 31
