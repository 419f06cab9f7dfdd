"""The limits of Slack hold for all processes together: they are written on a slate that all share."""

import asyncio
from collections.abc import Callable, Collection, MutableMapping
from contextlib import AbstractContextManager

import pytest

from bot.channels.slack.api.pace import CallPace
from bot.desk.shared_counters import OwnCounters
from bot.model.errors import DeliveryError
from tests.cases import each
from tests.channels.slack.pacing import Hours, Traffic, post


def test_a_restart_keeps_the_quiet_that_slack_asked_for() -> None:
    async def scenario() -> dict[str, float]:
        slate, hours = OwnCounters(), Hours()
        await CallPace(hours, hours.sleep, slate).told_to_wait(post(""), 30)
        await hours.pass_until(10)
        traffic = Traffic()
        traffic.hours, traffic.pace = hours, CallPace(hours, hours.sleep, slate)
        traffic.asks(post("same"))
        traffic.asks(post("other team", team="T2"))
        await hours.pass_until(10)
        assert [t for t, _ in traffic.passed] == ["other team"]
        return traffic.put_off

    assert asyncio.run(scenario()) == {"same": 30.0}


class SharedSlate:
    """A slate that others use too, so that it may be busy; ``clock``: that of its server."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._numbers = OwnCounters()
        self._clock = clock
        self.is_busy = False

    def moment(self, at: float) -> float:
        return at if self._clock is None else self._clock()

    def hold(
        self, owner: str, names: Collection[str]
    ) -> AbstractContextManager[MutableMapping[str, float]]:
        if self.is_busy:
            raise TimeoutError("another one writes")
        return self._numbers.hold(owner, names)

    def wipe(self, owner: str) -> None:
        self._numbers.wipe(owner)


def test_the_quiet_that_slack_asked_for_outlives_a_store_that_is_busy() -> None:
    async def scenario() -> list[float | None]:
        slate, hours = SharedSlate(), Hours()
        told, other = (CallPace(hours, hours.sleep, slate) for _ in range(2))
        slate.is_busy = True
        await told.told_to_wait(post(""), 30)
        slate.is_busy = False
        waits: list[float | None] = []
        for pace in (told, other):
            with pytest.raises(DeliveryError) as far_off:
                await pace.turn(post("a"))
            waits.append(far_off.value.retry_after)
        return waits

    assert asyncio.run(scenario()) == [30.0, 30.0]


@each("skew", [-5.0, 5.0])
def test_machines_whose_clocks_disagree_wait_no_longer_and_no_shorter(skew: float) -> None:
    hours, slept = Hours(), list[float]()
    hours.now = 1_000.0
    slate = SharedSlate(clock=hours)

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        hours.now += seconds

    async def scenario() -> None:
        await CallPace(hours, sleep, slate).turn(post("a"))
        other = CallPace(lambda: hours() + skew, sleep, slate)
        hours.now = 1_000.2
        await other.turn(post("b"))
        hours.now = 1_005.0
        await other.turn(post("c"))

    asyncio.run(scenario())
    assert slept == [0.8]


@each("skew", [-5.0, 5.0])
def test_a_quiet_that_slack_asked_for_is_as_long_for_every_machine(skew: float) -> None:
    async def scenario() -> float | None:
        hours = Hours()
        slate = SharedSlate(clock=hours)
        told, other = (
            CallPace(lambda: hours() + skew, hours.sleep, slate),
            CallPace(hours, hours.sleep, slate),
        )
        await told.told_to_wait(post(""), 30)
        with pytest.raises(DeliveryError) as far_off:
            await other.turn(post("a"))
        return far_off.value.retry_after

    assert asyncio.run(scenario()) == 30.0
