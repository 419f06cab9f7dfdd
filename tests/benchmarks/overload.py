"""More messages than the desk can answer: how many people are answered, and after how long.

    python -m tests.benchmarks.overload [messages a second] [seconds]

A whole ``serve`` on this machine, SQLite, offline; each message is another person's, who loads the
page, writes, waits ten seconds at most, comes back when told to, five times, and then gives up.
"""

import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.web.forms import hidden

PATIENCE, TRIES = 10.0, 6
TEXT = "kintoneが開きません。一覧が真っ白です"


async def person(number: int, address: str, waited: list[float], ends: Counter[str]) -> None:
    """One person; each network of ten people is another address of this machine."""
    clock = asyncio.get_running_loop().time
    way = httpx.AsyncHTTPTransport(local_address=f"127.0.{1 + number // 10 % 200}.1")
    async with httpx.AsyncClient(transport=way, base_url=address, timeout=PATIENCE) as browser:
        began = clock()
        try:
            page = (await browser.get("/chat")).text
            form = {n: hidden(page, n) for n in ("token", "once")} | {"text": f"{TEXT} {number}"}
            accepts = {"Accept": "application/json"}
            answer = await browser.post("/messages", data=form, headers=accepts)
            for _ in range(TRIES - 1):
                if answer.status_code != 503:
                    break
                ends["told to come again"] += 1
                pause = float(answer.headers.get("retry-after", "1"))
                await asyncio.sleep(pause * random.uniform(1, 1.5))  # noqa: S311 - no secret
                answer = await browser.post("/messages", data=form, headers=accepts)
        except httpx.HTTPError as error:
            ends[type(error).__name__] += 1
            return
        ends[str(answer.status_code)] += 1
        if answer.is_success:
            waited.append(clock() - began)


@asynccontextmanager
async def served(folder: str) -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {**os.environ, "JITABATA_FOLDER": folder, "JITABATA_STAFF_TOKEN": "let-me-in-please"}
    log = (Path(folder) / "log").open("wb")
    command = [sys.executable, "-m", "bot", "serve", "--offline", "--port", str(port)]
    running = subprocess.Popen(command, env=given, stdout=log, stderr=log)  # noqa: S603, ASYNC220
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as browser:
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                if (await browser.get(f"{address}/healthz")).is_success:
                    break
            await asyncio.sleep(0.1)
    try:
        yield address
    finally:
        running.terminate()
        running.wait(20)
        log.close()


async def main(rate: float, seconds: float) -> None:
    waited: list[float] = []
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        async with served(folder) as address, asyncio.TaskGroup() as people:
            for number in range(int(rate * seconds)):
                people.create_task(person(number, address, waited, ends))
                await asyncio.sleep(1 / rate)
    asked = int(rate * seconds)
    slow = statistics.quantiles(waited, n=20)[-1] if len(waited) > 1 else 0.0
    sys.stdout.write(
        f"{len(waited)} of {asked} answered, median {statistics.median(waited or [0.0]):.1f} s,"
        f" p95 {slow:.1f} s; {dict(ends)}\n"
    )


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:]]
    asyncio.run(main(*(numbers or [10.0, 30.0])))
