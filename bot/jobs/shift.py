"""One shift of a worker of the shared engine: from its registration until it stops or is cut off."""

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import DeleteJobCondition, Job
from procrastinate.worker import Worker

from bot.jobs.connections import Connections
from bot.jobs.fenced import FencedManager
from bot.jobs.keeper import Keeper
from bot.jobs.lease import Lease
from bot.jobs.pace import JobPace
from bot.jobs.underway import RunningTask, Underway

NEVER = 86400.0  # seconds; nobody asks for a job to be aborted through the database
MARGIN = 2.0  # seconds more than the grace, to record what became of the jobs

logger = logging.getLogger(__name__)


class Again(Exception):  # noqa: N818 - it asks for something
    """A run has failed, and is logged; it is to be tried again after ``pause`` seconds."""

    def __init__(self, pause: float) -> None:
        super().__init__()
        self.pause = pause


class Retries(BaseRetryStrategy):
    """A job that was cut short is given to others at once, one that failed after its pause."""

    def __init__(self, pace: JobPace) -> None:
        self._pace = pace

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision()
        pause = self._pace.pause(job.attempts + 1)
        if isinstance(exception, Again):
            pause = exception.pause
        return RetryDecision(retry_in={"milliseconds": round(pause * 1000)})


class Shift:
    """Works for as long as it is heard. ``before``: our number in a shift that was cut off."""

    def __init__(
        self, url: str, works: Collection[RunningTask], pace: JobPace, before: int | None
    ) -> None:
        self._pace = pace
        self._before = before
        self._underway = Underway()
        self._connections = Connections(url, pace.lease)
        self._connector = PsycopgConnector(configure=self._connections.configure)
        self.lease = Lease(pace.lease, asyncio.get_running_loop().time)
        self._manager = FencedManager(self._connector, self.lease)
        self._app = App(connector=self._connector)
        self._app.job_manager = self._manager
        for work in works:
            self._teach(work)
        standing = [work.task for work in works if work.task.standing]
        self._keeper = Keeper(self._manager, self.lease, standing, pace)
        self._worker = self._worker_of([work.task.name for work in works], len(standing))

    async def work(self) -> None:
        """Return when the lease is lost; a database error when there is none to be had."""
        try:
            await self._connections.open()
            await self._connector.open_async(self._connections.pool)
            if self._before is not None:
                await self._manager.unregister_worker(self._before)
            await self._until_over()
        finally:
            self._underway.stop()
            await self._connections.cut()

    async def _until_over(self) -> None:
        working = asyncio.create_task(run(self._worker))
        beside = [
            asyncio.create_task(self._keeper.run()),
            asyncio.create_task(self.lease.lost(self._pace.beat / 4)),
        ]
        try:
            await asyncio.wait({working, *beside}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                logger.warning("the database has not heard of this worker: it lets go of its jobs")
        except asyncio.CancelledError:
            stop(self._worker)
            self._underway.stop(standing=True)
            await asyncio.wait({working}, timeout=self._pace.grace + MARGIN)
            raise
        finally:
            for task in beside:
                task.cancel()
            await self._end(working)
        if working.done() and not working.cancelled():
            working.result()

    async def _end(self, working: asyncio.Task[None]) -> None:
        """Have nothing go on; what cannot be told to the database is found by others."""
        self._underway.stop()
        if not working.done():
            stop(self._worker)
            await self._connections.cut()
            await asyncio.wait({working}, timeout=MARGIN)
        if not working.done():  # it hangs in the driver; nothing it says counts any more
            working.cancel()
            working.add_done_callback(_forget)

    def _worker_of(self, queues: list[str], standing: int) -> Worker:
        pace = self._pace
        return Worker(
            self._app,
            queues=queues,
            concurrency=pace.hands + standing,
            fetch_job_polling_interval=pace.look,
            abort_job_polling_interval=NEVER,
            shutdown_graceful_timeout=pace.grace,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=pace.beat,
            stalled_worker_timeout=pace.stalled,
        )

    def _teach(self, work: RunningTask) -> None:
        """Let the library know a task; each has a queue of its own, read by who takes it only."""
        task, pace = work.task, self._pace

        async def job(context: JobContext, timestamp: int = 0, subject: str = "") -> None:
            del timestamp  # when it came round again; the run reads its own clock
            began = self.lease.now()
            if not await self._underway.do(work, subject):
                lasted = self.lease.now() - began
                failures = 1 if lasted > pace.longest_pause else context.job.attempts + 1
                raise Again(pace.pause(failures))

        taught = self._app.task(
            name=task.name, queue=task.name, pass_context=True, retry=Retries(pace)
        )(job)
        if task.every is not None:
            self._app.periodic(
                cron=cron_of(task.every),
                queue=task.name,
                lock=task.lock_of(""),
                queueing_lock=task.key_of(""),
                priority=task.priority,
            )(taught)


def _forget(task: asyncio.Task[None]) -> None:
    """What became of a task that nobody waits for."""
    if not task.cancelled():
        task.exception()


async def run(worker: Worker) -> None:
    """The library's, which has no type."""
    await worker.run()  # type: ignore[no-untyped-call]


def stop(worker: Worker) -> None:
    """The library's, which has no type."""
    worker.stop()  # type: ignore[no-untyped-call]


def cron_of(every: timedelta) -> str:
    """A period as a line of croniter's, whose sixth field counts seconds."""
    seconds = round(every.total_seconds())
    if seconds < 60:
        return f"* * * * * */{seconds}"
    if seconds < 3600:
        return f"*/{seconds // 60} * * * *"
    return f"0 */{seconds // 3600} * * *" if seconds < 86400 else "0 0 * * *"
