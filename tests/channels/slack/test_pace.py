"""Never quicker than Slack allows, replies before notices, and nobody waits for another's sake."""

import asyncio
import itertools
from collections.abc import Callable, Collection, MutableMapping
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.pace import PATIENCE, Call, Lane, Pace
from bot.channels.slack.rates import METHODS, OF_ROOM, OF_WORKSPACE, TIERS
from bot.desk.slate import OwnSlate
from bot.model.errors import DeliveryError
from bot.model.rate import Rate


class Hours:
    """A clock that goes on only when somebody waits: the earliest waiter is woken first."""

    def __init__(self) -> None:
        self.now = 0.0
        self._waiting: list[tuple[float, int, asyncio.Event]] = []
        self._count = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._waiting.append((self.now + seconds, next(self._count), awake))
        await awake.wait()

    async def pass_until(self, moment: float) -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        while self._waiting and min(self._waiting)[0] <= moment:
            self._waiting.sort()
            at, _, awake = self._waiting.pop(0)
            self.now = max(self.now, at)
            awake.set()
            for _ in range(10):
                await asyncio.sleep(0)
        self.now = max(self.now, moment)


class Traffic:
    """Calls as they are let through, each with its moment."""

    def __init__(self) -> None:
        self.hours = Hours()
        self.pace = Pace(self.hours, self.hours.sleep)
        self.passed: list[tuple[str, float]] = []
        self.put_off: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def asks(self, call: Call, lane: Lane = Lane.REPLY) -> None:
        task = asyncio.create_task(self._ask(call, lane))
        self._tasks.add(task)

    async def _ask(self, call: Call, lane: Lane) -> None:
        try:
            await self.pace.turn(call, lane)
        except DeliveryError as error:
            self.put_off[call.ticket] = self.hours.now + (error.retry_after or 0)
        else:
            self.put_off.pop(call.ticket, None)
            self.passed.append((call.ticket, round(self.hours.now, 3)))

    async def come_back(self, call: Call, lane: Lane) -> None:
        """What was put off asks again when it was told to."""
        while call.ticket in self.put_off:
            await self.hours.pass_until(self.put_off[call.ticket])
            self.asks(call, lane)
            await self.hours.pass_until(self.hours.now)


def post(ticket: str, room: str = "C1", team: str = "T1") -> Call:
    return Call(team, "chat.postMessage", room=room, ticket=ticket)


@given(
    st.floats(0.01, 60),
    st.integers(1, 20),
    st.lists(st.floats(0, 30), min_size=1, max_size=60),
)
def test_a_limit_never_lets_more_through_than_its_rate(
    every: float, burst: int, pauses: list[float]
) -> None:
    rate, due, now, taken = Rate(every, burst), 0.0, 0.0, list[float]()
    for pause in pauses:
        now += pause
        at = max(now, rate.opens(due))
        due = rate.after(due, at)
        taken.append(at)
    for first, last in itertools.combinations(range(len(taken)), 2):
        most = burst + (taken[last] - taken[first]) / every
        assert last - first + 1 <= most + 1e-6


def test_one_room_gets_one_message_a_second_and_others_do_not_wait_for_it() -> None:
    async def scenario() -> list[tuple[str, float]]:
        traffic = Traffic()
        for ticket, room in (("a", "C1"), ("b", "C1"), ("c", "C2"), ("d", "C3")):
            traffic.asks(post(ticket, room))
        await traffic.hours.pass_until(10)
        return traffic.passed

    assert asyncio.run(scenario()) == [("a", 0.0), ("c", 0.0), ("d", 0.0), ("b", 1.0)]


def test_who_must_wait_long_is_told_so_and_keeps_a_place() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        for n in range(6):
            traffic.asks(post(f"{n}"))
        await traffic.hours.pass_until(0)
        assert sorted(traffic.put_off) == ["2", "3", "4", "5"]
        assert sorted(traffic.put_off.values()) == [2.0, 3.0, 4.0, 5.0]
        for n in range(2, 6):
            await traffic.come_back(post(f"{n}"), Lane.REPLY)
        return traffic

    passed = asyncio.run(scenario()).passed
    assert passed == [(f"{n}", float(n)) for n in range(6)]


def test_a_reply_overtakes_the_notices_that_wait() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        for n in range(40):
            traffic.asks(post(f"n{n}"), Lane.NOTICE)
        await traffic.hours.pass_until(0.2)
        traffic.asks(post("reply"))
        await traffic.hours.pass_until(3)
        return traffic

    traffic = asyncio.run(scenario())
    assert traffic.passed == [("n0", 0.0), ("reply", 1.0)]
    assert len(traffic.put_off) == 39


def test_a_workspace_has_a_cap_that_no_other_workspace_feels() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        for n in range(60):
            traffic.asks(post(f"{n}", room=f"C{n}"))
        traffic.asks(post("other", team="T2"))
        await traffic.hours.pass_until(PATIENCE[Lane.REPLY])
        return traffic

    traffic = asyncio.run(scenario())
    at_once = [t for t, at in traffic.passed if at == 0]
    assert len(at_once) == OF_WORKSPACE.burst + 1
    assert "other" in at_once
    assert len(traffic.passed) <= OF_WORKSPACE.burst + 1 + PATIENCE[Lane.REPLY] / OF_WORKSPACE.every


