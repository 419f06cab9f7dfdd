"""A desk that announces, over the databases that matter; and a transaction over an empty one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.ports import UnitOfWork
from bot.model.knowledge import Knowledge
from bot.store.sql import SqlStore
from tests.desk.announcing import AOI, CALM, Announcing, opened
from tests.store.databases import ON_POSTGRESQL, a_store, in_memory


@pytest.fixture(params=["memory", ON_POSTGRESQL])
def lasting(
    request: pytest.FixtureRequest, knowledge: Knowledge, tmp_path: Path
) -> Iterator[Announcing]:
    """Over every kind of database."""
    with a_store(request.param, tmp_path) as store:
        yield opened(store, knowledge)


@pytest.fixture
def talking(lasting: Announcing) -> Announcing:
    """A desk that is about to tell somebody who writes in the web chat."""
    lasting.day.says(AOI, CALM, channel="web")
    lasting.proposes(AOI, langs=())
    return lasting


@pytest.fixture
def announcing(knowledge: Knowledge) -> Iterator[Announcing]:
    store = in_memory()
    yield opened(store, knowledge)
    store.close()


@pytest.fixture
def store() -> Iterator[SqlStore]:
    """What is kept, before anything is."""
    store = in_memory()
    yield store
    store.close()


@pytest.fixture
def work(store: SqlStore) -> Iterator[UnitOfWork]:
    with store.work() as work:
        yield work
