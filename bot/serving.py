"""The running server: web pages, feeds, ticks, Slack and delivery in one loop, one task group.

Part of the composition root: ``app.py`` hands it the clock. Nothing here decides.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import FrameType

import uvicorn
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.channels.slack.app import EVENTS, MOST_BYTES
from bot.channels.slack.settings import SlackSettings
from bot.delivery.console import ConsoleChannel
from bot.delivery.pump import Pump
from bot.delivery.shown import ShownChannel
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ports import Channel, Store
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.event import Tick
from bot.model.knowledge import Knowledge
from bot.opening import opening
from bot.settings import Settings
from bot.slack_side import House, SlackSide
from bot.uploads.read import UploadReader
from bot.watching import Watching
from bot.web.demo.pages import Demo
from bot.web.demo.playback import Playback, Stage
from bot.web.hub import Hub, publish_effects
from bot.web.site import Site, create_app

TICK_SECONDS = 60.0

logger = logging.getLogger(__name__)


class _WebServer(uvicorn.Server):
    """Ends the open pages' streams the moment it is told to stop, so that stopping is quick."""

    def __init__(self, app: ASGIApp, host: str, port: int, hub: Hub) -> None:
        super().__init__(
            uvicorn.Config(
                app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3
            )
        )
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)


class Server:
    """Everything that ``jitabata serve`` runs; built once, run once."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        store: Store,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._hub = Hub()
        self._door = DeskDoor(
            Desk(store, knowledge), lambda effects: publish_effects(self._hub, effects)
        )
        self._watching = Watching(settings, knowledge, store, self._door, clock)
        self._uploads = UploadReader(knowledge.catalogue)

    async def run(self, host: str, port: int, *, offline: bool = False) -> None:
        """Serve until told to stop (SIGINT, SIGTERM); then end every task and every open page."""
        await self._door.handle(opening(self._settings, self._knowledge, self._clock()))
        more: list[BaseRoute] = []
        channels: dict[str, Channel] = {
            "web": ShownChannel(),
            "terminal": ShownChannel(),
            "staff": ConsoleChannel("staff"),
        }
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._tick())]
            if self._settings.slack is not None:
                slack = self._slack_side(self._settings.slack)
                channels |= slack.channels
                more += slack.routes
                tasks.append(group.create_task(slack.run()))
            tasks.append(
                group.create_task(Pump(self._store, channels, self._clock, asyncio.sleep).run())
            )
            if not (offline or self._settings.offline):
                tasks.append(group.create_task(self._watching.read_feeds()))
                tasks.append(group.create_task(self._watching.measure()))
            await self._web(host, port, more)
            for task in tasks:
                task.cancel()

    async def _web(self, host: str, port: int, more: list[BaseRoute]) -> None:
        app = create_app(
            Site(
                door=self._door,
                views=self._store,
                hub=self._hub,
                knowledge=self._knowledge,
                clock=self._clock,
                secret=self._settings.secret,
                staff_token=self._settings.staff_token,
                new_id=self._new_id,
                uploads=self._uploads,
            ),
            more,
            {EVENTS: MOST_BYTES},
        )
        logger.info(
            "chat on http://%s:%s/ and console on http://%s:%s/staff", host, port, host, port
        )
        await _WebServer(app, host, port, self._hub).serve()

    def _slack_side(self, settings: SlackSettings) -> SlackSide:
        house = House(self._store, self._door, self._knowledge, self._uploads, self._clock)
        return SlackSide(settings, self._settings.database_url, house)

    async def _tick(self) -> None:
        """One event a minute: time passed. Of several processes one tells it."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                if await asyncio.to_thread(self._store.leads, "ticks"):
                    await self._door.handle(Tick(self._clock()))
            except Exception:  # one bad minute must not end the process
                logger.exception("a tick failed")


async def show_demo(
    open_stage: Callable[[], Stage],
    knowledge: Knowledge,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    port: int,
    speed: float,
) -> None:
    """Serve the demo of a day on this machine until told to stop. Nothing leaves the machine."""

    def changed(effects: tuple[Effect, ...]) -> None:
        demo.publish(effects)

    hub = Hub()
    playback = Playback(open_stage, changed, asyncio.sleep, speed)
    demo = Demo(playback, knowledge, hub, clock)
    site = Site(
        door=playback,
        views=playback,
        hub=hub,
        knowledge=replace(knowledge, catalogue=Catalogue.of(playback.day.products)),
        clock=lambda: playback.now,
        secret=new_id(),
        staff_token=None,
        new_id=new_id,
        uploads=UploadReader(Catalogue.of(playback.day.products)),
    )
    app = create_app(site, demo.routes())
    logger.info("the demo is on http://127.0.0.1:%s/demo (stop it with Ctrl+C)", port)
    playing = asyncio.create_task(playback.run())
    try:
        await _WebServer(app, "127.0.0.1", port, hub).serve()
    finally:
        playing.cancel()
        playback.close()
