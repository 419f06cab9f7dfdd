"""The store of every contract, over every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import Store
from tests.store.databases import ON_POSTGRESQL, a_store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" not in metafunc.fixturenames:
        return
    kinds = [pytest.param("file", marks=pytest.mark.slow), "memory", ON_POSTGRESQL]
    metafunc.parametrize("store", kinds, indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_store(request.param, tmp_path) as opened:
        yield opened
