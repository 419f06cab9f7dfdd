"""The demo with a sleep that does not wait."""

import asyncio
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette

from bot.desk.desk import Desk
from bot.desk.player import Player
from bot.knowledge.day import load_day
from bot.model.effect import Effect
from bot.web.demo.pages import Demo
from bot.web.demo.playback import DemoRun, Playback
from bot.web.demo.story import Story
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from tests import shipped
from tests.store.databases import in_memory

AT = datetime(2026, 1, 5, tzinfo=UTC)


class Cinema:
    """A running demo whose clock never waits; it remembers how long it would have.

    ``holds``: at a moment it stands still for good, so that a browser can look.
    """

    def __init__(self, *, holds: bool = False) -> None:
        self._holds = holds
        knowledge, day = shipped.knowledge(), load_day()

        def open_stage() -> DemoRun:
            store = in_memory()
            return DemoRun(Player(day, Desk(store, knowledge).handle), store, Story(day))

        self.waited: list[float] = []
        self.stopped = asyncio.Event()
        self.hub = Hub()
        self.playback = Playback(open_stage, self._changed, self._sleep)
        self.demo = Demo(self.playback, knowledge, self.hub, lambda: AT)
        self.app: Starlette = create_app(
            Site(
                staff=in_memory().staff,
                door=self.playback,
                views=self.playback,
                hub=self.hub,
                knowledge=knowledge,
                clock=lambda: self.playback.now,
                session_clock=lambda: AT,
                is_demo=True,
                secret="a secret for tests",
                staff_token=None,
                new_id=lambda: "id-00000001",
            ),
            self.demo.routes(),
        )

    def _changed(self, effects: tuple[Effect, ...]) -> None:
        self.demo.publish(effects)
        if self.playback.is_over and not self.playback.is_playing:
            self.stopped.set()

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        opening, *rest = self.playback.stage.story.narrator.moments
        holds = self._holds and seconds in {m.hold for m in rest if m.hold != opening.hold}
        await (asyncio.Event().wait() if holds else asyncio.sleep(0))

    async def play_to_the_end(self) -> None:
        playing = asyncio.create_task(self.playback.run())
        self.playback.play()
        await self.stopped.wait()
        playing.cancel()

    def browser(self, lang: str = "en") -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, client=("127.0.0.1", 50_000)),
            base_url="http://localhost",
            headers={"Accept-Language": lang},
        )