@pytest.mark.parametrize("rooms", [1, 300])
def test_a_notice_to_three_hundred_arrives_within_what_the_rates_allow(rooms: int) -> None:
    calls = [post(f"{n}", room=f"C{n % rooms}") for n in range(300)]

    async def scenario() -> Traffic:
        traffic = Traffic()
        for call in calls:
            traffic.asks(call, Lane.NOTICE)
        await traffic.hours.pass_until(0)
        by_ticket = {call.ticket: call for call in calls}
        while len(traffic.passed) < len(calls):
            now = traffic.hours.now
            await traffic.hours.pass_until(min(traffic.put_off.values(), default=now + 0.1))
            for ticket in [t for t, at in traffic.put_off.items() if at <= traffic.hours.now]:
                del traffic.put_off[ticket]
                traffic.asks(by_ticket[ticket], Lane.NOTICE)
            await traffic.hours.pass_until(traffic.hours.now)
        return traffic

    traffic = asyncio.run(scenario())
    assert len(traffic.passed) == 300
    tightest = OF_ROOM.every if rooms == 1 else OF_WORKSPACE.every
    assert max(at for _, at in traffic.passed) <= 300 * tightest + 5


def test_what_slack_asks_for_holds_for_one_method_of_one_workspace() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        await traffic.pace.told_to_wait(post(""), 30)
        traffic.asks(post("same"))
        traffic.asks(post("other team", team="T2"))
        traffic.asks(Call("T1", "chat.update", room="C1", message="1.0", ticket="other method"))
        await traffic.hours.pass_until(0)
        assert traffic.put_off == {"same": 30.0}
        await traffic.come_back(post("same"), Lane.REPLY)
        return traffic

    passed = asyncio.run(scenario()).passed
    assert passed == [("other team", 0.0), ("other method", 0.0), ("same", 30.0)]


def test_who_waits_when_slack_asks_for_quiet_keeps_quiet() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        traffic.asks(post("a"))
        traffic.asks(post("b"))
        await traffic.hours.pass_until(0.5)
        await traffic.pace.told_to_wait(post(""), 10)
        await traffic.hours.pass_until(2)
        return traffic

    traffic = asyncio.run(scenario())
    assert [t for t, _ in traffic.passed] == ["a"]
    assert traffic.put_off == {"b": 10.5}


def test_one_message_is_edited_once_a_second() -> None:
    edit = Call("T1", "chat.update", room="C1", message="1.0", ticket="a")
    other = Call("T1", "chat.update", room="C1", message="2.0", ticket="b")

    async def scenario() -> Traffic:
        traffic = Traffic()
        for call in (edit, edit, other):
            traffic.asks(call)
        await traffic.hours.pass_until(5)
        return traffic

    assert asyncio.run(scenario()).passed == [("a", 0.0), ("b", 0.0), ("a", 1.0)]


def test_a_restart_keeps_the_quiet_that_slack_asked_for() -> None:
    async def scenario() -> dict[str, float]:
        slate, hours = OwnSlate(), Hours()
        await Pace(hours, hours.sleep, slate).told_to_wait(post(""), 30)
        await hours.pass_until(10)
        traffic = Traffic()
        traffic.hours, traffic.pace = hours, Pace(hours, hours.sleep, slate)
        traffic.asks(post("same"))
        traffic.asks(post("other team", team="T2"))
        await hours.pass_until(10)
        assert [t for t, _ in traffic.passed] == ["other team"]
        return traffic.put_off

    assert asyncio.run(scenario()) == {"same": 30.0}


class SharedSlate:
    """A slate that others use too, so that it may be busy; ``clock``: that of its server."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._numbers = OwnSlate()
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
        told, other = (Pace(hours, hours.sleep, slate) for _ in range(2))
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


@pytest.mark.parametrize("skew", [-5.0, 5.0])
def test_machines_whose_clocks_disagree_wait_no_longer_and_no_shorter(skew: float) -> None:
    hours, slept = Hours(), list[float]()
    hours.now = 1_000.0
    slate = SharedSlate(clock=hours)

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        hours.now += seconds

    async def scenario() -> None:
        await Pace(hours, sleep, slate).turn(post("a"))
        other = Pace(lambda: hours() + skew, sleep, slate)
        hours.now = 1_000.2
        await other.turn(post("b"))
        hours.now = 1_005.0
        await other.turn(post("c"))

    asyncio.run(scenario())
    assert slept == [0.8]


@pytest.mark.parametrize("skew", [-5.0, 5.0])
def test_a_quiet_that_slack_asked_for_is_as_long_for_every_machine(skew: float) -> None:
    async def scenario() -> float | None:
        hours = Hours()
        slate = SharedSlate(clock=hours)
        told, other = (
            Pace(lambda: hours() + skew, hours.sleep, slate),
            Pace(hours, hours.sleep, slate),
        )
        await told.told_to_wait(post(""), 30)
        with pytest.raises(DeliveryError) as far_off:
            await other.turn(post("a"))
        return far_off.value.retry_after

    assert asyncio.run(scenario()) == 30.0


def test_a_clock_that_is_put_back_stops_nothing() -> None:
    async def scenario() -> list[tuple[str, float]]:
        traffic = Traffic()
        traffic.hours.now = 86_400.0
        traffic.asks(post("a"))
        await traffic.hours.pass_until(86_400)
        traffic.hours.now = 0.0
        traffic.asks(post("b"))
        await traffic.hours.pass_until(0)
        return traffic.passed

    assert asyncio.run(scenario()) == [("a", 86_400.0), ("b", 0.0)]


def test_every_method_has_a_tier() -> None:
    assert set(METHODS.values()) <= set(TIERS)
    assert TIERS[METHODS["chat.update"]].every == 60 / 50
