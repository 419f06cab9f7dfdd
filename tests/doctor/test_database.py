"""What is said of a database, and how the running desk looks from its tables."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import database, house
from bot.model.event import FeedRead, Opened, Tick
from bot.model.status import FeedRef, FeedState, FetchOutcome, Shows
from bot.store import health
from bot.store.health import DatabaseHealth
from bot.store.migrations import REVISIONS
from bot.store.sql import SqlStore
from tests.builders import MINUTE, MORNING
from tests.cases import each
from tests.doctor.check_context import keys, some_premises
from tests.store.databases import a_database_of

WELL = DatabaseHealth("SQLite desk.sqlite", "SQLite 3.46.0", REVISIONS[-1])
SERVER = DatabaseHealth("PostgreSQL desk", "PostgreSQL 17.2", REVISIONS[-1], free=60)


def told(found: DatabaseHealth) -> list[str]:
    return keys(list(database._told(found)))


def test_a_file_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    premises = some_premises(tmp_path)
    assert keys(asyncio.run(database.examine(premises))) == ["no_database"]
    assert asyncio.run(house.examine(premises)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_good_one_answers_and_has_its_tables(tmp_path: Path) -> None:
    premises = some_premises(tmp_path)
    SqlStore.open(premises.settings.database_url).close()
    assert keys(asyncio.run(database.examine(premises))) == ["reached", "tables_ok"]
    assert keys(asyncio.run(house.examine(premises))) == ["never_opened"]


def test_tables_of_an_older_version_are_to_be_migrated(tmp_path: Path) -> None:
    premises = some_premises(tmp_path)
    a_database_of(REVISIONS[0], premises.settings.database_url)
    assert keys(asyncio.run(database.examine(premises))) == ["reached", "older"]
    assert asyncio.run(house.examine(premises)) == []


def test_one_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    premises = some_premises(tmp_path, database="postgresql://desk:swordfish@127.0.0.1:1/desk")
    found = asyncio.run(database.examine(premises))
    assert keys(found) == ["unreachable"]
    assert "swordfish" not in str(found)
    assert asyncio.run(house.examine(premises)) == []


@each(
    ("found", "says"),
    [
        (WELL, "tables_ok"),
        (SERVER, "tables_ok"),
        (replace(WELL, tables=None), "no_tables"),
        (replace(WELL, tables="9999"), "newer"),
        (replace(WELL, refusal="attempt to write a readonly database"), "read_only"),
        (replace(WELL, damage=("row 3 missing from index",)), "damaged"),
        (replace(WELL, checked=False), "unchecked"),
        (replace(WELL, settings={"journal_mode": "delete"}), "no_wal"),
        (replace(SERVER, settings={"fsync": "off"}), "torn"),
        (replace(SERVER, settings={"synchronous_commit": "off"}), "hasty"),
        (replace(SERVER, settings={"server_encoding": "EUC_JP"}), "not_utf8"),
        (replace(SERVER, server="PostgreSQL 9.6"), "old_server"),
        (replace(SERVER, free=3), "few_connections"),
        (replace(SERVER, free=0), "no_connections"),
    ],
)
def test_what_is_wrong_with_it_is_said(found: DatabaseHealth, says: str) -> None:
    assert told(found)[-1] == says
    assert len(told(found)) <= 3


class Desk:
    """What a desk has written down by a moment."""

    def __init__(self, folder: Path) -> None:
        self.premises = some_premises(folder)
        self._store = SqlStore.open(self.premises.settings.database_url, durable=False)

    def wrote(self, opened: datetime, feeds: Mapping[str, tuple[FetchOutcome, datetime]]) -> None:
        with self._store.work() as work:
            refs = tuple(FeedRef(feed, "kintone") for feed in feeds)
            work.journal(Opened(opened, feeds=refs))
            work.journal(Tick(MORNING))
            for feed, (outcome, at) in feeds.items():
                read = FeedRead(at, feed, "kintone", outcome)
                state = FeedState(read.feed, read.service, read.outcome, read.at)
                if outcome is FetchOutcome.OK:
                    state = state.read(at, Shows.OPERATIONAL, None)
                work.save_feed(state)
        self._store.close()

    def found(self, **changes: Any) -> list[str]:
        settings = replace(self.premises.settings, **changes)
        return keys(asyncio.run(house.examine(replace(self.premises, settings=settings))))


OK, AWAY = FetchOutcome.OK, FetchOutcome.UNREACHABLE


@pytest.mark.parametrize(
    ("feeds", "says"),
    [
        ({"a": (OK, MORNING), "b": (OK, MORNING)}, ["feeds_read"]),
        ({"a": (OK, MORNING), "b": (AWAY, MORNING)}, ["feeds_read", "feeds_stale"]),
        ({"a": (AWAY, MORNING), "b": (AWAY, MORNING)}, ["feeds_unreadable"]),
        ({"a": (OK, MORNING - 16 * MINUTE)}, ["feeds_not_polled"]),
        ({}, []),
    ],
)
def test_feeds_are_judged_by_what_the_desk_last_read(
    tmp_path: Path, feeds: Mapping[str, tuple[FetchOutcome, datetime]], says: list[str]
) -> None:
    desk = Desk(tmp_path)
    desk.wrote(MORNING, feeds)
    found = [key for key in desk.found() if key.startswith("feeds_")]
    assert found == says
    assert [key for key in desk.found(offline=True) if key.startswith("feeds_")] == []


def test_a_desk_that_stands_still_is_found(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.wrote(MORNING, {})
    assert desk.found() == ["desk_ok"]
    desk.premises = replace(desk.premises, clock=lambda: MORNING + 4 * MINUTE)
    assert desk.found() == ["alarm_no_tick"]


def test_a_memory_is_no_file_and_is_not_shared() -> None:
    assert health.file_of("sqlite://") is None
    assert health.file_of("postgresql://db/desk") is None
    assert health.is_memory("sqlite://")
    assert health.is_shared("postgresql://db/desk")
    assert not health.has_password("postgresql://desk@db/desk")
