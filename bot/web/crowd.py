"""How many requests of one address are answered at a time, so that one cannot keep all others out."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.connections import CROWDED, FULL, group_of, is_within

AT_ONCE = 50  # requests of one address, open event streams among them
PROGRAMS_AT_ONCE = 200  # posts of programs from one address, which prove at once who they are
_is_near = is_within(
    ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)

logger = logging.getLogger(__name__)


class CrowdGuard:
    """Answers 503 to what is too much, or came over a connection that is reserved for staff.

    It stands behind what reads ``X-Forwarded-For``, so that it counts people behind a proxy one by
    one. ``is_staff``: whether a request comes from somebody who has signed in; they are not
    counted. ``programs``: paths where other programs post, with a limit of their own.
    """

    def __init__(
        self,
        app: ASGIApp,
        is_staff: Callable[[Request], Awaitable[bool]],
        programs: frozenset[str] = frozenset(),
    ) -> None:
        self._app, self._is_staff, self._programs = app, is_staff, programs
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _note_unknown_proxy(scope)
        key = self._key(scope)
        if self._is_too_much(key, scope):
            if await self._is_staff(Request(scope)):
                await self._app(scope, receive, send)
                return
            headers = {"Retry-After": "5", "Connection": "close"}
            await PlainTextResponse("busy", 503, headers)(scope, receive, send)
            return
        self._open[key] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    def _key(self, scope: Scope) -> str:
        sort = "program" if scope["path"] in self._programs else "page"
        return f"{sort} {group_of(scope['client'][0] if scope.get('client') else '')}"

    def _is_too_much(self, key: str, scope: Scope) -> bool:
        is_program = key.startswith("program ")
        state = scope.get("state", {})
        if state.get(FULL) or (state.get(CROWDED) and not is_program):
            return True
        return self._open[key] >= (PROGRAMS_AT_ONCE if is_program else AT_ONCE)


def _note_unknown_proxy(scope: Scope) -> None:
    """Tell the operator that all visitors look like one, because their proxy is not trusted.

    Where it is, the request already counts for one of the addresses that it forwarded.
    """
    forwarded = Headers(scope=scope).get("x-forwarded-for")
    client = scope["client"][0] if scope.get("client") else ""
    if forwarded is not None and client not in forwarded and _is_near(client):
        logger.warning(
            "a proxy at %s sends X-Forwarded-For, and trusted_proxies does not name it", client
        )
