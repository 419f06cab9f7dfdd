"""What every event asks of conversations looks at the latest of them, however many there are of earlier years."""

from typing import Any

from sqlalchemy import Engine, event

from bot.desk.ports import UnitOfWork
from bot.store.sql import SqlStore
from tests.store.builders import NOON
from tests.store.databases import in_memory


def plans(store: SqlStore, ask: Any) -> list[str]:
    """How SQLite would find what is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with store.look() as work:
            ask(work)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with store._reader.connect() as connection:
        found = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            for statement, values in asked
            if statement.startswith("SELECT")
        ]
    return [step for steps in found for *_, step in steps if "conversations" in step]


def test_the_latest_without_an_incident_are_found_by_their_time() -> None:
    def ask(work: UnitOfWork) -> None:
        work.unexplained(NOON)
        work.unexplained_tenants(NOON, NOON)

    by_time = "SEARCH conversations USING INDEX conversations_by_change (changed_at>?)"
    assert plans(in_memory(), ask) == [by_time] * 2
