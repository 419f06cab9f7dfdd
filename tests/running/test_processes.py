"""Web and workers as processes of their own, by the real commands, on the real PostgreSQL."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from bot.jobs.pace import JobPace
from bot.store.sql import SqlStore
from tests import shipped
from tests.builders import MORNING
from tests.desk.announcing import TEXT, Announcing
from tests.fakes import Day
from tests.store.databases import a_schema
from tests.web.forms import STAFF_TOKEN, sign_in, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
WITHIN = 200.0  # seconds for a process to begin, or for something to be done


class Houses:
    """Processes of one desk."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self._folder = url, folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    async def start(self, *words: str) -> str:
        """Run one until it is ready; answers its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        given = {
            **os.environ,
            "JITABATA_DATABASE": self.url,
            "JITABATA_FOLDER": str(self._folder),
            "JITABATA_STAFF_TOKEN": STAFF_TOKEN,
            "JITABATA_WEBHOOK_KEY": "",
        }
        address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "bot", *words, "--offline", "--port", str(port)]
        self._running[address] = subprocess.Popen(command, env=given)  # noqa: ASYNC220, S603 - our own command, begun at once
        async with httpx.AsyncClient(timeout=50) as browser:

            async def is_ready() -> bool:
                try:
                    return (await browser.get(f"{address}/readyz")).status_code == 200
                except httpx.TransportError:
                    return False

            await until(is_ready)
        return address

    async def stop(self, address: str, by: signal.Signals = signal.SIGTERM) -> int:
        """The code with which it ended."""
        process = self._running.pop(address)
        process.send_signal(by)
        return await asyncio.to_thread(process.wait, 60)

    def kill_all(self) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()

    def count(self, query: str) -> int:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = int(connection.scalar(text(query)) or 0)
        engine.dispose()
        return found

    async def until_count(self, query: str, number: int) -> None:
        async def is_so() -> bool:
            return await asyncio.to_thread(self.count, query) == number

        await until(is_so)


async def until(holds: Callable[[], Awaitable[bool]], within: float = WITHIN) -> None:
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - other processes tell us nothing
            await asyncio.sleep(0.1)


@asynccontextmanager
async def houses(folder: Path) -> AsyncIterator[Houses]:
    with a_schema() as url:
        found = Houses(url, folder)
        try:
            yield found
        finally:
            found.kill_all()


DELIVERED = "SELECT count(*) FROM outbox WHERE state = 'delivered' AND key LIKE 'reply:%'"


def test_what_one_process_hears_is_delivered_by_another_and_shown_by_a_third(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with houses(tmp_path) as desk:
            first = await desk.start("serve", "--web")
            second = await desk.start("serve", "--web")
            worker = await desk.start("worker")
            async with (
                httpx.AsyncClient(timeout=50, base_url=first) as customer,
                httpx.AsyncClient(timeout=50, base_url=second) as staff,
            ):
                await sign_in(staff)
                async with staff.stream("GET", "/staff/events", timeout=WITHIN) as told:
                    lines = told.aiter_lines()
                    await write(customer, "kintoneが開きません。急いでいます")
                    async with asyncio.timeout(WITHIN):
                        while "changed" not in await anext(lines):
                            pass
                assert "kintoneが開きません" in (await staff.get("/staff")).text
            await desk.until_count(DELIVERED, 1)
            assert [await desk.stop(a) for a in (worker, first, second)] == [0, 0, 0]

    asyncio.run(scenario())


def test_a_page_that_is_open_shows_a_notice_to_many_when_a_worker_has_delivered_it(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with houses(tmp_path) as desk:
            web = await desk.start("serve", "--web")
            async with httpx.AsyncClient(timeout=50, base_url=web) as customer:
                await write(customer, "ありがとうございます")
                await asyncio.to_thread(announce, desk.url)
                assert TEXT not in (await customer.get("/transcript")).text
                async with customer.stream("GET", "/events", timeout=WITHIN) as told:
                    await desk.start("worker")
                    lines = told.aiter_lines()
                    async with asyncio.timeout(WITHIN):
                        while TEXT not in (await customer.get("/transcript")).text:
                            while "changed" not in await anext(lines):
                                pass

    asyncio.run(scenario())


def announce(url: str) -> None:
    """Somebody of the staff approves a notice to the one customer, by a process that is gone then."""
    store = SqlStore.open(url)
    staff = Announcing(Day(shipped.knowledge(), store))
    with store.work() as work:
        (conversation,) = work.calm_conversations(MORNING)
    staff.proposes(conversation.customer, langs=())
    staff.approves()
    store.close()


def test_a_killed_worker_is_replaced_within_ten_seconds(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with houses(tmp_path) as desk:
            web = await desk.start("serve", "--web")
            doomed = await desk.start("worker")
            await desk.start("worker")
            await desk.stop(doomed, signal.SIGKILL)
            async with httpx.AsyncClient(timeout=50, base_url=web) as customer:
                await write(customer, "kintoneが開きません")
            await desk.until_count(DELIVERED, 1)

    pace = JobPace()
    assert pace.stalled + 2 * pace.look < 10  # at most that long, and its queries
    asyncio.run(scenario())
