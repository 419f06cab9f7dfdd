"""A whole conversation: Slack, inbox, desk, outbox, pump and back, as ``app.py`` wires it."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.incoming.app import slack_app
from bot.channels.slack.incoming.worker import InboxWorker
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.model.effect import Effect
from bot.model.event import Event, MessageReceived
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock, Desk
from tests.channels.slack.idle import idle_ports, idle_receiver
from tests.channels.slack.imitation import (
    BOT,
    ROOM,
    SECRET,
    TOKEN,
    Slack,
    dispatch,
    post,
    press,
)
from tests.store.databases import in_memory

FIRST = "1700000000.000100"


class SendingDesk(Desk):
    """The desk with its outbox: what it decides goes into the store, once."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__()
        self._store = store

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        effects = await super().handle(event)
        assert isinstance(event, MessageReceived)
        with self._store.work() as work:
            for effect in effects:
                work.send(f"reply:{event.message_id}", event.channel, effect, event.at)
        return effects


class House:
    """Everything between Slack and the desk."""

    def __init__(self, slack: Slack, store: SqlStore) -> None:
        clock = Clock()
        settings = SlackSettings(TOKEN, SECRET, api_url=slack.url, channels=(ROOM,))
        addresses = AddressBook(store)
        rules = RoomRules(addresses.is_ours, frozenset(settings.channels), settings.tenants)
        self.desk = SendingDesk(store)
        self.worker = InboxWorker(
            store, self.desk, rules, addresses, clock, idle_ports(store, clock)
        )
        self.app = slack_app(settings, idle_receiver(store, rules, clock, lambda: None))
        channel = SlackChannel(OneWorkspace(settings), addresses, frozenset())
        self.dispatch = Dispatch(store.ledger, {"slack": Outlet("slack", channel)}, "test", clock)

    async def hears(self, *payloads: dict[str, Any]) -> None:
        for payload in payloads:
            assert (await dispatch(self.app, payload)).status == 200
        await self.worker.drain()
        await self.dispatch.deliver("slack")


def play(scenario: Callable[[Slack, House], Any]) -> tuple[Slack, House]:
    async def run() -> tuple[Slack, House]:
        store = in_memory()
        async with Slack().open() as slack:
            slack.somebody_posts(FIRST)
            slack.somebody_posts(FIRST, "C2")
            house = House(slack, store)
            await scenario(slack, house)
        store.close()
        return slack, house

    return asyncio.run(run())


def test_a_report_its_duplicates_and_a_button_are_answered_once_each_in_the_thread() -> None:
    async def scenario(_: Slack, house: House) -> None:
        report = post("開かない", ts=FIRST)
        await house.hears(report, report, {**report, "event_id": "Ev2"})
        await house.hears(press("worked", thread=FIRST))

    slack, house = play(scenario)
    assert house.desk.texts == ["開かない", "直った"]
    assert [p["text"] for p in slack.ours()] == ["開かない", "直った"]
    assert {p["thread_ts"] for p in slack.ours()} == {FIRST}


def test_after_a_mention_the_thread_needs_no_mention_any_more() -> None:
    async def scenario(_: Slack, house: House) -> None:
        mention = f"<@{BOT}> 開かない"
        await house.hears(post("雑談", ts="1700000000.9", thread_ts=FIRST, channel="C2"))
        await house.hears(
            post(mention, ts=FIRST, channel="C2", type="app_mention"),
            post(mention, ts=FIRST, channel="C2"),
        )
        await house.hears(post("はい", ts="1700000002.0", thread_ts=FIRST, channel="C2"))
        await house.hears(post("別の話", ts="1700000003.0", channel="C2"))

    slack, house = play(scenario)
    assert house.desk.texts == ["開かない", "はい"]
    assert [p["thread_ts"] for p in slack.ours("C2")] == [FIRST, FIRST]


def test_a_crash_between_desk_and_mark_answers_once() -> None:
    async def scenario(_: Slack, house: House) -> None:
        await dispatch(house.app, post("開かない", ts=FIRST))
        [(key, stored)] = house.worker._store.received("slack")
        row = house.worker._opened(key, stored)
        assert row is not None
        event = row.command
        assert isinstance(event, MessageReceived)
        AddressBook(house.worker._store).note(event)
        await house.desk.handle(event)  # killed here: the row is still there
        await house.hears()
        assert house.worker._store.received("slack") == []
        assert event.message_id == key

    slack, house = play(scenario)
    assert house.desk.texts == ["開かない", "開かない"]
    assert len(slack.ours()) == 1
