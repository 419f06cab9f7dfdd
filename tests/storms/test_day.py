"""A day in which hosts, databases and processes fail, and staff change their minds, ends consistent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.desk import broadcasts
from bot.store.sql import SqlStore
from tests.channels.slack.world.mortal import MortalStore
from tests.store.databases import a_database
from tests.storms import virtual
from tests.storms.day import Day, Weather
from tests.storms.faults import CLOCK
from tests.storms.settled import Settled

pytestmark = pytest.mark.slow

Lived = Callable[[str, int, Weather], Day]


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lived:
    """A day from beginning to end, with nothing wrong in it."""
    monkeypatch.setattr(broadcasts, "PAGE", 7)  # so that an audience has several

    def live(kind: str, seed: int, weather: Weather) -> Day:
        with a_database(kind, tmp_path, empty=True) as url:
            day = a_day(url, seed, weather)
            virtual.run(day.run())
            wrongs = list(Settled(day).wrongs())
            for store in (*day.stores, day.books):
                store.close()
        assert not wrongs, (seed, len(wrongs), wrongs[:10])
        return day

    return live


def a_day(url: str, seed: int, weather: Weather) -> Day:
    """SQLite has one process, PostgreSQL two; there the clock is ours too."""
    SqlStore.open(url, durable=False).close()
    is_sqlite = url.startswith("sqlite")
    if not is_sqlite:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(CLOCK))
        engine.dispose()
        url += "%2Cpg_catalog"
    stores = [MortalStore(url, durable=False) for _ in range(1 if is_sqlite else 2)]
    day = Day(stores, SqlStore(url, durable=False), seed, weather)
    for store in stores:
        if is_sqlite:
            day.faults.upset_sqlite(store._reader)
        else:
            day.faults.upset_postgresql(store._reader, day.clock)
    return day


@pytest.mark.parametrize("seed", [2])
def test_a_day_in_a_small_world(lived: Lived, seed: int) -> None:
    lived("file", seed, Weather(readers=9, customers=5, notices=2))


@pytest.mark.slow
def test_a_day_on_sqlite(lived: Lived) -> None:
    lived("file", 3, Weather())


@pytest.mark.slow
def test_a_day_on_postgresql_with_two_processes(lived: Lived) -> None:
    lived("postgresql", 1, Weather())


@pytest.mark.thorough
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["file", "postgresql"])
@pytest.mark.parametrize("seed", range(100, 120))
def test_many_days(lived: Lived, kind: str, seed: int) -> None:
    lived(kind, seed, Weather())
