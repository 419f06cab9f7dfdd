"""Puts the customer side of Slack together: the Bolt app that takes in, the worker that hands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.members import StaffMembers
from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import RoomRules, ThreadAddress
from bot.channels.slack.api.workspaces import Workspaces
from bot.channels.slack.home.overviews import Overviews
from bot.channels.slack.home.subscriptions import RoomSubscriptions
from bot.channels.slack.home.surfaces import SlackSurfaces, StaffSide, Surfaces
from bot.channels.slack.incoming.app import Receiver, slack_app
from bot.channels.slack.incoming.commands import Payload
from bot.channels.slack.incoming.files import SlackFiles
from bot.channels.slack.incoming.handlers import CommandPorts
from bot.channels.slack.incoming.opening import Opening
from bot.channels.slack.incoming.worker import InboxWorker
from bot.channels.slack.oauth.uninstalls import Uninstall, departure_of
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.background_tasks import BackgroundTasks
from bot.channels.slack.outgoing.thinking import thinking
from bot.channels.slack.outgoing.whispers import Whispers
from bot.channels.slack.settings import SlackSettings
from bot.desk.pauses import Lines
from bot.desk.ports import Door, Store, Uploads
from bot.desk.staff_accounts import StaffStore
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Subscribing
from bot.model.event import MessageReceived
from bot.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Reception:
    """What the customer side is made of.

    ``uploads`` None: files are named and not read. ``staff``: what is for staff alone goes there.
    ``departed`` is called when a workspace has removed us. ``pace`` None: Slack is called at once.
    ``lines``: the way of posts to the desk, several of which may be one request; None: each is one.
    ``nudge``: there is something for the worker to do. ``subscribing``: by which rooms follow the
    public page, with its links; None: none can.
    """

    settings: SlackSettings
    store: Store
    door: Door
    addresses: AddressBook
    workspaces: Workspaces
    knowledge: Knowledge
    clock: Callable[[], datetime]
    uploads: Uploads | None = None
    staff: StaffSide | None = None
    departed: Callable[[Uninstall], Awaitable[object]] | None = None
    pace: CallPace | None = None
    lines: Lines | None = None
    nudge: Callable[[], None] = lambda: None
    subscribing: tuple[Subscribing, SubscriberLinks] | None = None

    def open(self) -> tuple[AsyncApp, InboxWorker]:
        """The app for ``slack_routes`` and ``run_socket_mode``, and the worker that drains the inbox."""
        calls = Calls(self.workspaces, self.pace)
        sign = partial(_sign, calls)
        rules = rules_of(self.settings, self.addresses, self.store.staff)
        people = People(calls, self.clock, self.addresses.language_of)
        whispers, background_tasks = Whispers(calls, people), BackgroundTasks()
        opening = Opening(self.store, calls)
        subscriptions = None
        if self.subscribing is not None:
            subscriptions = RoomSubscriptions(*self.subscribing, opening.is_member)
        contacts = SlackSurfaces(calls, people, whispers, background_tasks, subscriptions)
        ways = CommandPorts(
            background_tasks,
            people,
            whispers,
            opening,
            self._files(calls),
            sign,
            self.nudge,
            self.lines,
        )
        worker = InboxWorker(self.store, self.door, rules, self.addresses, self.clock, ways)
        overviews = Overviews(self.store, self.knowledge, self.clock)
        surfaces = Surfaces(contacts, overviews, rules, self.clock, sign, self.staff)
        receiver = Receiver(
            self.store,
            rules,
            self.clock,
            self.nudge,
            surfaces=surfaces,
            forget=self._depart,
        )
        return slack_app(self.settings, receiver), worker

    def _files(self, calls: Calls) -> SlackFiles | None:
        if self.uploads is None:
            return None
        return SlackFiles(calls, self.uploads, self.settings.api_url)

    async def _depart(self, payload: Payload) -> None:
        departure = departure_of(payload)
        if departure is not None and self.departed is not None:
            await self.departed(departure)


async def _sign(calls: Calls, message: MessageReceived, *, on: bool) -> None:
    """The sign that a message is being worked on."""
    if message.thread is None:
        return
    lang = message.lang or ("en" if message.text.isascii() else "ja")
    await thinking(calls, ThreadAddress.of(message.thread), on=on, lang=lang)


def rules_of(settings: SlackSettings, addresses: AddressBook, staff: StaffStore) -> RoomRules:
    """Which posts are for the desk, by the settings and the accounts of staff."""
    is_staff = StaffMembers(settings, staff).is_staff
    return RoomRules(addresses.is_ours, frozenset(settings.channels), settings.tenants, is_staff)
