"""Looks after the jobs at the shared engine: whose worker died, and which stand nowhere."""

import asyncio
from collections.abc import Collection
from contextlib import suppress

from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from bot.jobs.fenced import GONE, FencedManager
from bot.jobs.lease import Lease
from bot.jobs.pace import JobPace
from bot.jobs.port import Task


async def defer(manager: JobManager, task: Task, subject: str) -> None:
    """Have one job of a task and subject wait.

    It is looked up first, for PostgreSQL logs as an error what a unique index refuses.
    """
    key = task.key_of(subject)
    if list(await manager.list_jobs_async(queueing_lock=key, status=Status.TODO.value)):
        return
    with suppress(AlreadyEnqueued):
        await manager.defer_job_async(
            Job(
                queue=task.name,
                task_name=task.name,
                lock=task.lock_of(subject),
                queueing_lock=key,
                priority=task.priority,
                task_kwargs={"subject": subject},
            )
        )


class Keeper:
    """Every worker has one; they do not get in each other's way."""

    def __init__(
        self, manager: FencedManager, lease: Lease, standing: Collection[Task], pace: JobPace
    ) -> None:
        self._manager = manager
        self._lease = lease
        self._standing = standing
        self._pace = pace
        self._strays: set[int] = set()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            with suppress(*GONE):
                await self.look()
            await asyncio.sleep(self._pace.look)

    async def look(self) -> None:
        """Give back what nobody does, strike off who is dead, begin what should stand."""
        stalled = await self._manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.stalled)
        for job in stalled:
            await self._manager.retry_job(job)
        await self._manager.prune_stalled_workers(self._pace.stalled)
        await self._give_back_strays()
        for task in self._standing:
            if not list(await self._manager.list_jobs_async(queue=task.name)):
                await defer(self._manager, task, "")

    async def _give_back_strays(self) -> None:
        """Jobs that stand for this worker though it knows nothing of them, at two looks in a row.

        The answer that brought one, or the one that would have ended it, was lost on the way.
        """
        if self._lease.worker is None:
            return
        mine = await self._manager.list_jobs_async(
            worker_id=self._lease.worker, status=Status.DOING.value
        )
        strays = {job.id: job for job in mine if job.id and job.id not in self._manager.held}
        for number in self._strays & strays.keys():
            await self._manager.retry_job(strays[number])
        self._strays = set(strays)
