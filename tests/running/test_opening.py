"""A process that meets a database away at its start waits for it; one that it may not enter it tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.model.errors import StoreUnavailableError
from bot.running.engine import bring_up_to_date
from bot.running.opening import AGAIN, begun, once_there
from bot.store import connect
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.databases import a_database
from tests.store.troubles import SOON, held_locked


def nobody_listens(url: str) -> str:
    """The same database at a port of this machine at which nobody answers."""
    return make_url(url).set(host="127.0.0.1", port=1).render_as_string(hide_password=False)


def nobody_waits(seconds: float) -> None:
    raise AssertionError(f"waited for {seconds} s")


def test_a_database_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path) as url:
        tries = iter([nobody_listens(url), nobody_listens(url), url])
        waited: list[float] = []
        store = once_there(lambda: SqlStore.open(next(tries)), waited.append)
        assert waited == [AGAIN, AGAIN]
        store.close()
        with pytest.raises(StoreUnavailableError):
            bring_up_to_date(nobody_listens(url))


def test_a_file_that_another_program_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "PATIENCE", SOON)
    file = tmp_path / "desk.sqlite"
    file.touch()
    with held_locked(file), pytest.raises(StoreUnavailableError, match="locked"):
        SqlStore.open(f"sqlite:///{file}")


def test_what_no_waiting_mends_ends_the_process(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path) as url:
        unknown = make_url(url).set(database="no-such-database")
        with pytest.raises(StoreError, match="cannot be opened"):
            once_there(
                lambda: SqlStore.open(unknown.render_as_string(hide_password=False)), nobody_waits
            )
    (tmp_path / "no.sqlite").write_text("this is no database, and too long to be an empty one")
    with pytest.raises(StoreError):
        once_there(lambda: SqlStore.open(f"sqlite:///{tmp_path}/no.sqlite"), nobody_waits)


@pytest.mark.anyio
async def test_the_first_event_waits_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.running.opening.AGAIN", 0.0)
    answers: Iterator[object] = iter([StoreUnavailableError("locked"), "begun"])

    async def handle() -> object:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert await begun(handle) == "begun"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
