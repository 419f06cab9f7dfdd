"""Our side, in a process of its own: reads commands on standard input, answers JSON lines.

    python -m tests.benchmarks.feeds.ours COUNT PORT [SCHEME]

``round``: every feed once, ten at a time. ``read``: what each feed says. ``minute``: the real
rounds for a minute. Only here is it known how our poller is put together.
"""

import asyncio
import json
import logging
import resource
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import httpx

from bot.feeds.fetch import FeedFetch, FetchLimits
from bot.feeds.poll import Poller
from bot.feeds.summary import shows
from bot.model.errors import FeedError
from bot.model.event import FeedRead
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedReading
from bot.net.addresses import resolve
from bot.net.client import polling_client
from bot.net.rounds import Rounds
from bot.net.timetable import PollPace, Timetable
from tests.benchmarks.feeds.pages import source

NOW = datetime(2026, 5, 1, 3, 30, tzinfo=UTC)
AT_ONCE = 10
MINUTE = 60.0


async def looked_up(host: str, port: int) -> list[str]:
    """Costs what our check of addresses costs; lets loopback pass for public."""
    await resolve(host, port)
    return ["1.1.1.1"]


class Ours:
    """The poller over the loopback feeds, and what the desk would be told."""

    def __init__(self, sources: list[FeedEntry], client: httpx.AsyncClient) -> None:
        self.sources = sources
        self.fetch = FeedFetch(client, FetchLimits(allow_http=True), looked_up)
        self.poller = Poller(sources, self.fetch, self._emit, lambda: NOW)
        self.told: Counter[str] = Counter()

    async def _emit(self, event: FeedRead) -> None:
        self.told[event.outcome.value] += 1

    async def round(self) -> dict[str, object]:
        turns, done, began = asyncio.Semaphore(AT_ONCE), list[float](), time.monotonic()

        async def visit(url: str) -> None:
            async with turns:
                await self.poller.visit(url)
            done.append(time.monotonic() - began)

        cpu = time.process_time()
        await asyncio.gather(*(visit(one.url) for one in self.sources))
        return {"cpu": time.process_time() - cpu, "told": done}

    async def minute(self) -> dict[str, object]:
        """The first round, which reads every document, then a minute of steady polling."""
        first = await self.round()
        self.told.clear()
        timetable = Timetable(
            self.poller.hosts, PollPace(interval=MINUTE, seed=1), time.monotonic()
        )
        rounds = Rounds(timetable, self.poller.visit, time.monotonic, asyncio.sleep)
        lag = asyncio.create_task(_longest_lag())
        cpu = time.process_time()
        with suppress(TimeoutError):
            async with asyncio.timeout(MINUTE):
                await rounds.run()
        used = time.process_time() - cpu
        lag.cancel()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {
            "first": first["cpu"],
            "cpu": used,
            "peak": peak,
            "told": self.told,
            "lag": worst[0],
        }

    async def read(self) -> list[str]:
        return [await self._said(one) for one in self.sources]

    async def _said(self, one: FeedEntry) -> str:
        try:
            return _words(await self.fetch(one))
        except FeedError as e:
            return f"unknown: {e}"


worst = [0.0]


async def _longest_lag() -> None:
    """By how many seconds the loop was late at worst: what a chat beside the poller would feel."""
    while True:
        due = time.monotonic() + 0.01
        await asyncio.sleep(0.01)
        worst[0] = max(worst[0], time.monotonic() - due)


def _words(reading: FeedReading) -> str:
    said, _ = shows(reading, now=NOW)
    if said == "operational":
        return "operational"
    found = [f"incident: {i.impact}" for i in reading.incidents]
    if reading.maintenances:
        found.append(f"{len(reading.maintenances)} maintenance")
    elif reading.components and not reading.incidents:
        found.append(f"{len(reading.components)} components")
    roll_up = f", roll-up {reading.overall}"
    return f"{said}{roll_up}; {'; '.join(found)}" if found else f"{said}{roll_up}"


async def serve(count: int, port: int, scheme: str = "http") -> None:
    async with polling_client(allow_private=True) as client:
        ours = Ours([source(number, port, scheme) for number in range(count)], client)
        while command := (await asyncio.to_thread(sys.stdin.readline)).strip():
            answer: object = await getattr(ours, command)()
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
