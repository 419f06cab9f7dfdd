"""One address of the API: finds the operation, checks the request, and answers."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.desk.api_tokens import ApiStore, KeyState
from bot.model.api_token import ApiToken
from bot.model.errors import StoreUnavailableError
from bot.web.api.gate import Gate
from bot.web.api.operations import Answer, ApiHouse, Call, Operation
from bot.web.api.problems import ProblemError, invalid, response_of
from bot.web.message_line import FullError
from bot.web.pages import preferred_language

JSON = "application/json"
AGAIN_AFTER = timedelta(minutes=2)  # longer than any request takes
LONGEST_PARAMETER = 200  # characters
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class Resource:
    """An address, and what may be done with it. An ASGI application, so that it sees every method."""

    def __init__(
        self, operations: Sequence[Operation], house: ApiHouse, store: ApiStore, gate: Gate
    ) -> None:
        self._operations = {operation.method: operation for operation in operations}
        self._house, self._store, self._gate = house, store, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        left: Mapping[str, str] = {}
        try:
            operation = self._operation(request.method)
            token, pace = await self._gate.token(request, self._house.clock())
            left = pace.headers
            await self._gate.admit(request, token, operation)
            answer = await self._done(request, operation, token)
            return _with(answer, left)
        except ProblemError as error:
            return _with(response_of(request.scope, error), left)
        except FullError as full:
            return _with(_away(request, full.retry_after), left)
        except StoreUnavailableError:
            return _away(request, 10)

    def _operation(self, method: str) -> Operation:
        found = self._operations.get("GET" if method == "HEAD" else method)
        if found is None:
            known = [*self._operations, *(["HEAD"] if "GET" in self._operations else [])]
            raise ProblemError("not_allowed", {"Allow": ", ".join(known)})
        return found

    async def _done(self, request: Request, operation: Operation, token: ApiToken) -> Response:
        path = {name: str(value) for name, value in request.path_params.items()}
        if any(len(value) > LONGEST_PARAMETER for value in path.values()):
            raise ProblemError("not_found")
        call = Call(
            self._house,
            operation,
            token,
            path,
            _query(request, operation.query),
            await _body(request, operation.body),
            self._house.clock(),
            preferred_language(request),
        )
        if operation.method != "POST":
            return await self._carried_out(request, call)
        return await self._once(request, call)

    async def _once(self, request: Request, call: Call) -> Response:
        """Carry out a post under its key, or answer what was answered under it before."""
        given = request.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(given):
            raise ProblemError("bad_key")
        key = f"{call.token.id}:{_digest(given)}"
        said = call.body.model_dump_json() if call.body is not None else ""
        fingerprint = _digest(f"{request.url.path}\n{said}")
        again_after = AGAIN_AFTER if call.operation.repeats else None
        kept = await run_in_threadpool(
            self._store.take_key, key, fingerprint, call.now, again_after
        )
        if kept.state is KeyState.OTHER:
            raise ProblemError("key_reused")
        if kept.state is KeyState.RUNNING:
            raise ProblemError("key_running", {"Retry-After": "5"})
        if kept.state is KeyState.DONE:
            return Response(
                kept.body, kept.status, {"Idempotency-Replayed": "true"}, media_type=JSON
            )
        try:
            response = await self._carried_out(request, replace(call, key=key))
        except (ProblemError, FullError):
            await run_in_threadpool(self._store.release_key, key)  # nothing was done
            raise
        body = bytes(response.body).decode()
        await run_in_threadpool(self._store.keep_answer, key, response.status_code, body)
        return response

    async def _carried_out(self, request: Request, call: Call) -> Response:
        answer = await call.operation.does(call)
        about = " ".join(call.path.values())
        await self._gate.note(request, call.token, call.operation, about)
        return _response(answer)


def _away(request: Request, retry_after: int) -> Response:
    return response_of(request.scope, ProblemError("away", {"Retry-After": str(retry_after)}))


def _response(answer: Answer) -> Response:
    if answer.value is None:
        return Response(status_code=answer.status)
    return Response(answer.value.model_dump_json(), answer.status, media_type=JSON)


def _with(response: Response, headers: Mapping[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _query(request: Request, kind: type[BaseModel]) -> BaseModel:
    """The parameters behind the question mark, each once and known."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        given[name] = None if name in given else value  # None is no value of any
    try:
        return kind.model_validate_strings(given, strict=True)
    except ValidationError as why:
        raise invalid(why, "?") from None


async def _body(request: Request, kind: type[BaseModel] | None) -> BaseModel | None:
    if kind is None:
        return None
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise ProblemError("not_json")
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as why:
        raise invalid(why, "/") from None
