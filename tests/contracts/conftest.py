"""The store of every contract, over every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import Store
from tests.store.databases import a_store

# What every change of the store goes through is tried on both databases at once; all the others keep
# their promises on PostgreSQL in the slow run.
ON_BOTH = {"test_store", "test_ledger", "test_ledger_mends", "test_ledger_races"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" not in metafunc.fixturenames:
        return
    is_core = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
    later = [pytest.mark.slow]
    kinds = [
        pytest.param("file", marks=later),
        "memory",
        pytest.param("postgresql", marks=[] if is_core else later),
    ]
    metafunc.parametrize("store", kinds, indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_store(request.param, tmp_path) as opened:
        yield opened
