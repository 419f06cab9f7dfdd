"""Jobs in one process, kept in memory alone: what comes with SQLite, with nothing to install."""

import asyncio
import heapq
import itertools
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.jobs.pace import JobPace
from bot.jobs.port import Run, Task
from bot.jobs.underway import RunningTask, Underway

LOOK = 1.0  # seconds until who stands by asks again


def always() -> AbstractContextManager[bool]:
    """The turn where there is no other process."""
    return nullcontext(enter_result=True)


@dataclass(slots=True)
class _Job:
    work: RunningTask
    subject: str
    failures: int = 0

    @property
    def key(self) -> str:
        return self.work.task.key_of(self.subject)


class EmbeddedJobs:
    """The engine inside ``serve``; nothing outlives the process, so sweeps find what then waits.

    ``turn``: whether this process may work until the block ends. Of several on one database one
    does and the others stand by; what is deferred in those is dropped, for the one that works
    sweeps. Jobs of a task that nobody took here are dropped too. ``sleep`` passes the time of
    periods, of pauses and of standing by.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[bool]] = always,
        pace: JobPace = JobPace(),  # noqa: B008 - frozen
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turn = turn
        self._pace = pace
        self._sleep = sleep
        self._works: dict[str, RunningTask] = {}
        self._standing_by = False
        self._waiting: dict[str, _Job] = {}
        self._lanes: dict[str, deque[_Job]] = {}  # by lock; the head is next, or under way
        self._ready: list[tuple[int, int, str]] = []  # lanes whose head may be taken up
        self._order = itertools.count()
        self._underway = Underway()
        self._runners: set[asyncio.Task[None]] = set()
        self._pauses: set[asyncio.Future[None]] = set()
        self._working = False

    def take(self, task: Task, run: Run) -> None:
        if task.name in self._works:
            raise ValueError(f"{task.name} is taken already")
        self._works[task.name] = RunningTask(task, run)

    async def defer(self, task: Task, subject: str = "") -> None:
        key = task.key_of(subject)
        work = self._works.get(task.name)
        if work is None or self._standing_by or key in self._waiting:
            return
        job = _Job(work, subject)
        self._waiting[key] = job
        lock = task.lock_of(subject) or f"{key}#{next(self._order)}"
        lane = self._lanes.setdefault(lock, deque())
        lane.append(job)
        if len(lane) == 1:
            self._make_ready(lock)
        self._hand_out()

    async def waiting(self) -> Mapping[str, int]:
        return Counter(job.work.task.name for job in self._waiting.values())

    async def close(self) -> None:
        """Nothing is held open."""

    async def run(self) -> None:
        while True:
            with self._turn() as is_ours:
                self._standing_by = not is_ours
                if is_ours:
                    await self._work()
            for waits in (self._waiting, self._lanes, self._ready):
                waits.clear()
            await self._sleep(LOOK)

    async def _work(self) -> None:
        try:
            async with asyncio.TaskGroup() as rhythms:
                self._working = True
                for work in self._works.values():
                    if work.task.standing:
                        rhythms.create_task(self._stand(work))
                    elif work.task.every is not None:
                        rhythms.create_task(self._repeat(work.task, work.task.every))
                self._hand_out()
                await asyncio.Event().wait()
        finally:
            self._working = False
            await self._finish()

    async def _repeat(self, task: Task, every: timedelta) -> None:
        while True:
            await self.defer(task)
            await self._sleep(every.total_seconds())

    async def _stand(self, work: RunningTask) -> None:
        failures = 0
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            await self._underway.do(work, "")
            failures = 1 if clock() - began > self._pace.longest_pause else failures + 1
            await self._sleep(self._pace.pause(failures))

    def _make_ready(self, lock: str) -> None:
        priority = self._lanes[lock][0].work.task.priority
        heapq.heappush(self._ready, (-priority, next(self._order), lock))

    def _hand_out(self) -> None:
        while self._working and self._ready and len(self._runners) < self._pace.hands:
            lock = heapq.heappop(self._ready)[2]
            job = self._lanes[lock][0]
            del self._waiting[job.key]
            runner = asyncio.create_task(self._do(lock, job))
            self._runners.add(runner)
            runner.add_done_callback(self._runner_is_free)

    def _runner_is_free(self, runner: asyncio.Task[None]) -> None:
        self._runners.discard(runner)
        self._hand_out()

    async def _do(self, lock: str, job: _Job) -> None:
        try:
            well = await self._underway.do(job.work, job.subject)
        except asyncio.CancelledError:
            self._hand_back(lock, job)
            raise
        if well or job.key in self._waiting:  # one more waits already and looks anew
            self._go_on(lock)
            return
        job.failures += 1
        self._waiting[job.key] = job
        pause = asyncio.ensure_future(self._sleep(self._pace.pause(job.failures)))
        self._pauses.add(pause)
        pause.add_done_callback(partial(self._pause_is_over, lock))

    def _pause_is_over(self, lock: str, pause: asyncio.Future[None]) -> None:
        self._pauses.discard(pause)
        self._make_ready(lock)
        self._hand_out()

    def _hand_back(self, lock: str, job: _Job) -> None:
        if job.key in self._waiting:
            self._go_on(lock)
        else:
            self._waiting[job.key] = job
            self._make_ready(lock)

    def _go_on(self, lock: str) -> None:
        lane = self._lanes[lock]
        lane.popleft()
        if lane:
            self._make_ready(lock)
        else:
            del self._lanes[lock]

    async def _finish(self) -> None:
        """Give runs a little time, then stop them; what they leave waits again."""
        for pause in self._pauses:
            pause.cancel()
        for _ in range(2):
            if self._runners:
                await asyncio.wait(self._runners, timeout=self._pace.grace)
                self._underway.stop()
