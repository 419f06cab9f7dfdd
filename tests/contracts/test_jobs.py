"""Every engine of jobs keeps the same promises; the shared one does so over two workers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import partial
from math import floor

import pytest

from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.port import Jobs, Lock, Task
from bot.jobs.procrastinate import ProcrastinateJobs
from bot.start import now
from tests.jobs.engines import QUICK, Diary, a_jobs_database, at_work, emptied, soon

pytestmark = pytest.mark.anyio

INBOX = Task("inbox")
TICK = Task("tick", lock=Lock.TASK)
CHUNK = Task("chunk", lock=Lock.NONE)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with a_jobs_database() as url:
        yield url


@pytest.fixture(params=["embedded", "procrastinate"])
async def engines(request: pytest.FixtureRequest) -> AsyncIterator[list[Jobs]]:
    if request.param == "embedded":
        yield [EmbeddedJobs(pace=QUICK, sleep=hurried)]
        return
    url = emptied(request.getfixturevalue("database"))
    workers = [ProcrastinateJobs(url, QUICK) for _ in range(2)]
    yield [*workers]
    for worker in workers:
        await worker.close()


async def hurried(seconds: float) -> None:
    """Time where it is ours: four times as fast."""
    await asyncio.sleep(seconds / 4)


@pytest.fixture
def diary() -> Diary:
    return Diary()


async def test_what_is_deferred_before_and_while_it_runs_is_done(
    engines: list[Jobs], diary: Diary
) -> None:
    diary.take(engines, INBOX)
    await engines[0].defer(INBOX, "early")
    async with at_work(*engines):
        await engines[-1].defer(INBOX, "late")
        await soon(lambda: len(diary.ended) == 2)
    assert sorted(diary.subjects) == ["early", "late"]
    assert await engines[0].waiting() == {}


async def test_the_same_waits_once_besides_one_under_way(engines: list[Jobs], diary: Diary) -> None:
    diary.take(engines, INBOX)
    diary.gate.clear()
    for _ in range(3):
        await engines[0].defer(INBOX, "acme")
    assert await engines[0].waiting() == {"inbox": 1}
    async with at_work(*engines):
        await soon(lambda: diary.subjects == ["acme"])
        for engine in (*engines, *engines):
            await engine.defer(INBOX, "acme")
        assert await engines[0].waiting() == {"inbox": 1}
        diary.gate.set()
        await soon(lambda: len(diary.ended) == 2)
    assert diary.most_at_once["acme"] == 1


async def test_one_subject_at_a_time_and_several_subjects_at_once(
    engines: list[Jobs], diary: Diary
) -> None:
    diary.take(engines, INBOX)
    diary.gate.clear()
    async with at_work(*engines):
        for subject in ("acme", "globex", "initech"):
            await engines[0].defer(INBOX, subject)
        await soon(lambda: len(diary.begun) == 3)
        diary.gate.set()  # or the engines would wait for them at the end
    assert diary.most_at_once["any"] == 3


async def test_a_whole_task_in_the_order_of_its_deferrals(
    engines: list[Jobs], diary: Diary
) -> None:
    diary.take(engines, TICK, seconds=0.005)
    for number in range(6):
        await engines[number % len(engines)].defer(TICK, str(number))
    async with at_work(*engines):
        await soon(lambda: len(diary.ended) == 6)
    assert diary.subjects == ["0", "1", "2", "3", "4", "5"]
    assert diary.most_at_once["any"] == 1


async def test_without_a_lock_even_the_same_may_run_twice_at_once(
    engines: list[Jobs], diary: Diary
) -> None:
    diary.take(engines, CHUNK)
    diary.gate.clear()
    async with at_work(*engines):
        for count in (1, 2, 3):
            await engines[0].defer(CHUNK)
            await soon(lambda count=count: len(diary.begun) == count)  # type: ignore[misc]
        diary.gate.set()  # or the engines would wait for them at the end
    assert diary.most_at_once[""] == 3


async def test_what_matters_more_is_taken_up_first(engines: list[Jobs], diary: Diary) -> None:
    reply = Task("reply", priority=1)
    for task in (INBOX, reply):
        diary.take(engines, task)
    for subject in ("a", "b"):
        await engines[0].defer(INBOX, subject)
    await engines[0].defer(reply, "urgent")
    async with at_work(engines[0]):
        await soon(lambda: len(diary.ended) == 3)
    assert diary.subjects == ["urgent", "a", "b"]


async def test_what_fails_is_tried_again_and_holds_up_nobody_else(
    engines: list[Jobs], diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    left = 2

    async def fail(subject: str) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            raise RuntimeError("no luck")
        diary.ended.append((0, subject))

    failing = Task("failing")
    for engine in engines:
        engine.take(failing, fail)
    diary.take(engines, INBOX)
    async with at_work(*engines):
        await engines[0].defer(failing, "acme")
        await engines[0].defer(INBOX, "acme")
        await soon(lambda: len(diary.ended) == 2)
    assert [of for _, of in diary.ended] == ["acme", "acme"]
    assert sum("failing acme failed" in line for line in caplog.messages) == 2


async def test_what_takes_too_long_is_cancelled_and_tried_again(
    engines: list[Jobs], diary: Diary
) -> None:
    hanging = Task("hanging", limit=timedelta(seconds=0.02))
    diary.take(engines, hanging)
    diary.gate.clear()
    async with at_work(*engines):
        await engines[0].defer(hanging, "acme")
        await soon(lambda: len(diary.cut_short) >= 1)
        diary.gate.set()
        await soon(lambda: len(diary.ended) == 1)


def quarters(began: float) -> float:
    """Quarters of a second since a moment of the running loop's clock."""
    return (asyncio.get_running_loop().time() - began) / 0.25


