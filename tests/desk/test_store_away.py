"""A database that fails while the desk thinks: the event is undone whole, and told once it is back.

What fails by a fault of ours is another matter: it would fail every time, so a person gets it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.desk import incident_lifecycle
from bot.desk.ports import Store
from bot.model.effect import Reply, TicketRaised
from bot.model.errors import StoreUnavailableError
from bot.model.knowledge import Knowledge
from bot.store import connect
from bot.store.sql import SqlStore
from bot.store.unit_of_work import SqlUnitOfWork
from bot.triage.triage import Triage
from tests.desk.announcing import Announcing
from tests.examples import first_rows
from tests.fakes import Day, everything_in, reply_in
from tests.store.troubles import SOON, a_server_that_ends_sessions, held_locked

WORDS = "見積アプリが真っ白で開きません。ほかのアプリは開きます"


def befalls(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, what: Callable[[], None]
) -> None:
    """Something happens once, at the moment when the desk begins with this."""
    real, due = getattr(where, name), [what]

    def befallen(*given: Any, **more: Any) -> Any:
        if due:
            due.pop()()
        return real(*given, **more)

    monkeypatch.setattr(where, name, befallen)


def answered_as_ever(day: Day) -> None:
    """The message that the desk could not take in is handed in again, and then once more."""
    effects = day.says("aoi", WORDS, ident="m1")
    assert reply_in(effects).is_report
    assert not [e for e in effects if isinstance(e, TicketRaised)]
    assert day.says("aoi", WORDS, ident="m1") == ()
    with day.store.work() as work:
        conversation = work.latest_conversation("aoi")
    assert conversation is not None
    assert len(conversation.turns) == 2
    assert [o.effect for o in day.store.outgoing("chat")] == [reply_in(effects)]


def test_a_locked_file_loses_no_report_and_hands_none_over(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "PATIENCE", SOON)
    day = Day(knowledge, SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}"))
    day.opens()
    before = everything_in(day.store)
    with held_locked(tmp_path / "desk.sqlite"), pytest.raises(StoreUnavailableError):
        day.says("aoi", WORDS, ident="m1")
    assert everything_in(day.store) == before
    answered_as_ever(day)
    day.store.close()


@pytest.mark.parametrize(
    ("where", "name"),
    first_rows(
        2, [(Triage, "hear"), (incident_lifecycle, "shared_cause"), (SqlUnitOfWork, "send")]
    ),
)
def test_a_statement_that_is_cut_off_loses_no_report_and_hands_none_over(
    announcing: Announcing, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    day = announcing.day
    before = everything_in(day.store)
    befalls(monkeypatch, where, name, lambda: interrupts(day.store))
    with pytest.raises(StoreUnavailableError):
        day.says("aoi", WORDS, ident="m1")
    assert everything_in(day.store) == before
    answered_as_ever(day)


def interrupts(store: Store) -> None:
    """Have SQLite cut off the next statement that reads or writes a row."""
    assert isinstance(store, SqlStore)
    raw = store._reader.raw_connection().driver_connection
    assert raw is not None
    due = [True]
    raw.set_progress_handler(lambda: due.pop() if due else False, 10)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "name"),
    [(Triage, "understand"), (incident_lifecycle, "shared_cause"), (SqlUnitOfWork, "send")],
)
def test_a_session_that_ends_while_the_desk_thinks_loses_no_report_and_hands_none_over(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    with a_server_that_ends_sessions(tmp_path) as (url, end):
        day = Day(knowledge, SqlStore.open(url))
        day.opens()
        before = everything_in(day.store)
        befalls(monkeypatch, where, name, end)
        with pytest.raises(StoreUnavailableError):
            day.says("aoi", WORDS, ident="m1")
        assert everything_in(day.store) == before
        answered_as_ever(day)
        day.store.close()


def test_a_statement_that_is_at_fault_hands_over_once(
    lasting: Announcing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(work: SqlUnitOfWork, *_: object) -> None:
        work._connection.execute(text("SELECT word FROM nothing"))

    day = lasting.day
    befalls(
        monkeypatch, Triage, "hear", lambda: monkeypatch.setattr(SqlUnitOfWork, "testimony", faulty)
    )
    effects = day.says("aoi", WORDS, ident="m1")
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    assert WORDS in ticket.text
    assert day.says("aoi", WORDS, ident="m1") == ()
    assert [type(o.effect) for o in day.store.outgoing("chat")] == [Reply]
