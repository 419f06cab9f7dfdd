"""Puts the API together: its operations by address, and the document that describes them."""

import json
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.desk.api_tokens import ApiStore
from bot.desk.shared_counters import SharedCounters
from bot.web.api import (
    about,
    answers,
    cases,
    incidents,
    knowledge,
    organisations,
    peers,
    status,
    subscriptions,
)
from bot.web.api.gate import Gate
from bot.web.api.operations import ApiHouse, Operation
from bot.web.api.problems import BASE, ProblemError, response_of
from bot.web.api.resource import JSON, Resource
from bot.web.audit_trail import AuditTrail
from bot.web.pages import language_of

DOCUMENT = f"{BASE}/openapi.json"
OPERATIONS: tuple[Operation, ...] = (
    *about.OPERATIONS,
    *cases.OPERATIONS,
    *answers.OPERATIONS,
    *organisations.OPERATIONS,
    *incidents.OPERATIONS,
    *status.OPERATIONS,
    *subscriptions.OPERATIONS,
    *knowledge.OPERATIONS,
)


def routes(
    house: ApiHouse, store: ApiStore, trail: AuditTrail, counters: SharedCounters
) -> list[BaseRoute]:
    """Every address below ``/api/v1``."""
    gate = Gate(store, trail, counters)
    by_path: dict[str, list[Operation]] = {}
    for operation in OPERATIONS:
        by_path.setdefault(operation.path, []).append(operation)
    return [
        Route(DOCUMENT, _Document()),
        *(
            Route(f"{BASE}{path}", Resource(operations, house, store, gate))
            for path, operations in by_path.items()
        ),
        Route(f"{BASE}{peers.TELL.path}", peers.PeerDoor(house, store)),
        Route(BASE, _Nothing()),
        Route(f"{BASE}/{{rest:path}}", _Nothing()),
    ]


class _Document:
    """The description of the API, for everybody: it holds nothing of anybody."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            response = response_of(scope, ProblemError("not_allowed", {"Allow": "GET, HEAD"}))
        else:
            response = Response(described(language_of(Request(scope))), media_type=JSON)
        await response(scope, receive, send)


@cache
def described(lang: str) -> bytes:
    """The document, in one language."""
    from bot.web.api.openapi import document  # noqa: PLC0415 - schemas, for whoever asks for them

    return json.dumps(document((*OPERATIONS, peers.TELL), lang), ensure_ascii=False).encode()


class _Nothing:
    """Whatever else is asked for is not there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await response_of(scope, ProblemError("not_found"))(scope, receive, send)
