"""What admins have saved, on every database: all of it or nothing, and never over what was not seen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.sql import SqlStore
from tests.store.databases import KINDS, a_database

NOON = datetime(2026, 4, 14, 3, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with a_database(request.param, tmp_path) as url:
        opened = SqlStore.open(url)
        yield opened
        opened.close()


def test_what_was_saved_is_there_until_something_else_is(store: SqlStore) -> None:
    settings, one = store.settings, {"operator.name": "青葉\n商店", "retention.audit": "90"}
    assert settings.saved() == {}
    assert settings.save({}, one, NOON, "加藤")
    assert settings.saved() == one
    other = {"operator.name": "若葉商店", "operator.contact": "03"}
    assert settings.save(one, other, NOON, "加藤")
    assert settings.saved() == other
    assert settings.save(other, {}, NOON, "加藤")
    assert settings.saved() == {}


def test_what_was_not_seen_is_not_replaced(store: SqlStore) -> None:
    store.settings.save({}, {"operator.name": "青葉商店"}, NOON, "加藤")
    assert not store.settings.save({}, {"operator.name": "若葉商店"}, NOON, "佐藤")
    assert store.settings.saved() == {"operator.name": "青葉商店"}
