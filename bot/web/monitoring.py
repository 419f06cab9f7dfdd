"""The addresses for machines that watch this one: ``/readyz`` and ``/metrics``."""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.signin import is_local

FRESH = 1.0  # seconds for which one page is given to everybody who asks


@dataclass
class MonitoringPages:
    """Two routes that live beside the pages.

    ``ready`` answers whether the process should be sent visitors, and what to say; anybody may ask.
    ``render`` makes the metrics for an ``Accept`` header, in a thread. They are shown to who brings
    ``token`` (``Authorization: Bearer …``), and where there is none to this machine alone, as the
    console does. ``/healthz``, which asks nothing, is the site's own.
    """

    ready: Callable[[], Awaitable[tuple[bool, Mapping[str, object]]]]
    render: Callable[[str], tuple[bytes, str]]
    token: str | None = None
    seconds: Callable[[], float] = time.monotonic
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _pages: dict[str, tuple[float, bytes, str]] = field(default_factory=dict, init=False)

    def routes(self) -> list[BaseRoute]:
        return [Route("/readyz", self.readyz), Route("/metrics", self.metrics)]

    async def readyz(self, _: Request) -> Response:
        """200, or 503 when one check fails; which one stands in the body."""
        is_ready, said = await self.ready()
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(said, 200 if is_ready else 503, headers)

    async def metrics(self, request: Request) -> Response:
        """The metrics; 401 without the token, 403 from elsewhere where there is none."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        body, content_type = await self._page(request.headers.get("accept", "")[:500])
        headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
        return Response(body, headers=headers)

    def _refused(self, request: Request) -> Response | None:
        if self.token is None:
            here = is_local(request)
            return None if here else PlainTextResponse("only from this machine\n", 403)
        given = request.headers.get("authorization", "")
        if hmac.compare_digest(f"Bearer {self.token}".encode(), given.encode()):
            return None
        bearer = {"WWW-Authenticate": "Bearer"}
        return PlainTextResponse("a token is needed\n", 401, headers=bearer)

    async def _page(self, accept: str) -> tuple[bytes, str]:
        """One reading of the store at a time, however many ask."""
        async with self._turn:
            at, body, content_type = self._pages.get(accept, (float("-inf"), b"", ""))
            if self.seconds() - at >= FRESH:
                body, content_type = await asyncio.to_thread(self.render, accept)
                self._pages = {accept: (self.seconds(), body, content_type)}
        return body, content_type
