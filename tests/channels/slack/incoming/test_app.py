"""Requests of Slack through the Bolt app into the inbox."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.app import MOST_BYTES, slack_app, slack_routes
from bot.channels.slack.incoming.worker import unpack
from bot.channels.slack.settings import SlackSettings
from bot.store.sql import SqlStore
from tests.channels.fakes import NOON, Clock
from tests.channels.slack.idle import idle_receiver
from tests.channels.slack.imitation import (
    BOT,
    ROOM,
    SECRET,
    TOKEN,
    dispatch,
    envelope,
    headers_for,
    post,
    press,
)
from tests.store.databases import in_memory

SETTINGS = SlackSettings(TOKEN, SECRET, app_token="xapp-secret", channels=(ROOM,))


class FullStore(SqlStore):
    """A store whose disk is full."""

    def receive(self, *_: object, **__: object) -> bool:
        raise OSError("no space left on device")


@pytest.fixture
def store() -> Iterator[SqlStore]:
    opened = in_memory()
    yield opened
    opened.close()


def app_over(store: SqlStore, *spoken: str) -> AsyncApp:
    rules = RoomRules(is_ours=lambda thread: thread in spoken, rooms=frozenset({ROOM}))
    return slack_app(SETTINGS, idle_receiver(store, rules, Clock()))


def answer(app: AsyncApp, payload: dict[str, Any], **signing: Any) -> int:
    return asyncio.run(dispatch(app, payload, **signing)).status


def rows(store: SqlStore) -> list[str]:
    return [key for key, _ in store.received("slack")]


def test_the_row_is_there_when_slack_gets_its_answer(store: SqlStore) -> None:
    payload = post("開かない")
    assert answer(app_over(store), payload) == 200
    [(key, stored)] = store.received("slack")
    assert key == "slack:T1:C1:1700000000.000100"
    assert unpack(stored) == (NOON, payload)


def test_a_post_that_could_not_be_written_down_is_sent_again_by_slack() -> None:
    full = FullStore("sqlite://")
    assert answer(app_over(full), post("開かない")) == 500
    assert answer(app_over(full), press("human")) == 500
    full.close()


def test_a_retry_is_one_row(store: SqlStore) -> None:
    app = app_over(store)
    assert [answer(app, post("開かない")) for _ in range(3)] == [200, 200, 200]
    assert len(rows(store)) == 1


def test_a_retry_that_is_the_first_to_arrive_is_not_lost(store: SqlStore) -> None:
    body = json.dumps(post("開かない"))
    headers = {**headers_for(body), "x-slack-retry-num": ["1"], "x-slack-retry-reason": ["http"]}
    request = AsyncBoltRequest(body=body, headers=headers)
    assert asyncio.run(app_over(store).async_dispatch(request)).status == 200
    assert len(rows(store)) == 1


def test_one_post_under_other_event_ids_is_one_row(store: SqlStore) -> None:
    app = app_over(store)
    for event_id in ("Ev1", "Ev2", "Ev3"):
        assert answer(app, {**post("開かない"), "event_id": event_id}) == 200
    assert len(rows(store)) == 1


@pytest.mark.parametrize("mention_first", [True, False])
def test_mention_and_message_are_one_row_in_either_order(
    store: SqlStore, *, mention_first: bool
) -> None:
    app = app_over(store)
    text = f"<@{BOT}> 開かない"
    pair = [post(text, channel="C2", type="app_mention"), post(text, channel="C2")]
    for payload in pair if mention_first else reversed(pair):
        assert answer(app, payload) == 200
    assert len(rows(store)) == 1


@pytest.mark.parametrize(
    "signing", [{"secret": "somebody-elses-secret"}, {"age": 301}, {"age": -301}]
)
def test_a_bad_or_stale_signature_writes_nothing(store: SqlStore, signing: dict[str, Any]) -> None:
    assert answer(app_over(store), post("開かない"), **signing) == 401
    assert rows(store) == []


@pytest.mark.parametrize(
    "payload",
    [
        post("x", bot_id="B1", user=BOT),
        post("x", subtype="message_changed", message={"text": "y"}),
        post("x", subtype="channel_join"),
        post("x", channel="C2"),
        envelope({"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": "D1"}),
        envelope({"type": "reaction_added", "user": "U1", "reaction": "eyes"}),
        envelope({"type": "an_event_of_next_year"}),
        {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1},
        press("a_button_of_somebody_else"),
        {
            "type": "view_submission",
            "user": {"id": "U1"},
            "view": {"type": "modal", "callback_id": "x"},
        },
        {"type": "shortcut", "callback_id": "x", "user": {"id": "U1"}},
    ],
)
def test_what_is_nothing_for_us_is_acknowledged_and_not_kept(
    store: SqlStore, payload: dict[str, Any]
) -> None:
    assert answer(app_over(store), payload) == 200
    assert rows(store) == []


def test_every_button_ever_shipped_is_a_row(store: SqlStore) -> None:
    for name in ("worked", "failed", "human"):
        pressed = press(name)
        pressed["actions"][0]["action_ts"] = f"17{name}"
        assert answer(app_over(store), pressed) == 200
    assert len(rows(store)) == 3


def test_threads_of_other_people_are_kept_out_where_nobody_opted_in(store: SqlStore) -> None:
    app = app_over(store, "T1/C2:1.0")
    assert answer(app, post("はい", ts="2.0", thread_ts="1.0", channel="C2")) == 200
    assert answer(app, post("昼は?", ts="4.0", thread_ts="3.0", channel="C2")) == 200
    assert rows(store) == ["slack:T1:C2:2.0"]


def test_slack_may_verify_the_address(store: SqlStore) -> None:
    asked = {"type": "url_verification", "challenge": "abc", "token": "x"}
    response = asyncio.run(dispatch(app_over(store), asked))
    assert (response.status, json.loads(response.body)) == (200, {"challenge": "abc"})


def test_a_client_id_in_the_environment_does_not_turn_it_into_an_oauth_app(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")
    assert answer(app_over(store), post("開かない")) == 200
    assert len(rows(store)) == 1


def test_socket_mode_goes_through_the_same_app_without_signature(store: SqlStore) -> None:
    request = AsyncBoltRequest(mode="socket_mode", body=post("開かない"))
    assert asyncio.run(app_over(store).async_dispatch(request)).status == 200
    assert len(rows(store)) == 1


def test_without_a_signing_secret_nobody_gets_in_over_http(store: SqlStore) -> None:
    receiver = idle_receiver(store, RoomRules(lambda _: True, frozenset({ROOM})), Clock())
    app = slack_app(replace(SETTINGS, signing_secret=""), receiver)
    assert answer(app, post("偽の報告"), secret="") == 401
    assert rows(store) == []


def over_http(store: SqlStore, body: bytes, headers: dict[str, Any], method: str = "POST") -> int:
    async def ask() -> int:
        app = Starlette(routes=list(slack_routes(app_over(store), SECRET)))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            flat = {name: values[0] for name, values in headers.items()}
            return (
                await client.request(method, "/slack/events", content=body, headers=flat)
            ).status_code

    return asyncio.run(ask())


def test_http_takes_signed_posts_of_bounded_size(store: SqlStore) -> None:
    body = json.dumps(post("開かない"))
    assert over_http(store, body.encode(), headers_for(body)) == 200
    assert len(rows(store)) == 1
    assert over_http(store, b"x" * (MOST_BYTES + 1), {}) == 413
    assert over_http(store, b"\xff\xfe", {}) == 400
    assert over_http(store, b"{broken", {"content-type": ["application/json"]}) in {400, 401}
    assert over_http(store, b"", {}) == 401
    assert over_http(store, b"", {}, "GET") == 405
    assert len(rows(store)) == 1


SHAPES = (
    *("null", "1", "[]", '"x"', "{broken", "[" * 100_000, '{"a":' * 50_000),
    *("payload=null", "payload=1", "payload=[]", "payload=" + "[" * 100_000, "payload=%FF"),
    *('{"authorizations":5}', '{"authorizations":[5]}', '{"enterprise":7,"team":[],"user":3}'),
)


@pytest.mark.parametrize("body", SHAPES, ids=range(len(SHAPES)))
def test_bodies_of_no_shape_are_refused_signed_or_not(
    store: SqlStore, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = {"content-type": ["application/json"]}
    assert over_http(store, body.encode(), stranger) == 401
    assert over_http(store, body.encode(), headers_for(body)) == 400
    assert caplog.records == []


@pytest.mark.parametrize("moment", ["", "now", "-1", "1e9", "9" * 5_000, "１７", "0x10", " 1"])
@pytest.mark.parametrize("signature", ["", "v0=", "v0=\u00e9" + "0" * 63, "v0=" + "0" * 64])
def test_odd_signatures_are_not_signatures(store: SqlStore, moment: str, signature: str) -> None:
    headers = {
        "x-slack-request-timestamp": [moment.encode()],
        "x-slack-signature": [signature.encode()],
    }
    assert over_http(store, b"{}", headers) == 401


def test_slack_may_look_at_the_certificate(store: SqlStore) -> None:
    assert over_http(store, b"ssl_check=1&token=x", {}) == 200
    assert over_http(store, b"ssl_check=2&token=x", {}) == 401


def test_what_is_refused_for_good_is_not_sent_again() -> None:
    async def ask(body: bytes) -> httpx.Headers:
        receiver = idle_receiver(SqlStore("sqlite://"), RoomRules(lambda _: False), Clock())
        app = Starlette(routes=list(slack_routes(slack_app(SETTINGS, receiver), SECRET)))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return (await client.post("http://desk/slack/events", content=body)).headers

    for body in (b"x" * (MOST_BYTES + 1), b"\xff\xfe"):
        assert asyncio.run(ask(body))["x-slack-no-retry"] == "1"


def test_no_secret_is_shown() -> None:
    shown = repr(SETTINGS) + str(replace(SETTINGS, channels=("C9",)))
    for secret in (TOKEN, SECRET, "xapp-secret"):
        assert secret not in shown


def test_neither_payload_nor_secret_is_logged(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    full = FullStore("sqlite://")
    with caplog.at_level("DEBUG", logger="bot"):
        for payload in (
            post("ひみつの報告"),
            post("ひみつ", subtype="channel_join"),
            press("human"),
        ):
            answer(app_over(full), payload)
            answer(app_over(store), payload)
    full.close()
    for secret in ("ひみつ", TOKEN, SECRET):
        assert secret not in caplog.text
