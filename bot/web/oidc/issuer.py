"""The provider over the network: what it says of itself, its keys, and codes redeemed for tokens.

Authlib makes the messages, httpx carries them: no redirect is followed, and answers are bounded.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.model.errors import JitabataError
from bot.model.single_sign_on import SingleSignOn
from bot.web.oidc.tokens import TokenError

MOST_BYTES = 512 * 1024
WITHIN = 10.0  # seconds
BELIEVED_FOR = timedelta(hours=1)
AGAIN = timedelta(minutes=1)  # between two looks for a key that was not there
ALGORITHMS = frozenset({"RS256", "PS256", "ES256"})


class IssuerError(JitabataError):
    """The provider cannot be asked, or says what it must not. Holds no secret, code or token.

    ``status``: what it answered, 0 where that is not the matter.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider says of itself, as far as we go by it."""

    authorization: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    auth_method: str
    names_issuer: bool  # it says who it is when it sends people back (RFC 9207)


class Issuer:
    """One provider. What it said is believed for an hour."""

    def __init__(self, settings: SingleSignOn, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    @property
    def redirect_uri(self) -> str:
        return f"{self._settings.public_url}/staff/oidc/callback"

    async def metadata(self) -> Metadata:
        """Raises IssuerError."""
        now = self._clock()
        if self._metadata is None or now - self._metadata[1] >= BELIEVED_FOR:
            where = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            self._metadata = _read(await _asked("GET", where), self._settings), now
        return self._metadata[0]

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """Its keys; ``fresh``: one was not among them, so look again. Raises IssuerError."""
        now = self._clock()
        age = now - self._keys[1] if self._keys is not None else BELIEVED_FOR
        if self._keys is None or age >= (AGAIN if fresh else BELIEVED_FOR):
            found = await _asked("GET", (await self.metadata()).keys)
            try:
                self._keys = KeySet.import_key_set(found), now  # type: ignore[arg-type]
            except (JoseError, ValueError, TypeError, KeyError) as why:
                raise IssuerError("its keys cannot be read") from why
        return self._keys[0]

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where to send somebody who wants to sign in. Raises IssuerError."""
        where = (await self.metadata()).authorization
        made, _ = self._client().create_authorization_url(
            where, state=state, code_verifier=verifier, nonce=nonce
        )
        return str(made)

    async def redeem(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The tokens for a code; a code works once.

        Raises TokenError where the provider does not take it, else IssuerError.
        """
        metadata = await self.metadata()
        body = prepare_token_request(
            "authorization_code", redirect_uri=self.redirect_uri, code=code, code_verifier=verifier
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        auth = self._client().client_auth(metadata.auth_method if self._settings.secret else "none")
        where, headers, body = auth.prepare("POST", metadata.token, headers, body)
        try:
            return await _asked("POST", where, headers, body)
        except IssuerError as why:
            if why.status == 400:  # invalid_grant, as RFC 6749 has it
                raise TokenError("its code is good for nothing") from why
            raise

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            None,
            client_id=self._settings.client_id,
            client_secret=self._settings.secret,
            scope=self._settings.scopes,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )


def _read(found: Mapping[str, Any], settings: SingleSignOn) -> Metadata:
    """Raises IssuerError where it is another issuer's, or leads to where nothing is encrypted."""
    if found.get("issuer") != settings.issuer:
        raise IssuerError("its metadata is another issuer's")
    named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = (_endpoint(found.get(name), settings.issuer) for name in named)
    offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = tuple(sorted(ALGORITHMS.intersection(map(str, offered))))
    if not algorithms:
        raise IssuerError("it signs in no way that we take")
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in methods
    return Metadata(
        authorization,
        token,
        keys,
        algorithms,
        "client_secret_basic" if basic else "client_secret_post",
        found.get("authorization_response_iss_parameter_supported") is True,
    )


def _endpoint(value: object, issuer: str) -> str:
    if not isinstance(value, str) or urlsplit(value).scheme not in {
        "https",
        urlsplit(issuer).scheme,
    }:
        raise IssuerError("its metadata lacks an address, or has one without encryption")
    return value


async def _asked(
    method: str, where: str, headers: Mapping[str, str] | None = None, body: str = ""
) -> dict[str, Any]:
    """The JSON object of an answer. Raises IssuerError."""
    sent = {"Accept": "application/json", **(headers or {})}
    try:
        async with (
            httpx.AsyncClient(timeout=WITHIN) as client,
            client.stream(method, where, headers=sent, content=body or None) as answer,
        ):
            if answer.status_code != 200:
                raise IssuerError(f"it answered {answer.status_code}", answer.status_code)
            found, read = bytearray(), answer.aiter_bytes()
            async for part in read:
                found += part
                if len(found) > MOST_BYTES:
                    raise IssuerError("its answer is too long")
        read_as = json.loads(found)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as why:
        raise IssuerError(f"it cannot be asked: {type(why).__name__}") from why
    if not isinstance(read_as, dict):
        raise IssuerError("its answer is no object")
    return read_as
