"""A stage for the staff's side of Slack."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.model.knowledge import Knowledge
from tests.channels.slack.staff_house import House, Scene
from tests.channels.slack.staff_room import StaffRoom
from tests.fakes import Day


@pytest.fixture
def play(knowledge: Knowledge) -> Iterator[Callable[[Scene], StaffRoom]]:
    day = Day(knowledge)
    day.opens()

    def played(scene: Scene) -> StaffRoom:
        async def run() -> StaffRoom:
            async with StaffRoom().open() as room:
                await scene(House(day, room, knowledge))
                return room

        return asyncio.run(run())

    yield played
    day.store.close()
