"""One process of the desk, put together as ``jitabata serve`` does, with a board besides.

    python -m tests.storms.house web|work|all PORT INTAKE BOARD

``INTAKE``: a second port, at which reports for the board are taken: acknowledged when they are in
the inbox, and handled from there. The rest of the settings come from the environment.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.delivery.pump import Outlet
from bot.jobs.port import Lock, Task
from bot.knowledge.load import load
from bot.model.event import MessageReceived
from bot.running.engine import bring_up_to_date
from bot.running.serving import DeskServer, Roles
from bot.settings import from_environment
from bot.start import log_to_stderr, new_id, now
from bot.store.sql import SqlStore
from tests.storms.board import Board

INBOX = Task("board-inbox", Lock.TASK, every=timedelta(seconds=1), priority=1)
CHANNEL = "board"


class BesideBoard(DeskServer):
    """The server with one more channel, both ways."""

    intake = 0
    board = ""

    @asynccontextmanager
    async def _outlets(self, *, prints: bool) -> AsyncIterator[dict[str, Outlet]]:
        async with (
            super()._outlets(prints=prints) as outlets,
            httpx.AsyncClient(timeout=10.0) as client,
        ):
            yield outlets | {CHANNEL: Outlet(CHANNEL, Board(self.board, client), at_once=16)}

    def _take_work(self, outlets: Mapping[str, Outlet], *, offline: bool) -> None:
        super()._take_work(outlets, offline=offline)
        self._jobs.take(INBOX, self._handle_inbox)

    def _background(self, roles: Roles) -> Iterator[Coroutine[None, None, None]]:
        yield from super()._background(roles)
        if roles.web:
            app = Starlette(routes=[Route("/reports", self._take, methods=["POST"])])
            config = uvicorn.Config(app, port=self.intake, log_config=None)
            yield uvicorn.Server(config).serve()

    async def _take(self, request: Request) -> Response:
        """Acknowledge what is committed."""
        body = (await request.body()).decode()
        key = json.loads(body)["id"]
        store = self._house.store
        await asyncio.to_thread(store.receive, f"{CHANNEL}:{key}", CHANNEL, body, now())
        self._prompter.nudge(INBOX)
        return PlainTextResponse("taken")

    async def _handle_inbox(self, _: str) -> None:
        store = self._house.store
        while waiting := await asyncio.to_thread(store.received, CHANNEL):
            for key, payload in waiting:
                said = json.loads(payload)
                await self._house.door.handle(
                    MessageReceived(
                        now(), said["id"], said["customer"], said["tenant"], CHANNEL, said["text"]
                    )
                )
                await asyncio.to_thread(store.handled, key)


def main() -> None:
    role, port, intake, board = sys.argv[1:]
    log_to_stderr()
    settings = from_environment()
    with closing(SqlStore.open(settings.database_url)) as store:
        bring_up_to_date(settings.database_url)
        server = BesideBoard(settings, load(None), store, now, new_id)
        server.intake, server.board = int(intake), board
        roles = Roles(role != "work", role != "web", offline=True)
        asyncio.run(server.run("127.0.0.1", int(port), roles))


if __name__ == "__main__":
    main()
