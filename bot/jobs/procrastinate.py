"""Jobs shared by any number of processes over one PostgreSQL database, by Procrastinate."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from procrastinate import PsycopgConnector
from procrastinate.manager import JobManager

from bot.jobs.connections import Connections
from bot.jobs.fenced import AGAIN, GONE
from bot.jobs.keeper import defer
from bot.jobs.pace import JobPace
from bot.jobs.port import Run, Task
from bot.jobs.shift import Shift
from bot.jobs.underway import RunningTask

PATIENCE = 3.0  # seconds for a nudge; then the work is left to a sweep

T = TypeVar("T")
logger = logging.getLogger(__name__)


class ProcrastinateJobs:
    """The engine over a database that ``schema.bring_up_to_date`` has prepared.

    ``url``: SQLAlchemy's. Processes that only defer take nothing and do not ``run()``. A job of a
    task that no process takes waits for one that does. ``sleep`` passes the time between two
    shifts; the library keeps its own clocks.
    """

    def __init__(
        self,
        url: str,
        pace: JobPace = JobPace(),  # noqa: B008 - frozen
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._pace = pace
        self._sleep = sleep
        self._works: dict[str, RunningTask] = {}
        self._connections: Connections | None = None
        self._asking: set[asyncio.Task[object]] = set()
        self._opening = asyncio.Lock()

    def take(self, task: Task, run: Run) -> None:
        if task.name in self._works:
            raise ValueError(f"{task.name} is taken already")
        self._works[task.name] = RunningTask(task, run)

    async def defer(self, task: Task, subject: str = "") -> None:
        task.key_of(subject)
        try:
            await self._answer(partial(self._defer, task, subject))
        except OSError as error:
            logger.warning("%s could not be deferred: %s", task.name, error)

    async def waiting(self) -> Mapping[str, int]:
        found = await self._answer(self._waiting)
        return {name: count for name, count in found.items() if count}

    async def run(self) -> None:
        before: int | None = None
        while True:
            shift = Shift(self._url, self._works.values(), self._pace, before)
            try:
                await shift.work()
            except GONE as error:
                logger.warning("the database of the jobs is away: %s", type(error).__name__)
            except Exception:  # a fault of the engine must not leave the desk without one
                logger.exception("the engine of jobs broke down")
            before = shift.lease.worker or before
            await self._sleep(self._pace.look)

    async def close(self) -> None:
        connections, self._connections = self._connections, None
        if connections is not None:
            await connections.cut()

    async def _defer(self, task: Task, subject: str) -> None:
        await defer(await self._manager(), task, subject)

    async def _waiting(self) -> dict[str, int]:
        found = await (await self._manager()).list_tasks_async()
        return {str(task["name"]): int(task["todo"]) for task in found}

    async def _manager(self) -> JobManager:
        async with self._opening:
            if self._connections is None:
                connections = Connections(self._url, PATIENCE)
                await connections.pool.open()
                self._connections = connections
        connector = PsycopgConnector(configure=self._connections.configure)
        await connector.open_async(self._connections.pool)
        return JobManager(connector)

    async def _answer(self, question: Callable[[], Awaitable[T]]) -> T:
        """The answer, or OSError when there is none in time; a dead line holds nobody up."""
        asking = asyncio.create_task(_insist(question))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
        if not done:
            asking.cancel()
            raise TimeoutError("the database does not answer")
        return asking.result()


async def _insist(question: Callable[[], Awaitable[T]]) -> T:
    """Ask until there is an answer; every question here may be asked twice."""
    while True:
        try:
            return await question()
        except GONE:
            await asyncio.sleep(AGAIN)
