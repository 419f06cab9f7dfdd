"""The OpenAPI 3.1 document of the API, made of the declarations that requests are checked against."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.texts.loader import has, say
from bot.web.api.operations import Operation
from bot.web.api.pace import PER_MINUTE
from bot.web.api.problems import BASE, MEDIA_TYPE, Problem
from bot.web.api.webhooks import WEBHOOKS, Webhook

_JSON = "application/json"
_SCHEMAS = "#/components/schemas/"
_PARAMETER = re.compile(r"\{(\w+)\}")
Json = dict[str, Any]


def document(operations: Sequence[Operation], lang: str) -> Json:
    """What the API is, for programs and people who write them; ``lang``: of its texts."""
    kinds: set[type[BaseModel]] = {Problem, *(w.body for w in WEBHOOKS)}
    for operation in operations:
        kinds |= {k for k in (operation.answer, operation.body, operation.query) if k is not None}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    names, schemas = _schemas(ordered, lang)
    writer = _Writer(names, schemas, lang)
    paths: Json = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = writer.operation(operation)
    queries = {names[o.query] for o in operations}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say(lang, "api.title"),
            "version": "1",
            "description": say(lang, "api.description", per_minute=PER_MINUTE),
        },
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": paths,
        "webhooks": {webhook.name: writer.webhook(webhook) for webhook in WEBHOOKS},
        "components": {
            "schemas": {n: s for n, s in schemas.items() if n not in queries},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": say(lang, "api.token"),
                }
            },
        },
    }


def _schemas(kinds: Iterable[type[BaseModel]], lang: str) -> tuple[dict[Any, str], Json]:
    """The names of the shapes, and their schemas; texts of the handbook's in place of docstrings."""
    found, whole = models_json_schema(
        [(kind, "serialization") for kind in kinds], ref_template=_SCHEMAS + "{model}"
    )
    text = json.dumps(whole.get("$defs", {}))
    for name in whole.get("$defs", {}):
        text = text.replace(f'"{_SCHEMAS}{name}"', f'"{_SCHEMAS}{_called(name)}"')
    names = {kind: _called(ref["$ref"].removeprefix(_SCHEMAS)) for (kind, _), ref in found.items()}
    schemas = {_called(name): _told(one, lang) for name, one in json.loads(text).items()}
    return names, schemas


def _called(name: str) -> str:
    """The name of a shape as programs generate code from it."""
    name = name.replace("Shape", "")
    name = re.sub(r"^Page_(\w+)_$", r"\1Page", name)
    return re.sub(r"^WebhookBody_(\w+)Data_$", r"\1Webhook", name)


def _told(schema: Json, lang: str) -> Json:
    bare = {k: v for k, v in schema.items() if k not in ("description", "title")}
    for name, field in bare.get("properties", {}).items():
        field.pop("title", None)
        if has(f"api.field.{name}"):
            field["description"] = say(lang, f"api.field.{name}")
    return bare


class _Writer:
    """Writes operations, whose shapes have names."""

    def __init__(self, names: Mapping[Any, str], schemas: Mapping[str, Json], lang: str) -> None:
        self._names, self._schemas, self._lang = names, schemas, lang

    def operation(self, operation: Operation) -> Json:
        wanted = operation.scope.value if operation.scope else ""
        summary = say(self._lang, f"api.operation.{operation.name}")
        told: Json = {
            "operationId": operation.name,
            "tags": [operation.path.split("/")[1]],
            "summary": summary,
            "description": self._description(operation),
            "parameters": [
                *self._path(operation),
                *self._query(operation),
                *self._headers(operation),
            ],
            "responses": self._responses(operation),
        }
        if wanted:
            told["x-required-scope"] = wanted
        if operation.signed:
            told["security"] = []
        if operation.body is not None:
            content = {_JSON: {"schema": self._ref(operation.body)}}
            told["requestBody"] = {"required": True, "content": content}
        return told

    def webhook(self, webhook: Webhook) -> Json:
        content = {_JSON: {"schema": self._ref(webhook.body)}}
        return {
            "post": {
                "summary": say(self._lang, f"api.webhook.{webhook.name}"),
                "description": say(self._lang, "api.webhooks"),
                "security": [],
                "parameters": _signature(),
                "requestBody": {"required": True, "content": content},
                "responses": {"2XX": {"description": say(self._lang, "api.webhook_taken")}},
            }
        }

    def _description(self, operation: Operation) -> str:
        if operation.signed:
            return say(self._lang, "api.signed")
        if operation.scope is None:
            return say(self._lang, "api.any_scope")
        return say(self._lang, "api.needs_scope", scope=operation.scope.value)

    def _path(self, operation: Operation) -> list[Json]:
        said = {"type": "string", "minLength": 1, "maxLength": 200}
        return [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": said,
                "description": say(self._lang, f"api.path.{name}"),
            }
            for name in _PARAMETER.findall(operation.path)
        ]

    def _query(self, operation: Operation) -> list[Json]:
        schema = self._schemas[self._names[operation.query]]
        found = []
        for name, field in schema.get("properties", {}).items():
            said = {k: v for k, v in field.items() if k not in ("description", "default")}
            if "anyOf" in said:  # no parameter is null: it is left out
                (said,) = (one for one in said["anyOf"] if one.get("type") != "null")
            described = {"description": field["description"]} if "description" in field else {}
            found.append({"name": name, "in": "query", "schema": said, **described})
        return found

    def _headers(self, operation: Operation) -> list[Json]:
        if operation.method != "POST":
            return []
        if operation.signed:
            return _signature()
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        return [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": key,
                "description": say(self._lang, "api.idempotency"),
            }
        ]

    def _responses(self, operation: Operation) -> Json:
        told: Json = {}
        for status in operation.statuses:
            told[str(status)] = {"description": say(self._lang, "api.answered")}
            if not operation.signed:
                told[str(status)]["headers"] = self._limits()
            if operation.answer is not None and status != 204:
                content = {_JSON: {"schema": self._ref(operation.answer)}}
                told[str(status)]["content"] = content
        for problem in _problems(operation):
            told[problem] = {
                "description": say(self._lang, "api.problem"),
                "content": {MEDIA_TYPE: {"schema": self._ref(Problem)}},
            }
        return told

    def _limits(self) -> Json:
        said = {"schema": {"type": "string"}}
        return dict.fromkeys(("RateLimit", "RateLimit-Policy"), said)

    def _ref(self, kind: type[BaseModel]) -> Json:
        return {"$ref": _SCHEMAS + self._names[kind]}


def _signature() -> list[Json]:
    """The headers of Standard Webhooks."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    said = {"type": "string"}
    return [{"name": name, "in": "header", "required": True, "schema": said} for name in names]


def _problems(operation: Operation) -> list[str]:
    """The statuses of problems that an operation may answer, in order; others are "default"."""
    found = {401, 422, 429}
    if operation.scope is not None:
        found.add(403)
    if "{" in operation.path and not operation.signed:
        found.add(404)
    if "cursor" in operation.query.model_fields:
        found.add(400)
    if operation.body is not None:
        found |= {400, 413, 415}
    if operation.method == "POST":
        found |= {400, 409}
    if operation.conflicts:
        found.add(409)
    return [*map(str, sorted(found)), "default"]
