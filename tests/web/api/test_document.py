"""The OpenAPI document says what the code does, in both languages."""

import json
import re
from typing import Any

import pytest

from bot.texts.loader import LANGUAGES, table
from bot.web.api.peers import TELL
from bot.web.api.problems import BASE
from bot.web.api.routes import OPERATIONS, described
from tests.cases import each
from tests.web.api.conftest import Programs

pytestmark = pytest.mark.anyio


def the_document(lang: str = "en") -> Any:
    return json.loads(described(lang))


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(references(v) for v in value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


async def test_everybody_may_read_it(programs: Programs) -> None:
    async with programs.client() as client:
        answer = await client.get(f"{BASE}/openapi.json")
    assert answer.json() == the_document()
    assert answer.json()["openapi"] == "3.1.0"


def test_it_names_every_operation_and_no_other() -> None:
    paths = the_document()["paths"]
    there = {(m.upper(), p, o["operationId"]) for p, ms in paths.items() for m, o in ms.items()}
    assert there == {(o.method, o.path, o.name) for o in (*OPERATIONS, TELL)}
    assert len({o.name for o in OPERATIONS}) == len(OPERATIONS)


def test_what_it_refers_to_is_there_and_nothing_else_is() -> None:
    document = the_document()
    there = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) == there
    assert not any(re.search(r"Shape|_", name) for name in there)


def test_every_parameter_of_a_path_is_described_and_every_post_has_a_key() -> None:
    for path, methods in the_document()["paths"].items():
        for method, operation in methods.items():
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))
            names = {p["name"] for p in operation["parameters"]}
            is_signed = operation.get("security") == []  # it carries an id of its own
            key = "webhook-id" if is_signed else "Idempotency-Key"
            assert (key in names) == (method == "post")
            assert "default" in operation["responses"]


def test_both_languages_describe_the_same() -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            told = ("description", "summary", "title")
            return {k: bare(v) for k, v in value.items() if k not in told or not isinstance(v, str)}
        return [bare(v) for v in value] if isinstance(value, list) else value

    ja, en = the_document("ja"), the_document("en")
    assert bare(ja) == bare(en)
    assert ja != en


@each("lang", LANGUAGES)
def test_no_text_describes_what_is_not_there(lang: str) -> None:
    document = the_document(lang)
    told = json.dumps(document, ensure_ascii=False)
    names = {o.name for o in (*OPERATIONS, TELL)} | set(document["webhooks"])
    for key, text in table(lang, "api").items():
        sort, _, name = key.partition(".")
        if sort in ("operation", "webhook"):
            assert name in names, key
        if sort in ("field", "path"):
            assert json.dumps(text, ensure_ascii=False)[1:-1] in told, key
