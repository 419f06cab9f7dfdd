"""The outbox over a real store, with channels that fail as told."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.delivery.console import ConsoleChannel
from bot.delivery.pump import LONGEST_PAUSE, MOST_ATTEMPTS, Outlet, Pump, pause
from bot.desk.ledger import Channel, Claimant, Edit, Lane, Ledger, Outgoing, Settled
from bot.model.effect import Effect, Notice, StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from bot.store.sql import SqlStore

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Wire:
    """A channel: records what arrives, fails for readers who were named, may be slow."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.attempts: list[int] = []
        self.maybe: list[bool] = []
        self.under_way = 0
        self.most_under_way = 0
        self._failures: dict[str, list[Exception]] = {}

    def fails(self, customer: str, *errors: Exception) -> None:
        self._failures[customer] = list(errors)

    async def deliver(self, outgoing: Outgoing) -> str:
        self.attempts.append(outgoing.attempts)
        self.maybe.append(outgoing.may_be_there)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        effect = outgoing.effect
        assert not isinstance(effect, Edit)
        for customer in (
            effect.to if isinstance(effect, Notice) else [getattr(effect, "customer", "")]
        ):
            if self._failures.get(customer):
                raise self._failures[customer].pop(0)
        self.arrived.append(effect.text)
        return f"wire:{outgoing.id}"


@dataclass
class Busy:
    """A ledger whose database takes claims and then is full."""

    ledger: Ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
        raise OSError("disk full")

    def release(self, by: Claimant) -> None:
        raise OSError("disk full")


class Bench:
    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.wire = Wire()
        self.now = NOON
        self.outlet = Outlet("wire", self.wire)
        self.runs = count()

    def says(self, text: str, customer: str = "sato") -> None:
        self.sends(StaffReply(customer, text, "tanaka"), reader=customer)

    def sends(self, effect: Effect, *, reader: str = "", lane: Lane = Lane.REPLY) -> None:
        with self.store.work() as work:
            assert work.send(effect.text, "wire", effect, self.now, reader=reader, lane=lane)

    def pump(self) -> Pump:
        """As another process would: under a name of its own."""
        by = Claimant(f"process {next(self.runs)}")
        return Pump(self.store.ledger, self.outlet, by, lambda: self.now)

    def pumps(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return asyncio.run(self.pump().drain())

    def waiting(self) -> list[str]:
        return [
            o.effect.text for o in self.store.outgoing("wire") if not isinstance(o.effect, Edit)
        ]


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


def test_a_reply_overtakes_a_notice_that_waits(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("busy"))
    notice = Notice("i1", ("sato",), "first", "通知", "ja", "x")
    bench.sends(notice, reader="sato", lane=Lane.NOTICE)
    bench.pumps()
    bench.says("返信")
    bench.pumps()
    assert bench.wire.arrived == ["返信"]


def test_a_notice_does_not_overtake_a_reply_that_waits(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("busy"))
    bench.says("返信")
    notice = Notice("i1", ("sato",), "first", "通知", "ja", "x")
    bench.sends(notice, reader="sato", lane=Lane.NOTICE)
    bench.pumps()
    assert bench.wire.arrived == []
    bench.pumps(after=timedelta(seconds=2))
    assert bench.wire.arrived == ["返信", "通知"]


def test_what_failed_for_good_makes_way(bench: Bench) -> None:
    bench.wire.fails("sato", DeliveryError("the room is archived", permanent=True))
    bench.says("一")
    bench.says("二")
    bench.pumps()
    assert bench.wire.arrived == ["二"]
    assert bench.waiting() == []


def test_whoever_cares_hears_of_what_is_lost_before_it_is_settled(bench: Bench) -> None:
    heard: list[tuple[str, bool, int]] = []

    async def lost(outcome: Settled) -> None:
        heard.append((outcome.reason, outcome.may_be_there, len(bench.waiting())))

    bench.wire.fails("sato", DeliveryError("no such user", permanent=True))
    bench.wire.fails("ito", DeliveryError("who knows", permanent=True, unknown=True))
    bench.says("一")
    bench.says("二", "ito")
    bench.says("三", "ueda")
    pump = replace(bench.pump(), lost=lost)
    assert asyncio.run(pump.drain()) == 1
    assert sorted(heard) == [("no such user", False, 3), ("who knows", True, 3)]
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
    bench.pumps(after=timedelta(seconds=2))
    assert bench.wire.maybe == [False, True]


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


def test_a_broadcast_leaves_room_for_what_is_urgent(bench: Bench) -> None:
    for number in range(40):
        notice = Notice("i1", (f"c{number}",), "first", f"通知{number}", "ja", "x")
        bench.sends(notice, reader=f"c{number}", lane=Lane.BROADCAST)
    assert bench.pumps() == 40
    assert bench.wire.most_under_way == 6


def test_what_is_for_staff_keeps_its_order(bench: Bench) -> None:
    for action in ("raised", "updated", "recovered"):
        bench.sends(StaffAlert("i1", action, (), 3, action), reader="staff", lane=Lane.STAFF)
    bench.pumps()
    assert bench.wire.arrived == ["raised", "updated", "recovered"]


def test_pauses_double_up_to_ten_minutes() -> None:
    lengths = [pause(n).total_seconds() for n in range(12)]
    assert lengths[:4] == [2, 4, 8, 16]
    assert lengths == sorted(lengths)
    assert lengths[-1] == 600
    in_all = sum(pause(n).total_seconds() for n in range(MOST_ATTEMPTS - 1))
    assert 23 * 3600 < in_all < 25 * 3600


def test_what_only_waits_for_its_turn_does_not_count_as_tried(bench: Bench) -> None:
    turn = DeliveryError("not yet", retry_after=1, untried=True)
    bench.wire.fails("sato", *[turn] * (MOST_ATTEMPTS + 1))
    bench.says("一")
    for _ in range(MOST_ATTEMPTS + 1):
        bench.pumps(after=timedelta(seconds=1))
    bench.pumps(after=timedelta(seconds=1))
    assert bench.wire.arrived == ["一"]
    assert set(bench.wire.attempts) == {0}


def test_what_a_busy_database_could_not_settle_is_looked_for_by_the_next(bench: Bench) -> None:
    pump = bench.pump()
    pump.ledger = Busy(bench.store.ledger)
    bench.says("一")
    with pytest.raises(OSError, match="disk full"):
        asyncio.run(pump.drain())
    bench.pumps(after=timedelta(seconds=9))
    assert bench.wire.maybe == [False, True]


def test_a_killed_process_leaves_its_work_to_others_within_ten_seconds(bench: Bench) -> None:
    bench.says("一")
    held = bench.store.ledger.claim("wire", Claimant("killed"), 5, bench.now)
    assert len(held) == 1
    assert bench.pumps(after=timedelta(seconds=5)) == 0
    assert bench.pumps(after=timedelta(seconds=4)) == 1
    assert bench.wire.maybe == [True]


def test_the_console_twin_prints_and_is_a_channel() -> None:
    printed: list[str] = []
    console: Channel = ConsoleChannel("slack", printed.append)
    reply = StaffReply("sato", "承りました。\x1b[2J", "tanaka")
    answer = asyncio.run(console.deliver(Outgoing(7, "k", "slack", reply, NOON)))
    assert answer == "console:7"
    assert printed == ["[slack] StaffReply k\n承りました。\N{REPLACEMENT CHARACTER}[2J\n\n"]
