"""One process of the desk with a channel that only counts; started by ``workers``.

    python -m tests.benchmarks.delivery.process URL WIRE

It is ``jitabata worker --offline`` with one more way out. It is told what to do by lines on standard
input and answers each with a line.
"""

import asyncio
import json
import resource
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.delivery.pump import Outlet
from bot.desk.ledger import Lane, Outgoing
from bot.knowledge.load import load
from bot.model.event import MessageReceived
from bot.model.rate import Rate
from bot.running.engine import bring_up_to_date
from bot.running.serving import DeskServer, Roles
from bot.settings import Settings
from bot.start import new_id, now
from bot.store.sql import SqlStore
from tests.benchmarks.delivery.setting import CHANNEL, approval
from tests.benchmarks.slack.sending import TEXTS


@dataclass(frozen=True)
class Wire:
    """A channel: how much of it at once, how many seconds one of a broadcast takes, and its rate."""

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


class Worker(DeskServer):
    """The real one with a wire."""

    wire = Wire()

    @asynccontextmanager
    async def _outlets(self, *, prints: bool) -> AsyncIterator[dict[str, Outlet]]:
        async with super()._outlets(prints=prints) as outlets:
            yield outlets | {CHANNEL: self.wire.outlet}

    def _background(self, roles: Roles) -> Iterator[Coroutine[None, None, None]]:
        yield from super()._background(roles)
        yield self._obey()

    async def _obey(self) -> None:
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        _say({"ready": True})
        while line := await lines.readline():
            what, *words = line.decode().split()
            if what == "approve":
                await self._house.door.handle(approval(now()))
            elif what == "write":
                await self._write(words[0])
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            _say({"memory": memory})
        signal.raise_signal(signal.SIGTERM)

    async def _write(self, number: str) -> None:
        """A customer writes, one who has never written before."""
        name = f"{CHANNEL}:customer-{number}"
        text = TEXTS[int(number) % len(TEXTS)]
        await self._house.door.handle(
            MessageReceived(now(), f"m{number}", name, f"t{number}", CHANNEL, text)
        )


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    url, wire = sys.argv[1:]
    with TemporaryDirectory() as folder, closing(SqlStore.open(url)) as store:
        settings = Settings(folder=Path(folder), database=url, backup_hours=0, secret="5" * 64)
        bring_up_to_date(url)
        worker = Worker(settings, load(None), store, now, new_id)
        worker.wire = Wire(**json.loads(wire))
        asyncio.run(worker.run("127.0.0.1", 0, Roles(web=False, offline=True)))


if __name__ == "__main__":
    main()
