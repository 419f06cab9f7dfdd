"""Statements handed to SQLite's driver: the same rows and the same errors as through SQLAlchemy."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, bindparam, exc, select

from bot.store import tables
from bot.store.connect import saving
from bot.store.direct import ask, ask_named
from tests.store.databases import asking, in_memory

_C = tables.conversations.c
FIND = select(tables.conversations).where(_C.id == bindparam("id"))
NOON = datetime(2026, 11, 3, 12, 0, 0, 250, UTC)
ROW = {
    "id": "C1",
    "customer": "誰か",
    "tenant": "t1",
    "address": None,
    "incident": None,
    "opened_at": NOON,
    "reported_at": None,
    "changed_at": NOON,
    "body": "{}",
}


@pytest.fixture
def connection() -> Iterator[Connection]:
    with in_memory() as store, store.work() as work:
        yield work._connection


def test_rows_are_those_of_sqlalchemy(connection: Connection) -> None:
    assert ask(connection, saving(tables.conversations, "sqlite"), ROW) == []
    (found,) = ask(connection, FIND, {"id": "C1"})
    assert tuple(found) == tuple(connection.execute(FIND, {"id": "C1"}).one())
    named = ask_named(connection, FIND, {"id": "C1"})
    assert named is not None
    assert {name: named[name] for name in ROW} == ROW
    assert ask_named(connection, FIND, {"id": "C2"}) is None


def test_a_row_is_saved_in_the_place_of_the_one_with_its_id(connection: Connection) -> None:
    for body in ("{}", "[]"):
        ask(connection, saving(tables.conversations, "sqlite"), ROW | {"body": body})
    assert [r.body for r in connection.execute(FIND, {"id": "C1"})] == ["[]"]


def test_errors_are_those_of_sqlalchemy_without_the_values(connection: Connection) -> None:
    wrong = ROW | {"customer": None}
    with pytest.raises(exc.IntegrityError) as told:
        ask(connection, saving(tables.conversations, "sqlite"), wrong)
    with pytest.raises(exc.IntegrityError) as usual:
        connection.execute(saving(tables.conversations, "sqlite"), wrong)
    assert str(told.value.orig) == str(usual.value.orig)
    assert "C1" not in str(told.value)


def test_whoever_listens_to_statements_hears_them(connection: Connection) -> None:
    with asking() as heard:
        assert ask(connection, FIND, {"id": "C1"}) == []
    assert len(heard) == 1
