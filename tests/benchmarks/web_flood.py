"""What a flood of first reports costs a whole ``serve`` through the web chat, beside a page that does nothing.

    python -m tests.benchmarks.web_flood [REPORTS]

A server of its own process, SQLite on disk, offline. Each report is of another person on another
network, in words from ``knowledge/messages``: they load the page, which is timed by itself, and write.
It prints how many milliseconds of processor the server took for each (user and system, all its
threads, until nothing is left to do), and how many a second that is for one processor. What else the
machine has to do does not count, though it makes the same work slower; the last line is the reports' cost as
a multiple of a request that does nothing.

The bar: 300 first reports a second.
"""

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import httpx

from bot.knowledge.load import shipped
from bot.knowledge.messages import training_messages
from tests.benchmarks.overload import served
from tests.web.forms import hidden

REPORTS, WARM, AT_ONCE = 200, 20, 4
PATIENCE = 120.0
TICKS = os.sysconf("SC_CLK_TCK")
Deed = Callable[[int], Awaitable[None]]


def server_of(folder: str) -> int:
    """The process that serves from a folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (entry / "environ").exists():
            try:
                environ = (entry / "environ").read_bytes()
            except OSError:
                continue
            if f"JITABATA_FOLDER={folder}".encode() in environ.split(b"\0"):
                return int(entry.name)
    raise SystemExit("the server is gone")


def cpu(process: int) -> float:
    """Milliseconds of processor that a process has taken."""
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(stat[11]) + int(stat[12])) / TICKS


async def until_idle(process: int) -> float:
    """Wait until it has nothing to do; what it has taken by then."""
    before = -1.0
    while (now := cpu(process)) - before > 20:  # milliseconds in a second
        before = now
        await asyncio.sleep(1.0)
    return now


async def each(process: int, numbers: Iterable[int], deed: Deed) -> float:
    """Milliseconds of processor for each of these."""
    waiting = list(numbers)
    count, began = len(waiting), await until_idle(process)

    async def some() -> None:
        while waiting:
            await deed(waiting.pop())

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return (await until_idle(process) - began) / count


async def main(count: int) -> None:
    texts = [m.text for m in training_messages(shipped()) if m.kind.is_report]
    random.Random(1).shuffle(texts)  # noqa: S311 - a fixed mixture
    forms: dict[int, tuple[httpx.AsyncClient, dict[str, str]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with served(folder) as address:
            process = server_of(folder)

            async def nothing(number: int) -> None:
                await forms[number % WARM][0].get("/healthz")

            async def load(number: int) -> None:
                source = f"127.0.{1 + number // 10 % 200}.{1 + number // 2_000}"
                way = httpx.AsyncHTTPTransport(local_address=source)
                browser = httpx.AsyncClient(transport=way, base_url=address, timeout=PATIENCE)
                page = (await browser.get("/chat")).text
                form = {n: hidden(page, n) for n in ("token", "once")}
                forms[number] = browser, form | {"text": texts[number % len(texts)]}

            async def write(number: int) -> None:
                browser, form = forms.pop(number)
                accepts = {"Accept": "application/json"}
                answer = await browser.post("/messages", data=form, headers=accepts)
                answer.raise_for_status()
                await browser.aclose()

            await each(process, range(WARM), load)
            idle = await each(process, range(count), nothing)
            await each(process, range(WARM), write)
            page = await each(process, range(WARM, WARM + count), load)
            report = await each(process, range(WARM, WARM + count), write)
    for name, taken in (("nothing", idle), ("page", page), ("report", report)):
        sys.stdout.write(f"{name:8} {taken:7.2f} ms {1000 / max(taken, 0.01):7.0f} a second\n")
    sys.stdout.write(f"a report takes {report / max(idle, 0.01):.0f} times as long as nothing\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))
