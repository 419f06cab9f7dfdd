"""What any slate does: numbers by name, held by one at a time, kept when they change."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.shared_counters import OwnCounters, SharedCounters
from bot.store.shared_counters import SqlSharedCounters
from bot.store.sql import SqlStore
from tests.store.databases import KINDS, ON_POSTGRESQL, a_database


@pytest.fixture(params=["own", *KINDS])
def slate(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SharedCounters]:
    if request.param == "own":
        yield OwnCounters()
        return
    with a_database(request.param, tmp_path) as url:
        store = SqlStore.open(url)
        yield store.slate
        store.close()


def test_what_is_written_is_there_next_time_and_what_is_taken_out_is_not(
    slate: SharedCounters,
) -> None:
    with slate.hold("T1", ["a", "b"]) as kept:
        assert dict(kept) == {}
        kept["a"], kept["b"] = 1.5, 2.5
    with slate.hold("T1", ["a", "b", "c"]) as kept:
        assert dict(kept) == {"a": 1.5, "b": 2.5}
        del kept["a"]
        kept["b"] = 3.5
    with slate.hold("T1", ["a", "b"]) as kept:
        assert dict(kept) == {"b": 3.5}


def test_there_is_one_moment_for_all_who_share_it(slate: SharedCounters) -> None:
    if isinstance(slate, SqlSharedCounters) and slate.dialect == "postgresql":
        first = slate.moment(1e9)
        assert 0 <= slate.moment(0.0) - first < 60
    else:
        assert (slate.moment(1e9), slate.moment(0.0)) == (1e9, 0.0)


def test_each_owner_has_numbers_of_its_own(slate: SharedCounters) -> None:
    with slate.hold("T1", ["a"]) as kept:
        kept["a"] = 1.0
    with slate.hold("T10", ["a"]) as kept:
        assert dict(kept) == {}
        kept["a"] = 2.0
    slate.wipe("T1")
    with slate.hold("T1", ["a"]) as kept:
        assert dict(kept) == {}
    with slate.hold("T10", ["a"]) as kept:
        assert dict(kept) == {"a": 2.0}


@pytest.mark.parametrize("kind", ["file", ON_POSTGRESQL])
def test_of_many_processes_none_overlooks_what_another_took(kind: str, tmp_path: Path) -> None:
    def take(store: SqlStore) -> None:
        for _ in range(20):
            with store.slate.hold("T1", ["a"]) as kept:
                kept["a"] = kept.get("a", 0.0) + 1

    with a_database(kind, tmp_path) as url:
        stores = [SqlStore.open(url, durable=False) for _ in range(3)]
        threads = [threading.Thread(target=take, args=(store,)) for store in stores]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with stores[0].slate.hold("T1", ["a"]) as kept:
            assert kept["a"] == 60
        for store in stores:
            store.close()
