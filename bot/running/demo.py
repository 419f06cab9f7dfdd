"""The demo of a day: its pages and nothing else. Part of the composition root."""

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.desk.staff_accounts import StaffStore
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.knowledge import Knowledge
from bot.running.web_server import WebServer, sockets_of
from bot.uploads.read import UploadReader
from bot.web.demo.pages import Demo
from bot.web.demo.playback import DemoRun, Playback
from bot.web.hub import Hub
from bot.web.site import Site, create_app

logger = logging.getLogger(__name__)


async def show_demo(  # noqa: PLR0913 - what a demo is made of, one by one
    open_stage: Callable[[], DemoRun],
    knowledge: Knowledge,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    taken: socket.socket,
    *,
    staff: StaffStore,
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
        staff=staff,
        hub=hub,
        knowledge=replace(knowledge, catalogue=Catalogue.of(playback.day.products)),
        clock=lambda: playback.now,
        session_clock=clock,
        secret=new_id(),
        staff_token=None,
        is_demo=True,
        new_id=new_id,
        uploads=UploadReader(Catalogue.of(playback.day.products)),
    )
    host, port = taken.getsockname()
    logger.info("the demo is on http://127.0.0.1:%s/demo (stop it with Ctrl+C)", port)
    playing = asyncio.create_task(playback.run())
    try:
        await WebServer(create_app(site, demo.routes()), host, port, hub).serve(sockets_of(taken))
    finally:
        playing.cancel()
        playback.close()
