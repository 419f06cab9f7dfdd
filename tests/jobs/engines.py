"""Engines of jobs over the real thing, quick enough for tests, and a crew that works with them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import create_engine, text

from bot.jobs import leases, schema
from bot.jobs.pace import JobPace
from bot.jobs.port import Jobs, Task
from tests.store.databases import a_schema

QUICK = JobPace(
    first_pause=0.02,
    longest_pause=0.5,
    grace=0.5,
    beat=0.1,
    lease=2.0,
    stalled=3.0,
    look=0.05,
    poll=0.02,
)
SOON = 50.0  # seconds in which everything here must have happened, on a busy machine


@contextmanager
def a_jobs_database() -> Iterator[str]:
    """The URL of a PostgreSQL schema with the tables of the engine."""
    with a_schema() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            schema.bring_up_to_date(connection)
        engine.dispose()
        yield url


def emptied(url: str) -> str:
    """The same URL, with no jobs and no workers left in it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("periodic_defers", "jobs", "workers"):
            connection.execute(text(f"DELETE FROM procrastinate_{table}"))  # noqa: S608 - ours
        connection.execute(text(f"DELETE FROM {leases.TABLE}"))  # noqa: S608 - ours
    engine.dispose()
    return url


@asynccontextmanager
async def at_work(*engines: Jobs) -> AsyncIterator[None]:
    """Engines that run until the block is left."""
    running = [asyncio.create_task(engine.run()) for engine in engines]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def soon(happens: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SOON):
        while not happens():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


@dataclass
class Diary:
    """What was done, by whom, and how much of it at the same time."""

    begun: list[tuple[int, str]] = field(default_factory=list)
    ended: list[tuple[int, str]] = field(default_factory=list)
    cut_short: list[tuple[int, str]] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    _at_once: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def subjects(self) -> list[str]:
        return [subject for _, subject in self.begun]

    def take(self, engines: Sequence[Jobs], task: Task, *, seconds: float = 0.0) -> None:
        """Have every engine take a task that writes into the diary, waits for the gate, and ends."""
        for number, engine in enumerate(engines):
            engine.take(task, self.run_of(number, seconds))

    def run_of(self, number: int, seconds: float) -> Callable[[str], Awaitable[None]]:
        async def run(subject: str) -> None:
            self.begun.append((number, subject))
            for of in (subject, "any"):
                self._at_once[of] += 1
                self.most_at_once[of] = max(self.most_at_once[of], self._at_once[of])
            try:
                await self.gate.wait()
                await asyncio.sleep(seconds)
                self.ended.append((number, subject))
            except asyncio.CancelledError:
                self.cut_short.append((number, subject))
                raise
            finally:
                for of in (subject, "any"):
                    self._at_once[of] -= 1

        return run
