"""How fast the public page is beside a page that does nothing, on the same server, in one run.

    python -m tests.benchmarks.public_page [SECONDS]

The bar: 60 of 100, when all is quiet and while updates go out to 10,000 who follow the page. The addresses take turns,
so that whatever else the machine does meets all of them.
"""

import asyncio
import multiprocessing
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

import bot.knowledge.load  # noqa: F401 - it says what to mask
from bot.delivery.fan_out import FanOut
from bot.delivery.pump import Outlet, Pump
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ledger import Claimant, DeliveryState, Outgoing
from bot.desk.ports import Door
from bot.model.publication import PostKind, PostStatus, PostWritten
from bot.store.sql import SqlStore
from tests.subscribers import a_subscription
from tests.web.public.window import FlakyStore, Window

NOTHING = "/healthz"
MEASURED = ("/api/v2/summary.json", "/status", "/history.atom")
CONNECTIONS, ROUNDS = 16, 5
BAR = 0.6
FOLLOWERS = 10_000
TITLES = {"ja": "フォームが開かない不具合"}


class Wire:
    """A way out that takes no time."""

    async def deliver(self, outgoing: Outgoing) -> str:
        return outgoing.key


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - what is measured goes by the real clock


async def tell_everybody(store: SqlStore, door: Door) -> None:
    """One update after the other, each to everybody who follows the page."""
    outlet = Outlet("mail", Wire())
    fan_out = FanOut(store, door, now, asyncio.sleep)
    pump = Pump(store.ledger, outlet, Claimant("benchmark"), now)
    while True:
        post = PostWritten(now(), "", "tanaka", PostKind.INCIDENT, PostStatus.IDENTIFIED, TITLES)
        await door.handle(replace(post, texts=TITLES, key=now().isoformat()))
        while running := await asyncio.to_thread(store.ledger.running):
            await asyncio.gather(*map(fan_out.run, running), pump.drain())
        await pump.drain()


@asynccontextmanager
async def telling(window: Window, *, busy: bool) -> AsyncIterator[None]:
    """Within, updates go out, if they are to."""
    if not busy:
        yield
        return
    store = window.store.store
    with store.work() as work:
        for number in range(FOLLOWERS):
            work.save_subscription(a_subscription(f"{number}"))
    task = asyncio.create_task(
        tell_everybody(store, DeskDoor(Desk(store, window.knowledge))), name="updates"
    )
    yield
    if task.done():
        raise RuntimeError("no more updates went out") from task.exception()
    task.cancel()


def serve(taken: socket.socket, folder: str, *, busy: bool) -> None:
    """The real application over a real database."""

    async def run() -> None:
        window = Window(store=FlakyStore(SqlStore.open(f"sqlite:///{folder}/desk.sqlite"))).filled()
        config = uvicorn.Config(window.app(), log_level="critical", lifespan="off")
        async with telling(window, busy=busy):
            await uvicorn.Server(config).serve([taken])

    asyncio.run(run())


async def ask(path: str, port: int, until: float) -> int:
    """Ask again and again over one connection; how many answers there were."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head[:80].decode())
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


async def measure(path: str, port: int, seconds: float) -> float:
    """Answers a second."""
    until = time.monotonic() + seconds
    counts = await asyncio.gather(*(ask(path, port, until) for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


def measured(seconds: float, folder: str, *, busy: bool) -> float:
    """Print a line for each address; answers the smallest share of the page that does nothing."""
    taken = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = multiprocessing.get_context("fork").Process(
        target=serve, args=(taken, folder), kwargs={"busy": busy}, daemon=True
    )
    server.start()
    port, rates = taken.getsockname()[1], Counter[str]()
    try:
        asyncio.run(measure(NOTHING, port, 0.1))  # it waits until the server answers
        for _ in range(ROUNDS):
            for path in (NOTHING, *MEASURED):
                rates[path] += round(asyncio.run(measure(path, port, seconds)))
    finally:
        server.terminate()
        server.join()
        taken.close()
    sys.stdout.write("while updates go out\n" if busy else "quiet\n")
    for path in (NOTHING, *MEASURED):
        share = 100 * rates[path] / rates[NOTHING]
        sys.stdout.write(f"  {path:24} {rates[path] / ROUNDS:8.0f} a second {share:5.0f} %\n")
    if busy:
        told = _told(Path(folder) / "desk.sqlite")
        sys.stdout.write(f"  {told} were told meanwhile\n")
        if not told:
            raise RuntimeError("no updates went out")
    return min(rates[path] for path in MEASURED) / rates[NOTHING]


def _told(file: Path) -> int:
    store = SqlStore.open(f"sqlite:///{file}")
    with store.look() as work:
        posts = work.broadcasts(under_way_only=False)
    told = sum(store.ledger.standing(post.id).get(DeliveryState.DELIVERED, 0) for post in posts)
    store.close()
    return told


def main(seconds: float = 2.0) -> int:
    """Measure both, and answer 1 where anything is below the bar."""
    with tempfile.TemporaryDirectory() as quiet, tempfile.TemporaryDirectory() as busy:
        shares = (measured(seconds, quiet, busy=False), measured(seconds, busy, busy=True))
    return 0 if min(shares) >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
