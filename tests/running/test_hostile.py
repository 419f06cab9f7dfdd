"""Requests that nobody would send in good faith, to every address of a process: none is our fault."""

import asyncio
import itertools
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels.mail.receiving import ReceivingSettings
from bot.channels.slack.settings import SlackSettings
from bot.running.serving import DeskServer
from bot.settings import Settings
from bot.start import now
from bot.store.sql import SqlStore
from bot.web.staff_token import OneTimeLinks
from tests import shipped
from tests.channels.slack.incoming.test_app import SHAPES
from tests.channels.slack.test_settings import KEY
from tests.examples import often
from tests.store.databases import a_database
from tests.web.forms import STAFF_TOKEN, hidden, sign_in

pytestmark = pytest.mark.slow

STREAMS = frozenset({"/events", "/staff/events", "/staff/inbox/events"})
ODD = (
    *(
        "\0",
        "T1\0",
        "..",
        "../../etc/passwd",
        "%",
        "%00",
        "\r\nX: y",
        "'; DROP TABLE x; --",
        "{{7*7}}",
    ),
    *(
        "a" * 3_000,
        "\u202e",
        "\ufffd",
        "😀",
        "-1",
        "9" * 400,
        " ",
        "T1",
        "I1",
        "P1",
        "B1",
        "<script>",
    ),
)
BODIES = (
    *(shape.encode() for shape in SHAPES),
    *(
        b"",
        b"\0",
        b"\xff\xfe",
        b"a=" + b"%00" * 50,
        b"&" * 5_000,
        b"=" * 5_000,
        b"%" * 500,
        b"a&" * 500,
    ),
    *(b"--B\r\n", b"--B\r\nContent-Disposition: x" + b"y" * 9_000, b"--B--\r\n", b"x" * 70_000),
)
KINDS = (
    *(
        "application/json",
        "application/x-www-form-urlencoded",
        "message/rfc822",
        "",
        "\u00e9",
        "a/b;" * 99,
    ),
    *("multipart/form-data", "multipart/form-data; boundary=B", "text/plain; charset=klingon"),
    *(f"multipart/form-data; boundary={'B' * length}" for length in (0, 70, 300, 8_000)),
)
HEADERS = (
    *("accept", "accept-language", "authorization", "cookie", "host", "last-event-id", "origin"),
    *("sec-fetch-site", "x-forwarded-for", "x-slack-request-timestamp", "x-slack-signature"),
    *("webhook-id", "webhook-timestamp", "webhook-signature", "range", "if-modified-since"),
)
VALUES = (
    *(
        "",
        "\0",
        "\u00e9" * 40,
        "1",
        "v0=" + "\u00e9" * 64,
        "9" * 5_000,
        "Bearer \u00ff",
        "en;q=x,ja;q=nan",
    ),
    *(
        "jitabata=.; jitabata_staff=a.b; zone=%FF; lang=xx",
        "bytes=9-1,,",
        "http://[::",
        "a:b:c",
        "[",
        "null",
    ),
)
odd = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(VALUES), max_size=3)


class Desk:
    """A process with everything that it can answer, and a browser of staff in it."""

    def __init__(self, url: str, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        slack = SlackSettings("", "signing", client_id="1.2", client_secret="s", keys=(KEY,))
        configured = Settings(
            folder=folder,
            database=url,
            staff_token=STAFF_TOKEN,
            secret="a secret of the tests",
            slack=slack,
            receiving=ReceivingSettings(token="t", secret=b"s" * 24),
        )
        self.store = SqlStore.open(url, durable=False)
        numbers = itertools.count()
        self._server = DeskServer(
            configured, shipped.knowledge(), self.store, now, lambda: f"id-{next(numbers):08}"
        )
        self.app: Starlette = self._server.pages(OneTimeLinks())
        self.paths = sorted({r.path for r in self.app.routes if isinstance(r, Route)} - STREAMS)
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://localhost")
        self._loop.run_until_complete(sign_in(self._http))
        page = self.ask("GET", "/staff/feeds").text
        self.token = hidden(page, "token")

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._loop.run_until_complete(self._http.request(method, path, **more))

    def close(self) -> None:
        self._loop.run_until_complete(self._http.aclose())
        self._loop.run_until_complete(self._server.close())
        self._loop.close()
        self.store.close()


@pytest.fixture(scope="module", params=["file", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with a_database(request.param, folder) as url:
        made = Desk(url, folder)
        yield made
        made.close()


def filled(path: str, word: str) -> str:
    """A route's path with every placeholder filled by one word."""
    parts = (quote(word, safe="") if part.startswith("{") else part for part in path.split("/"))
    return "/".join(parts)


@settings(max_examples=often(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_request_is_answered_by_a_fault_of_ours(
    desk: Desk, caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    caplog.clear()
    path = filled(data.draw(st.sampled_from([*desk.paths, "/static/{x}", "/{x}"])), data.draw(odd))
    method = data.draw(st.sampled_from(["GET", "POST", "POST", "HEAD", "PUT", "OPTIONS"]))
    query = urlencode(
        data.draw(
            st.dictionaries(st.sampled_from(("show", "lang", "done", "page", "code", "state")), odd)
        )
    )
    sent = {name: value.encode() for name, value in data.draw(headers).items()}
    sent["content-type"] = data.draw(st.sampled_from(KINDS)).encode()
    body = data.draw(st.sampled_from(BODIES))
    answer = desk.ask(
        method, f"{path}?{query}", content=body if method in ("POST", "PUT") else b"", headers=sent
    )
    assert answer.status_code < 500, (method, path[:80], query[:80], sent, body[:80])
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info]


@settings(max_examples=often(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_form_of_staff_is_answered_by_a_fault_of_ours(desk: Desk, data: st.DataObject) -> None:
    path = filled(
        data.draw(st.sampled_from([p for p in desk.paths if p.startswith("/staff/")])),
        data.draw(odd),
    )
    fields = st.sampled_from(
        (
            "text",
            "decision",
            "tenants",
            "channels",
            "offered",
            "sure",
            "reason",
            "staff",
            "staff_token",
        )
    )
    form = {"token": desk.token, **data.draw(st.dictionaries(fields, odd, max_size=4))}
    if path == "/staff/logout":
        return
    answer = desk.ask("POST", path, data=form)
    assert answer.status_code < 500, (path[:80], json.dumps(form)[:300])
