"""The store may be busy for seconds; the event loop of the process goes on meanwhile."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.desk.ledger import Edit, Outgoing
from bot.model.effect import Effect, Notice, StaffReply, TicketRaised
from bot.model.event import MessageReceived
from bot.model.knowledge import Knowledge
from bot.model.understanding import Urgency
from bot.store.sql import SqlStore
from tests.channels.fakes import NOON, Clock
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack
from tests.channels.slack.sending import FIRST, REPLY, SATO
from tests.channels.slack.staff_house import House, a_ticket
from tests.channels.slack.staff_room import StaffRoom
from tests.fakes import Day
from tests.store.databases import in_memory_of

PATIENCE = 5.0  # seconds; spent only by what fails
NEWS = Notice("i1", (SATO,), "update", "公式の掲載が出ました。", "ja", "plugin:kumo")
SECOND = "1700000009.000100"
THREAD = str(ThreadAddress(TEAM, ROOM, FIRST))


class BusyStore(SqlStore):
    """Each transaction begins when the loop has gone on, so one on the loop itself never does."""

    loop: asyncio.AbstractEventLoop | None = None
    waits = 0

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        if self.loop is not None:
            self.waits += 1
            gone_on = threading.Event()
            self.loop.call_soon_threadsafe(gone_on.set)
            if not gone_on.wait(PATIENCE):
                pytest.fail("the loop waits for the store")
        with super()._transaction(writes=writes) as connection:
            yield connection


def in_slack(scenario: Callable[[Slack], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Slack().open() as slack:
            await scenario(slack)

    asyncio.run(run())


async def no_more(_: float) -> None:
    raise asyncio.CancelledError


@pytest.fixture
def store() -> Iterator[BusyStore]:
    busy = in_memory_of(BusyStore)
    yield busy
    busy.close()


def test_customers_are_told_beside_a_store_that_is_busy(store: BusyStore) -> None:
    book, clock = AddressBook(store), Clock()
    for ts in (FIRST, SECOND):
        where = f"slack:T1:{ROOM}:{ts}"
        book.note(MessageReceived(NOON, where, SATO, "a", "slack", "x", thread=THREAD))

    async def sleep(seconds: float) -> None:
        clock.passes(seconds=seconds)

    async def scenario(slack: Slack) -> None:
        store.loop = asyncio.get_running_loop()
        workspace = OneWorkspace(SlackSettings(TOKEN, SECRET, api_url=slack.url))
        pace = CallPace(lambda: clock().timestamp(), sleep, store.slate)
        channel = SlackChannel(workspace, book, frozenset(), pace)

        async def says(effect: Effect | Edit, after: float = 60) -> None:
            clock.passes(seconds=after)
            await channel.deliver(Outgoing(1, str(clock()), "slack", effect, clock()))

        for ts in (FIRST, SECOND):
            slack.somebody_posts(ts)
        await says(replace(REPLY, is_report=True))
        await says(NEWS)
        slack.answers_next_with("message_not_found")  # somebody has deleted the card
        await says(replace(NEWS, text="続報です。"))
        await says(StaffReply(SATO, "承りました。", "t"))
        await says(Edit(THREAD), after=-90)  # the clock is put back
        slack.somebody_deletes(FIRST)
        await says(replace(REPLY, in_reply_to=f"slack:T1:{ROOM}:{SECOND}"))
        with pytest.raises(asyncio.CancelledError):
            await channel.run(no_more)
        assert [p["thread_ts"] for p in slack.ours()] == [FIRST, FIRST, FIRST, SECOND]

    in_slack(scenario)
    assert store.waits


def test_staff_work_beside_a_store_that_is_busy(store: BusyStore, knowledge: Knowledge) -> None:
    day = Day(knowledge, store)
    day.opens()
    ticket = a_ticket(day)

    async def scenario(house: House) -> None:
        store.loop = asyncio.get_running_loop()
        await house.board.look()
        raised = TicketRaised(ticket, "aoi", "x", None, Urgency.NORMAL)
        await house.board.deliver(Outgoing(7, "staff:9:0", "staff", raised, day.now))
        await house.presses({"action_id": "staff_claim", "value": ticket})
        await house.presses({"action_id": "staff_reply", "value": ticket})
        await house.submits({"text": {"value": {"value": "確認しております。"}}})
        await house.presses({"action_id": "staff_reject", "value": "I1"}, user="UKATO")
        day.now += timedelta(minutes=1)
        await asyncio.to_thread(day.says, "aoi", "まだ開きません")
        await house.board.look()
        store.loop = None

    async def run() -> None:
        async with StaffRoom().open() as room:
            await scenario(House(day, room, knowledge))
            (card,) = room.top
            assert room.thread(card["ts"]) == ["お客様: まだ開きません"]

    asyncio.run(run())
    assert store.waits
