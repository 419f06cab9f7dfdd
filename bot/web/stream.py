"""Server-sent events: how an open page hears that something changed."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message as Part
from starlette.types import Receive, Scope, Send

from bot.web.connections import group_of
from bot.web.hub import Hub, HubFullError, HubMessage, Subscription

HEARTBEAT = 15.0  # seconds; proxies cut connections that are silent for longer
OPEN_FOR = timedelta(hours=1)  # then the page reconnects, and its session is looked at again

_ENDS = re.compile(r"\r\n|\r|\n")
Tells = Callable[[HubMessage], Awaitable[bytes]]
"""What an open page is told of a message, as ``data_of`` makes it; b"": nothing."""


END_OF_EVENT = b"\n"


def lines_of(text: str) -> bytes:
    """A text as lines of the data of an event; whatever ends a line there begins one here."""
    return "".join(f"data: {line}\n" for line in _ENDS.split(text)).encode()


def data_of(text: str) -> bytes:
    """A text as the data of one event."""
    return lines_of(text) + END_OF_EVENT


async def nudge(message: HubMessage) -> bytes:
    """That something changed, and not what."""
    return data_of(_one_line(message.payload))


@dataclass(frozen=True, slots=True)
class Pace:
    """``settles``: seconds from a message until it is told, with what comes meanwhile; ``apart``: until the next one."""

    settles: float = 0.0
    apart: float = 0.0


AT_ONCE = Pace()


class EventStream(Response):
    """Writes what is told of each message of a subscription until the reader goes away."""

    media_type = "text/event-stream"

    def __init__(
        self,
        subscription: Subscription,
        clock: Callable[[], datetime],
        tells: Tells = nudge,
        pace: Pace = AT_ONCE,
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._subscription = subscription
        self._clock, self._tells, self._pace = clock, tells, pace

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        head: Part = {
            "type": "http.response.start",
            "status": 200,
            "headers": self.raw_headers,
        }
        with self._subscription:
            await send(head)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
                await self._write(send)
                tasks.cancel_scope.cancel()

    async def _write(self, send: Send) -> None:
        until = self._clock() + OPEN_FOR
        await _send_text(send, "retry: 3000\n\n")
        while not self._subscription.dropped and self._clock() < until:
            message = await self._subscription.next(HEARTBEAT)
            if message is None:
                await _send_text(send, ": still here\n\n")
                continue
            if self._pace.settles:
                await self._pause(self._pace.settles)
                message = self._subscription.newest(message)
            if data := await self._tells(message):
                await _send(send, f"id: {message.id}\n".encode() + data)
            await self._pause(self._pace.apart)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pause(self, seconds: float) -> None:
        if seconds:
            with anyio.move_on_after(seconds):
                await self._subscription.ended.wait()


def open_stream(
    request: Request,
    hub: Hub,
    topics: Iterable[str],
    clock: Callable[[], datetime],
    tells: Tells = nudge,
    pace: Pace = AT_ONCE,
) -> Response:
    """A stream of these topics, catching up after the browser's ``Last-Event-ID``.

    A page that opens its stream for the first time says in ``since`` what it was written after (``Hub.latest``), so
    that what happens between the page and its stream is not lost.
    """
    after = request.headers.get("last-event-id") or request.query_params.get("since")
    address = group_of(request.client.host) if request.client else ""
    try:
        subscription = hub.subscribe(topics, after and after[:64], address)
    except HubFullError:
        return PlainTextResponse("busy", 503, headers={"Retry-After": "30"})
    return EventStream(subscription, clock, tells, pace)


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


async def _send_text(send: Send, text: str) -> None:
    await _send(send, text.encode())


async def _send(send: Send, part: bytes) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})


def _one_line(payload: str) -> str:
    return " ".join(payload.splitlines())
