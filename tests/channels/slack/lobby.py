"""The customer side in a world: what Slack sends goes through the real Bolt app."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.home.surfaces import StaffSide
from bot.channels.slack.oauth.uninstalls import Uninstall
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.reception import Reception
from bot.channels.slack.settings import SlackSettings
from bot.desk.desk import Desk as RealDesk
from bot.desk.door import DeskDoor
from bot.desk.pauses import Lines
from bot.desk.ports import Door, Uploads
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Subscribing
from bot.model.conversation import Speaker, Turn
from bot.model.event import MessageReceived
from bot.model.upload import Sort, Upload
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock, Desk
from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import Delivery, into, signed
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.state import Json, Post, View
from tests.channels.slack.world.world import SIGNING_SECRET, World
from tests.shipped import knowledge
from tests.store.databases import in_memory, in_memory_of


class Reader:
    """Reads files: it remembers their names and contents, and says what it is told to."""

    def __init__(self) -> None:
        self.read_files: dict[str, bytes] = {}
        self._says: dict[str, Upload] = {}
        self._free = threading.Event()
        self.goes_on()

    def stops(self) -> None:
        """It takes no file to its end until it goes on."""
        self._free.clear()

    def goes_on(self) -> None:
        self._free.set()

    def finds(self, name: str, upload: Upload) -> None:
        self._says[name] = upload

    def read(self, name: str, stream: Any) -> Upload:
        content = b""
        while piece := stream.read(65_536):
            content += piece
        assert self._free.wait(30)
        self.read_files[name] = content
        return self._says.get(name, Upload(name, Sort.HAR, answered=("a.example",)))


class BrokenStore(SqlStore):
    """A store that cannot be read."""

    def work(self) -> Any:
        raise OSError("the disk is gone")


class RecordingStaff:
    """What is for staff, as it came."""

    def __init__(self) -> None:
        self.presses: list[str] = []
        self.forms: list[str] = []
        self.answer: dict[str, Any] | None = None

    async def press(self, body: Mapping[str, Any]) -> None:
        self.presses.append(body["actions"][0]["action_id"])

    async def submit(self, body: Mapping[str, Any]) -> dict[str, Any] | None:
        self.forms.append(body["view"]["callback_id"])
        return self.answer


class Lobby:
    """A workspace with the desk in it. C1 is opted in, C2 is not, and in C3 we are not."""

    def __init__(self, world: World, clock: Clock, store: SqlStore) -> None:
        self.world, self.clock, self.store = world, clock, store
        self.desk, self.reader, self.staff = Desk(), Reader(), RecordingStaff()
        self.departures: list[Uninstall] = []
        self.addresses = AddressBook(store)
        self.delivery = Delivery(world, into(lambda: self.app))
        self.uploads: Uploads | None = self.reader
        self.subscribing: tuple[Subscribing, SubscriberLinks] | None = None
        self.starts(self.desk)

    def starts(self, door: Door | None = None, lines: Lines | None = None, **changes: Any) -> None:
        """A new process takes over."""

        async def departed(departure: Uninstall) -> None:
            self.departures.append(departure)

        side: StaffSide = self.staff
        settings = SlackSettings(
            **{
                "bot_token": self.world.teams["T1"].token,
                "signing_secret": SIGNING_SECRET,
                "api_url": self.world.url,
                "channels": ("C1",),
                "tenants": {"T9": "acme", "T1/C7": "guest-house"},
                "staff": {"UAGENT": "agent"},
                "staff_team": "T1",
                **changes,
            }
        )
        self.app, self.worker = Reception(
            settings,
            self.store,
            door or self.desk,
            self.addresses,
            OneWorkspace(settings),
            knowledge(),
            self.clock,
            self.uploads,
            side,
            departed,
            lines=lines,
            subscribing=self.subscribing,
        ).open()

    def starts_with_the_real_desk(self) -> None:
        self.starts(DeskDoor(RealDesk(self.store, knowledge())))

    # what people do

    async def hears(self, *sent: Json) -> None:
        """Slack delivers, and everything that follows from it is done."""
        for payload in sent:
            await self.delivery.deliver(payload)
        await self.works()

    async def works(self) -> None:
        """All that waits is done, until nothing is left to do now."""
        while await self.worker.drain() or len(self.worker._fetching):
            await self.worker.settle()
        await self.worker.settle()

    async def says(self, text: str, room: str = "C1", user: str = "USATO", **more: Any) -> Post:
        post = self.world.says(room, user, text, **more)
        await self.hears(*payloads.posted(self.world, post))
        return post

    async def receives(self, *posts: Post) -> None:
        """Slack delivers posts; nobody has worked on them yet."""
        for post in posts:
            for payload in payloads.posted(self.world, post):
                await self.delivery.deliver(payload)

    def reader_says(self, name: str) -> Upload:
        """What was read from a file of which nothing else was said."""
        return Upload(name, Sort.HAR, answered=("a.example",))

    async def opens(self, tab: str, user: str = "USATO") -> None:
        event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab}
        await self.hears(payloads.envelope(self.world, "T1", event))

    async def opens_the_form(self, user: str = "USATO") -> View:
        await self.hears(payloads.shortcut(self.world, "T1", user, "new_case"))
        return [v for v in self.world.views.values() if v.user == user][-1]

    def lets_rooms_subscribe(self) -> None:
        """From now on rooms can follow the public page."""
        ids = count(1)
        takes = Subscribing(self.store, self.clock, lambda: str(next(ids)), "a secret", {})
        self.subscribing = takes, SubscriberLinks("a secret", "https://desk.example")
        self.starts(self.desk)

    async def types(self, words: str, user: str, team: str = "T1", room: str = "C1") -> str:
        """A slash command; what is answered to whoever typed it alone."""
        told = payloads.command(self.world, team, room, user, words)
        body, headers = signed(told)
        flat: dict[str, Any] = {name.lower(): [value] for name, value in headers.items()}
        answer = await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=flat))
        assert answer.status == 200
        shown = json.loads(answer.body)
        assert shown["response_type"] == "ephemeral"
        return str(shown["text"])

    def breaks_the_overviews(self) -> None:
        """From now on the store cannot be read."""
        self.store.close()
        self.store = in_memory_of(BrokenStore)
        self.starts()

    # what is to be seen

    @property
    def heard(self) -> list[MessageReceived]:
        return self.desk.heard

    def whispers(self, user: str = "USATO") -> list[str]:
        return [p.text for p in self.world.posts.values() if p.only_for == user]

    def home(self, user: str = "USATO") -> str:
        """All texts of a person's Home."""
        views = [v for v in self.world.views.values() if v.user == user]
        [home] = [v for v in views if v.body["type"] == "home"]
        return "\n".join(_texts(home.body["blocks"]))

    def turns(self) -> list[Turn]:
        """What the customer said in the latest conversation, as the real desk keeps it."""
        with self.store.work() as work:
            conversation = work.latest_conversation("slack:T1:USATO")
        assert conversation is not None
        return [t for t in conversation.turns if t.speaker is Speaker.CUSTOMER]

    def waiting(self) -> list[str]:
        return [key for key, _ in self.store.received("slack")]


def _texts(told: Any) -> list[str]:
    if isinstance(told, list):
        return [text for part in told for text in _texts(part)]
    if not isinstance(told, dict):
        return []
    own = [told["text"]] if isinstance(told.get("text"), str) else _texts(told.get("text"))
    return own + [t for k, part in told.items() if k != "text" for t in _texts(part)]


def nothing_wrong(world: World) -> bool:
    """Whether the world found nothing against the rules of Slack."""
    return list(world.findings) == []


def visit(scenario: Callable[[Lobby], Awaitable[None]]) -> World:
    """Play a scenario; what the world found afterwards is for the test to look at."""

    async def run() -> World:
        clock = Clock()
        world = World(clock)
        world.installed("T1")
        world.room("C1", "T1", "USATO", "UABE", "UAGENT")
        world.room("C2", "T1", "USATO", "UABE")
        world.room("C3", "T1", "USATO", bot_is_member=False)
        world.room("D1", "T1", "USATO", kind="im")
        store = in_memory()
        async with serve(world) as doors:
            world.url = doors.url
            lobby = Lobby(world, clock, store)
            await scenario(lobby)
            lobby.store.close()
        return world

    return asyncio.run(asyncio.wait_for(run(), 250))
