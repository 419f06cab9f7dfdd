"""Random storms: whatever Slack and our own machine do, nothing is lost and nothing is told twice.

Each schedule is a seed, and its kind of weather follows from it; a failure names the seed. What is
wrong is counted at the end, when the storm is over and everything has drained. The single faults that
storms have brought to light stand one by one in ``world/test_squalls.py``.
"""

import asyncio

import pytest

from tests.cases import each
from tests.channels.fakes import Clock
from tests.channels.slack.world.mortal import MortalStore
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.storm import CHAOS, Storm, Weather
from tests.channels.slack.world.world import World
from tests.store.databases import in_memory_of

pytestmark = pytest.mark.slow

QUICK = [range(first, first + 5) for first in range(0, 10, 5)]
# Every kind of weather ten times, and every refusal twice.
MORE = [range(first, first + 25) for first in range(1_000, 1_050, 25)]
MANY = [range(first, first + 50) for first in range(1_050, 2_050, 50)]
CALM = Weather(faults=0, killed=0, busy=0, chaos=CHAOS)
REFUSALS = ("token_revoked", "token_expired", "account_inactive", "invalid_auth", "missing_scope")
ROUGH = (
    Weather(),
    Weather(faults=0.5, busy=0),
    Weather(deletes=0.3),
    Weather(is_rationed=True),
)


def weather_of(seed: int) -> Weather:
    """The kind of storm that a seed stands for."""
    kinds = (*ROUGH, Weather(refuses=REFUSALS[seed // 5 % len(REFUSALS)]))
    return kinds[seed % len(kinds)]


async def weathered(seeds: range, weather: Weather | None = None) -> list[str]:
    """What went wrong in the storms of these seeds, each by its seed."""
    wrongs: list[str] = []
    async with serve(World(Clock())) as doors:
        for seed in seeds:
            store = in_memory_of(MortalStore)
            storm = Storm(doors, store, seed, weather or weather_of(seed))
            await storm.run()
            wrongs += [f"seed {seed}: {wrong}" for wrong in storm.wrongs()]
            store.close()
    return wrongs


def test_late_doubled_and_lost_deliveries_alone_change_nothing() -> None:
    assert asyncio.run(weathered(range(5), CALM)) == []


@each("seeds", QUICK, ids=str)
def test_a_storm_loses_nothing_and_tells_nothing_twice(seeds: range) -> None:
    assert asyncio.run(weathered(seeds)) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seeds", MORE, ids=str)
def test_fifty_storms(seeds: range) -> None:
    assert asyncio.run(weathered(seeds)) == []


@pytest.mark.thorough
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seeds", MANY, ids=str)
def test_a_thousand_storms(seeds: range) -> None:
    assert asyncio.run(weathered(seeds)) == []
