"""The store of every contract, over every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import Store
from bot.store.sql import SqlStore
from tests.store.databases import KINDS, a_database


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_database(request.param, tmp_path) as url:
        opened = SqlStore.open(url)
        yield opened
        opened.close()
