"""What a process shows of itself to those who watch it: ``/readyz`` and ``/metrics``.

Part of the composition root: ``serving.py`` hands it the clock.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.metrics.exposition import Build, Metrics
from bot.metrics.pulse import Pulse
from bot.metrics.readiness import Readiness
from bot.model.effect import Effect
from bot.model.event import Event
from bot.running.files import most_files
from bot.settings import Settings
from bot.store import connect, migrations
from bot.store.gauges import SqlGauges
from bot.web.connections import ConnectionLimits, Places, protocol_over
from bot.web.monitoring import MonitoringPages

PATIENCE = 2.0  # seconds that the engine of jobs may take


class VitalSigns:
    """Of one process.

    The web pages take ``routes``, the door ``timed``, the task group ``run``; a process without
    pages may ``listen`` by itself. ``waiting`` is asked how many jobs wait, by task.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime],
        waiting: Callable[[], Awaitable[Mapping[str, int]]] | None = None,
    ) -> None:
        self._waiting = waiting
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stops = False
        self._gauges = SqlGauges(settings.database_url)
        self._pulse = Pulse()
        self._metrics = Metrics(
            self._gauges,
            clock,
            _build(settings),
            self._pulse,
            None if waiting is None else self._jobs,
        )
        ready = Readiness(self._gauges, self._pulse, lambda: self._stops)
        self._vitals = MonitoringPages(ready, self._metrics.render, settings.metrics_token)

    @property
    def routes(self) -> list[BaseRoute]:
        return self._vitals.routes()

    def timed(self, event: Event, effects: tuple[Effect, ...], seconds: float) -> None:
        """The desk has taken an event in; for ``DeskDoor``."""
        self._metrics.times.handled(event, effects, seconds)

    async def run(self) -> None:
        """Measure the event loop until cancelled."""
        self._loop = asyncio.get_running_loop()
        await self._pulse.run()

    def stop(self) -> None:
        """From now on the process is not ready; those who send visitors may look before it ends."""
        self._stops = True

    def close(self) -> None:
        """Let go of the database."""
        self._gauges.close()

    async def listen(self, host: str, port: int, taken: socket.socket | None = None) -> None:
        """Show both, and ``/healthz``, on an address of their own until cancelled."""
        routes = [Route("/healthz", _healthz), *self.routes]
        server = _Listener(
            uvicorn.Config(
                Starlette(routes=routes),
                host=host,
                port=port,
                lifespan="off",
                http=protocol_over(Places(ConnectionLimits.for_files(most_files()))),
                ws="none",
                proxy_headers=False,
                log_config=None,
                log_level="warning",
                timeout_graceful_shutdown=1,
            )
        )
        serving = asyncio.create_task(server.serve(None if taken is None else [taken]))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving

    def _jobs(self) -> Mapping[str, int]:
        """Asked in the thread that renders, answered by the loop."""
        if self._loop is None or self._waiting is None:
            return {}
        asked = asyncio.run_coroutine_threadsafe(_awaited(self._waiting()), self._loop)
        try:
            return asked.result(PATIENCE)
        except TimeoutError:
            asked.cancel()
            raise


async def _awaited(waiting: Awaitable[Mapping[str, int]]) -> Mapping[str, int]:
    return await waiting


class _Listener(uvicorn.Server):
    """Leaves signals to the process that it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


def _build(settings: Settings) -> Build:
    try:
        ours = version("jitabata")
    except PackageNotFoundError:
        ours = "unknown"
    kind = connect.address_of(settings.database_url).get_backend_name()
    return Build(ours, migrations.REVISIONS[-1], kind)
