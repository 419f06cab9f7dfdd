"""How deliveries end when something else goes wrong: the desk, the database, the process."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Pump
from bot.desk.ledger import Claimant, DeliveryState, Outgoing, Settled
from bot.model.effect import Effect
from bot.model.errors import DeliveryError
from bot.model.event import DeliveryFailed, Event
from bot.running.working import tells_staff
from tests.channels.fakes import NOON
from tests.delivery.bench import Bench, Busy


def test_whoever_cares_hears_of_what_is_lost_before_it_is_settled(bench: Bench) -> None:
    heard: list[tuple[str, bool, bool]] = []

    async def lost(outcome: Settled) -> None:
        said = getattr(outcome.outgoing.effect, "text", "")
        heard.append((outcome.reason, outcome.may_be_there, said in bench.waiting()))

    bench.wire.fails("sato", DeliveryError("no such user", permanent=True))
    bench.wire.fails("ito", DeliveryError("who knows", permanent=True, unknown=True))
    bench.says("一")
    bench.says("二", "ito")
    bench.says("三", "ueda")
    pump = replace(bench.pump(), lost=lost)
    assert asyncio.run(pump.drain()) == 1
    assert sorted(heard) == [("no such user", False, True), ("who knows", True, True)]
    assert bench.waiting() == []


@pytest.mark.parametrize("unwanted", [False, True])
def test_staff_hear_of_a_reply_that_failed_unless_nobody_wants_it_any_more(
    bench: Bench, *, unwanted: bool
) -> None:
    told: list[Event] = []

    class Listening:
        async def handle(self, event: Event) -> tuple[Effect, ...]:
            told.append(event)
            return ()

    bench.wire.fails("sato", DeliveryError("it is gone", permanent=True, unwanted=unwanted))
    bench.says("一")
    lost = tells_staff(Listening(), lambda: NOON)
    asyncio.run(replace(bench.pump(), lost=lost).drain())
    assert [type(e) for e in told] == ([] if unwanted else [DeliveryFailed])
    assert bench.waiting() == []


def test_whoever_cares_hears_of_what_is_settled_once_it_is(bench: Bench) -> None:
    heard: list[tuple[str, DeliveryState, bool]] = []

    def settled(outcomes: Sequence[Settled]) -> None:
        waiting = bench.waiting()
        for o in outcomes:
            said = getattr(o.outgoing.effect, "text", "")
            heard.append((said, o.state, said in waiting))

    bench.wire.fails("ito", DeliveryError("no such user", permanent=True))
    bench.wire.fails("ueda", DeliveryError("later"))
    for said, reader in (("一", "sato"), ("二", "ito"), ("三", "ueda")):
        bench.says(said, reader)
    asyncio.run(replace(bench.pump(), settled=settled).drain())
    assert sorted(heard) == [
        ("一", DeliveryState.DELIVERED, False),
        ("三", DeliveryState.WAITING, True),
        ("二", DeliveryState.FAILED, False),
    ]


def test_one_whose_loss_cannot_be_told_holds_up_nobody(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async def lost(outcome: Settled) -> None:
        raise RuntimeError("the desk fails on it")

    bench.wire.fails("sato", DeliveryError("no such user", permanent=True))
    bench.says("一")
    bench.says("二", "ito")
    assert asyncio.run(replace(bench.pump(), lost=lost).drain()) == 1
    assert bench.waiting() == ["一"]
    assert "could not be told as lost" in caplog.text
    bench.pumps(after=timedelta(seconds=9))
    assert bench.wire.arrived == ["二", "一"]


def test_what_is_under_way_when_it_must_stop_comes_to_its_end(bench: Bench) -> None:
    async def scenario() -> None:
        begun, let_go = asyncio.Event(), asyncio.Event()

        async def slow(outgoing: Outgoing) -> str:
            begun.set()
            await let_go.wait()
            return "arrived"

        bench.wire.deliver = slow  # type: ignore[method-assign]
        running = asyncio.create_task(bench.pump().drain())
        await begun.wait()
        running.cancel()
        await asyncio.sleep(0)
        let_go.set()
        with pytest.raises(asyncio.CancelledError):
            await running

    bench.says("一")
    asyncio.run(scenario())
    assert bench.waiting() == []


def test_a_database_that_is_busy_for_a_moment_loses_nothing(bench: Bench) -> None:
    class Hiccup(Busy):
        times = 2

        def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
            self.times -= 1
            if self.times >= 0:
                raise OSError("locked")
            self.ledger.settle(by, outcomes, at)

    async def no_time(_: float) -> None:
        await asyncio.sleep(0)

    bench.says("一")
    pump = replace(bench.pump(), ledger=Hiccup(bench.store.ledger), sleep=no_time)
    assert asyncio.run(pump.drain()) == 1
    assert bench.waiting() == []


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


def standing_still(
    bench: Bench, pump: Pump, meanwhile: Callable[[], object], *, ends: bool = True
) -> None:
    """One delivery arrives, another is under way, and then the process stands still for a lease.

    ``ends``: whether the other comes to its end once the first is settled.
    """
    settled = asyncio.Event()

    async def deliver(outgoing: Outgoing) -> str:
        text = getattr(outgoing.effect, "text", "")
        if text == "一":
            pump._held_at -= 60.0
            meanwhile()
        else:
            await settled.wait()
        bench.wire.arrived.append(text)
        return "arrived"

    def heard(_: Sequence[Settled]) -> None:
        if ends:
            settled.set()

    pump.outlet = replace(pump.outlet, channel=_Calls(deliver))
    pump.settled = heard
    bench.says("一")
    bench.says("二", "ito")


@dataclass
class _Calls:
    """A channel that is one function."""

    deliver: Callable[[Outgoing], Coroutine[Any, Any, str]]


def test_who_stood_still_settles_what_arrived_and_goes_on_with_what_nobody_took(
    bench: Bench,
) -> None:
    pump = bench.pump()
    standing_still(bench, pump, lambda: None)
    assert asyncio.run(pump.drain()) == 2
    assert bench.waiting() == []
    assert bench.wire.arrived == ["一", "二"]


def test_what_another_has_claimed_meanwhile_is_given_up(bench: Bench) -> None:
    other = Claimant("other")
    taken: list[Outgoing] = []

    def meanwhile() -> None:
        bench.now += timedelta(seconds=9)
        taken.extend(bench.store.ledger.claim("wire", other, 5, bench.now))

    pump = bench.pump()
    standing_still(bench, pump, meanwhile, ends=False)
    assert asyncio.run(pump.drain()) == 1
    assert bench.wire.arrived == ["一"]
    assert bench.waiting() == ["二"]
    assert len(taken) == 2


def test_what_arrived_and_could_not_be_settled_is_settled_by_the_next_round(bench: Bench) -> None:
    ledger = Busy(bench.store.ledger)
    dispatch = Dispatch(ledger, {"wire": bench.outlet}, "here", lambda: bench.now)
    bench.says("一")

    async def two_rounds() -> None:
        with pytest.raises(OSError, match="disk full"):
            await dispatch.deliver("wire")
        bench.now += timedelta(seconds=9)  # anybody could claim it now
        ledger.is_full = False
        await dispatch.deliver("wire")

    asyncio.run(two_rounds())
    assert bench.waiting() == []
    assert bench.wire.maybe == [False]


def test_a_round_that_is_asked_for_while_one_is_under_way_is_left_to_that_one(
    bench: Bench,
) -> None:
    dispatch = Dispatch(bench.store.ledger, {"wire": bench.outlet}, "here", lambda: bench.now)
    bench.says("一")

    async def at_once() -> tuple[int, int, int]:
        under_way = asyncio.create_task(dispatch.deliver("wire"))
        await asyncio.sleep(0)
        bench.says("二")
        beside, unknown = await dispatch.deliver("wire"), await dispatch.deliver("pigeon")
        return await under_way, beside, unknown

    assert asyncio.run(at_once()) == (2, 0, 0)
    assert bench.wire.arrived == ["一", "二"]


def test_one_that_waits_for_an_earlier_one_that_was_given_up_was_not_begun(bench: Bench) -> None:
    async def scenario() -> Settled:
        pump = bench.pump()
        before = asyncio.create_task(asyncio.sleep(60))
        after = asyncio.create_task(pump._hand_over(held[1], before))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        before.cancel()
        return await after

    bench.says("一")
    bench.says("二")
    held = bench.store.ledger.claim("wire", Claimant("x"), 5, bench.now)
    found = asyncio.run(scenario())
    assert (found.state, found.begun, found.may_be_there) == (DeliveryState.WAITING, False, False)
