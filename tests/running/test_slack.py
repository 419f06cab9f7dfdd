"""Slack's side as the server runs it: the real desk, store, loops and routes; Slack is imitated."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from slack_sdk.signature import Clock
from starlette.applications import Starlette

from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.jobs.embedded import EmbeddedJobs
from bot.model.staff import Role
from bot.running.app_context import AppContext
from bot.running.slack import SlackSide
from bot.running.tasks import DELIVER, LOOK, Prompter
from bot.store.sql import SqlStore
from bot.uploads.read import UploadReader
from tests.channels.slack.test_settings import KEY
from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import signed
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.state import Json, Post
from tests.channels.slack.world.world import SIGNING_SECRET, Call, World
from tests.shipped import knowledge

pytestmark = pytest.mark.slow

T = TypeVar("T")
STAFF = {"UHANA": Role.AGENT, "UKATO": Role.LEAD}


def real_clock() -> datetime:
    """The loops of the server wait in real time, so its clock and Slack's are the real one."""
    return datetime.fromtimestamp(Clock().now(), UTC)


class Noticed(list[Call]):
    """Calls that Slack got; whoever waits for one is woken."""

    def __init__(self) -> None:
        super().__init__()
        self.come = asyncio.Event()

    def append(self, call: Call) -> None:
        super().append(call)
        self.come.set()


class Served:
    """A server without its web pages, in a workspace with a customers' room and a staff's room."""

    def __init__(self, world: World, calls: Noticed, side: SlackSide) -> None:
        self.world, self._calls, self.side = world, calls, side
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=Starlette(routes=side.routes)),
            base_url="https://desk.example.com",
        )

    async def told(self, payload: Json) -> httpx.Response:
        body, headers = signed(payload)
        answer = await self._http.post("/slack/events", content=body, headers=headers)
        assert answer.status_code == 200
        return answer

    async def says(self, text: str, room: str = "C1") -> Post:
        post = self.world.says(room, "USATO", text)
        for payload in payloads.posted(self.world, post):
            await self.told(payload)
        return post

    async def presses(self, post: Post, action: str, user: str) -> None:
        await self.told(payloads.pressed(self.world, post, action, user))

    async def until(self, shows: Callable[[], T | None]) -> T:
        """What there is to see, as soon as it is there; it waits for calls and not for time."""
        async with asyncio.timeout(50):
            while not (found := shows()):
                await self._calls.come.wait()
                self._calls.come.clear()
        return found

    async def first_in(self, room: str, user: str | None = None) -> Post:
        """The first post of ours in a room, or the first words for one person there."""
        posts = self.world.posts.values()
        return await self.until(
            lambda: next(
                (p for p in posts if p.by_app and p.room == room and p.only_for == user), None
            )
        )

    def page(self, address: str) -> Any:
        return self._http.get(address)

    async def close(self) -> None:
        await self._http.aclose()


def at_work(
    store: SqlStore, url: str, settings: SlackSettings
) -> tuple[SlackSide, list[Coroutine[Any, Any, None]]]:
    """Slack's side over a desk and its jobs, put together as the server does, and what runs."""
    shipped = knowledge()
    jobs = EmbeddedJobs()
    prompter = Prompter(store, jobs, real_clock)
    door = DeskDoor(Desk(store, shipped), lambda _: prompter.nudge())
    house = AppContext(store, door, shipped, UploadReader(shipped.catalogue), real_clock)
    side = SlackSide(settings, url, house, prompter.nudge)
    side.take(jobs)
    outlets = {name: Outlet(name, channel) for name, channel in side.channels.items()}
    dispatch = Dispatch(store.ledger, outlets, "test", real_clock, asyncio.sleep)

    async def deliver(channel: str) -> None:
        await dispatch.deliver(channel)

    jobs.take(DELIVER, deliver)
    jobs.take(LOOK, prompter.look)
    return side, [side.run(), jobs.run(), prompter.run()]


@asynccontextmanager
async def served(folder: Path, **changes: Any) -> AsyncIterator[Served]:
    world = World(real_clock)
    world.calls = calls = Noticed()
    world.installed("T1")
    world.room("C1", "T1", "USATO")
    world.room("CSTAFF", "T1", *STAFF, "UGUEST", kind="group", audience="staff")
    url = f"sqlite:///{folder / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    async with serve(world):
        given: dict[str, Any] = {
            "bot_token": world.teams["T1"].token,
            "signing_secret": SIGNING_SECRET,
            "api_url": world.url,
            "channels": ("C1",),
            "triage_channel": "CSTAFF",
            "staff": STAFF,
            "staff_team": "T1",
        }
        side, works = at_work(store, url, SlackSettings(**{**given, **changes}))
        running = [asyncio.create_task(w) for w in works]
        server = Served(world, calls, side)
        try:
            yield server
        finally:
            for task in running:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await server.close()
            side.close()
            store.close()
    assert list(world.findings) == []


def test_a_customer_is_answered_and_staff_take_the_case(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as desk:
            asked = await desk.says("kintoneが開きません")
            reply = await desk.first_in("C1")
            assert reply.thread == asked.ts
            await desk.presses(reply, "human", "USATO")
            card = await desk.first_in("CSTAFF")
            assert card.thread is None
            assert "kintoneが開きません" in json.dumps(card.blocks, ensure_ascii=False)
            (claim,) = [a for a in _actions(card) if a.startswith("staff_claim")]
            await desk.presses(card, claim, "UGUEST")
            refused = await desk.first_in("CSTAFF", "UGUEST")
            assert refused.text == "この操作は登録された担当者だけができます。"
            await desk.presses(card, claim, "UHANA")
            await desk.until(lambda: "対応中" in card.text and card.edits)

    asyncio.run(scenario())


def test_staff_may_read_english_and_the_card_holds_nothing_for_customers(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path, staff_language="en") as desk:
            await desk.says("至急です。全社でkintoneが開きません。担当者と話したいです。")
            card = await desk.first_in("CSTAFF")
            assert "open" in card.text
            reply = await desk.first_in("C1")
            assert "T1" not in reply.text

    asyncio.run(scenario())


def test_without_a_room_for_staff_nothing_of_theirs_is_posted(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path, triage_channel="", staff={}, staff_team="") as desk:
            assert set(desk.side.channels) == {"slack"}
            await desk.says("担当者と話したいです。kintoneが開きません。")
            await desk.first_in("C1")
            assert {p.room for p in desk.world.ours()} == {"C1"}

    asyncio.run(scenario())


def test_workspaces_install_it_from_its_own_pages(tmp_path: Path) -> None:
    async def scenario() -> None:
        many = {"bot_token": "", "client_id": "1.2", "client_secret": "s", "keys": (KEY,)}
        async with served(tmp_path, **many) as desk:
            page = await desk.page("/slack/install")
            assert page.status_code == 200
            assert "state=" in page.text

    asyncio.run(scenario())


def _actions(post: Post) -> list[str]:
    found = [e.get("action_id", "") for b in post.blocks for e in b.get("elements") or ()]
    return [str(a) for a in found]
