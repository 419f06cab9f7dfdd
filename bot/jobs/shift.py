"""A worker's time at work, from its connection until it stops or is cut off."""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from procrastinate import JobContext, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from bot.jobs.connections import GONE, Connections, begin
from bot.jobs.leases import Leases, name_of
from bot.jobs.pace import JobPace
from bot.jobs.port import Task
from bot.jobs.underway import RunningTask, Underway

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # at once, by any clock
MARGIN = 2.0  # seconds more than the grace, to record what became of the jobs

logger = logging.getLogger(__name__)


class Shift:
    """Works for as long as the database has heard of it."""

    def __init__(self, url: str, works: Collection[RunningTask], pace: JobPace) -> None:
        self._pace = pace
        self._connections = Connections(url, pace.lease)
        self._app = self._connections.app
        self._leases = Leases(self._connections.connector, pace)
        self._underway = Underway()
        self._number: int | None = None  # ours in the library's books, once a job has said it
        self._queues = [work.task.name for work in works]
        self._standing = [work.task for work in works if work.task.standing]
        for work in works:
            self._teach(work)

    async def work(self) -> None:
        """Return when it has not been heard for too long; a database error when there is none."""
        try:
            await self._connections.open()
            await self._until_over()
        finally:
            await self._connections.cut()

    async def _until_over(self) -> None:
        working = begin(self._worker())
        keeping, looking = begin(self._leases.keep()), begin(self._look_after())
        first = asyncio.FIRST_COMPLETED
        try:
            ended, _ = await asyncio.wait({working, keeping, looking}, return_when=first)
            if not working.done():
                logger.warning("the database has not heard of this worker: it lets go of its jobs")
                self._underway.stop()
                await self._connections.cut()
        finally:
            looking.cancel()
            working.cancel()
            self._underway.stop(standing=True)
            await asyncio.wait({working}, timeout=self._pace.grace + MARGIN)
            keeping.cancel()
            self._underway.stop()
        for task in ended:
            task.result()

    async def _worker(self) -> None:
        await self._app.run_worker_async(
            queues=self._queues,
            concurrency=self._pace.hands + len(self._standing),
            fetch_job_polling_interval=self._pace.poll,
            shutdown_graceful_timeout=self._pace.grace,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=self._pace.beat,
            stalled_worker_timeout=self._pace.stalled,
        )

    def _teach(self, work: RunningTask) -> None:
        """Let the library know a task; each has a queue of its own, read by who takes it only."""
        task, pace, clock = work.task, self._pace, asyncio.get_running_loop().time

        async def job(
            context: JobContext, timestamp: int = 0, subject: str = "", failures: int = 0
        ) -> None:
            del timestamp  # when it came round again; the run reads its own clock
            self._number = context.job.worker_id
            if runner := asyncio.current_task():
                runner.add_done_callback(_say_what_became)
            again = partial(defer, self._connections, task, subject)
            async with self._leases.hold(name_of(context.job)) as is_ours:
                if not is_ours:
                    await again(pace.look, failures)
                    return
                began = clock()
                try:
                    is_done = await self._underway.do(work, subject)
                except asyncio.CancelledError:  # this job ends, and the next one goes on
                    await again(0.0)
                    return
                if not is_done:
                    failures = 1 if clock() - began > pace.longest_pause else failures + 1
                    await again(pace.pause(failures), failures)

        retry = RetryStrategy(wait=1)  # where the database was away meanwhile
        taught = self._app.task(name=task.name, queue=task.name, pass_context=True, retry=retry)(
            job
        )
        if task.every is not None:
            self._app.periodic(
                cron=cron_of(task.every),
                queue=task.name,
                lock=task.lock_of(""),
                queueing_lock=task.key_of(""),
                priority=task.priority,
            )(taught)

    async def _look_after(self) -> None:
        """Every worker does, and they do not get in each other's way."""
        loose: set[int] = set()
        while True:
            with suppress(*GONE):
                loose = await self._look(loose)
            await asyncio.sleep(self._pace.look)

    async def _look(self, loose: set[int]) -> set[int]:
        """Give back what is said to be done and is not, at two looks in a row; begin what stands.

        Its process has died, or the answer that brought or ended it was lost on the way to us.
        """
        manager = self._app.job_manager
        doing = list(await manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.stalled))
        if self._number is not None:
            doing += await manager.list_jobs_async(worker_id=self._number, status="doing")
        alive = await self._leases.alive()
        found = {job.id: job for job in doing if job.id and name_of(job) not in alive}
        for number in loose & found.keys():
            try:
                await manager.retry_job(found[number], retry_at=LONG_AGO)
            except UniqueViolation:  # another one waits that will do the same
                await manager.finish_job(found[number], Status.SUCCEEDED, delete_job=True)
        for task in self._standing:
            if not list(await manager.list_jobs_async(queue=task.name)):
                await defer(self._connections, task, "")
        return set(found)


async def defer(
    connections: Connections, task: Task, subject: str, pause: float = 0.0, failures: int = 0
) -> None:
    """Have one job of a task and subject wait, where none does.

    It is looked up first, for PostgreSQL logs as an error what a unique index refuses.
    """
    app, key, waits = connections.app, task.key_of(subject), Status.TODO.value
    if list(await app.job_manager.list_jobs_async(queueing_lock=key, status=waits)):
        return
    deferrer = app.configure_task(
        task.name,
        queue=task.name,
        lock=task.lock_of(subject),
        queueing_lock=key,
        priority=task.priority,
        schedule_at=connections.now() + timedelta(seconds=pause) if pause else None,
    )
    with suppress(AlreadyEnqueued):
        await deferrer.defer_async(subject=subject, failures=failures)


def _say_what_became(runner: asyncio.Task[object]) -> None:
    """Say that the library could not write down the end of a job; the next looks find it."""
    if not runner.cancelled() and (error := runner.exception()) is not None:
        logger.warning("a job's end could not be recorded: %s", type(error).__name__)


def cron_of(every: timedelta) -> str:
    """A period as a line of croniter's, whose sixth field counts seconds."""
    seconds = round(every.total_seconds())
    if seconds < 60:
        return f"* * * * * */{seconds}"
    if seconds < 3600:
        return f"*/{seconds // 60} * * * *"
    return f"0 */{seconds // 3600} * * *" if seconds < 86400 else "0 0 * * *"
