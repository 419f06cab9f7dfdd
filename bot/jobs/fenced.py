"""Procrastinate's bookkeeping, made safe against workers that were held to be dead and are not.

The library lets whoever knows a job's number finish it or give it back, also a worker that was
stopped for a while and whose job another one does meanwhile. Here only the worker that the job
stands for may; anybody else's word is void. Pauses are measured by the database's clock alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import LiteralString, TypeVar

from procrastinate.connector import BaseAsyncConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback
from procrastinate.utils import utcnow
from psycopg import Error

from bot.jobs.lease import Lease

GONE = (ConnectorException, Error, OSError)  # what is raised when the database is out of reach
AGAIN = 0.2  # seconds until what could not be recorded is tried again

_MINE: LiteralString = """
  FROM (SELECT id FROM procrastinate_jobs
         WHERE id = %(job_id)s AND status = 'doing'
           AND worker_id IS NOT DISTINCT FROM %(worker_id)s
           FOR UPDATE) AS mine
"""
_FINISH: LiteralString = (
    "SELECT procrastinate_finish_job_v1(mine.id, %(status)s, %(delete_job)s)" + _MINE
)
_GIVE_BACK: LiteralString = (
    "SELECT procrastinate_retry_job_v2"
    "(mine.id, now() + make_interval(secs => %(pause)s), NULL, NULL, NULL)" + _MINE
)
_BEAT: LiteralString = (
    "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker_id)s RETURNING id"
)

T = TypeVar("T")
logger = logging.getLogger(__name__)


class FencedManager(JobManager):
    """The library's bookkeeping for one worker, which keeps on trying as long as the lease lasts.

    ``held``: the jobs that this worker has taken up and not yet recorded as done or given back.
    """

    def __init__(self, connector: BaseAsyncConnector, lease: Lease) -> None:
        super().__init__(connector)
        self.held: set[int] = set()
        self._lease = lease
        self._notified: NotificationCallback | None = None

    async def register_worker(self) -> int:
        began = self._lease.now()
        worker = await super().register_worker()
        self._lease.begin(worker, began)
        return worker

    async def update_heartbeat(self, worker_id: int) -> None:
        """Say that we live; whoever has been struck off the list has lost the lease."""
        began = self._lease.now()
        with suppress(*GONE):  # the lease runs out if this goes on
            if await self.connector.execute_query_all_async(_BEAT, worker_id=worker_id):
                self._lease.heard(began)
            else:
                self._lease.lose()

    async def unregister_worker(self, worker_id: int) -> None:
        with suppress(*GONE):  # others strike it off the list
            await super().unregister_worker(worker_id)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """A job to do; one whose answer is lost on the way is given back by ``Keeper``."""
        try:
            job = await super().fetch_job(queues, worker_id)
        except GONE:
            return None
        if job is not None and job.id is not None:
            self.held.add(job.id)
        return job

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - the library's
        query = partial(self._execute, _FINISH, job, status=status.value, delete_job=delete_job)
        try:
            await self._insist(query)
        finally:
            self.held.discard(job.id or 0)
        if job.lock is not None:
            await self._look_again()

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,  # noqa: ARG002
        queue: str | None = None,  # noqa: ARG002
        lock: str | None = None,  # noqa: ARG002
    ) -> None:
        """Let a job wait again; it goes when another one waits that will do the same."""
        pause = 0.0 if retry_at is None else max((retry_at - utcnow()).total_seconds(), 0.0)
        try:
            await self._insist(partial(self._execute, _GIVE_BACK, job, pause=pause))
        except UniqueViolation:
            await self.finish_job(job, Status.SUCCEEDED, delete_job=True)
        finally:
            self.held.discard(job.id or 0)
        if not pause:
            await self._look_again()

    async def defer_periodic_job(
        self, job: Job, periodic_id: str, defer_timestamp: int
    ) -> int | None:
        deferral = super().defer_periodic_job
        return await self._insist(partial(deferral, job, periodic_id, defer_timestamp))

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        self._notified = on_notification
        while True:
            with suppress(*GONE):
                await super().listen_for_jobs(on_notification=on_notification, queues=queues)
            await asyncio.sleep(AGAIN)

    async def _look_again(self) -> None:
        """Have our worker fetch: the database tells of new jobs, not of those that may go on."""
        if self._notified is not None:
            await self._notified(channel="", notification={"type": "job_inserted", "job_id": 0})

    async def _execute(self, query: LiteralString, job: Job, **values: object) -> None:
        await self.connector.execute_query_async(
            query, job_id=job.id, worker_id=job.worker_id, **values
        )

    async def _insist(self, query: Callable[[], Awaitable[T]]) -> T | None:
        """Ask until it is answered or the lease is lost; then None, and others see to the job."""
        while True:
            try:
                return await query()
            except UniqueViolation:
                raise
            except GONE as error:
                if self._lease.is_lost:
                    logger.warning("a job's end could not be recorded: %s", type(error).__name__)
                    return None
            await asyncio.sleep(AGAIN)