def seconds() -> float:
    """Of the clock on the wall, by which the shared engine tells its periods."""
    return now().timestamp()


@pytest.mark.slow
async def test_what_comes_round_again_is_done_once_per_period(
    engines: list[Jobs], diary: Diary
) -> None:
    embedded = isinstance(engines[0], EmbeddedJobs)
    diary.take(engines, Task("sweep", every=timedelta(seconds=1)))
    # The shared engine's periods are seconds of the clock on the wall; the embedded one's begin with it, here
    # a quarter long. Two processes that each did it would do twice as many as the periods that it touched.
    clock = partial(quarters, asyncio.get_running_loop().time()) if embedded else seconds
    began = clock()
    async with at_work(*engines):
        await soon(lambda: len(diary.ended) >= 4)
        done, touched = len(diary.begun), floor(clock()) - floor(began) + 1
    assert done <= touched
    assert set(diary.subjects) == {""}


async def test_what_stands_runs_in_one_process_and_is_begun_again_when_it_ends(
    engines: list[Jobs], diary: Diary
) -> None:
    diary.take(engines, Task("polling", standing=True))
    diary.gate.clear()
    async with at_work(*engines):
        await soon(lambda: len(diary.begun) == 1)
        await asyncio.sleep(0.1)
        assert len(diary.begun) == 1
        diary.gate.set()
        await soon(lambda: len(diary.begun) >= 2)
    assert diary.most_at_once["any"] == 1


async def test_who_stops_lets_short_work_end_and_cuts_the_rest_short(
    engines: list[Jobs], diary: Diary
) -> None:
    long, standing = Diary(), Diary()
    diary.take(engines, INBOX, seconds=0.03)
    long.take(engines, Task("long"), seconds=60)
    standing.take(engines, Task("polling", standing=True), seconds=60)
    async with at_work(engines[0]):
        await engines[0].defer(INBOX, "acme")
        await engines[0].defer(Task("long"), "acme")
        await soon(lambda: bool(diary.begun and long.begun and standing.begun))
    assert diary.ended == [(0, "acme")]
    assert long.cut_short == [(0, "acme")]
    assert standing.cut_short == [(0, "")]
    assert (await engines[0].waiting())["long"] == 1


async def test_a_task_is_taken_once_and_a_subject_is_short(engines: list[Jobs]) -> None:
    diary = Diary()
    diary.take(engines, INBOX)
    with pytest.raises(ValueError, match="taken already"):
        diary.take(engines, INBOX)
    with pytest.raises(ValueError, match="at most 200"):
        await engines[0].defer(INBOX, "x" * 201)
