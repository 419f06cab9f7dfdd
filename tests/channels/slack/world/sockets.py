"""Socket Mode's other side: tickets, envelopes, acknowledgements, disconnects."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.state import Json
from tests.channels.slack.world.world import APP, World

MOST_CONNECTIONS = 10
REASONS = {"warning", "refresh_requested", "link_disabled", "too_many_websockets"}


class Sockets:
    """Up to ten connections; any one may get an envelope. A ticket opens one connection."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Event] = {}
        self._changed = asyncio.Event()
        self.answers: dict[str, Any] = {}
        self.connected = 0  # so far

    def invite(self) -> Json:
        """``apps.connections.open``."""
        if len(self._open) >= MOST_CONNECTIONS:
            raise Refused("too_many_websockets")
        world = self._world()
        ticket = f"ticket{world.number('ticket')}"
        self._tickets.add(ticket)
        address = world.url.replace("http", "ws", 1).removesuffix("api/")
        return {"url": f"{address}socket/{ticket}"}

    async def talk(self, request: web.Request) -> web.WebSocketResponse:
        if request.match_info["ticket"] not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.remove(request.match_info["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": len(self._open) + 1}
        await socket.send_json({**hello, "connection_info": {"app_id": APP}})
        self._open.append(socket)
        self.connected += 1
        self._changed.set()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            self._open.remove(socket)
        return socket

    def _heard(self, data: str) -> None:
        answer = json.loads(data)
        ident = answer.get("envelope_id")
        if ident not in self._acks:
            self._world().findings.add("unknown-envelope", "socket", ident)
            return
        if self._acks[ident].is_set():
            self._world().findings.add("acknowledged-twice", "socket", ident)
        self.answers[ident] = answer.get("payload")
        self._acks[ident].set()

    async def until_connected(self, times: int = 1) -> None:
        """Wait for so many connections in all."""
        while self.connected < times:
            self._changed.clear()
            await self._changed.wait()

    async def send(self, payload: Json, kind: str, attempt: int = 0, reason: str = "") -> str:
        """Send one envelope over one connection; its id."""
        ident = f"envelope{self._world().number('envelope')}"
        self._acks[ident] = asyncio.Event()
        envelope: Json = {"type": kind, "envelope_id": ident, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        socket = self._open[self._world().number("turn") % len(self._open)]
        await socket.send_json(envelope)
        return ident

    async def acknowledged(self, ident: str, within: float = 50.0) -> bool:
        """Whether an envelope was acknowledged in time."""
        try:
            await asyncio.wait_for(self._acks[ident].wait(), within)
        except TimeoutError:
            return False
        return True

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Slack says that it will close, and closes; ``warning`` says it only."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
            if reason != "warning":
                await socket.close()

    def drop(self) -> None:
        """All connections break without a word."""
        for socket in list(self._open):
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                transport.abort()
