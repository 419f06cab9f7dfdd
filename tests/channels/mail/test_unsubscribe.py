"""Stopping notices: tokens, the page, and the post of mail programs."""

import asyncio

import httpx
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.channels.mail.unsubscribe_pages import unsubscribe_routes
from bot.channels.mail.unsubscribe_tokens import unsubscribe_tokens
from tests.cases import each

TOKENS = unsubscribe_tokens("a secret")
READER = "mail:3f2a91"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Readers:
    def __init__(self) -> None:
        self.stopped: list[str] = []

    async def stop(self, recipient: str) -> None:
        self.stopped.append(recipient)


def visit(
    readers: Readers, method: str, token: str, data: dict[str, str] | None = None
) -> httpx.Response:
    async def go() -> httpx.Response:
        app = Starlette(routes=unsubscribe_routes(TOKENS, readers.stop))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://desk.example") as web:
            return await web.request(method, f"/unsubscribe/{token}", data=data)

    return asyncio.run(go())


@given(st.text(min_size=1, max_size=80))
def test_a_token_gives_its_recipient_back_and_is_fit_for_a_url(recipient: str) -> None:
    token = TOKENS.token(recipient)
    assert TOKENS.read(token) == recipient
    assert httpx.URL(f"https://desk.example/unsubscribe/{token}").path.endswith(token)


@given(st.data())
def test_a_token_with_any_letter_changed_is_nobody_s(data: st.DataObject) -> None:
    token = TOKENS.token(READER)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(exclude_characters=token[at]))
    assert TOKENS.read(token[:at] + letter + token[at + 1 :]) is None


@each("token", ["", ".", "x", "a.b", "\ud800.\ud800", "x" * 10_000, "é.é"])
def test_nonsense_is_nobody_s(token: str) -> None:
    assert TOKENS.read(token) is None


def test_another_secret_makes_other_tokens() -> None:
    assert unsubscribe_tokens("another").read(TOKENS.token(READER)) is None


def test_looking_stops_nothing() -> None:
    readers = Readers()
    for method in ("GET", "HEAD"):
        answer = visit(readers, method, TOKENS.token(READER))
        assert answer.status_code == 200
    assert readers.stopped == []


def test_the_page_has_one_button_in_both_languages_and_no_address() -> None:
    answer = visit(Readers(), "GET", TOKENS.token(READER))
    assert answer.text.count("<button") == 1
    assert "お知らせの配信を停止しますか？" in answer.text
    assert "Stop these notices?" in answer.text
    assert READER not in answer.text
    assert "no-referrer" in answer.headers["referrer-policy"]


@each("data", [ONE_CLICK, {}, None])
def test_a_post_stops_notices_and_twice_does_no_harm(data: dict[str, str] | None) -> None:
    readers = Readers()
    for _ in range(2):
        answer = visit(readers, "POST", TOKENS.token(READER), data)
        assert answer.status_code == 200
        assert "配信を停止しました" in answer.text
    assert readers.stopped == [READER, READER]


@each("method", ["GET", "POST"])
def test_a_bad_token_is_told_so_and_stops_nobody(method: str) -> None:
    readers = Readers()
    answer = visit(readers, method, TOKENS.token(READER) + "x")
    assert answer.status_code == 404
    assert "このリンクは使えません" in answer.text
    assert readers.stopped == []
