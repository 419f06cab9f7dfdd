"""Four fixtures; everything else is a builder or a fake."""

import gc
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from bot.model.knowledge import Knowledge
from tests import examples, once, shipped
from tests.builders import MORNING
from tests.fakes import Day

if TYPE_CHECKING:
    from tests.browser import SharedBrowser

# Python's own thresholds take a seventh of a run, and what a test leaves behind is small.
gc.set_threshold(200_000, 10, 20)
examples.register()
once.share()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge base."""
    return shipped.knowledge()


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    """A desk that has just opened, on an empty store in memory."""
    day = Day(knowledge)
    day.opens()
    yield day
    day.store.close()


@pytest.fixture
def now() -> datetime:
    """Nine o'clock on a Monday morning."""
    return MORNING


@pytest.fixture(scope="session")
def browser_of_all() -> "Iterator[SharedBrowser]":
    """A real browser, started by the first test that looks at a page."""
    from tests.browser import shared_browser  # noqa: PLC0415 - Playwright, for whoever has a page

    with shared_browser() as shared:
        yield shared


def pytest_pycollect_makemodule() -> None:
    """What people say is known before any part is tried by itself, or reads something for a case."""
    shipped.knowledge()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Days with kills come first: whoever began one last would have everybody wait for its end."""
    items.sort(key=lambda item: "storms" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays: the collector of garbage need not look at it again."""
    gc.collect()
    gc.freeze()
