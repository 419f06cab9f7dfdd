"""What a process shows of itself, over real HTTP and with a real store."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.running.vital_signs import VitalSigns
from bot.settings import Settings
from bot.store.sql import SqlStore
from tests import shipped
from tests.builders import MORNING, a_message, opening

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def listening(signs: VitalSigns) -> AsyncIterator[httpx.AsyncClient]:
    port = a_port()
    tasks = [asyncio.create_task(signs.run()), asyncio.create_task(signs.listen("127.0.0.1", port))]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", transport=httpx.AsyncHTTPTransport(retries=5)
    ) as client:
        yield client
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    signs.close()


async def waiting() -> Mapping[str, int]:
    return {"deliver": 2}


async def test_a_process_shows_how_it_is(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, metrics_token=TOKEN)
    store = SqlStore.open(settings.database_url, durable=False)
    signs = VitalSigns(settings, lambda: MORNING, waiting)
    door = DeskDoor(Desk(store, shipped.knowledge()), timed=signs.timed)
    await door.handle(opening())
    await door.handle(a_message())
    async with listening(signs) as client:
        assert (await client.get("/healthz")).text == "ok"
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]["tables"]["said"]) == (200, "current")
        assert (await client.get("/metrics")).status_code == 401
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        page = (await client.get("/metrics", headers=bearer)).text
        for line in (
            'jitabata_triage_seconds_count{event="message"} 1.0',
            "jitabata_answer_decided_seconds_count 1.0",
            'jitabata_deliveries_waiting{channel="chat",lane="reply"} 1.0',
            'jitabata_jobs_waiting{task="deliver"} 2.0',
            "jitabata_store_readable 1.0",
            "jitabata_loop_late_seconds",
        ):
            assert line in page
        signs.stop()
        stopping = await client.get("/readyz")
        assert stopping.status_code == 503
        assert json.dumps(stopping.json()).count("false") == 2
    store.close()


@pytest.mark.slow
async def test_a_process_without_its_database_is_alive_and_not_ready(tmp_path: Path) -> None:
    url = "postgresql://desk:swordfish@127.0.0.1:1/desk"
    async with listening(VitalSigns(Settings(folder=tmp_path, database=url), lambda: MORNING)) as c:
        assert (await c.get("/healthz")).status_code == 200
        ready = await c.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]["database"]["said"]) == (
            503,
            "unreachable",
        )
        page = (await c.get("/metrics")).text
    assert "jitabata_store_readable 0.0" in page
    assert "swordfish" not in ready.text + page
