"""Those who are told: over real sockets, rude now and then, and counting by content.

Two ways out: webhooks, whose receivers know a message again by its ``webhook-id`` and drop it; and
a board, which takes whatever is posted but can be asked for a post by its key, as Slack can.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOSTS = tuple(f"127.0.0.{n}" for n in range(1, 9))


@dataclass(frozen=True)
class Manners:
    """What goes wrong, each a share of the requests."""

    drops_after: float = 0.04  # it takes the message, and the connection breaks before the answer
    drops_before: float = 0.03
    fails: float = 0.03  # 503
    limits: float = 0.005  # 429, one second

    def choice(self, dice: random.Random) -> str:
        found, at = dice.random(), 0.0
        for name in ("drops_after", "drops_before", "fails", "limits"):
            at += getattr(self, name)
            if found < at:
                return name
        return "takes"


@dataclass
class Receivers:
    """``delay``: how many seconds they take for an answer, asked anew each time."""

    seed: int
    delay: Callable[[], float]
    manners: Manners = field(default_factory=Manners)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)  # reader and text
    repeated: int = 0  # posts that a receiver of webhooks knew again
    found: int = 0  # posts that were looked for on the board and were there
    upset: Counter[str] = field(default_factory=Counter)
    _known: set[str] = field(default_factory=set)
    _board: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(f"receivers/{self.seed}")  # noqa: S311 - the same every time

    @asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        """The port on which they listen, on each of the ``HOSTS``."""
        app = web.Application()
        app.router.add_post("/hook/{reader}", self._hook)
        app.router.add_post("/board", self._post)
        app.router.add_get("/board", self._find)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, HOSTS[0], 0).start()
        port = int(runner.addresses[0][1])
        for host in HOSTS[1:]:
            await web.TCPSite(runner, host, port).start()
        try:
            yield port
        finally:
            await runner.cleanup()

    def of(self, reader: str) -> Counter[str]:
        """What a reader was told, by text."""
        return Counter({text: n for (who, text), n in self.told.items() if who == reader})

    async def _hook(self, request: web.Request) -> web.Response:
        body, ident = await request.read(), request.headers["webhook-id"]
        reader, text = request.match_info["reader"], json.loads(body)["data"]["text"]

        def take() -> None:
            if ident in self._known:
                self.repeated += 1
                return
            self._known.add(ident)
            self.told[reader, text] += 1

        return await self._answer(request, take)

    async def _post(self, request: web.Request) -> web.Response:
        said = await request.json()

        def take() -> None:
            self._board[said["key"]] = f"post-{len(self._board)}"
            self.told[said["reader"], said["text"]] += 1

        return await self._answer(request, take)

    async def _find(self, request: web.Request) -> web.Response:
        ident = self._board.get(request.query["key"])
        if ident is None:
            return web.Response(status=404)
        self.found += 1
        return web.json_response({"id": ident})

    async def _answer(self, request: web.Request, take: Callable[[], None]) -> web.Response:
        await asyncio.sleep(self.delay())
        choice = self.manners.choice(self._dice)
        self.upset[choice] += 1
        if choice == "fails":
            return web.Response(status=503)
        if choice == "limits":
            return web.Response(status=429, headers={"Retry-After": "1"})
        if choice != "drops_before":
            take()
        if choice != "takes" and request.transport is not None:
            request.transport.abort()
        return web.json_response({"id": "taken"})
