"""Rows of ours that say what really runs: whatever the engine believes, one process does it.

A job runs only while its process holds the row of its lock, which lapses by the database's clock.
A process that was stopped or cut off lets go by its own clock before others may take the row.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import LiteralString
from uuid import uuid4

from procrastinate import PsycopgConnector
from procrastinate.jobs import Job

from bot.jobs.connections import GONE, within
from bot.jobs.pace import JobPace

TABLE = "jitabata_job_leases"
CREATE = """
CREATE TABLE IF NOT EXISTS jitabata_job_leases (
    name varchar(300) PRIMARY KEY, holder varchar(32) NOT NULL, until timestamptz NOT NULL
)
"""
_TAKE: LiteralString = """
INSERT INTO jitabata_job_leases AS lease
    VALUES (%(name)s, %(holder)s, now() + make_interval(secs => %(seconds)s))
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE lease.until < now() RETURNING name
"""
_RENEW: LiteralString = """
UPDATE jitabata_job_leases SET until = now() + make_interval(secs => %(seconds)s)
    WHERE holder = %(holder)s RETURNING name
"""
_LET_GO: LiteralString = """
DELETE FROM jitabata_job_leases WHERE name = %(name)s AND holder = %(holder)s RETURNING name
"""
_ALIVE: LiteralString = """
WITH lapsed AS (DELETE FROM jitabata_job_leases WHERE until < now())
SELECT name FROM jitabata_job_leases WHERE until >= now()
"""


class Leases:
    """Those of one shift of a worker."""

    def __init__(self, connector: PsycopgConnector, pace: JobPace) -> None:
        self._connector, self._pace = connector, pace
        self._holder = uuid4().hex
        self._taking = asyncio.Lock()
        self._held: dict[str, asyncio.Task[object] | None] = {}

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[bool]:
        """Have a lock until the block ends, or is cancelled because the lock was lost.

        False: another run has it.
        """
        async with self._taking:  # in the order in which the engine took them up
            is_ours = await self._ask(_TAKE, name=name, seconds=self._pace.stalled)
        if not is_ours:
            yield False
            return
        self._held[name] = asyncio.current_task()
        try:
            yield True
        finally:
            del self._held[name]
            with suppress(*GONE):  # or it lapses
                await self._ask(_LET_GO, name=name)

    async def keep(self) -> None:
        """Renew what is held; return when the database has not heard of us for too long."""
        clock = asyncio.get_running_loop().time
        ends = clock() + self._pace.lease
        while (left := ends - clock()) > 0:
            began, held = clock(), dict(self._held)
            with suppress(*GONE):
                kept = await within(left, self._ask(_RENEW, seconds=self._pace.stalled))
                ends = began + self._pace.lease
                for name in held.keys() - kept:
                    if (run := held[name]) and self._held.get(name) is run:
                        run.cancel()
            await asyncio.sleep(max(min(self._pace.beat, ends - clock()), 0.0))

    async def alive(self) -> set[str]:
        """The locks that somebody holds now, in any process."""
        return await self._ask(_ALIVE)

    async def _ask(self, query: LiteralString, **values: object) -> set[str]:
        found = await self._connector.execute_query_all_async(query, holder=self._holder, **values)
        return {row["name"] for row in found}


def name_of(job: Job) -> str:
    """What a job holds while it runs."""
    return job.lock or f"{job.task_name}#{job.id}"
