"""Mails that are posted to us, over real HTTP semantics of the application."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.mail.incoming_pages import PATH, incoming_routes
from bot.channels.mail.post_office import PostOffice
from bot.channels.mail.reading.opened import MOST_BYTES
from bot.channels.mail.receiving import ReceivingSettings
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock
from tests.channels.mail.mails import RULES, a_mail
from tests.store.databases import in_memory

TOKEN, SECRET = "t" * 32, b"s" * 32


class Counter:
    """The page, and a client who posts to it."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock = store, Clock()
        self.settings = ReceivingSettings(token=TOKEN, secret=SECRET)

    def posts(
        self, body: bytes | AsyncIterator[bytes], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async def post() -> httpx.Response:
            office = PostOffice(self.store, RULES, self.clock)
            app = Starlette(routes=incoming_routes(self.settings, office, self.clock))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
                shown = {"Authorization": f"Bearer {TOKEN}"} if headers is None else headers
                return await client.post(PATH, content=body, headers=shown)

        return asyncio.run(post())

    def signed(self, body: bytes, *, seconds_ago: int = 0) -> dict[str, str]:
        at = int(self.clock().timestamp()) - seconds_ago
        digest = hmac.digest(SECRET, f"msg_1.{at}.".encode() + body, hashlib.sha256)
        signature = "v1a,other v1," + base64.b64encode(digest).decode()
        return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signature}

    @property
    def rows(self) -> int:
        return len(self.store.received("mail"))


@pytest.fixture
def counter() -> Iterator[Counter]:
    store = in_memory()
    yield Counter(store)
    store.close()


def test_a_mail_is_taken_in_once(counter: Counter) -> None:
    first, second = counter.posts(a_mail()), counter.posts(a_mail())
    assert (first.status_code, first.json()) == (202, {"new": True})
    assert (second.status_code, second.json()) == (200, {"new": False})
    assert counter.rows == 1


def test_a_signature_is_as_good_as_a_token(counter: Counter) -> None:
    assert counter.posts(a_mail(), counter.signed(a_mail())).status_code == 202


@pytest.mark.parametrize("seconds_ago", [301, -301])
def test_an_old_signature_is_not(counter: Counter, seconds_ago: int) -> None:
    signed = counter.signed(a_mail(), seconds_ago=seconds_ago)
    assert counter.posts(a_mail(), signed).status_code == 401


def test_a_signature_is_of_this_body(counter: Counter) -> None:
    assert counter.posts(a_mail() + b"x", counter.signed(a_mail())).status_code == 401
    assert counter.rows == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer "},
        {"webhook-signature": "v1,", "webhook-id": "x", "webhook-timestamp": "-5"},
        {"webhook-signature": "v1,x", "webhook-id": "x", "webhook-timestamp": "9" * 12},
    ],
)
def test_nobody_else_may_post(counter: Counter, headers: dict[str, str]) -> None:
    assert counter.posts(a_mail(), headers).status_code == 401
    assert counter.rows == 0


def test_without_a_token_and_a_secret_there_is_no_page() -> None:
    office = PostOffice(SqlStore("sqlite://"), RULES, Clock())
    assert incoming_routes(ReceivingSettings(), office, Clock()) == []


def test_automatic_mail_is_taken_and_said_to_be_nothing(counter: Counter) -> None:
    answer = counter.posts(a_mail(Precedence="bulk"))
    assert (answer.status_code, answer.json()) == (200, {"ignored": "automatic"})
    assert counter.rows == 0


def test_no_mail_and_too_much_of_it(counter: Counter) -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 1_000_000 + 2):
            yield bytes(1_000_000)

    assert counter.posts(b" \n").status_code == 400
    assert counter.posts(much()).status_code == 413


def test_what_cannot_be_written_down_is_to_be_posted_again(counter: Counter) -> None:
    counter.store.close()
    counter.store = FullStore("sqlite://")
    assert counter.posts(a_mail()).status_code == 503


class FullStore(SqlStore):
    """Its disk is full."""

    def receive(self, *_: object, **__: object) -> bool:
        raise OSError("no space left on device")
