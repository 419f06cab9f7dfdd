"""The store of every contract, over every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import Store
from tests.store.databases import KINDS, a_store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_store(request.param, tmp_path) as opened:
        yield opened
