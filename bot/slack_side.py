"""Slack's side of the running server: what comes in, what is said to customers, what staff see.

Part of the composition root; whoever builds it hands it the clock. Nothing here decides.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from starlette.routing import Route

from bot.channels.slack.addresses import AddressBook
from bot.channels.slack.app import run_socket_mode, slack_routes
from bot.channels.slack.calls import Calls
from bot.channels.slack.pace import Pace
from bot.channels.slack.reception import Reception
from bot.channels.slack.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.staff_board import Board, Room
from bot.channels.slack.staff_cards import Reader
from bot.channels.slack.staff_desk import StaffDesk, StaffWorker
from bot.desk.names import Names
from bot.desk.ports import Channel, Door, Store, Uploads
from bot.installing import Installing
from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class House:
    """What the rest of the server shares with Slack's side."""

    store: Store
    door: Door
    knowledge: Knowledge
    uploads: Uploads
    clock: Callable[[], datetime]


class SlackSide:
    """Built once, run once. ``channels`` deliver, ``routes`` take in, ``run`` does the rest.

    The channel ``staff`` is among the first only where staff have a room.
    """

    def __init__(self, settings: SlackSettings, database_url: str, house: House) -> None:
        self._settings = settings
        self._installing = Installing(settings, database_url, house.clock)
        pace = Pace(lambda: house.clock().timestamp(), asyncio.sleep, house.store)
        addresses = AddressBook(house.store)
        workspaces = self._installing.workspaces
        hosts = status_hosts(house.knowledge.catalogue)
        customers = SlackChannel(workspaces, addresses, hosts, house.clock(), pace)
        self.channels: dict[str, Channel] = {"slack": customers}
        self._work: list[Callable[[], Coroutine[Any, Any, None]]] = [customers.run]
        staff = self._staff(house, Calls(workspaces, pace)) if settings.triage_channel else None
        self._bolt, worker = Reception(
            settings=settings,
            store=house.store,
            door=house.door,
            addresses=addresses,
            workspaces=workspaces,
            knowledge=house.knowledge,
            clock=house.clock,
            uploads=house.uploads,
            staff=staff,
            departed=self._installing.forget,
            pace=pace,
        ).open()
        self._work.append(worker.run)
        self.routes: list[Route] = [*slack_routes(self._bolt), *self._installing.routes]

    def _staff(self, house: House, calls: Calls) -> StaffDesk:
        """The staff's room: its cards, what they press, and who hands that on."""
        settings = self._settings
        reader = Reader(Names(house.knowledge, house.knowledge.catalogue, settings.staff_language))
        room = Room(settings.staff_team, settings.triage_channel)
        board = Board(house.store, reader, calls, room, house.clock)
        worker = StaffWorker(house.store, house.door, house.clock)
        self.channels["staff"] = board
        self._work += [lambda: board.run(asyncio.sleep), lambda: worker.run(_wait)]
        return StaffDesk(settings, house.store, calls, reader, house.clock, worker.nudge)

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for work in self._work:
                    group.create_task(work())
                if self._settings.app_token:
                    group.create_task(run_socket_mode(self._bolt, self._settings.app_token))
        finally:
            self._installing.close()


def status_hosts(catalogue: Catalogue) -> frozenset[str]:
    """Hosts that a post may link to: the status pages of the catalogue."""
    pages = [p.status_page for p in catalogue.products.values()]
    return frozenset(httpx.URL(page).host for page in pages if page)


async def _wait(until: Awaitable[object], seconds: float) -> None:
    """Wait for something, and no longer than so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(until, seconds)
