"""Our side, put together as the server does it: the one place that names its parts."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.addresses import AddressBook
from bot.channels.slack.pace import Pace
from bot.channels.slack.reception import Reception
from bot.channels.slack.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.worker import InboxWorker
from bot.channels.slack.workspaces import OneWorkspace
from bot.delivery.pump import Pump
from bot.desk.ports import Door, Store
from bot.model.effect import Effect, Reply
from bot.model.event import Event, MessageReceived
from tests import shipped
from tests.channels.fakes import Clock
from tests.channels.slack.world.world import SIGNING_SECRET, World


@dataclass
class Side:
    """One process: what hears, what works, what delivers.

    ``errands`` are what it does at once beside that, ``catch_up`` are edits that had to wait;
    ``owes``: how many edits are still to be made.
    """

    app: AsyncApp
    worker: InboxWorker
    pump: Pump
    errands: Callable[[], Awaitable[None]]
    catch_up: Callable[[], Awaitable[None]]
    owes: Callable[[], int]


class _EnoughError(Exception):
    """One round of a loop that would go on for ever."""


class Scribe:
    """A desk that journals each message once and answers it with its own words, as the real one
    does in one transaction; it does not think.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        assert isinstance(event, MessageReceived)
        with self._store.work() as work:
            if work.has_message(event.message_id):
                return ()
            work.journal(event)
            said = f"{event.button} {event.message_id}" if event.button else event.text
            text = f"承りました: {said}"
            buttons = ("worked", "failed", "human")
            reply = Reply(
                event.customer, event.message_id, text, "ja", "unknown", 0.2, buttons=buttons
            )
            work.send(f"reply:{event.message_id}", event.channel, reply, event.at)
        return (reply,)


def a_side(world: World, store: Store, clock: Clock, door: Door, rooms: frozenset[str]) -> Side:
    """A process over a store. It is built anew after each death, on the same store."""

    async def sleep(seconds: float) -> None:
        clock.passes(seconds=seconds)

    async def one_round(seconds: float) -> None:
        raise _EnoughError

    async def catch_up() -> None:
        with contextlib.suppress(_EnoughError):
            await channel._cards.run(one_round)

    settings = SlackSettings(
        bot_token=world.teams["T1"].token,
        signing_secret=SIGNING_SECRET,
        api_url=world.url,
        channels=tuple(sorted(rooms)),
    )
    addresses, workspaces = AddressBook(store), OneWorkspace(settings)
    pace = Pace(lambda: clock().timestamp(), sleep, store)
    app, worker = Reception(
        settings, store, door, addresses, workspaces, shipped.knowledge(), clock, pace=pace
    ).open()
    channel = SlackChannel(workspaces, addresses, frozenset(), clock(), pace)
    pump = Pump(store, {"slack": channel}, clock, sleep)
    return Side(app, worker, pump, worker.settle, catch_up, lambda: len(channel._cards._owed))
