"""Runs both processes, prints the table, and fails when a bar is missed."""

import asyncio
import socket
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.slack.sending import ROOMS, Slack
from tests.benchmarks.slack.serving import EMPTY, OURS, now, serve_both
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.world import World

EVENTS = 200
EMPTY_EVENTS = 1_000
WARM = 40
ROUNDS = 3  # of both throughputs, in turns; the median counts
SHARE, HALF_P99, LONGEST = 0.25, 0.100, 1.0


@dataclass
class Measured:
    """Events a second of both, acknowledgements in seconds."""

    ours: list[float]
    empty: list[float]
    full_acks: list[float]
    half_acks: list[float]

    @property
    def share(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.empty)

    @property
    def half_p99(self) -> float:
        return statistics.quantiles(self.half_acks, n=100)[98]

    @property
    def longest(self) -> float:
        return max(*self.full_acks, *self.half_acks)

    def bars(self) -> list[tuple[str, str, str, bool]]:
        return [
            ("share of the empty app", f"{self.share:.1%}", f">= {SHARE:.0%}", self.share >= SHARE),
            (
                "99 of 100 acks at half load",
                f"{1000 * self.half_p99:.1f} ms",
                f"<= {1000 * HALF_P99:.0f} ms",
                self.half_p99 <= HALF_P99,
            ),
            ("longest ack", f"{self.longest:.3f} s", f"< {LONGEST:.0f} s", self.longest < LONGEST),
        ]


async def measure(slack: Slack) -> Measured:
    warm = slack.events(WARM)
    await slack.at_once(EMPTY, warm)
    await slack.at_once(OURS, warm)
    await slack.until_answered(warm)
    measured = Measured([], [], [], [])
    for _ in range(ROUNDS):
        events = slack.events(EMPTY_EVENTS)
        began = time.perf_counter()
        await slack.at_once(EMPTY, events)
        measured.empty.append(len(events) / (time.perf_counter() - began))
        events = slack.events(EVENTS)
        began = time.perf_counter()
        measured.full_acks += await slack.at_once(OURS, events)
        await slack.until_answered(events)
        measured.ours.append(len(events) / (time.perf_counter() - began))
    events = slack.events(EVENTS)
    rate = statistics.median(measured.ours) / 2
    measured.half_acks = await slack.evenly(OURS, events, rate)
    await slack.until_answered(events)
    return measured


@asynccontextmanager
async def a_server(world: World, folder: str, *, durable: bool) -> AsyncIterator[int]:
    """The process that serves both apps; its port."""
    database = str(Path(folder) / "desk.sqlite")
    words = ("-m", "tests.benchmarks.slack", world.url, database, "durable" if durable else "")
    process: Process = await create_subprocess_exec(sys.executable, *words, stdout=PIPE)
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def run(*, durable: bool) -> int:
    """Measure one way of serving; how many bars were missed, and rules of Slack broken."""
    world = World(now)
    world.installed("T1")
    world.rates.are_kept = False
    for number in range(ROOMS):
        world.room(f"C{number}", "T1", is_ext_shared=True)
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world), a_server(world, folder, durable=durable) as port:
            slack = Slack(world, port)
            await slack.open()
            measured = await measure(slack)
            slack.close()
    sys.stdout.write("durable\n" if durable else "without waiting for the disk\n")
    return say(measured, world)


def say(measured: Measured, world: World) -> int:
    ours, empty = statistics.median(measured.ours), statistics.median(measured.empty)
    full = statistics.quantiles(measured.full_acks, n=100)[98]
    sys.stdout.write(
        f"full triage {ours:.0f} events/s, empty app {empty:.0f} events/s"
        f" (rounds: {[round(v) for v in measured.ours]}, {[round(v) for v in measured.empty]})\n"
        f"acks: at full load p99 {1000 * full:.1f} ms; at half load median"
        f" {1000 * statistics.median(measured.half_acks):.1f} ms\n"
    )
    missed = 0
    for name, value, bar, is_met in measured.bars():
        sys.stdout.write(f"{name:30}{value:>12}{bar:>12}  {'met' if is_met else 'MISSED'}\n")
        missed += not is_met
    for finding in world.findings:
        sys.stdout.write(f"finding: {finding}\n")
    return missed + len(world.findings)


def main() -> int:
    if len(sys.argv) == 4:
        _, slack, database, durable = sys.argv
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            sys.stdout.write(f"{listening.getsockname()[1]}\n")
            sys.stdout.flush()
            asyncio.run(serve_both(slack, database, listening, durable=bool(durable)))
        return 0
    asyncio.run(run(durable=False))
    return 1 if asyncio.run(run(durable=True)) else 0


if __name__ == "__main__":
    sys.exit(main())
