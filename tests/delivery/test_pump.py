"""The outbox over a real store, with channels that fail as told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.console import ConsoleChannel
from bot.delivery.failing import LONGEST_PAUSE, MOST_ATTEMPTS, pause
from bot.desk.ledger import Channel, Claimant, Lane, Outgoing, Settled
from bot.model.effect import Notice, StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from tests.delivery.bench import NOON, Bench, Busy


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_what_only_waits_for_its_turn_does_not_count_as_tried(bench: Bench) -> None:
    turn = DeliveryError("not yet", retry_after=1, untried=True)
    bench.wire.fails("sato", *[turn] * (MOST_ATTEMPTS + 1))
    bench.says("一")
    for _ in range(MOST_ATTEMPTS + 1):
        bench.pumps(after=timedelta(seconds=1))
    bench.pumps(after=timedelta(seconds=1))
    assert bench.wire.arrived == ["一"]
    assert set(bench.wire.attempts) == {0}


def test_the_console_twin_prints_and_is_a_channel() -> None:
    printed: list[str] = []
    console: Channel = ConsoleChannel("slack", printed.append)
    reply = StaffReply("sato", "承りました。\x1b[2J", "tanaka")
    answer = asyncio.run(console.deliver(Outgoing(7, "k", "slack", reply, NOON)))
    assert answer == "console:7"
    assert printed == ["[slack] StaffReply k\n承りました。\N{REPLACEMENT CHARACTER}[2J\n\n"]


@pytest.mark.parametrize("delivered", [1, 3])
def test_what_is_soon_done_is_not_held_a_second_time(bench: Bench, delivered: int) -> None:
    """A claim holds for eight seconds; for a quarter of that nobody need be asked."""
    asked: list[int] = []

    class Holding(Busy):
        def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
            self.ledger.settle(by, outcomes, at)

        def renew(self, by: Claimant, claimed: Sequence[Outgoing], at: datetime) -> frozenset[int]:
            asked.append(len(claimed))
            return self.ledger.renew(by, claimed, at)

    for number in range(delivered):
        bench.says(f"{number}", f"reader{number}")
    pump = replace(bench.pump(), ledger=Holding(bench.store.ledger))
    assert asyncio.run(pump.drain()) == delivered
    assert asked == []
