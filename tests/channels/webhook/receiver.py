"""A receiver of webhooks on loopback: as strict as the specification, and as rude as real ones."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.channels.slack.loopback import on_loopback

TOLERANCE = 300  # seconds
Answer = Callable[[web.Request], web.StreamResponse]


class Receiver:
    """Takes what is signed with ``secret`` and refuses the rest with 401; counts by webhook-id."""

    def __init__(self, clock: Callable[[], datetime], secret: str, public_key: str = "") -> None:
        self.taken: Counter[str] = Counter()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.requests = 0
        self.answers_challenges = True
        self.url = ""
        self._clock = clock
        self._secret = base64.b64decode(secret.removeprefix("whsec_"))
        self._public_key = base64.b64decode(public_key.removeprefix("whpk_"))
        self._next: list[Answer | float | None] = []
        self._release = asyncio.Event()

    # what a test says about the world

    def answers_next(self, status: int, body: str = "", **headers: str) -> None:
        """Without taking it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._next.append(lambda _: web.Response(status=status, text=body, headers=named))

    def accepts_and_drops_next(self) -> None:
        """Takes it, and the connection breaks before the answer."""
        self._next.append(None)

    def never_answers_next(self) -> None:
        self._next.append(float("inf"))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Receiver"]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        async with on_loopback(app) as url:
            self.url = f"{url}/hook/secret-path"
            try:
                yield self
            finally:
                self._release.set()

    # what it does

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        body = await request.read()
        said = self._next.pop(0) if self._next else web.Response(status=204)
        if callable(said):
            return said(request)
        if problem := self._problem_with(request, body):
            return web.Response(status=401, text=problem)
        self.taken[request.headers["webhook-id"]] += 1
        self.bodies.append(json.loads(body))
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        if said is None:
            assert request.transport is not None
            request.transport.close()
        elif isinstance(said, float):
            await self._release.wait()
        if self.answers_challenges and self.bodies[-1]["type"] == "subscription.challenge":
            return web.json_response({"challenge": self.bodies[-1]["data"]["challenge"]})
        return web.Response(status=204)

    def _problem_with(self, request: web.Request, body: bytes) -> str:
        if request.method != "POST" or request.content_type != "application/json":
            return "not a post of JSON"
        ident = request.headers.get("webhook-id", "")
        at = request.headers.get("webhook-timestamp", "")
        if not ident or "." in ident or not at.isdecimal():
            return "headers"
        if abs(self._clock().timestamp() - int(at)) > TOLERANCE:
            return "too old or too new"
        said = f"{ident}.{at}.".encode() + body
        signatures = request.headers.get("webhook-signature", "").split(" ")
        if not any(self._is_right(signature, said) for signature in signatures):
            return "no signature fits"
        return ""

    def _is_right(self, signature: str, said: bytes) -> bool:
        version, _, text = signature.partition(",")
        raw = base64.b64decode(text, validate=True)
        if version == "v1" and not self._public_key:
            return hmac.compare_digest(raw, hmac.digest(self._secret, said, hashlib.sha256))
        if version == "v1a" and self._public_key:
            try:
                Ed25519PublicKey.from_public_bytes(self._public_key).verify(raw, said)
            except InvalidSignature:
                return False
            return True
        return False
