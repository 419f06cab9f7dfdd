"""What goes wrong, as RFC 9457 says it: ``application/problem+json`` for every error below ``/api/v1``."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.texts.loader import say
from bot.web.pages import preferred_language

BASE = "/api/v1"
MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 20
STATUS_OF: Mapping[str, int] = {
    "bad_request": 400,
    "bad_json": 400,
    "bad_cursor": 400,
    "bad_key": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "not_allowed": 405,
    "too_slow": 408,
    "conflict": 409,
    "key_running": 409,
    "replayed": 409,
    "too_large": 413,
    "not_json": 415,
    "invalid": 422,
    "key_reused": 422,
    "too_fast": 429,
    "failed": 500,
    "away": 503,
}
# What a page's answer becomes; of several codes with a status the first.
_CODE_OF = {status: code for code, status in reversed(list(STATUS_OF.items()))}
_KEPT = ("allow", "retry-after", "connection")  # headers


class InvalidPart(BaseModel):
    """One thing that is wrong with a request; ``pointer`` leads to it (RFC 6901, or ?name)."""

    pointer: str
    message: str


class Problem(BaseModel):
    """RFC 9457. ``type`` is one of those that the handbook lists; texts may change, types do not."""

    model_config = ConfigDict(extra="forbid")
    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[InvalidPart] = []


class ProblemError(Exception):
    """An operation cannot do what it was asked for."""

    def __init__(
        self,
        code: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[InvalidPart] = (),
    ) -> None:
        super().__init__(code)
        self.code, self.headers, self.errors = code, dict(headers or {}), list(errors)[:MOST_ERRORS]


def is_api(path: str) -> bool:
    """Whether an address belongs to the API."""
    return path == BASE or path.startswith(f"{BASE}/")


def response_of(scope: Scope, error: ProblemError) -> Response:
    """A problem as it is answered, in the language that the program asks for."""
    lang = preferred_language(Request(scope))
    problem = Problem(
        type=f"urn:jitabata:problem:{error.code}",
        title=say(lang, f"api.problem.{error.code}"),
        status=STATUS_OF[error.code],
        detail=say(lang, f"api.problem.{error.code}.detail"),
        instance=scope["path"],
        errors=error.errors,
    )
    body = json.dumps(problem.model_dump(mode="json"), ensure_ascii=False).encode()
    return Response(body, STATUS_OF[error.code], error.headers, media_type=MEDIA_TYPE)


def invalid(why: ValidationError, begin: str) -> ProblemError:
    """What a validation found, without repeating what was sent. ``begin``: of the pointers."""
    found = why.errors(include_url=False, include_input=False, include_context=False)
    if any(e["type"] == "json_invalid" for e in found):
        return ProblemError("bad_json")
    return ProblemError("invalid", errors=[_part(e, begin) for e in found[:MOST_ERRORS]])


def _part(error: Any, begin: str) -> InvalidPart:
    steps = (str(step).replace("~", "~0").replace("/", "~1")[:100] for step in error["loc"])
    return InvalidPart(pointer=begin + "/".join(steps), message=error["msg"][:200])


class ProblemAnswers:
    """Turns what other parts of the web refuse below ``/api/v1`` into problems.

    Bodies that are too large or too slow, a crowd, an address that cannot be: those who find that
    out answer in plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_api(scope["path"]):
            await self._app(scope, receive, send)
            return
        is_replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                is_problem = headers.get("content-type", "").startswith(MEDIA_TYPE)
                is_replaced = message["status"] >= 400 and not is_problem
                if is_replaced:
                    kept = {name: headers[name] for name in _KEPT if name in headers}
                    code = _CODE_OF.get(message["status"], "bad_request")
                    await response_of(scope, ProblemError(code, kept))(scope, receive, send)
            if not is_replaced:
                await send(message)

        await self._app(scope, receive, send_problem)
