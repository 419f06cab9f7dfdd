"""A database that is locked, lost or at odds with itself: undone whole, said in our words."""

from pathlib import Path

import pytest
from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

from bot.model.errors import StoreUnavailableError
from bot.store import connect
from bot.store.sql import SqlStore
from tests.store.builders import NOON
from tests.store.databases import KINDS, a_database
from tests.store.troubles import SOON, a_server_that_ends_sessions, held_locked, until_ended

PASSING = ("40001", "40P01", "57014", "57P01", "53100", "53300", "25006", "25P03", "55P03", "58030")
FAULTS = ("22012", "22021", "23505", "42P01", "42703", "0A000")  # of a statement or its values


def test_a_file_that_another_program_has_locked_is_away_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "PATIENCE", SOON)
    store = SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    with held_locked(tmp_path / "desk.sqlite"):
        with pytest.raises(StoreUnavailableError, match="locked"), store.work() as work:
            work.remember("word", "said")
        with pytest.raises(StoreUnavailableError, match="locked"):
            store.receive("m1", "slack", "{}", NOON)
        with pytest.raises(StoreUnavailableError, match="locked"):
            store.slate.wipe("word")
    with store.work() as work:
        assert work.recall("word") is None
    assert store.receive("m1", "slack", "{}", NOON)
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("attempts", [False, True])
def test_a_session_that_the_server_ends_is_away_and_nothing_of_it_stands(
    tmp_path: Path,
    attempts: bool,  # noqa: FBT001
) -> None:
    with a_server_that_ends_sessions(tmp_path) as (url, end):
        store = SqlStore.open(url)
        with pytest.raises(StoreUnavailableError), store.work() as work:  # noqa: PT012
            work.remember("word", "said")
            end()
            if attempts:
                with pytest.raises(StoreUnavailableError), work.attempt():
                    work.recall("word")
            work.recall("word")
        with store.work() as work:
            assert work.recall("word") is None
        store.close()


def test_a_session_that_ends_inside_an_attempt_is_away(tmp_path: Path) -> None:
    with a_server_that_ends_sessions(tmp_path) as (url, end):
        store = SqlStore.open(url)
        with pytest.raises(StoreUnavailableError), store.work() as work, work.attempt():  # noqa: PT012
            end()
            work.recall("word")
        with pytest.raises(StoreUnavailableError), store.work():
            end()  # noticed no sooner than at the end
        store.close()


def test_what_passes_by_itself_is_away_and_what_a_statement_is_at_fault_for_is_not(
    tmp_path: Path,
) -> None:
    with a_database("postgresql", tmp_path) as url:
        store = SqlStore.open(url)
        for code in PASSING:
            with pytest.raises(StoreUnavailableError), store.work() as work, work.attempt():
                work._connection.execute(raising(code))
        with store.work() as work:
            for code in FAULTS:
                with pytest.raises(DBAPIError), work.attempt():
                    work._connection.execute(raising(code))
            work.remember("word", "said")
        with store.work() as work:
            assert work.recall("word") == "said"
        store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_is_not_there_does_not_pass(kind: str, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        store = SqlStore.open(url)
        with store.work() as work, pytest.raises(DBAPIError), work.attempt():
            work._connection.execute(text("SELECT word FROM nothing"))
        store.close()


def raising(code: str) -> TextClause:
    """What has PostgreSQL raise an error of this class, as the manual's appendix A lists them."""
    return text(f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{code}'; END $$")


@pytest.mark.slow
def test_a_process_that_stood_still_in_a_transaction_may_do_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "IDLE_LIMIT", 0.3)
    with a_database("postgresql", tmp_path) as url:
        store = SqlStore.open(url)
        with pytest.raises(StoreUnavailableError) as away, store.work() as work:  # noqa: PT012
            work.remember("word", "said")
            until_ended(url, work._connection.scalar(text("SELECT pg_backend_pid()")) or 0)
            work.recall("word")
        assert away.value.lost
        store.close()
        monkeypatch.undo()
        again = SqlStore.open(url)
        with again.work() as work:
            assert work.recall("word") is None
        again.close()
