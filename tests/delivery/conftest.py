"""The bench of every test here."""

from collections.abc import Iterator

import pytest

from tests.delivery.bench import Bench
from tests.store.databases import in_memory


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = in_memory()
    yield Bench(store)
    store.close()
