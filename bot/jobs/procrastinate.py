"""Jobs shared by any number of processes over one PostgreSQL database, by Procrastinate as it comes.

The library carries the nudges; what runs where is secured by ``Leases``, for it lets a worker that
was held to be dead go on, and forgets a job whose end could not be written down.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from bot.jobs.connections import GONE, Connections, within
from bot.jobs.pace import JobPace
from bot.jobs.port import Run, Task
from bot.jobs.shift import Shift, defer
from bot.jobs.underway import RunningTask

PATIENCE = 3.0  # seconds for a nudge; then the work is left to a sweep

AGAIN = 0.2  # seconds until a question that failed is asked again

T = TypeVar("T")
logger = logging.getLogger(__name__)


class ProcrastinateJobs:
    """The engine over a database that ``schema.bring_up_to_date`` has prepared.

    ``url``: SQLAlchemy's. Processes that only defer take nothing and do not ``run()``. A job of a
    task that no process takes waits for one that does.
    """

    def __init__(
        self,
        url: str,
        pace: JobPace = JobPace(),  # noqa: B008 - frozen
    ) -> None:
        self._url = url
        self._pace = pace
        self._works: dict[str, RunningTask] = {}
        self._connections: Connections | None = None
        self._opening = asyncio.Lock()

    def take(self, task: Task, run: Run) -> None:
        if task.name in self._works:
            raise ValueError(f"{task.name} is taken already")
        self._works[task.name] = RunningTask(task, run)

    async def defer(self, task: Task, subject: str = "") -> None:
        task.key_of(subject)
        try:
            await within(PATIENCE, self._insist(partial(self._defer, task, subject)))
        except GONE as error:
            logger.warning("%s could not be deferred: %s", task.name, error)

    async def waiting(self) -> Mapping[str, int]:
        try:
            return await within(PATIENCE, self._insist(self._waiting))
        except GONE as error:
            raise OSError(f"the database of the jobs is away: {error}") from error

    async def run(self) -> None:
        while True:
            shift = Shift(self._url, self._works.values(), self._pace)
            try:
                await shift.work()
            except GONE as error:
                logger.warning("the database of the jobs is away: %s", type(error).__name__)
            except Exception:  # a fault of the engine must not leave the desk without one
                logger.exception("the engine of jobs broke down")
            await asyncio.sleep(self._pace.look)

    async def close(self) -> None:
        connections, self._connections = self._connections, None
        if connections is not None:
            await connections.cut()

    async def _insist(self, question: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer; every question here may be asked twice."""
        while True:
            try:
                return await question()
            except GONE:
                await asyncio.sleep(AGAIN)

    async def _defer(self, task: Task, subject: str) -> None:
        await defer(await self._opened(), task, subject)

    async def _waiting(self) -> dict[str, int]:
        found = await (await self._opened()).app.job_manager.list_tasks_async()
        return {str(task["name"]): int(task["todo"]) for task in found if task["todo"]}

    async def _opened(self) -> Connections:
        async with self._opening:
            if self._connections is None:
                connections = Connections(self._url, PATIENCE)
                await connections.open()
                self._connections = connections
        return self._connections
