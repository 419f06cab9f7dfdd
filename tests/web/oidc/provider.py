"""An identity provider that answers over HTTP on this machine, with keys of its own."""

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.web.fakes import FakeClock

CLIENT, SECRET = "jitabata", "the secret of a client"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@cache
def a_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """Does all as it should; what it ``says`` otherwise goes into its metadata, and ``puts`` into tokens.

    ``signs`` names the key that signs, ``shows`` those that it publishes. A claim that is put as None
    is left out.
    """

    clock: FakeClock
    issuer: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    puts: dict[str, Any] = field(default_factory=dict)
    signs: str = "one"
    shows: list[str] = field(default_factory=lambda: ["one"])
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def lets_in(self, address: str, **more: str) -> str:
        """What somebody's browser is sent back to after they signed in at the provider."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert address.startswith(f"{self.issuer}/authorize?")
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"], **more}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "u-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "name": "佐藤 花",
            "roles": ["desk-agents"],
            "sid": "s-1",
        }
        return self.signed(claims | self.puts)

    def logout_token(self, **claims: Any) -> str:
        now = int(self.clock().timestamp())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "j-1"}
        return self.signed({**said, "events": {LOGOUT: {}}, "sid": "s-1", **claims}, "logout+jwt")

    def signed(self, claims: dict[str, Any], typ: str = "JWT") -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        typ = kept.pop("typ", typ)
        header = {"alg": "RS256", "kid": self.signs, "typ": typ}
        return jwt.encode(header, kept, a_key(self.signs), default_type=None)

    async def _metadata(self, _: web.Request) -> web.Response:
        self.asked.append("metadata")
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
        }
        return web.json_response(said | self.says)

    async def _keys(self, _: web.Request) -> web.Response:
        self.asked.append("keys")
        return web.json_response(KeySet([a_key(name) for name in self.shows]).as_dict())

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._codes.pop(str(form.get("code")), None)
        verifier = str(form.get("code_verifier", ""))
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if request.headers.get("Authorization") != f"Basic {basic}" or asked is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        if asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = self.id_token(asked["nonce"])
        return web.json_response({"access_token": "a", "token_type": "Bearer", "id_token": token})

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.issuer = f"http://{host}:{port}"
        try:
            yield
        finally:
            await runner.cleanup()
