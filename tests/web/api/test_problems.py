"""What is not right is answered as problem+json, whoever finds it out, and never with what was sent."""

import json
from datetime import timedelta

import httpx
import pytest

from bot.texts.loader import LANGUAGES, table
from bot.web.api.gate import TRIES
from bot.web.api.pace import PER_MINUTE
from bot.web.api.problems import BASE, STATUS_OF
from tests.web.api.conftest import Programs, said
from tests.web.api.test_cases import REPORT

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/nothing", "not_found"),
        ("POST", "/nothing/at/all", "not_found"),
        ("GET", "", "not_found"),
        ("GET", "/", "not_found"),
        ("GET", "/cases/", "not_found"),
        ("GET", "/cases/%00", "not_found"),
        ("GET", "/cases/" + "x" * 201, "not_found"),
        ("DELETE", "/cases", "not_allowed"),
        ("TRACE", "/cases/C1", "not_allowed"),
        ("POST", "/openapi.json", "not_allowed"),
        ("GET", "/cases?limit=0", "invalid"),
        ("GET", "/cases?limit=101", "invalid"),
        ("GET", "/cases?limit=1&limit=2", "invalid"),
        ("GET", "/cases?colour=red", "invalid"),
        ("GET", "/cases?state=asleep", "invalid"),
        ("GET", "/token?x=1", "invalid"),
    ],
)
async def test_addresses_and_parameters(
    programs: Programs, method: str, path: str, code: str
) -> None:
    answer = await programs.asks(programs.token(), method, path)
    assert said(answer) == code
    assert answer.json()["instance"].startswith(BASE)
    if code == "not_allowed":
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/text", "/reporter"]),
        (REPORT | {"text": ""}, ["/text"]),
        (REPORT | {"text": " \n"}, ["/text"]),
        (REPORT | {"text": "x" * 4_001}, ["/text"]),
        (REPORT | {"text": "a\0b"}, ["/text"]),
        (REPORT | {"text": 17}, ["/text"]),
        (REPORT | {"reporter": "a\nb"}, ["/reporter"]),
        (REPORT | {"language": "fr"}, ["/language"]),
        (REPORT | {"colour": "red"}, ["/colour"]),
        (REPORT | {"products": ["krewdata"] * 201}, ["/products"]),
        (REPORT | {"products": "krewdata"}, ["/products"]),
        ([REPORT], ["/"]),
    ],
)
async def test_bodies(programs: Programs, body: object, pointers: list[str]) -> None:
    answer = await programs.asks(programs.token(), "POST", "/cases", body)
    assert said(answer) == "invalid"
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert programs.store.last_event() == 0


@pytest.mark.parametrize(
    ("content", "media", "code"),
    [
        (b"{", "application/json", "bad_json"),
        (b"", "application/json", "bad_json"),
        (b"\xff\xfe", "application/json", "bad_json"),
        (b'{"text": "\\ud800"}', "application/json", "bad_json"),
        (b"[" * 60_000, "application/json", "bad_json"),
        (json.dumps(REPORT).encode(), "text/plain", "not_json"),
        (json.dumps(REPORT).encode(), "", "not_json"),
        (b"x" * 65_537, "application/json", "too_large"),
    ],
)
async def test_what_is_no_json(programs: Programs, content: bytes, media: str, code: str) -> None:
    headers = {"Idempotency-Key": "k", **({"Content-Type": media} if media else {})}
    async with programs.client(programs.token()) as client:
        answer = await client.post(f"{BASE}/cases", content=content, headers=headers)
    assert said(answer) == code
    assert programs.store.last_event() == 0


async def test_a_crash_tells_nothing_of_how_we_are_built(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("the disk at /srv/secret is full")

    monkeypatch.setattr(programs.door, "handle", breaks)
    answer = await programs.asks(programs.token(), "POST", "/cases", REPORT)
    assert said(answer) == "failed"
    assert "secret" not in answer.text


async def test_head_is_get_without_a_body(programs: Programs) -> None:
    answer = await programs.asks(programs.token(), "HEAD", "/token")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (await programs.asks("", "HEAD", "/openapi.json")).status_code == 200


async def test_a_page_of_another_origin_may_ask_since_it_has_no_cookie_to_ask_with(
    programs: Programs,
) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = await programs.asks("", "POST", "/cases", REPORT, **headers)
    assert said(answer) == "unauthorized"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.slow
async def test_a_token_has_so_many_requests_a_minute(programs: Programs) -> None:
    token = programs.token()
    async with programs.client(token) as client:
        for number in range(PER_MINUTE):
            answer = await client.get(f"{BASE}/token")
            assert answer.headers["ratelimit-policy"] == f'"token";q={PER_MINUTE};w=60'
            assert answer.headers["ratelimit"] == f'"token";r={PER_MINUTE - 1 - number};t=60'
        programs.clock.passes(timedelta(seconds=20))
        refused = await client.get(f"{BASE}/token")
    assert said(refused) == "too_fast"
    assert (refused.headers["retry-after"], refused.headers["ratelimit"]) == (
        "40",
        '"token";r=0;t=40',
    )
    assert (await programs.asks(programs.token(), "GET", "/token")).status_code == 200
    programs.clock.passes(timedelta(seconds=40))
    assert (await programs.asks(token, "GET", "/token")).status_code == 200


@pytest.mark.slow
async def test_who_guesses_tokens_is_not_looked_up_for_long_and_holds_up_nobody(
    programs: Programs,
) -> None:
    token = programs.token()
    await programs.asks(token, "GET", "/token")
    guesses = [await programs.asks(f"jbt_{n:043}", "GET", "/token") for n in range(TRIES + 1)]
    assert [said(guess) for guess in guesses] == ["unauthorized"] * (TRIES - 1) + ["too_fast"] * 2
    assert (await programs.asks(token, "GET", "/token")).status_code == 200


async def test_problems_are_told_in_the_language_that_is_asked_for(programs: Programs) -> None:
    async with programs.client(lang="ja") as client:
        answer: httpx.Response = await client.get(f"{BASE}/token")
    assert answer.json()["title"] == "有効なトークンがありません"


def test_every_problem_has_its_words() -> None:
    for lang in LANGUAGES:
        keys = {key for key in table(lang, "api") if key.startswith("problem.")}
        assert keys == {f"problem.{c}{e}" for c in STATUS_OF for e in ("", ".detail")}
