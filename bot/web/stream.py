"""Server-sent events: how an open page hears that something changed."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message as Part
from starlette.types import Receive, Scope, Send

from bot.web.connections import group_of
from bot.web.hub import Hub, HubFullError, Subscription

HEARTBEAT = 15.0  # seconds; proxies cut connections that are silent for longer
OPEN_FOR = timedelta(hours=1)  # then the page reconnects, and its session is looked at again


class EventStream(Response):
    """Writes each message of a subscription until the reader goes away."""

    media_type = "text/event-stream"

    def __init__(self, subscription: Subscription, clock: Callable[[], datetime]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._subscription = subscription
        self._clock = clock

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
            else:
                await _send_text(send, f"id: {message.id}\ndata: {_one_line(message.payload)}\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def open_stream(
    request: Request, hub: Hub, topics: Iterable[str], clock: Callable[[], datetime]
) -> Response:
    """A stream of these topics, catching up after the browser's ``Last-Event-ID``."""
    after = request.headers.get("last-event-id")
    address = group_of(request.client.host) if request.client else ""
    try:
        return EventStream(hub.subscribe(topics, after and after[:64], address), clock)
    except HubFullError:
        return PlainTextResponse("busy", 503, headers={"Retry-After": "30"})


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


async def _send_text(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _one_line(payload: str) -> str:
    return " ".join(payload.splitlines())
