"""The twin of the network: it prints what would be posted, and every receiver takes it."""

import json
from collections.abc import Callable

import httpx

from bot.channels.webhook.send import Posts

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class PrintedPosts(httpx.AsyncBaseTransport):
    """Writes each request, signed as it would be; of its URL the host alone, since paths are secrets."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """204 to everything."""
        said = json.loads(await request.aread())
        shown = json.dumps(said, ensure_ascii=False, indent=2)
        plain = "".join(
            c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in shown
        )
        lines = [f"{name}: {request.headers[name]}" for name in HEADERS]
        head = "\n".join([f"[webhook] {request.method} {request.url.host}", *lines])
        self._write(f"{head}\n{plain}\n\n")
        return httpx.Response(204)


def printed(write: Callable[[str], object]) -> Posts:
    """For a channel that reaches nobody: no name is resolved, nothing is sent."""
    twin = PrintedPosts(write)
    return Posts(twin, twin, _anywhere)


async def _anywhere(*_: object) -> list[str]:
    return ["8.8.8.8"]  # any public address; nothing goes there
