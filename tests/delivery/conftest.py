"""The bench of every test here."""

from collections.abc import Iterator

import pytest

from bot.store.sql import SqlStore
from tests.delivery.bench import Bench


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = SqlStore.open("sqlite://")
    yield Bench(store)
    store.close()
