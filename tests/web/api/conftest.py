"""A whole desk with its API over a database in memory, and programs with tokens."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.desk.api_tokens import keep_token, made_token
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.subscribing import Subscribing
from bot.model.api_token import OPERATORS_OWN, ApiToken, Scope
from bot.model.event import MessageReceived
from bot.model.identity import Identity
from bot.web.api.problems import BASE
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from tests.shipped import knowledge
from tests.store.databases import in_memory
from tests.web.fakes import FakeClock
from tests.web.public.window import KINDS_OF_ADDRESS

OWN, OTHER = "青葉製作所", "ミナト商会"
DAY = timedelta(days=1)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Programs:
    """The desk, and what programs ask of it."""

    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.store = in_memory()
        self.door = DeskDoor(Desk(self.store, knowledge()))
        self.hub = Hub()
        self._numbers = itertools.count(1)
        self.app = create_app(
            Site(
                door=self.door,
                views=self.store,
                staff=self.store.staff,
                api=self.store.api,
                subscribing=self.subscribing(),
                hub=self.hub,
                knowledge=knowledge(),
                clock=self.clock,
                secret="a secret for tests",
                staff_token="let-me-in-please",
                new_id=self.fresh,
            )
        )

    def subscribing(self) -> Subscribing:
        """The public page can be followed by mail, and by nothing else."""
        ways = {"mail": KINDS_OF_ADDRESS["mail"]}
        return Subscribing(self.store, self.clock, self.fresh, "a secret for tests", ways)

    def fresh(self) -> str:
        return f"id-{next(self._numbers):08}"

    def token(
        self, *scopes: Scope, organisation: str = "", name: str = "CRM", lasts: timedelta = 90 * DAY
    ) -> str:
        """A new token; without scopes with all that it can have."""
        return self.kept(*scopes, organisation=organisation, name=name, lasts=lasts)[1]

    def kept(
        self, *scopes: Scope, organisation: str = "", name: str = "CRM", lasts: timedelta = 90 * DAY
    ) -> tuple[ApiToken, str]:
        most = [s for s in Scope if not organisation or s not in OPERATORS_OWN]
        made, text = made_token(name, scopes or most, organisation, lasts, "加藤", self.clock())
        keep_token(self.store.api, made)
        return made, text

    def client(self, token: str = "", lang: str = "en") -> httpx.AsyncClient:
        """A program with a token."""
        transport = httpx.ASGITransport(
            self.app, raise_app_exceptions=False, client=("127.0.0.1", 50_000)
        )
        headers = {"Accept-Language": lang}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)

    async def asks(
        self, token: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """One request, a post under a key of its own."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            named.setdefault("Idempotency-Key", self.fresh())
        async with self.client(token) as client:
            if body is None:
                return await client.request(method, BASE + path, headers=named)
            return await client.request(method, BASE + path, json=body, headers=named)

    async def writes(
        self, organisation: str, text: str, identity: Identity = Identity.VERIFIED
    ) -> str:
        """A customer of an organisation writes in another channel; the id of the case."""
        customer = f"slack:{organisation}"
        await self.door.handle(
            MessageReceived(
                *(self.clock(), self.fresh(), customer, organisation, "slack", text),
                identity=identity,
                address=None if identity is Identity.VERIFIED else "somewhere",
            )
        )
        with self.store.look() as work:
            found = work.latest_conversation(customer)
        assert found is not None
        return found.id


@pytest.fixture
def programs() -> Iterator[Programs]:
    made = Programs()
    yield made
    made.store.close()


def said(answer: httpx.Response) -> str:
    """What sort of problem an answer is; the shape is checked on the way."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "instance", "errors"}
    assert told["status"] == answer.status_code
    return str(told["type"]).removeprefix("urn:jitabata:problem:")
