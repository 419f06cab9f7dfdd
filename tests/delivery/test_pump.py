"""The outbox over a real store, with channels that fail as told."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.console import ConsoleChannel
from bot.delivery.pump import LONGEST_PAUSE, MOST_ATTEMPTS, Pump, pause
from bot.desk.ports import Channel, Outgoing
from bot.model.effect import Effect, Notice, StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from bot.store.sql import SqlStore

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Wire:
    """A channel: records what arrives, fails for readers who were named, may be slow."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.attempts: list[int] = []
        self.under_way = 0
        self.most_under_way = 0
        self._failures: dict[str, list[Exception]] = {}

    def fails(self, customer: str, *errors: Exception) -> None:
        self._failures[customer] = list(errors)

    async def deliver(self, outgoing: Outgoing) -> str:
        self.attempts.append(outgoing.attempts)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        effect = outgoing.effect
        for customer in (
            effect.to if isinstance(effect, Notice) else [getattr(effect, "customer", "")]
        ):
            if self._failures.get(customer):
                raise self._failures[customer].pop(0)
        self.arrived.append(effect.text)
        return f"wire:{outgoing.id}"


class Bench:
    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.wire = Wire()
        self.now = NOON
        self.slept: list[float] = []
        self.rests = asyncio.Event()
        self.start()

    def start(self) -> None:
        """A new process takes over."""
        self.pump = Pump(self.store, {"wire": self.wire}, lambda: self.now, self.sleep)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return as soon as something holds; it is looked at whenever the pump rests."""
        async with asyncio.timeout(20):
            while not holds():
                self.rests = asyncio.Event()
                await self.rests.wait()

    async def sleep(self, seconds: float) -> None:
        self.rests.set()
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def says(self, text: str, customer: str = "sato") -> None:
        self.sends(StaffReply(customer, text, "tanaka"))

    def sends(self, effect: Effect) -> None:
        with self.store.work() as work:
            assert work.send(f"{effect.text}", "wire", effect, NOON)

    def pumps(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return asyncio.run(self.pump.pump("wire"))

    def waiting(self) -> list[str]:
        return [o.effect.text for o in self.store.outgoing("wire")]


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = SqlStore.open("sqlite://")
    yield Bench(store)
    store.close()


def test_everything_arrives_once_and_in_order(bench: Bench) -> None:
    for text in ("一", "二", "三"):
        bench.says(text)
    assert bench.pumps() == 3
    assert bench.pumps() == 0
    assert bench.wire.arrived == ["一", "二", "三"]


def test_one_reader_waits_and_the_others_do_not(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("busy"))
    bench.says("佐藤へ一", "sato")
    bench.says("佐藤へ二", "sato")
    bench.says("伊藤へ", "ito")
    bench.pumps()
    assert bench.wire.arrived == ["伊藤へ"]
    bench.pumps(after=timedelta(seconds=1))
    assert bench.wire.arrived == ["伊藤へ"]
    bench.pumps(after=timedelta(seconds=2))
    assert bench.wire.arrived == ["伊藤へ", "佐藤へ一", "佐藤へ二"]


def test_a_notice_keeps_its_place_for_every_reader(bench: Bench) -> None:
    bench.wire.fails("ito", DeliveryError("busy"))
    bench.says("先", "ito")
    bench.sends(Notice("i1", ("sato", "ito"), "first", "通知", "ja", "plugin:kumo"))
    bench.says("後", "sato")
    bench.pumps()
    assert bench.wire.arrived == []
    bench.pumps(after=timedelta(seconds=3))
    assert bench.wire.arrived == ["先", "通知", "後"]


def test_what_failed_for_good_makes_way(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("the room is archived", permanent=True))
    bench.says("一")
    bench.says("二")
    bench.pumps()
    assert bench.wire.arrived == ["二"]
    assert bench.waiting() == []


def test_the_wait_that_was_asked_for_is_kept(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("busy", retry_after=90))
    bench.says("一")
    bench.pumps()
    bench.pumps(after=timedelta(seconds=89))
    assert bench.wire.arrived == []
    bench.pumps(after=timedelta(seconds=1))
    assert bench.wire.arrived == ["一"]


def test_an_attempt_that_may_have_arrived_is_known_as_such_to_the_channel(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("no answer", unknown=True))
    bench.says("一")
    bench.pumps()
    bench.start()
    bench.pumps()
    assert bench.wire.attempts == [0, 1]


def test_it_gives_up_after_so_many_attempts(bench: Bench) -> None:
    bench.wire.fails("sato", *[DeliveryError("busy")] * 1_000)
    bench.says("一")
    for _ in range(MOST_ATTEMPTS):
        assert bench.waiting() == ["一"]
        bench.pumps(after=LONGEST_PAUSE)
    assert bench.waiting() == []
    assert bench.wire.attempts == list(range(MOST_ATTEMPTS))


def test_a_fault_of_ours_in_one_effect_does_not_stop_the_others(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.wire.fails("sato", ZeroDivisionError())
    bench.says("一", "sato")
    bench.says("二", "ito")
    bench.pumps()
    assert bench.wire.arrived == ["二"]
    assert bench.waiting() == ["一"]
    assert "ZeroDivisionError" in caplog.text


def test_readers_who_cannot_be_reached_do_not_fill_the_batch(bench: Bench) -> None:
    for number in range(150):
        bench.wire.fails(f"c{number}", DeliveryError("busy"))
        bench.says(f"失敗{number}", f"c{number}")
    bench.says("届く", "ito")
    bench.pumps()
    bench.pumps()
    assert bench.wire.arrived == ["届く"]


def test_deliveries_are_side_by_side_but_bounded(bench: Bench) -> None:
    for number in range(40):
        bench.says(f"{number}", f"c{number}")
    assert bench.pumps() == 40
    assert bench.wire.most_under_way == 8


def test_what_is_for_staff_keeps_its_order(bench: Bench) -> None:
    for action in ("raised", "updated", "recovered"):
        bench.sends(StaffAlert("i1", action, (), 3, action))
    bench.pumps()
    assert bench.wire.arrived == ["raised", "updated", "recovered"]


def test_pauses_double_up_to_ten_minutes() -> None:
    lengths = [pause(n).total_seconds() for n in range(12)]
    assert lengths[:4] == [2, 4, 8, 16]
    assert lengths == sorted(lengths)
    assert lengths[-1] == 600
    in_all = sum(pause(n).total_seconds() for n in range(MOST_ATTEMPTS - 1))
    assert 23 * 3600 < in_all < 25 * 3600


def test_it_runs_until_cancelled_and_survives_a_store_that_is_busy(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[str, int], list[Outgoing]] = bench.store.outgoing
    troubles = [OSError("locked")]

    def sometimes(channel: str, limit: int = 100) -> list[Outgoing]:
        if troubles:
            raise troubles.pop()
        return real(channel, limit)

    monkeypatch.setattr(bench.store, "outgoing", sometimes)
    bench.says("一")

    async def scenario() -> None:
        running = asyncio.create_task(bench.pump.run())
        await bench.until(lambda: bool(bench.wire.arrived))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scenario())
    assert bench.wire.arrived == ["一"]
    assert set(bench.slept) == {0.2}


def test_the_console_twin_prints_and_is_a_channel() -> None:
    printed: list[str] = []
    console: Channel = ConsoleChannel("slack", printed.append)
    reply = StaffReply("sato", "承りました。\x1b[2J", "tanaka")
    answer = asyncio.run(console.deliver(Outgoing(7, "k", "slack", reply, NOON)))
    assert answer == "console:7"
    assert printed == ["[slack] StaffReply k\n承りました。\N{REPLACEMENT CHARACTER}[2J\n\n"]


def test_of_two_processes_one_delivers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    stores = [SqlStore.open(url, durable=False) for _ in range(2)]
    first, second = (Bench(store) for store in stores)

    async def scenario() -> None:
        ahead = asyncio.create_task(first.pump.run())
        await first.until(lambda: bool(first.slept))
        behind = asyncio.create_task(second.pump.run())
        await second.until(lambda: bool(second.slept))
        second.says("一")
        await first.until(lambda: bool(first.wire.arrived))
        ahead.cancel()
        behind.cancel()
        await asyncio.gather(ahead, behind, return_exceptions=True)

    asyncio.run(scenario())
    assert (first.wire.arrived, second.wire.arrived) == (["一"], [])
    for store in stores:
        store.close()
