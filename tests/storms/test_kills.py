"""``kill -9`` of any process at a random instant: nobody's report is lost, everybody is told once.

Those who are told are the recipients of a notice and others who follow the public page.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.databases import a_database
from tests.storms.storm import Plan, Storm

ONE = ("all",)
TWO = ("web", "work")
THREE = ("web", "work", "work")

Weathered = Callable[[str, Plan], Storm]


@pytest.fixture
def weathered(tmp_path: Path, request: pytest.FixtureRequest) -> Weathered:
    """Runs a storm on a new database; JITABATA_STORM is its seed, or else its name."""

    def run(kind: str, plan: Plan) -> Storm:
        seed = int(os.environ.get("JITABATA_STORM", "1"))
        with a_database(kind, tmp_path, empty=True) as url:
            storm = Storm(url, tmp_path, plan, seed)
            asyncio.run(storm.run())
            wrongs = list(storm.wrongs())
        assert not wrongs, (seed, len(wrongs), wrongs[:10])
        assert storm.pack.kills == plan.kills
        return storm

    return run


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("kind", "roles"), [("file", ONE), ("file", TWO), ("postgresql", THREE)], ids=str
)
def test_a_few_kills(weathered: Weathered, kind: str, roles: tuple[str, ...]) -> None:
    weathered(kind, Plan(4 + 2 * len(roles), 300, 100, roles))  # each process a few times


@pytest.mark.thorough
@pytest.mark.timeout(2700)
@pytest.mark.parametrize(
    ("kind", "roles"), [("file", ONE), ("file", TWO), ("postgresql", THREE)], ids=str
)
def test_two_hundred_kills(weathered: Weathered, kind: str, roles: tuple[str, ...]) -> None:
    storm = weathered(kind, Plan(200, 10_000, 10_000, roles))
    assert len(storm.customers.acknowledged) > 300
    assert storm.receivers.repeated
    assert storm.receivers.found
