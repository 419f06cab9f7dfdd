"""Who notices what waits: nudged, and every second by itself."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.broadcast_ports import DeliveryPlace
from bot.jobs.port import Task
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.effect import StaffReply
from bot.running.tasks import DELIVER, FAN_OUT, MAIL_INBOX, SLACK_INBOX, Prompter, probes_from
from bot.store.sql import SqlStore
from tests.store.databases import in_memory

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Notebook:
    """An engine that writes down what is deferred and does nothing."""

    def __init__(self) -> None:
        self.deferred: list[tuple[Task, str]] = []
        self.come = asyncio.Event()

    async def defer(self, task: Task, subject: str = "") -> None:
        self.deferred.append((task, subject))
        self.come.set()


@pytest.fixture
def store() -> Iterator[SqlStore]:
    opened = in_memory()
    yield opened
    opened.close()


def prompter(store: SqlStore, notebook: Notebook) -> Prompter:
    return Prompter(store, notebook, lambda: NOON)  # type: ignore[arg-type]


def write_down(store: SqlStore) -> None:
    running = Broadcast("B1", "I1", "first", "お知らせ", "ja", "x", NOON, "tanaka")
    with store.work() as work:
        work.send("k1", "mail", StaffReply("sato", "はい", "tanaka"), NOON)
        work.send("k2", "mail", StaffReply("ito", "はい", "tanaka"), NOON)
        work.save_broadcast(running)
        later = DeliveryPlace("r1", "webhook", due_at=NOON + timedelta(hours=1))
        work.spread(running, [later], NOON)
        work.save_broadcast(
            Broadcast("B2", "I1", "first", "x", "ja", "x", NOON, "t", status=BroadcastStatus.PAUSED)
        )


def test_what_is_due_is_delivered_and_what_runs_is_spread(store: SqlStore) -> None:
    notebook = Notebook()
    write_down(store)
    asyncio.run(prompter(store, notebook).look())
    assert notebook.deferred == [(DELIVER, "mail"), (FAN_OUT, "B1")]


def test_a_nudge_has_it_look_and_do_what_was_asked_for_once(store: SqlStore) -> None:
    async def scenario() -> list[tuple[Task, str]]:
        notebook = Notebook()
        asked = prompter(store, notebook)
        for _ in range(3):
            asked.nudge(SLACK_INBOX)
        asked.nudge(MAIL_INBOX)
        running = asyncio.create_task(asked.run())
        await notebook.come.wait()
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return notebook.deferred

    deferred = asyncio.run(asyncio.wait_for(scenario(), 50))
    assert deferred == [(SLACK_INBOX, ""), (MAIL_INBOX, "")]


def test_a_store_that_is_away_does_not_end_it(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        notebook = Notebook()
        asked = prompter(store, notebook)
        store.close()
        store._here.busy = True  # nothing can be read
        asked.nudge(SLACK_INBOX)
        running = asyncio.create_task(asked.run())
        await notebook.come.wait()
        asked.nudge(MAIL_INBOX)
        while len(notebook.deferred) < 2:
            notebook.come.clear()
            await notebook.come.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(scenario(), 50))


def test_every_vantage_has_a_task_of_its_own() -> None:
    assert probes_from("main") != probes_from("osaka")
    assert probes_from("a" * 40).name.startswith("probes-aaa")
