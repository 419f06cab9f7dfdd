"""How soon 200 open browsers show in their inbox that a customer has written, over real connections to a real server.

    python -m tests.benchmarks.open_inboxes [TICKETS] [sqlite] [postgresql]

Fills a desk as ``console`` does (100,000 tickets), and serves it from a process of its own, with the server that ``serve`` has.
200 of the staff, each from an address of their own, listen to the stream of their inbox, as the script of the page does. Then customers
write, one after the other, from outside; what counts is the time from the moment at which a message is sent until the last of the
200 has the whole list, with the new customer counted in it. The bar: one second.

Three offices: all at one list; most at different lists, in both languages; each at their own cases. It prints of ten messages the middle and the worst of the
first, the middle and the last browser, beside the milliseconds of processor that the server (the database's own included) took for one.
"""

import asyncio
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from bot.running.web_server import WebServer
from bot.store.sql import SqlStore
from tests.benchmarks import inbox
from tests.benchmarks.console import fill, say
from tests.benchmarks.copying import copy
from tests.benchmarks.web_flood import cpu
from tests.store.databases import a_schema
from tests.web.forms import hidden, sign_in
from tests.web.leading import LeadHouse

BROWSERS, MESSAGES = 200, 10
AGENTS = tuple(f"担当{number}" for number in range(BROWSERS))
PATIENCE = 30.0
WAITING = re.compile(rb'data-waiting="(\d+)"')
LISTS = (
    "waiting",
    "waiting",
    "waiting",
    "unassigned",
    "mine",
    "urgent",
    "all",
    "waiting&sort=wait",
)
OFFICES: dict[str, Callable[[int], tuple[str, str]]] = {
    "one list": lambda _: ("waiting", "ja"),
    "many lists": lambda n: (LISTS[n % len(LISTS)], ("ja", "ja", "en")[n // 8 % 3]),
    "their own": lambda n: ("mine", ("ja", "en")[n % 2]),
}
"""Which list each of the staff looks at, and in which language."""


class RunningClock:
    """Goes on from a moment as the real one does; ``now`` sets it anew."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    @property
    def now(self) -> datetime:
        return self._begun + timedelta(seconds=time.monotonic() - self._at)

    @now.setter
    def now(self, now: datetime) -> None:
        self._begun, self._at = now, time.monotonic()

    def __call__(self) -> datetime:
        return self.now


class RunningHouse(LeadHouse):
    """A desk whose clock runs."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store)
        self.clock = RunningClock(self.day.now + timedelta(days=1))  # type: ignore[assignment]
        self.staff = store.staff


def serve(url: str, port: int) -> None:
    """Serve a database until the process is ended."""
    house = RunningHouse(SqlStore.open(url, durable=False))
    asyncio.run(WebServer(house.app(), "127.0.0.1", port, house.hub).serve())


@asynccontextmanager
async def served(url: str) -> AsyncIterator[tuple[str, int]]:
    """A process that serves a database: its address, and its number."""
    port = 8_700 + hash(url) % 200
    command = [sys.executable, "-m", "tests.benchmarks.open_inboxes", "serve", url, str(port)]
    running = subprocess.Popen(command)  # noqa: S603, ASYNC220
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as browser:
            for _ in range(600):
                try:
                    await browser.get(f"{address}/healthz")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield address, running.pid
    finally:
        running.terminate()
        running.wait(20)


@dataclass
class OpenPage:
    """One browser with an open inbox. ``seen``: how many it shows as waiting; ``at``: since when."""

    number: int
    address: str
    cookie: str = ""
    show: str = ""
    lang: str = ""
    seen: int = 0
    at: float = 0.0

    @property
    def source(self) -> str:
        return f"127.0.{1 + self.number // 200}.{1 + self.number % 200}"

    async def sign_in(self) -> None:
        way = httpx.AsyncHTTPTransport(local_address=self.source)
        async with httpx.AsyncClient(transport=way, base_url=self.address, timeout=PATIENCE) as web:
            await sign_in(web, AGENTS[self.number])
            self.cookie = "; ".join(f"{key}={value}" for key, value in web.cookies.items())

    async def listens(self, listening: asyncio.Semaphore) -> None:
        """Hear the stream of the inbox, as the script of the page does."""
        host, _, port = self.address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port), local_addr=(self.source, 0))
        head = (
            f"GET /staff/inbox/events?show={self.show} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Cookie: {self.cookie}; lang={self.lang}\r\nSec-Fetch-Mode: cors\r\n\r\n"
        )
        writer.write(head.encode())
        seen = self.seen
        try:
            while line := await reader.readline():
                if line.startswith(b"retry:"):
                    listening.release()
                elif found := WAITING.search(line):
                    seen = int(found[1])
                elif line == b"\n" and seen != self.seen:
                    self.seen, self.at = seen, time.perf_counter()
        finally:
            writer.close()


