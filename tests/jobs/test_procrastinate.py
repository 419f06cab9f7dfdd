"""What the shared engine does when workers, lines and the database itself fail."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from bot.jobs.connections import Connections
from bot.jobs.pace import JobPace
from bot.jobs.port import Jobs, Task
from bot.jobs.procrastinate import ProcrastinateJobs
from tests.jobs.engines import QUICK, Diary, a_jobs_database, at_work, emptied, soon
from tests.jobs.line import Line

pytestmark = pytest.mark.anyio

INBOX = Task("inbox")
POLLING = Task("polling", standing=True)
KILLED = """
import asyncio, sys
from bot.jobs.port import Task
from bot.jobs.procrastinate import ProcrastinateJobs

async def hold(subject):
    print(subject, flush=True)
    await asyncio.sleep(600)

async def main():
    jobs = ProcrastinateJobs(sys.argv[1])
    jobs.take(Task("inbox"), hold)
    await jobs.run()

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with a_jobs_database() as url:
        yield url


@pytest.fixture
def url(database: str) -> str:
    return emptied(database)


@pytest.fixture
async def engines(url: str) -> AsyncIterator[list[Jobs]]:
    workers = [ProcrastinateJobs(url, QUICK) for _ in range(2)]
    yield [*workers]
    for worker in workers:
        await worker.close()


@pytest.fixture
def server(url: str) -> Iterator[Engine]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def rows(server: Engine, query: str) -> list[tuple[object, ...]]:
    with server.connect() as connection:
        found = connection.execute(text(query))
        return [tuple(row) for row in found] if found.returns_rows else []


async def test_who_stops_hands_over_at_once(engines: list[Jobs]) -> None:
    diary = Diary()
    diary.take(engines, POLLING, seconds=60)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(engines[0].run())
        await soon(lambda: diary.begun == [(0, "")])
        second = group.create_task(engines[1].run())
        first.cancel()
        await soon(lambda: diary.begun == [(0, ""), (1, "")])
        second.cancel()
    assert diary.most_at_once[""] == 1


@pytest.mark.slow
async def test_who_is_cut_off_lets_go_before_another_takes_over(
    url: str, engines: list[Jobs], monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = Diary()
    async with Line(url).open() as line:
        far = ProcrastinateJobs(line.url, QUICK)
        for task in (INBOX, POLLING):
            diary.take([far, *engines], task, seconds=60)
        async with at_work(far):
            await far.defer(INBOX, "acme")
            await soon(lambda: len(diary.begun) == 2)
            async with at_work(engines[0]):
                monkeypatch.setattr("bot.jobs.procrastinate.PATIENCE", 0.2)
                line.goes_dead()
                await soon(lambda: len(diary.begun) == 4)
                await far.defer(INBOX, "globex")  # is dropped, and holds nobody up
                assert sorted(diary.begun) == [(0, ""), (0, "acme"), (1, ""), (1, "acme")]
                assert sorted(diary.cut_short) == [(0, ""), (0, "acme")]
        await far.close()
    assert diary.most_at_once == {"": 1, "acme": 1, "any": 2}


@pytest.mark.slow
async def test_who_was_held_to_be_dead_lets_go(engines: list[Jobs], server: Engine) -> None:
    """As after a long stop of the process: its row has lapsed and another one may have taken it."""
    diary = Diary()
    diary.take(engines, INBOX, seconds=60)
    async with at_work(engines[0]):
        await engines[0].defer(INBOX, "acme")
        await soon(lambda: diary.begun == [(0, "acme")])
        async with at_work(engines[1]):
            rows(server, "UPDATE jitabata_job_leases SET holder = 'another'")
            await soon(lambda: (0, "acme") in diary.cut_short)
            assert diary.begun == [(0, "acme")]
            await soon(lambda: len(diary.begun) == 2)
    assert diary.most_at_once["acme"] == 1


@pytest.mark.slow
async def test_whatever_the_engine_believes_one_process_runs_a_lock(
    engines: list[Jobs], server: Engine
) -> None:
    """A worker that was held to be dead ends the job of another, in the library's books."""
    diary = Diary()
    diary.take(engines, INBOX, seconds=60)
    async with at_work(*engines):
        await engines[0].defer(INBOX, "acme")
        await soon(lambda: len(diary.begun) == 1)
        rows(server, "DELETE FROM procrastinate_jobs")
        await engines[0].defer(INBOX, "acme")
        put_off = "SELECT 1 FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL"
        await soon(lambda: rows(server, put_off) != [])
    assert len(diary.begun) == 1


@pytest.mark.slow
async def test_a_database_that_restarts_costs_nothing(engines: list[Jobs], server: Engine) -> None:
    """Every session is ended while jobs are under way, waiting and deferred."""
    diary = Diary()
    diary.take(engines, INBOX, seconds=0.05)
    async with at_work(*engines):
        for number in range(12):
            await engines[number % 2].defer(INBOX, str(number))
            if number == 5:
                rows(
                    server,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                    " application_name = 'jitabata jobs' AND pid <> pg_backend_pid()",
                )
        await soon(lambda: {of for _, of in diary.ended} == {str(n) for n in range(12)})
        await soon(lambda: rows(server, "SELECT 1 FROM procrastinate_jobs") == [])


async def test_a_job_whose_answer_was_lost_is_given_back(
    engines: list[Jobs], server: Engine
) -> None:
    diary = Diary()
    diary.take(engines, INBOX)
    async with at_work(engines[0]):
        await engines[0].defer(INBOX, "first")
        await soon(lambda: diary.subjects == ["first"])
        rows(
            server,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args,"
            " status, worker_id) SELECT 'inbox', 'inbox', 'inbox:a', 'inbox:a',"
            " '{\"subject\": \"a\"}', 'doing', id FROM procrastinate_workers",
        )
        await soon(lambda: diary.subjects == ["first", "a"])


@pytest.mark.slow
async def test_a_worker_of_the_version_before_keeps_its_jobs_as_long_as_it_lives(
    engines: list[Jobs], server: Engine
) -> None:
    """It holds no rows of ours; both versions run during an upgrade."""
    diary = Diary()
    diary.take(engines, INBOX)
    rows(server, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + '1 hour')")
    rows(
        server,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args,"
        " status, worker_id) SELECT 'inbox', 'inbox', 'inbox:a', 'inbox:a',"
        " '{\"subject\": \"a\"}', 'doing', id FROM procrastinate_workers",
    )
    async with at_work(engines[0]):
        others = [str(number) for number in range(6)]  # there are several looks meanwhile
        for number, subject in enumerate(others, 1):
            await engines[0].defer(INBOX, subject)
            await soon(lambda number=number: len(diary.ended) == number)  # type: ignore[misc]
        assert diary.subjects == others
        rows(server, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
                     " WHERE last_heartbeat > now() + interval '1 minute'")  # fmt: skip
        await soon(lambda: diary.subjects[-1] == "a")


async def test_what_is_given_back_makes_way_for_one_that_waits(
    engines: list[Jobs], server: Engine
) -> None:
    diary = Diary()
    diary.take(engines, INBOX)
    rows(
        server,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)"
        " SELECT 'inbox', 'inbox', 'inbox:a', 'inbox:a', '{\"subject\": \"a\"}', 'doing'",
    )
    await engines[0].defer(INBOX, "a")
    async with at_work(engines[0]):
        await soon(lambda: diary.subjects == ["a"])
        await soon(lambda: rows(server, "SELECT 1 FROM procrastinate_jobs") == [])


