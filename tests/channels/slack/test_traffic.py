"""Many notices and some replies through the pump: Slack never has to slow us down."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.model.effect import Effect, Notice, Reply
from bot.model.event import MessageReceived
from tests.channels.fakes import Clock, a_reply
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.side import Lines
from tests.channels.slack.world.world import World
from tests.store.databases import in_memory


class Town:
    """A workspace with rooms full of threads, and our side of it in virtual time."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.world, self.clock = world, clock
        self.store = in_memory()
        self.book = AddressBook(self.store)
        settings = SlackSettings(
            world.teams["T1"].token, signing_secret="s", api_url=world.url or "", channels=()
        )
        pace = CallPace(lambda: clock().timestamp(), self._sleep, self.store.slate)
        self._lines = Lines(settings)
        channel = SlackChannel(self._lines, self.book, frozenset(), pace)
        self.dispatch = Dispatch(
            self.store.ledger, {"slack": Outlet("slack", channel)}, "test", clock
        )
        self.messages: dict[str, str] = {}  # customer -> the message they wrote

    async def _sleep(self, seconds: float) -> None:
        await self._lines.answered()
        self.clock.passes(seconds=seconds)
        await asyncio.sleep(0)

    def writes(self, customer: str, room: str) -> None:
        """Somebody opens a thread."""
        post = self.world.says(room, "USATO", "開きません")
        message = f"slack:T1:{room}:{post.ts}"
        thread = str(ThreadAddress("T1", room, post.ts))
        self.messages[customer] = message
        self.book.note(
            MessageReceived(self.clock(), message, customer, "a", "slack", "x", thread=thread)
        )

    def decides(self, effect: Effect, key: str) -> None:
        with self.store.work() as work:
            work.send(key, "slack", effect, self.clock())

    def answers(self, customer: str) -> None:
        text = f"{customer}さんへの返信です。"
        reply: Reply = a_reply(text, customer, self.messages[customer])
        self.decides(reply, f"reply:{customer}")

    def tells(self, customer: str) -> None:
        text = f"{customer}さんへのお知らせです。"
        notice = Notice("i1", (customer,), "recovered", text, "ja", "plugin:kumo")
        self.decides(notice, f"notice:{customer}")

    async def delivers(self, longest: float) -> None:
        """Pump until nothing waits, or so many seconds are over."""
        end = self.world.now + longest
        while self.store.outgoing("slack") and self.world.now < end:
            await self.dispatch.deliver("slack")
            await self._sleep(0.2)

    async def has_told(self, notices: int) -> None:
        """Wait for so many notices: how many go out in a second depends on the machine's load."""
        while len(self.moments("お知らせ")) < notices:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)

    def moments(self, words: str) -> list[float]:
        return [p.at for p in self.world.ours() if words in p.text]


def play(scenario: Callable[[Town], Awaitable[None]]) -> Town:
    async def run() -> Town:
        clock = Clock()
        world = World(clock)
        world.installed("T1")
        for room in range(60):
            world.room(f"C{room}", "T1", "USATO")
        async with serve(world) as doors:
            world.url = doors.url
            town = Town(world, clock)
            await scenario(town)
            town.store.close()
        return town

    return asyncio.run(run())


def nothing_was_refused_and_all_were_told_once(town: Town, customers: int) -> None:
    world = town.world
    assert [c for c in world.calls if not c.ok] == []
    assert list(world.findings) == []
    told = Counter((p.room, p.thread) for p in world.ours())
    assert len(told) == customers
    assert set(told.values()) == {1}


@pytest.mark.slow
def test_a_room_full_of_threads_is_told_one_a_second() -> None:
    async def scenario(town: Town) -> None:
        for n in range(25):
            town.writes(f"c{n}", "C0")
        for n in range(25):
            town.tells(f"c{n}")
        await town.delivers(90)

    town = play(scenario)
    nothing_was_refused_and_all_were_told_once(town, 25)
    at = town.moments("お知らせ")
    assert min(later - earlier for earlier, later in pairwise(at)) >= 0.99


@pytest.mark.slow
def test_a_reply_does_not_wait_for_the_notices_before_it() -> None:
    async def scenario(town: Town) -> None:
        for n in range(60):
            town.writes(f"c{n}", f"C{n % 10}")  # six in a room, of which one a second goes out
            town.tells(f"c{n}")
        town.writes("late", "C0")
        notices = asyncio.create_task(town.delivers(120))
        await town.has_told(10)
        town.answers("late")
        await notices

    town = play(scenario)
    nothing_was_refused_and_all_were_told_once(town, 61)
    [answered] = town.moments("lateさんへの返信")
    before = Counter(p.room for p in town.world.ours() if p.at < answered)
    assert before["C0"] <= 4  # of six in its room
    assert before.total() <= 40  # of sixty
