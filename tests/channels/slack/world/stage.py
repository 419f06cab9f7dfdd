"""A stage for tests: a world with one workspace, its doors and a client with a good token."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.channels.fakes import Clock
from tests.channels.slack.world.server import Doors, serve
from tests.channels.slack.world.world import World


class Stage:
    """A world with one workspace, its doors and a client with a good token."""

    def __init__(self, doors: Doors, clock: Clock) -> None:
        self.doors, self.clock, self.world = doors, clock, doors.world
        self.client = self.a_client(self.world.teams["T1"].token)

    def a_client(self, token: str | None = None, seconds: float = 5) -> AsyncWebClient:
        client = AsyncWebClient(token, base_url=self.doors.url, retry_handlers=[])
        client.timeout = seconds  # type: ignore[assignment]  # aiohttp takes fractions
        return client

    async def refuses(self, call: Awaitable[Any]) -> str:
        with pytest.raises(SlackApiError) as refusal:
            await call
        return str(refusal.value.response["error"])

    async def says(self, text: str = "はい", room: str = "C1", **more: Any) -> Any:
        return await self.client.chat_postMessage(
            channel=room, text=text, unfurl_links=False, unfurl_media=False, **more
        )


def on(scenario: Callable[[Stage], Awaitable[None]]) -> World:
    async def run() -> World:
        clock = Clock()
        world = World(clock)
        world.installed("T1")
        world.room("C1", "T1", "USATO")
        async with serve(world) as doors:
            await scenario(Stage(doors, clock))
        return world

    return asyncio.run(run())