async def test_a_job_waits_for_who_knows_its_task(engines: list[Jobs]) -> None:
    diary = Diary()
    diary.take(engines[:1], INBOX)
    await engines[0].defer(Task("tomorrow"), "acme")
    await engines[0].defer(INBOX, "acme")
    async with at_work(*engines):
        await soon(lambda: len(diary.ended) == 1)
    assert await engines[0].waiting() == {"tomorrow": 1}


async def test_without_a_database_a_nudge_is_dropped_and_said(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.procrastinate.PATIENCE", 0.1)
    jobs = ProcrastinateJobs("postgresql://127.0.0.1:9/nothing", QUICK)
    await jobs.defer(INBOX, "acme")
    with pytest.raises(OSError, match=r"database"):
        await jobs.waiting()
    await jobs.close()
    assert any(line.startswith("inbox could not be deferred") for line in caplog.messages)


async def test_connections_are_those_that_the_store_would_make(url: str) -> None:
    connections = Connections(url, 1.0)
    await connections.open()
    async with connections.connector.pool.connection() as connection:
        found = await connection.execute("SELECT current_schema(), current_setting('TimeZone')")
        assert (await found.fetchone() or [""])[0].startswith("jitabata_")
    await connections.cut()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_work_of_a_killed_process_is_taken_over_within_ten_seconds(
    url: str, how: signal.Signals
) -> None:
    """At the pace of the house."""
    killed = subprocess.Popen(  # noqa: ASYNC220, S603 - our own program
        [sys.executable, "-c", KILLED, url],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert killed.stdout is not None
    heir, diary = ProcrastinateJobs(url), Diary()
    await heir.defer(INBOX, "acme")
    assert await asyncio.to_thread(killed.stdout.readline) == b"acme\n"
    diary.take([heir], INBOX)
    async with at_work(heir):
        os.kill(killed.pid, how)
        await soon(lambda: bool(diary.ended))
    pace = JobPace()
    assert pace.stalled + 2 * pace.look < 10  # at most that long, and its queries
    killed.kill()
    killed.wait()
    killed.stdout.close()
    await heir.close()
