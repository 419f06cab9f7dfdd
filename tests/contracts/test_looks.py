"""Reading beside those who write, over every database that several can open."""

from pathlib import Path

import pytest

from bot.store.sql import SqlStore
from tests.store.databases import ON_POSTGRESQL, a_database


@pytest.mark.parametrize("kind", ["file", ON_POSTGRESQL])
def test_a_look_waits_for_no_writer_and_sees_one_moment(kind: str, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        store, other = SqlStore.open(url), SqlStore.open(url)
        with other.work() as work:
            work.remember("word", "written")
            with store.look() as seen:
                assert seen.recall("word") is None
        with store.look() as seen:
            assert seen.recall("word") == "written"
            with other.work() as work:
                work.remember("word", "changed")
            assert seen.recall("word") == "written"
        store.close()
        other.close()
