"""One process of the desk with a channel that only counts; started by ``workers``.

    python -m tests.benchmarks.delivery.process URL WIRE [web]

It does what ``bot.running.serving`` has a process do for deliveries, without pages and feeds. It is told
what to do by lines on standard input and answers each with a line.
"""

import asyncio
import contextlib
import json
import resource
import sys
import uuid
from dataclasses import dataclass

from bot.app import now
from bot.delivery.dispatch import Dispatch
from bot.delivery.fan_out import FanOut
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ledger import Lane, Outgoing
from bot.knowledge.load import load
from bot.model.event import MessageReceived
from bot.model.rate import Rate
from bot.running.engine import bring_up_to_date, jobs_of
from bot.running.tasks import DELIVER, FAN_OUT, LOOK, Prompter
from bot.store.sql import SqlStore
from tests.benchmarks.delivery.setting import CHANNEL, approval


@dataclass(frozen=True)
class Wire:
    """A channel: how much of it at once, how many seconds one of a broadcast takes, its rate if it has one."""

    at_once: int = 8
    takes: float = 0.0
    every: float = 0.0
    burst: int = 1
    abreast: int = 4

    @property
    def rate(self) -> Rate | None:
        return Rate(self.every, self.burst, self.abreast) if self.every else None

    async def deliver(self, outgoing: Outgoing) -> str:
        if self.takes and outgoing.lane is Lane.BROADCAST:
            await asyncio.sleep(self.takes)
        return outgoing.key

    @property
    def outlet(self) -> Outlet:
        return Outlet(CHANNEL, self, self.at_once, self.rate)


class Process:
    def __init__(self, url: str, wire: Wire, *, works: bool) -> None:
        self.store = SqlStore.open(url)
        bring_up_to_date(url)
        self._jobs = jobs_of(url)
        self._works = works
        self._prompter = Prompter(self.store, self._jobs, now)
        desk = Desk(self.store, load(None))
        self._door = DeskDoor(desk, lambda effects: self._prompter.nudge() if effects else None)
        dispatch = Dispatch(
            self.store.ledger, {CHANNEL: wire.outlet}, uuid.uuid4().hex, now, asyncio.sleep
        )
        fan_out = FanOut(self.store, self._door, now, asyncio.sleep)

        async def deliver(channel: str) -> None:
            await dispatch.deliver(channel)

        if works:
            self._jobs.take(LOOK, self._prompter.look)
            self._jobs.take(DELIVER, deliver)
            self._jobs.take(FAN_OUT, fan_out.run)

    async def run(self) -> None:
        lines = await _standard_input()
        tasks = [asyncio.create_task(self._prompter.run())]
        if self._works:
            tasks.append(asyncio.create_task(self._jobs.run()))
        _say({"ready": True})
        while line := await lines.readline():
            await self._obey(*line.decode().split())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await self._jobs.close()

    async def _obey(self, what: str, *words: str) -> None:
        if what == "approve":
            await self._door.handle(approval(now()))
        elif what == "write":
            await self._write(words[0])
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say({"memory": memory})

    async def _write(self, number: str) -> None:
        """A customer writes, one who has never written before."""
        name = f"{CHANNEL}:customer-{number}"
        text = "一覧の絞り込みの方法を教えてください"
        await self._door.handle(
            MessageReceived(now(), f"m{number}", name, f"t{number}", CHANNEL, text)
        )


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


def main() -> None:
    url, wire, *rest = sys.argv[1:]
    process = Process(url, Wire(**json.loads(wire)), works="web" not in rest)
    with contextlib.closing(process.store):
        asyncio.run(process.run())


if __name__ == "__main__":
    main()
