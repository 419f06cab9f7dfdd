"""Slack's side of the running server: what comes in, what is said to customers, what staff see.

Part of the composition root; whoever builds it hands it the clock. Nothing here decides.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial

from starlette.routing import Route

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.people import People
from bot.channels.slack.incoming.app import EVENTS, MOST_BYTES, run_socket_mode, slack_routes
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel, SubscriberContext
from bot.channels.slack.reception import Reception
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.staff.board import CardBoard, Room
from bot.channels.slack.staff.cards import CardReader
from bot.channels.slack.staff.contacts import CustomerContacts
from bot.channels.slack.staff.desk import StaffDesk, StaffWorker
from bot.desk.ledger import Channel
from bot.desk.names import ReaderNames
from bot.desk.prose import status_hosts
from bot.jobs.port import Jobs, Task
from bot.running.app_context import AppContext
from bot.running.installing import Installing
from bot.running.recipients import cannot_be_reached
from bot.running.tasks import SLACK_ASTRAY, SLACK_BOARD, SLACK_INBOX, SLACK_STAFF

logger = logging.getLogger(__name__)


class SlackSide:
    """Built once in every process. ``channels`` deliver, ``routes`` take in.

    The channel ``staff`` is among the first only where staff have a room. ``bounds``: the most bytes
    of one request, by path. ``nudge`` is called with a task when there is something for it to do.
    """

    bounds: Mapping[str, int] = {EVENTS: MOST_BYTES}

    def __init__(
        self,
        settings: SlackSettings,
        database_url: str,
        house: AppContext,
        nudge: Callable[[Task], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._installing = Installing(settings, database_url, house.clock, house.store.slate)
        pace = CallPace(lambda: house.clock().timestamp(), asyncio.sleep, house.store.slate)
        addresses = AddressBook(house.store)
        workspaces = self._installing.workspaces
        hosts = status_hosts(house.knowledge.catalogue)
        gone = partial(cannot_be_reached, house.store)
        self._customers = SlackChannel(
            workspaces,
            addresses,
            hosts,
            pace,
            house.checks.in_message,
            SubscriberContext(house.subscriber_links, gone),
        )
        self.channels: dict[str, Channel] = {"slack": self._customers}
        self._board: CardBoard | None = None
        calls = Calls(workspaces, pace)
        people = People(calls, house.clock)
        staff = self._staff(house, calls, people, nudge) if settings.triage_channel else None
        self._bolt, self._worker = self._reception(house, addresses, pace, staff, nudge).open()
        name_of = partial(people.handle, settings.staff_team)
        self._staff_worker = StaffWorker(house.store, house.door, house.quiet, name_of)
        self.routes: list[Route] = [
            *slack_routes(self._bolt, settings.signing_secret),
            *self._installing.routes,
        ]

    def _reception(
        self,
        house: AppContext,
        addresses: AddressBook,
        pace: CallPace,
        staff: StaffDesk | None,
        nudge: Callable[[Task], None],
    ) -> Reception:
        """What takes in: posts, presses, forms and commands."""
        takes = house.subscribing
        follows = (takes, house.subscriber_links) if takes is not None else None
        return Reception(
            settings=self._settings,
            store=house.store,
            door=house.door,
            lines=house.lines,
            addresses=addresses,
            workspaces=self._installing.workspaces,
            knowledge=house.knowledge,
            clock=house.clock,
            uploads=house.uploads,
            staff=staff,
            departed=self._installing.forget,
            pace=pace,
            nudge=lambda: nudge(SLACK_INBOX),
            subscribing=follows,
        )

    def _staff(
        self, house: AppContext, calls: Calls, people: People, nudge: Callable[[Task], None]
    ) -> StaffDesk:
        """The staff's room: its cards, and what they press."""
        settings = self._settings
        reader = CardReader(
            ReaderNames(house.knowledge, house.knowledge.catalogue, settings.staff_language)
        )
        room = Room(settings.staff_team, settings.triage_channel)
        contacts = CustomerContacts(house.store, calls, people, house.clock)
        self._board = CardBoard(house.store, reader, calls, room, house.clock, contacts)
        self.channels["staff"] = self._board
        return StaffDesk(
            settings, house.store, calls, reader, house.clock, lambda: nudge(SLACK_STAFF)
        )

    def take(self, jobs: Jobs) -> None:
        """Have this process do Slack's share of the work."""
        jobs.take(SLACK_INBOX, lambda _: self._worker.drain())
        jobs.take(SLACK_STAFF, lambda _: self._staff_worker.drain())
        jobs.take(SLACK_ASTRAY, lambda _: self._customers.run())
        if self._board is not None:
            jobs.take(SLACK_BOARD, self._look_after_cards)

    async def _look_after_cards(self, _: str) -> None:
        """Look every second, until cancelled."""
        while True:
            try:
                if self._board is not None:
                    await self._board.look()
            except Exception:  # a busy store or a bad card must not end this
                logger.exception("the staff's cards could not be brought up to date")
            await asyncio.sleep(1.0)

    async def run(self, *, listens: bool = True) -> None:
        """What every process does by itself until cancelled; ``listens``: also takes in."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._worker.run_background_tasks())
            if listens and self._settings.app_token:
                group.create_task(run_socket_mode(self._bolt, self._settings.app_token))

    def close(self) -> None:
        """Let go of the database of installations."""
        self._installing.close()
