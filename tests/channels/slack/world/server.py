"""The world's doors on loopback: Web API, files, sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tests.channels.slack.world import chat, granting, reading, surfaces
from tests.channels.slack.world.arguments import arguments_of
from tests.channels.slack.world.faults import Fault, Happening
from tests.channels.slack.world.files import FileDoor
from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.methods import METHODS, Method
from tests.channels.slack.world.sockets import Sockets
from tests.channels.slack.world.state import Json, Team
from tests.channels.slack.world.world import Call, World

Handler = Callable[[World, Team, Json], Json]
HANDLERS: dict[str, Handler] = {
    "auth.test": granting.test_token,
    "auth.revoke": granting.revoke,
    "chat.postMessage": chat.post_message,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "conversations.replies": reading.replies,
    "conversations.history": reading.history,
    "conversations.info": reading.info,
    "conversations.open": reading.open_conversation,
    "users.info": reading.user_info,
    "files.info": reading.file_info,
    "reactions.add": reading.add_reaction,
    "reactions.remove": reading.remove_reaction,
    "views.open": surfaces.open_view,
    "views.push": surfaces.push_view,
    "views.update": surfaces.update_view,
    "views.publish": surfaces.publish_view,
    "assistant.threads.setStatus": surfaces.set_status,
    "assistant.threads.setTitle": surfaces.set_title,
    "assistant.threads.setSuggestedPrompts": surfaces.set_prompts,
}
PAGE = "<!DOCTYPE html><html><title>Slack</title><p>Something went wrong.</html>"


class Doors:
    """One server; the world behind it may be exchanged between two tests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sockets = Sockets(lambda: self.world)
        self.url = ""
        self._answering: set[asyncio.Event] = set()

    def show(self, world: World) -> None:
        """From now on this world is behind the doors."""
        world.url = self.url
        self.world = world

    def release(self) -> None:
        """Let go of calls that were left without an answer."""
        for held in self._answering:
            held.set()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API."""
        world, name = self.world, request.match_info["method"]
        method = METHODS.get(name)
        if method is None:
            world.findings.add("unknown-method", name)
            return web.json_response({"ok": False, "error": "unknown_method"})
        raw, sent = await _sent(world, name, request)
        header = request.headers.get("Authorization", "")
        try:
            asked = arguments_of(name, method, request.content_type, raw, sent, world.findings)
            team = _team(world, name, method, header, asked)
        except Refused as refusal:
            world.calls.append(Call(world.now, name, "", {}, ok=False))
            return web.json_response(refusal.answer)
        if (limited := _limited(world, name, method, team, asked)) is not None:
            return limited
        happening = world.faults.take(name, _about(asked), world.now)
        if happening is not None and not happening.fault.is_after:
            return await self._goes_wrong(request, happening, name, method, team, asked)
        answer = self._work(world, name, team, header, asked)
        if happening is not None:
            return await self._goes_wrong(request, happening, name, method, team, asked)
        return web.json_response(answer)

    def _work(self, world: World, name: str, team: Team, header: str, asked: Json) -> Json:
        """Do what was asked."""
        try:
            if name == "oauth.v2.access":
                answer = granting.access(world, header, asked)
            elif name == "apps.connections.open":
                answer = self.sockets.invite()
            else:
                answer = HANDLERS[name](world, team, asked)
        except Refused as refusal:
            answer = refusal.answer
        is_ok = bool(answer.setdefault("ok", True))
        world.calls.append(Call(world.now, name, team.id, asked, ok=is_ok))
        return answer

    async def _goes_wrong(
        self,
        request: web.Request,
        happening: Happening,
        name: str,
        method: Method,
        team: Team,
        asked: Json,
    ) -> web.StreamResponse:
        world, fault = self.world, happening.fault
        match fault:
            case Fault.LIMITED:
                room = str(asked.get("channel"))
                world.rates.close(name, method, team.id, room, world.now, happening.seconds)
                return _too_many(happening.seconds)
            case Fault.ERROR_BEFORE | Fault.ERROR_AFTER:
                return web.Response(status=503, text=PAGE, content_type="text/html")
            case Fault.WORD_BEFORE | Fault.WORD_AFTER:
                word = "fatal_error" if fault.is_after else "internal_error"
                return web.json_response({"ok": False, "error": word})
            case Fault.PAGE_BEFORE | Fault.PAGE_AFTER:
                return web.Response(text=PAGE, content_type="text/html")
            case Fault.SILENT_BEFORE | Fault.SILENT_AFTER:
                await self._hold()
            case Fault.KILLED_BEFORE | Fault.KILLED_AFTER:
                world.when_killed()
            case Fault.RESET_BEFORE | Fault.RESET_AFTER:
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _hold(self) -> None:
        """No answer: until the app hangs up, or the world is over."""
        held = asyncio.Event()
        self._answering.add(held)
        try:
            await held.wait()
        finally:
            self._answering.discard(held)


def _team(world: World, name: str, method: Method, header: str, asked: Json) -> Team:
    if method.bearer == "none":
        return Team("", "", "", "")
    return granting.caller(world, name, method, header, asked)


async def _sent(world: World, name: str, request: web.Request) -> tuple[bytes, dict[str, str]]:
    """The body, and what came as query or form."""
    sent = dict(request.query)
    if "token" in sent:
        world.findings.add("token-in-query", name)
    raw = await request.read()
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        sent |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    return raw, sent


def _limited(
    world: World, name: str, method: Method, team: Team, asked: Json
) -> web.Response | None:
    room = str(asked.get("channel"))
    seconds = world.rates.wait(name, method, team.id, room, world.now)
    return None if seconds is None else _too_many(seconds)


def _too_many(seconds: int) -> web.Response:
    answer = {"ok": False, "error": "ratelimited"}
    return web.json_response(answer, status=429, headers={"Retry-After": str(seconds)})


def _about(asked: Json) -> str:
    """What a call is about, so that chance does not depend on the order of arrival."""
    payload = (asked.get("metadata") or {}).get("event_payload") or {}
    names = ("channel", "thread_ts", "ts", "user", "text")
    return "/".join([str(payload.get("key", "")), *(str(asked.get(n, "")) for n in names)])


@asynccontextmanager
async def serve(world: World) -> AsyncIterator[Doors]:
    """The world behind a port of this machine; ``world.url`` is its Web API."""
    doors, files = Doors(world), FileDoor(lambda: doors.world)
    app = web.Application()
    app.router.add_route("*", "/api/{method}", doors.call)
    app.router.add_get("/files-pri/{file}/{name}", files.file)
    app.router.add_get("/login", files.login)
    app.router.add_get("/socket/{ticket}", doors.sockets.talk)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    doors.url = f"http://{host}:{port}/api/"
    doors.show(world)
    try:
        yield doors
    finally:
        doors.release()
        with contextlib.suppress(asyncio.CancelledError):
            await runner.cleanup()
