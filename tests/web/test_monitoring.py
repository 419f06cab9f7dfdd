"""The addresses for machines: who may ask, and what they get."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from bot.web.monitoring import MonitoringPages

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-the-tests"


@dataclass
class Told:
    """What the addresses show, and how often they asked for it."""

    is_ready: bool = True
    seconds: float = 100.0
    rendered: list[str] = field(default_factory=list)

    async def ready(self) -> tuple[bool, Mapping[str, object]]:
        return self.is_ready, {"ready": self.is_ready, "checks": {}}

    def render(self, accept: str) -> tuple[bytes, str]:
        self.rendered.append(accept)
        return b"jitabata_up 1\n", "text/plain; version=0.0.4; charset=utf-8"


def browser(
    told: Told, token: str | None = None, *, address: str = "127.0.0.1", at: str = "localhost"
) -> httpx.AsyncClient:
    vitals = MonitoringPages(told.ready, told.render, token, lambda: told.seconds)
    app = Starlette(routes=vitals.routes())
    transport = httpx.ASGITransport(app, client=(address, 50_000))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{at}")


@pytest.mark.parametrize(("is_ready", "status"), [(True, 200), (False, 503)])
async def test_readiness_is_a_status_and_its_reasons(*, is_ready: bool, status: int) -> None:
    async with browser(Told(is_ready=is_ready), TOKEN, address="203.0.113.9") as client:
        answer = await client.get("/readyz")
    assert answer.status_code == status
    assert answer.json() == {"ready": is_ready, "checks": {}}
    assert answer.headers["cache-control"] == "no-store"


async def test_this_machine_reads_the_metrics_without_a_token() -> None:
    async with browser(Told()) as client:
        answer = await client.get("/metrics")
    assert (answer.status_code, answer.text) == (200, "jitabata_up 1\n")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "at", "headers"),
    [
        ("203.0.113.9", "localhost", {}),
        ("127.0.0.1", "desk.example.com", {}),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "203.0.113.9"}),
    ],
)
async def test_nobody_else_does(address: str, at: str, headers: dict[str, str]) -> None:
    told = Told()
    async with browser(told, address=address, at=at) as client:
        answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == 403
    assert told.rendered == []


@pytest.mark.parametrize("given", ["", TOKEN, "Bearer", f"Bearer {TOKEN}x", "Bearer ü"])
async def test_with_a_token_set_everybody_needs_it(given: str) -> None:
    told = Told()
    async with browser(told, TOKEN) as client:
        headers = [(b"authorization", given.encode())] if given else []
        answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert told.rendered == []


async def test_who_brings_the_token_reads_from_anywhere() -> None:
    told = Told()
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/openmetrics-text"}
    async with browser(told, TOKEN, address="203.0.113.9", at="desk.example.com") as client:
        assert (await client.get("/metrics", headers=headers)).status_code == 200
    assert told.rendered == ["application/openmetrics-text"]


async def test_many_who_ask_at_once_cost_one_reading_a_second() -> None:
    told = Told()
    async with browser(told) as client:
        await asyncio.gather(*(client.get("/metrics") for _ in range(9)))
        assert len(told.rendered) == 1
        told.seconds += 1
        await client.get("/metrics")
    assert len(told.rendered) == 2
