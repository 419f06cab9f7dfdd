"""The way to the provider and back, and the provider's word that somebody has signed out."""

import hmac
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.shared_counters import SharedCounters
from bot.desk.staff_accounts import changed, digest_of, vouched_for
from bot.model.single_sign_on import SingleSignOn, called, role_of
from bot.web.oidc.issuer import Issuer, IssuerError
from bot.web.oidc.tokens import TokenError, UnknownKeyError, Verifier
from bot.web.session import Seat, TokenSigner, cookie_name, keep_for
from bot.web.signin import Admitted, SignIn, field_of
from bot.web.staff_token import LOGIN

BEGIN, BACK, LOGOUT = "/staff/oidc/login", "/staff/oidc/callback", "/staff/oidc/logout"
COOKIE = "jitabata_oidc"
LASTS_FOR = timedelta(minutes=10)  # to sign in at the provider
OWNER = "oidc"  # of what is noted as used
_CODE = re.compile(r"[a-z_]{1,40}")

logger = logging.getLogger(__name__)


class RefusedError(Exception):
    """Somebody does not get in; ``key`` names the text that says why."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class SingleSignOnPages:
    """Sends people to the provider, takes them back, and ends sessions when it says so."""

    def __init__(self, sign_in: SignIn, settings: SingleSignOn, counters: SharedCounters) -> None:
        self._sign_in, self._settings, self._counters = sign_in, settings, counters
        self._clock: Callable[[], datetime] = sign_in.clock
        self._signer = TokenSigner(sign_in.secret, "oidc")
        self.issuer = Issuer(settings, self._clock)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(BEGIN, self._begin),
            Route(BACK, self._back),
            Route(LOGOUT, self._logout, methods=["POST"]),
        ]

    async def _begin(self, request: Request) -> Response:
        """To the provider; only by a link that somebody follows, no image or frame of a page."""
        headers = request.headers
        if headers.get("sec-fetch-dest", "document") != "document":
            return PlainTextResponse("not a page", 403)
        attempt = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}
        try:
            where = await self.issuer.address(**attempt)
        except IssuerError as why:
            return self._told(request, "accounts.sso.away", why)
        response = RedirectResponse(where, 303)
        keep_for(response, request, COOKIE, self._signer.seal(attempt, self._clock()), LASTS_FOR)
        return response

    async def _back(self, request: Request) -> Response:
        """From the provider: everything is checked, and a try counts once."""
        address = request.client.host if request.client else ""
        if self._sign_in.tries.refuses(address, self._clock()):
            return self._sign_in.pages.error(request, 429)
        try:
            admitted = await self._admitted(request)
        except IssuerError as why:
            return self._told(request, "accounts.sso.away", why)
        except (RefusedError, TokenError) as why:
            await self._sign_in.trail.note_stranger(request, "")
            if await self._sign_in.tries.failed(address, self._clock()):
                return self._sign_in.pages.error(request, 429)
            return self._told(request, "accounts.sso.wrong", why)
        response = await self._sign_in.begin(request, admitted)
        response = response or RedirectResponse(LOGIN, 303)
        response.delete_cookie(
            cookie_name(request, COOKIE), secure=request.url.scheme == "https", httponly=True
        )
        return response

    async def _admitted(self, request: Request) -> Admitted:
        """Who came back. Raises RefusedError, TokenError or IssuerError."""
        now, given = self._clock(), request.query_params
        sealed = request.cookies.get(cookie_name(request, COOKIE), "")
        attempt = self._signer.unseal(sealed, now, LASTS_FOR)
        state = given.get("state", "")
        if attempt is None or not hmac.compare_digest(attempt["state"].encode(), state.encode()):
            raise RefusedError("accounts.sso.again")
        metadata = await self.issuer.metadata()
        issuer = self._settings.issuer  # RFC 9207: another provider's answer is not for us
        if given.get("iss", "" if metadata.names_issuer else issuer) != issuer:
            raise RefusedError("accounts.sso.wrong")
        if not await self._is_first(f"state {digest_of(state)}", now):
            raise RefusedError("accounts.sso.again")
        if "code" not in given:
            code = given.get("error", "")
            logger.warning("the provider refused: %s", code if _CODE.fullmatch(code) else "?")
            raise RefusedError("accounts.sso.refused")
        tokens = await self.issuer.redeem(given["code"], attempt["verifier"])
        claims = await self._verified(
            lambda check: check.id_claims(
                tokens.get("id_token"), attempt["nonce"], tokens.get("access_token"), now
            )
        )
        return await self._member(request, claims, now)

    async def _member(self, request: Request, claims: Mapping[str, Any], now: datetime) -> Admitted:
        """The account of a person, with the role that they have now."""
        identity = f"{claims['iss']} {claims['sub']}"
        role, sid = role_of(claims, self._settings), claims.get("sid")
        if role is None:
            await self._end(request, identity)
            what = self._settings.claim
            is_elsewhere = what in (claims.get("_claim_names") or ())
            key = "accounts.sso.too_many" if is_elsewhere else "accounts.sso.no_role"
            raise RefusedError(key, claim=what)
        name = called(claims)
        account = await run_in_threadpool(
            changed,
            self._sign_in.sessions.store,
            lambda held: vouched_for(held, identity, name, role, now),
        )
        self._sign_in.sessions.forget()
        return Admitted.of(account, sid if isinstance(sid, str) else "")

    async def _logout(self, request: Request) -> Response:
        """Back-channel logout: the provider posts here, and what it signed is all that counts."""
        now = self._clock()
        async with request.form(max_files=0, max_fields=4) as form:
            token = field_of(form, "logout_token")
        try:
            claims = await self._verified(lambda check: check.logout_claims(token, now))
        except (TokenError, IssuerError) as why:
            logger.warning("a logout of the provider was not carried out: %s", why)
            return PlainTextResponse("refused", 400)
        if not await self._is_first(f"jti {digest_of(claims['jti'])}", now):
            return PlainTextResponse("used before", 400)
        sid, identity = claims.get("sid"), f"{claims['iss']} {claims.get('sub', '')}"
        await self._end(request, identity, sid if isinstance(sid, str) else "")
        return PlainTextResponse("done")

    async def _end(self, request: Request, identity: str, sid: str = "") -> None:
        """End one session at the provider, or else all of whoever has this identity."""
        now, store = self._clock(), self._sign_in.sessions.store
        accounts = await run_in_threadpool(store.accounts)
        known = {account.id for account in accounts if account.identity == identity}
        found = await run_in_threadpool(store.sessions, now)
        theirs = [s for s in found if (s.sid == sid if sid else s.account in known)]
        for session in theirs:
            await self._sign_in.sessions.end(session.key, now)
        for name in sorted({session.name for session in theirs}):
            nobody = Seat("")
            await self._sign_in.trail.note(request, nobody, "session.revoke", name, "provider")

    async def _verified(self, check: Callable[[Verifier], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What a token says; its key is looked for once more when it is not known."""
        try:
            return check(await self._verifier())
        except UnknownKeyError:
            return check(await self._verifier(fresh=True))

    async def _verifier(self, *, fresh: bool = False) -> Verifier:
        metadata, keys = await self.issuer.metadata(), await self.issuer.keys(fresh=fresh)
        settings = self._settings
        return Verifier(settings.issuer, settings.client_id, keys, metadata.algorithms)

    async def _is_first(self, name: str, now: datetime) -> bool:
        """Whether something is used for the first time, by any process."""

        def note() -> bool:
            with self._counters.hold(OWNER, [name]) as kept:
                is_new = name not in kept
                kept[name] = now.timestamp()
            return is_new

        return await run_in_threadpool(note)

    def _told(self, request: Request, key: str, why: Exception) -> Response:
        """A page that says why nobody came in; the log says more, and holds no token."""
        pages, values = self._sign_in.pages, {}
        if isinstance(why, RefusedError):
            key, values = why.key, why.values
        else:
            logger.warning("signing in by the provider failed: %s", why)
        return pages.error(request, 403, pages.texts_for(request)(key, **values))
