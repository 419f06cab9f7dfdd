"""A worker's share: what is to go by a channel that is turned off waits until it is on again."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.delivery.console import ShownChannel
from bot.delivery.pump import Outlet
from bot.jobs.port import Task
from bot.model.effect import StaffReply
from bot.running.app_context import AppContext
from bot.running.tasks import DELIVER, Prompter
from bot.running.working import take_work
from bot.uploads.read import UploadReader
from tests.channels.fakes import NOON, Desk
from tests.store.databases import in_memory
from tests.web.samples import a_knowledge


class Tasks:
    """An engine that keeps what each task does, to be done by hand."""

    def __init__(self) -> None:
        self.does: dict[Task, Callable[[str], Awaitable[object]]] = {}

    def take(self, task: Task, does: Callable[[str], Awaitable[object]]) -> None:
        self.does[task] = does


def test_what_is_to_go_by_a_channel_that_is_turned_off_waits() -> None:
    store, jobs, known = in_memory(), Tasks(), a_knowledge()
    with store.work() as work:
        work.send("k1", "mail", StaffReply("sato", "はい", "tanaka"), NOON)
    off = {"mail"}
    house = AppContext(
        store,
        Desk(),
        known,
        UploadReader(known.catalogue),
        lambda: NOON,
        turned_off=lambda: frozenset(off),
    )
    take_work(
        jobs,  # type: ignore[arg-type]  # it defers nothing
        house,
        {"mail": Outlet("mail", ShownChannel())},
        "here",
        Prompter(store, jobs, lambda: NOON),  # type: ignore[arg-type]
        lambda _: None,
    )
    asyncio.run(jobs.does[DELIVER]("mail"))  # type: ignore[arg-type]
    assert store.ledger.due(NOON) == ["mail"]
    off.clear()
    asyncio.run(jobs.does[DELIVER]("mail"))  # type: ignore[arg-type]
    assert store.ledger.due(NOON) == []
