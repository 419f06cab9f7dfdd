"""Our side, put together as the server does it: the one place that names its parts."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.incoming.worker import InboxWorker
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.reception import Reception
from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.desk.ports import Door, Store
from bot.model.effect import Effect, Reply
from bot.model.event import Event, MessageReceived
from tests import shipped
from tests.channels.fakes import Clock
from tests.channels.slack.world.world import SIGNING_SECRET, World


@dataclass
class Side:
    """One process: what hears, what works, what delivers.

    ``background_tasks`` are what it does at once beside that; ``tidy`` deletes what landed in the open.
    """

    app: AsyncApp
    worker: InboxWorker
    dispatch: Dispatch
    background_tasks: Callable[[], Awaitable[None]]
    tidy: Callable[[], Awaitable[None]]


_PROCESSES = count(1)


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


class Lines(OneWorkspace):
    """Knows which calls are under way: no time passes while one waits for its answer."""

    def __init__(self, settings: SlackSettings) -> None:
        super().__init__(settings)
        self._under_way = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        call = self._client.api_call

        async def counted(*given: Any, **more: Any) -> AsyncSlackResponse:
            self._under_way += 1
            self._all_answered.clear()
            try:
                return await call(*given, **more)
            finally:
                self._under_way -= 1
                if not self._under_way:
                    self._all_answered.set()

        self._client.api_call = counted  # type: ignore[method-assign]

    async def answered(self) -> None:
        while self._under_way:
            await self._all_answered.wait()


def a_side(world: World, store: Store, clock: Clock, door: Door, rooms: frozenset[str]) -> Side:
    """A process over a store. It is built anew after each death, on the same store."""

    async def sleep(seconds: float) -> None:
        await workspaces.answered()
        clock.passes(seconds=seconds)

    async def one_round(seconds: float) -> None:
        raise _EnoughError

    async def tidy() -> None:
        with contextlib.suppress(_EnoughError):
            await channel.run(one_round)

    settings = SlackSettings(
        bot_token=world.teams["T1"].token,
        signing_secret=SIGNING_SECRET,
        api_url=world.url,
        channels=tuple(sorted(rooms)),
    )
    addresses, workspaces = AddressBook(store), Lines(settings)
    pace = CallPace(lambda: clock().timestamp(), sleep, store.slate)
    app, worker = Reception(
        settings, store, door, addresses, workspaces, shipped.knowledge(), clock, pace=pace
    ).open()
    channel = SlackChannel(workspaces, addresses, frozenset(), pace)
    outlets = {"slack": Outlet("slack", channel)}
    dispatch = Dispatch(store.ledger, outlets, f"process-{next(_PROCESSES)}", clock)
    return Side(app, worker, dispatch, worker.settle, tidy)
