"""Socket Mode against an imitation of Slack's side of the socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import WSMsgType, web

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.app import run_socket_mode, slack_app
from bot.channels.slack.settings import SlackSettings
from bot.desk.ports import Beside
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock
from tests.channels.slack.idle import idle_receiver
from tests.channels.slack.imitation import ROOM, SECRET, TOKEN, post
from tests.channels.slack.loopback import on_loopback
from tests.store.databases import in_memory, in_memory_of

APP_TOKEN = "xapp-token-of-the-tests"


class Socket:
    """Hands out envelopes over one connection and notes which were acknowledged."""

    def __init__(self, *payloads: dict[str, Any]) -> None:
        self.envelopes = {f"E{n}": payload for n, payload in enumerate(payloads)}
        self.acknowledged: list[str] = []
        self.heard = asyncio.Event()
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Socket"]:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._connect)
        app.router.add_get("/socket", self._talk)
        async with on_loopback(app) as url:
            self.url = f"{url}/api/"
            yield self

    async def _connect(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bearer {APP_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        url = self.url.replace("http", "ws").replace("/api/", "/socket")
        return web.json_response({"ok": True, "url": url})

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        for ident, payload in self.envelopes.items():
            told = {"type": "events_api", "envelope_id": ident, "payload": payload}
            await socket.send_json({**told, "accepts_response_payload": False})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data)["envelope_id"])
                self.heard.set()
        return socket


class StoreThatRefusesOne(SqlStore):
    """A store that cannot write the first row it is given."""

    refused = False

    def receive(
        self, key: str, channel: str, payload: str, at: datetime, *, beside: Beside | None = None
    ) -> bool:
        if not self.refused:
            self.refused = True
            raise OSError("no space left on device")
        return super().receive(key, channel, payload, at, beside=beside)


def listen(store: SqlStore, *payloads: dict[str, Any]) -> list[str]:
    """Run Socket Mode until the first acknowledgement; answer what was acknowledged."""

    async def scenario() -> list[str]:
        async with Socket(*payloads).open() as socket:
            settings = SlackSettings(TOKEN, SECRET, APP_TOKEN, api_url=socket.url)
            rules = RoomRules(is_ours=lambda _: False, rooms=frozenset({ROOM}))
            app = slack_app(settings, idle_receiver(store, rules, Clock()))
            running = asyncio.create_task(run_socket_mode(app, APP_TOKEN))
            await asyncio.wait_for(socket.heard.wait(), 50)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            return socket.acknowledged

    return asyncio.run(scenario())


def test_an_envelope_is_acknowledged_when_its_row_is_written() -> None:
    store = in_memory()
    assert listen(store, post("開かない")) == ["E0"]
    assert len(store.received("slack")) == 1
    store.close()


def test_an_envelope_that_could_not_be_written_down_is_not_acknowledged() -> None:
    store = in_memory_of(StoreThatRefusesOne)
    assert listen(store, post("一つ目", ts="1.0"), post("二つ目", ts="2.0")) == ["E1"]
    assert [key for key, _ in store.received("slack")] == ["slack:T1:C1:2.0"]
    store.close()
