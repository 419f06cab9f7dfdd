"""A desk that announces, over the databases that matter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.knowledge import Knowledge
from bot.store.sql import SqlStore
from tests.desk.announcing import AOI, CALM, Announcing, opened
from tests.store.databases import a_database


@pytest.fixture(params=["memory", "postgresql"])
def lasting(
    request: pytest.FixtureRequest, knowledge: Knowledge, tmp_path: Path
) -> Iterator[Announcing]:
    """Over every kind of database."""
    with a_database(request.param, tmp_path) as url:
        store = SqlStore.open(url)
        yield opened(store, knowledge)
        store.close()


@pytest.fixture
def talking(lasting: Announcing) -> Announcing:
    """A desk that is about to tell somebody who writes in the web chat."""
    lasting.day.says(AOI, CALM, channel="web")
    lasting.proposes(AOI, langs=())
    return lasting


@pytest.fixture
def announcing(knowledge: Knowledge) -> Iterator[Announcing]:
    store = SqlStore.open("sqlite://")
    yield opened(store, knowledge)
    store.close()
