"""Slack's side of installing: codes, tokens that expire, refresh tokens that work once."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.channels.slack.loopback import on_loopback

CLIENT_ID, CLIENT_SECRET = "11.22", "client-secret-of-the-tests"
BOT_TOKEN, APP_TOKEN = "xoxb-direct-of-the-tests", "xapp-of-the-tests"
TWELVE_HOURS = 43_200

Answer = dict[str, Any]


class Granting:
    """A Slack in which people install us. A test says what goes wrong next."""

    def __init__(self, scopes: tuple[str, ...] = ()) -> None:
        self.url = ""
        self.calls: list[str] = []
        self.seen: list[str] = []  # request lines and query strings, where no token may stand
        self.scopes = ",".join(scopes)
        self.rooms: dict[str, Answer] = {}
        self.people: dict[str, Answer] = {}
        self.grid: dict[str, list[str]] = {}  # enterprise -> its workspaces
        self._tokens: dict[str, str] = {}  # a token that works -> where
        self._refresh: dict[str, str] = {}  # a refresh token not spent yet -> where
        self._codes: dict[str, Answer] = {}
        self._errors: dict[str, list[str]] = {}
        self._drops: list[str] = []
        self._count = 0
        self.before_answer: Callable[[str], Awaitable[None]] | None = None

    # what a test says about the world

    def somebody_allows(self, team: str, *, enterprise: str = "", whole: bool = False) -> str:
        """A person presses "Allow"; the code that Slack sends them back with."""
        code = f"code-{team or enterprise}-{len(self._codes)}"
        self._codes[code] = {
            "app_id": "A1",
            "team": None if whole else {"id": team, "name": f"{team} <社>"},
            "enterprise": {"id": enterprise, "name": "大企業"} if enterprise else None,
            "is_enterprise_install": whole,
            "bot_user_id": "UBOT",
            "scope": self.scopes,
            "authed_user": {"id": "USATO"},
        }
        return code

    def grants(self, place: str) -> tuple[str, str]:
        """A token and a refresh token, as an earlier installation got them."""
        self._count += 1
        token, refresh = f"xoxe.xoxb-{place}-{self._count}", f"xoxe-1-{place}-{self._count}"
        self._tokens[token], self._refresh[refresh] = place, place
        return token, refresh

    def knows(self, token: str, place: str) -> None:
        self._tokens[token] = place

    def revokes(self, token: str) -> None:
        del self._tokens[token]

    def answers_next(self, method: str, error: str) -> None:
        self._errors.setdefault(method, []).append(error)

    def breaks_the_connection_after(self, method: str) -> None:
        self._drops.append(method)

    def is_good(self, token: str) -> bool:
        return token in self._tokens

    # the Web API

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Granting"]:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        async with on_loopback(app) as url:
            self.url = f"{url}/api/"
            yield self

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        self.seen.append(request.path_qs)
        if self.before_answer is not None:
            await self.before_answer(method)
        if self._errors.get(method):
            error = self._errors[method].pop(0)
            limited = error == "ratelimited"
            return web.json_response(
                {"ok": False, "error": error},
                status=429 if limited else 200,
                headers={"Retry-After": "7"} if limited else {},
            )
        answer = await self._of(method, request)
        if method in self._drops:
            self._drops.remove(method)
            assert request.transport is not None
            request.transport.close()
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    async def _of(self, method: str, request: web.Request) -> Answer:
        given: Answer = {**request.query, **await _body(request)}
        if method == "oauth.v2.access":
            return self._access(request, given)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            good = token == APP_TOKEN
            return {"ok": True, "url": "wss://x/"} if good else _no("invalid_auth")
        if token not in self._tokens:
            return _no("invalid_auth")
        if method == "auth.test":
            place = self._tokens[token]
            return {"ok": True, "team": f"{place} 社", "team_id": place, "bot_id": "B1"}
        if method == "auth.teams.list":
            return self._teams(self._tokens[token], given)
        if method == "conversations.info":
            return _found(self.rooms, given["channel"], "channel")
        if method == "users.info":
            return _found(self.people, given["user"], "user")
        return _no("unknown_method")

    def _access(self, request: web.Request, given: Answer) -> Answer:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {basic}":
            return _no("bad_client_secret")
        if given.get("grant_type") == "refresh_token":
            place = self._refresh.pop(str(given.get("refresh_token")), None)
            if place is None:
                return _no("invalid_refresh_token")
            return {"ok": True, "token_type": "bot", **self._pair(place)}
        granted = self._codes.pop(str(given.get("code")), None)
        if granted is None:
            return _no("invalid_code")
        place = (granted["team"] or granted["enterprise"])["id"]
        return {"ok": True, "token_type": "bot", **granted, **self._pair(place)}

    def _pair(self, place: str) -> Answer:
        token, refresh = self.grants(place)
        return {"access_token": token, "refresh_token": refresh, "expires_in": TWELVE_HOURS}

    def _teams(self, enterprise: str, given: Answer) -> Answer:
        """A page of one, since nobody reads the second page of a fake that has none."""
        teams = self.grid.get(enterprise, [])
        at = int(given.get("cursor") or 0)
        following = str(at + 1) if at + 1 < len(teams) else ""
        page = [{"id": t, "name": t} for t in teams[at : at + 1]]
        return {"ok": True, "teams": page, "response_metadata": {"next_cursor": following}}


async def _body(request: web.Request) -> Answer:
    if request.content_type == "application/json":
        return dict(json.loads(await request.text() or "{}"))
    return dict(await request.post())


def _found(known: dict[str, Answer], ident: str, name: str) -> Answer:
    return {"ok": True, name: known[ident]} if ident in known else _no(f"{name}_not_found")


def _no(error: str) -> Answer:
    return {"ok": False, "error": error}
