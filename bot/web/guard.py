"""What stands in front of every page: headers, bounded bodies, no posts from other sites."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 64 * 1024  # bytes
BODY_WITHIN = 20.0  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HSTS = "max-age=31536000"  # a year, as RFC 6797 counts it; this host alone
UNFRAMED = "frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'self'; base-uri 'none'; form-action 'self'; {UNFRAMED}; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every answer; an answer that set one itself keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if UNFRAMED not in headers["Content-Security-Policy"]:
                    del headers["X-Frame-Options"]  # it knows no list of websites
                headers.setdefault("Cache-Control", "no-store")
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", HSTS)
            await send(message)

        await self._app(scope, receive, send_guarded)


class StorableAddress:
    """Answers 404 to an address with U+0000 in it: no name has it, and PostgreSQL refuses to look."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and ("\0" in scope["path"] or b"%00" in scope["query_string"]):
            await PlainTextResponse("not found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class SameOrigin:
    """Refuses a post that a browser sends from a page of another origin.

    Browsers say so in ``Sec-Fetch-Site``, and those that do not (or over http) in ``Origin``. Programs send
    neither. Below the ``foreign`` paths what stands in the address is the authority, and posts may
    come from anywhere. ``public_urls``: what is in the address bar where a proxy names another host.
    """

    def __init__(
        self, app: ASGIApp, foreign: tuple[str, ...] = (), public_urls: tuple[str, ...] = ()
    ) -> None:
        self._app, self._foreign = app, foreign
        self._hosts = frozenset(urlsplit(url).netloc.lower() for url in public_urls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_post = scope["type"] == "http" and scope["method"] not in SAFE
        if is_post and not scope["path"].startswith(self._foreign) and self._is_foreign(scope):
            await PlainTextResponse("cross-site post refused", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site not in ("same-origin", "none")
        if origin is None:
            return False
        try:
            host = urlsplit(origin).netloc.lower()
        except ValueError:
            return True
        return not host or host not in self._hosts | {headers.get("host", "").lower()}


class BoundedBody:
    """Reads the body of a post, at most 64 KB within 20 seconds, before any page sees it.

    ``bounds``: paths at which other programs post, with the bytes that they may send. A form that
    may hold a file, sent to one of the ``streamed`` paths, is handed on as it arrives: its page
    bounds it.
    """

    def __init__(
        self,
        app: ASGIApp,
        streamed: frozenset[str] = frozenset(),
        bounds: Mapping[str, int] | None = None,
    ) -> None:
        self._app, self._streamed, self._bounds = app, streamed, bounds or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE:
            await self._app(scope, receive, send)
            return
        if scope["path"] in self._streamed and _may_hold_file(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await _bounded(receive, self._bounds.get(scope["path"], BODY_LIMIT))
        except TimeoutError:
            await PlainTextResponse("too slow", 408)(scope, receive, send)
            return
        if body is None:
            refusal = PlainTextResponse("too large", 413, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def _may_hold_file(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


async def _bounded(receive: Receive, most: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
