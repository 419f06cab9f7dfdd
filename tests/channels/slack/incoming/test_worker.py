"""From the inbox to the desk."""

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.channels.slack.api.places import RoomRules, ThreadAddress
from bot.channels.slack.incoming.worker import PATIENCE, InboxWorker, pack
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.background_tasks import MOST_WAITING, BackgroundTasks
from bot.model.effect import Effect
from bot.model.event import Event
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock, Desk, a_reply
from tests.channels.slack.idle import idle_ports
from tests.channels.slack.imitation import ROOM, TEAM, post
from tests.channels.slack.lobby import Lobby, visit
from tests.channels.slack.world import payloads
from tests.store.databases import in_memory


class Bench:
    """An inbox, a desk and the worker between them."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.clock = Clock()
        self.desk = Desk()
        self.addresses = AddressBook(store)
        self.start()

    def start(self) -> None:
        """A new process takes over."""
        rules = RoomRules(is_ours=self.addresses.is_ours, rooms=frozenset({ROOM}))
        ports = idle_ports(self.store, self.clock)
        self.worker = InboxWorker(self.store, self.desk, rules, self.addresses, self.clock, ports)

    def comes(self, text: str, ts: str, **changes: str) -> None:
        key = f"slack:T1:{changes.get('channel', ROOM)}:{ts}"
        payload = post(text, ts=ts, **changes)
        self.store.receive(key, "slack", pack(payload, self.clock()), self.clock())

    def drain(self) -> int:
        return asyncio.run(self.worker.drain())

    def waiting(self) -> int:
        return len(self.store.received("slack"))


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = in_memory()
    yield Bench(store)
    store.close()


def test_rows_reach_the_desk_in_order_and_once(bench: Bench) -> None:
    for number in range(5):
        bench.comes(f"報告{number}", ts=f"{number}.0")
    assert bench.drain() == 5
    assert bench.drain() == 0
    assert bench.desk.texts == [f"報告{n}" for n in range(5)]


def test_a_new_process_takes_up_what_was_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    first = Bench(SqlStore.open(url))
    first.comes("開かない", ts="1.0")
    first.store.close()
    second = Bench(SqlStore.open(url))
    assert second.drain() == 1
    assert second.desk.texts == ["開かない"]
    second.store.close()


def test_a_conversation_waits_for_its_failed_message_and_the_others_do_not(bench: Bench) -> None:
    bench.addresses.note_spoken(ThreadAddress(TEAM, ROOM, "1.0"))
    bench.desk.fails_on("一つ目", times=1)
    bench.comes("一つ目", ts="1.0")
    bench.comes("二つ目", ts="2.0", thread_ts="1.0")
    bench.comes("別の人", ts="3.0", user="UABE")
    assert bench.drain() == 1
    assert bench.desk.texts == ["別の人"]
    bench.clock.passes(seconds=6)
    assert bench.drain() == 2
    assert bench.desk.texts == ["別の人", "一つ目", "二つ目"]


def test_a_message_that_always_fails_stays_and_does_not_hold_up_its_conversation_for_ever(
    bench: Bench,
) -> None:
    bench.addresses.note_spoken(ThreadAddress(TEAM, ROOM, "1.0"))
    bench.desk.fails_on("毒", times=1_000)
    bench.comes("毒", ts="1.0")
    bench.comes("続き", ts="2.0", thread_ts="1.0")
    for _ in range(PATIENCE + 1):
        bench.drain()
        bench.clock.passes(minutes=10)
    assert bench.desk.texts == ["続き"]
    assert bench.waiting() == 1
    bench.start()
    bench.desk.fails_on("毒", times=0)
    assert bench.drain() == 1
    assert bench.waiting() == 0


@pytest.mark.slow
def test_failing_rows_do_not_fill_the_batch(bench: Bench) -> None:
    for number in range(120):
        bench.desk.fails_on(f"毒{number}", times=1)
        bench.comes(f"毒{number}", ts=f"{number}.0", user=f"U{number}")
    bench.comes("無事", ts="900.0")
    bench.drain()
    bench.drain()
    assert "無事" in bench.desk.texts


def test_talk_between_people_is_done_with_and_not_told(bench: Bench) -> None:
    bench.comes("お昼どうする", ts="2.0", thread_ts="1.0")
    assert bench.drain() == 1
    assert bench.desk.texts == []
    assert bench.waiting() == 0


def test_a_row_that_cannot_be_read_does_not_stop_the_next(bench: Bench) -> None:
    bench.store.receive("slack:broken", "slack", "{", bench.clock())
    bench.comes("開かない", ts="1.0")
    assert bench.drain() == 2
    assert bench.desk.texts == ["開かない"]


def test_the_address_is_known_before_the_desk_answers(bench: Bench) -> None:
    bench.addresses.note_spoken(ThreadAddress(TEAM, ROOM, "1.0"))
    bench.comes("はい", ts="2.0", thread_ts="1.0")
    bench.drain()
    reply = a_reply("ok", customer="slack:T1:USATO", to="slack:T1:C1:2.0")
    assert bench.addresses.recipients(reply) == {"slack:T1:USATO": ThreadAddress(TEAM, ROOM, "1.0")}


def test_background_tasks_run_beside_the_desk_and_one_that_fails_stops_nothing() -> None:
    done = asyncio.Event()

    async def fails() -> None:
        raise OSError("no")

    async def scenario() -> None:
        background_tasks = BackgroundTasks()

        async def finish() -> None:
            done.set()

        running = asyncio.create_task(background_tasks.run())
        background_tasks.add(fails)
        background_tasks.add(finish)
        await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(scenario(), 50))


def test_of_too_many_background_tasks_the_oldest_is_dropped() -> None:
    done: list[int] = []
    background_tasks = BackgroundTasks()

    async def do(number: int) -> None:
        done.append(number)

    for number in range(MOST_WAITING + 3):
        background_tasks.add(partial(do, number))
    asyncio.run(background_tasks.finish())
    assert done == list(range(3, MOST_WAITING + 3))


def test_an_answer_to_slack_never_waits_for_the_desk() -> None:
    async def scenario(lobby: Lobby) -> None:
        asked, let_go = asyncio.Event(), asyncio.Event()

        class Slow(Desk):
            async def handle(self, event: Event) -> tuple[Effect, ...]:
                asked.set()
                await let_go.wait()
                return await super().handle(event)

        desk = Slow()
        lobby.starts(desk)
        for number in range(5):
            post = lobby.world.says("C1", "USATO", f"報告{number}")
            for payload in payloads.posted(lobby.world, post):
                await lobby.delivery.deliver(payload)
        running = asyncio.create_task(lobby.worker.drain())
        await asked.wait()
        late = lobby.world.says("C1", "USATO", "報告5")
        for payload in payloads.posted(lobby.world, late):
            await lobby.delivery.deliver(payload)
        assert desk.texts == []
        assert [status for _, status, _ in lobby.delivery.acks] == [200] * 6
        let_go.set()
        assert await running == 6
        assert desk.texts == [f"報告{n}" for n in range(6)]

    visit(scenario)
