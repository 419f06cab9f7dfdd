"""What the engine of one process does beyond the contract."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.jobs.embedded import LOOK, EmbeddedJobs
from bot.jobs.pace import JobPace
from bot.jobs.port import Task
from bot.store.locks import Locks
from tests.jobs.engines import QUICK, Diary, at_work, soon

pytestmark = pytest.mark.anyio

INBOX = Task("inbox")


class Sleeper:
    """Passes no time and keeps count of what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)


async def test_of_two_processes_on_one_database_one_works_until_it_ends(tmp_path: Path) -> None:
    turn = partial(Locks(f"sqlite:///{tmp_path / 'desk.sqlite'}").take, "jobs")

    def is_held() -> bool:
        with turn() as is_ours:
            return not is_ours

    sleeper, diary = Sleeper(), Diary()
    one, other = (EmbeddedJobs(turn, QUICK, sleeper.sleep) for _ in range(2))
    diary.take([one, other], INBOX)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(one.run())
        await soon(is_held)
        second = group.create_task(other.run())
        await soon(lambda: LOOK in sleeper.asked)
        await other.defer(INBOX, "is dropped")
        await one.defer(INBOX, "acme")
        await soon(lambda: diary.ended == [(0, "acme")])
        first.cancel()
        await asyncio.wait({first})
        await soon(is_held)
        await other.defer(INBOX, "globex")
        await soon(lambda: diary.ended == [(0, "acme"), (1, "globex")])
        second.cancel()
    assert not is_held()


async def test_pauses_double_up_to_a_minute() -> None:
    sleeper, tries = Sleeper(), 0

    async def fail(_: str) -> None:
        nonlocal tries
        tries += 1
        if tries <= 8:
            raise RuntimeError("no luck")

    jobs = EmbeddedJobs(pace=JobPace(), sleep=sleeper.sleep)
    jobs.take(INBOX, fail)
    async with at_work(jobs):
        await jobs.defer(INBOX, "acme")
        await soon(lambda: tries == 9)
    assert sleeper.asked == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_no_more_at_once_than_there_are_hands() -> None:
    diary = Diary()
    jobs = EmbeddedJobs(pace=QUICK)
    diary.take([jobs], INBOX, seconds=0.001)
    async with at_work(jobs):
        for number in range(40):
            await jobs.defer(INBOX, str(number))
        await soon(lambda: len(diary.ended) == 40)
    assert diary.most_at_once["any"] == QUICK.hands
    assert diary.subjects == [str(number) for number in range(40)]
    assert not jobs._lanes


async def test_what_nobody_takes_is_not_kept() -> None:
    jobs = EmbeddedJobs(pace=QUICK)
    await jobs.defer(INBOX, "acme")
    assert await jobs.waiting() == {}
