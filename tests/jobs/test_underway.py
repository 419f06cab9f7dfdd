"""Runs of this process: which may begin while it lets go of its work."""

import asyncio

import pytest

from bot.jobs.port import Task
from bot.jobs.underway import RunningTask, Underway
from tests.cases import each

pytestmark = pytest.mark.anyio


@each(
    ("standing", "is_over", "begins"),
    [(True, False, True), (True, True, False), (False, True, True)],
)
async def test_standing_work_that_comes_back_while_a_process_ends_does_not_begin(
    *, standing: bool, is_over: bool, begins: bool
) -> None:
    begun: list[str] = []

    async def run(subject: str) -> None:
        begun.append(subject)

    underway = Underway()
    if is_over:
        underway.stop(standing=True)
    doing = asyncio.ensure_future(
        underway.do(RunningTask(Task("polling", standing=standing), run), "acme")
    )
    await asyncio.wait({doing})
    assert doing.cancelled() is not begins
    assert begun == (["acme"] if begins else [])
