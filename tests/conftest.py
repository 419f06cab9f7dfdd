"""Four fixtures; everything else is a builder or a fake."""

import gc
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import examples

if TYPE_CHECKING:
    from bot.model.knowledge import Knowledge
    from tests.browser import SharedBrowser
    from tests.fakes import Day

HERE = Path(__file__).parent
# Python's own thresholds take a seventh of a run, and what a test leaves behind is small: a process holds a few hundred
# megabytes more of it.
# While modules are imported and tests collected, next to nothing is garbage.
gc.set_threshold(800_000, 10, 20)
gc.disable()
examples.register()


def pytest_configure(config: pytest.Config) -> None:
    """Whoever runs tests imports the program; who only hands them out to two workers need not."""
    if not hands_out(config):
        from tests import once  # noqa: PLC0415

        once.share()


def hands_out(config: pytest.Config) -> bool:
    """Whether this process runs no test itself."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """The shipped knowledge base."""
    from tests import shipped  # noqa: PLC0415

    return shipped.knowledge()


@pytest.fixture
def desk(knowledge: "Knowledge") -> "Iterator[Day]":
    """A desk that has just opened, on an empty store in memory."""
    from tests.fakes import Day  # noqa: PLC0415

    day = Day(knowledge)
    day.opens()
    yield day
    day.store.close()


@pytest.fixture
def now() -> datetime:
    """Nine o'clock on a Monday morning."""
    from tests.builders import MORNING  # noqa: PLC0415

    return MORNING


@pytest.fixture(scope="session")
def browser_of_all() -> "Iterator[SharedBrowser]":
    """A real browser, started by the first test that looks at a page."""
    from tests.browser import shared_browser  # noqa: PLC0415 - Playwright, for whoever has a page

    with shared_browser() as shared:
        yield shared


def pytest_pycollect_makemodule() -> None:
    """What people say is known before any part is tried by itself, or reads something for a case."""
    from tests import shipped  # noqa: PLC0415

    shipped.knowledge()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every second worker begins with the last file.

    In a fresh checkout the test modules are still to be compiled: so each of two workers compiles one half, and finds
    the other done.
    """
    report = yield
    if isinstance(collector, pytest.Directory) and _begins_at_the_end(collector.config):
        report.result = report.result[::-1]
    return report


def _begins_at_the_end(config: pytest.Config) -> bool:
    """Whether this process is every second worker, and the tests are put into another order afterwards."""
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    return worker[-1:] in {*"13579"} and bool(
        config.getoption("randomly_reorganize", default=False)
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Days with kills come first: whoever began one last would have everybody wait for its end.

    The tests of one folder follow each other, in whatever order, and the pages before the others: each of two workers
    begins with one half, and what a folder needs (templates, statements, imports) is made by one of them.
    """
    order: dict[str, int] = {}
    for item in items:
        order.setdefault(_folder(item), len(order))
    order |= {"storms": -2, "web": -1}
    items.sort(key=lambda item: order[_folder(item)])


def _folder(item: pytest.Item) -> str:
    """The folder of ``tests`` that a test is in."""
    return item.path.relative_to(HERE).parts[0]


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays: the collector of garbage need not look at it again."""
    gc.freeze()
    gc.enable()
