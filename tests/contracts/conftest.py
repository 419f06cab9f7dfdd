"""The store of every contract, over every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import Store
from tests.store.databases import a_store


@pytest.fixture(params=[pytest.param("file", marks=pytest.mark.slow), "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_store(request.param, tmp_path) as opened:
        yield opened