async def writes(number: int, address: str) -> float:
    """A customer nobody knows asks for a person; the moment at which they sent it."""
    way = httpx.AsyncHTTPTransport(local_address=f"127.1.{number // 200}.{1 + number % 200}")
    async with httpx.AsyncClient(transport=way, base_url=address, timeout=PATIENCE) as browser:
        page = (await browser.get("/chat")).text
        form = {name: hidden(page, name) for name in ("token", "once")}
        form |= {"text": "一覧画面が開きません。担当者と話したいです", "button": "human"}
        sent = time.perf_counter()
        answer = await browser.post("/messages", data=form, headers={"Accept": "application/json"})
        answer.raise_for_status()
        return sent


def spent(process: int) -> dict[int, float]:
    """Milliseconds of processor: of the server, and of PostgreSQL's processes, whoever they serve."""
    taken = {process: cpu(process)}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text().startswith("postgres"):
                taken[int(entry.name)] = cpu(int(entry.name))
        except OSError:
            continue
    return taken


async def office(name: str, address: str, process: int, pages: Sequence[OpenPage]) -> None:
    """Have ten customers write to an office, and say how soon everybody sees it."""
    looks = OFFICES[name]
    listening = asyncio.Semaphore(0)
    for page in pages:
        page.show, page.lang = looks(page.number)
        page.seen = 0
    streams = [asyncio.create_task(page.listens(listening)) for page in pages]
    for _ in pages:
        await listening.acquire()
    took: list[list[float]] = []
    before = spent(process)
    for message in range(MESSAGES):
        await asyncio.sleep(2.5)
        sent = await writes(MESSAGES * list(OFFICES).index(name) + message, address)
        async with asyncio.timeout(PATIENCE):
            while any(page.at < sent for page in pages):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
        took.append(sorted(1000 * (page.at - sent) for page in pages))
    after = spent(process)
    each = sum(after[one] - before.get(one, 0.0) for one in after) / MESSAGES
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    for what, place in (("first", 0), ("middle", len(pages) // 2), ("last", -1)):
        of_all = [one[place] for one in took]
        say(
            f"  {name:10} {what:6} browser {statistics.median(of_all):5.0f} ms, at worst {max(of_all):5.0f} ms"
        )
    say(f"  {name:10} {each:.0f} ms of processor a message")


async def measured(url: str) -> None:
    """Serve a database, sign everybody in, and try every office."""
    async with served(url) as (address, process):
        pages = [OpenPage(number, address) for number in range(BROWSERS)]
        for page in pages:
            await page.sign_in()
        for name in OFFICES:
            await office(name, address, process, pages)


def main(arguments: list[str]) -> None:
    """Fill each database that is asked for, and measure it."""
    if arguments[:1] == ["serve"]:
        serve(arguments[1], int(arguments[2]))
        return
    tickets = int(next((a for a in arguments if a.isdecimal()), "100000"))
    asked = [a for a in arguments if not a.isdecimal()] or ["sqlite", "postgresql"]
    inbox.STAFF = AGENTS  # type: ignore[assignment]  # so that each has cases of their own
    with tempfile.TemporaryDirectory() as folder, a_schema() as schema:
        urls = {"sqlite": f"sqlite:///{Path(folder)}/desk", "postgresql": schema}
        filled = SqlStore.open(urls["sqlite"], durable=False)
        fill(LeadHouse(filled), tickets)
        with filled.work() as work:
            for _ in range(tickets):  # what comes is none of what is there
                work.number("ticket"), work.number("conversation")
        if "postgresql" in asked:
            store = SqlStore.open(schema, durable=False)
            copy(filled, store)
            store.close()
        filled.close()
        for name in asked:
            say(name)
            asyncio.run(measured(urls[name]))


if __name__ == "__main__":
    main(sys.argv[1:])
