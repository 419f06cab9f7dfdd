"""Never quicker than Slack allows, replies before notices, and nobody waits for another's sake."""

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.api.pace import PATIENCE, Call, CallLane
from bot.channels.slack.api.rates import METHODS, OF_ROOM, OF_WORKSPACE, TIERS
from bot.model.rate import Rate
from tests.cases import each
from tests.channels.slack.pacing import Traffic, post


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
            await traffic.come_back(post(f"{n}"), CallLane.REPLY)
        return traffic

    passed = asyncio.run(scenario()).passed
    assert passed == [(f"{n}", float(n)) for n in range(6)]


def test_a_reply_overtakes_the_notices_that_wait() -> None:
    async def scenario() -> Traffic:
        traffic = Traffic()
        for n in range(40):
            traffic.asks(post(f"n{n}"), CallLane.NOTICE)
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
        await traffic.hours.pass_until(PATIENCE[CallLane.REPLY])
        return traffic

    traffic = asyncio.run(scenario())
    at_once = [t for t, at in traffic.passed if at == 0]
    assert len(at_once) == OF_WORKSPACE.burst + 1
    assert "other" in at_once
    assert (
        len(traffic.passed)
        <= OF_WORKSPACE.burst + 1 + PATIENCE[CallLane.REPLY] / OF_WORKSPACE.every
    )


@pytest.mark.slow
@each("rooms", [1, 300])
def test_a_notice_to_three_hundred_arrives_within_what_the_rates_allow(rooms: int) -> None:
    calls = [post(f"{n}", room=f"C{n % rooms}") for n in range(300)]

    async def scenario() -> Traffic:
        traffic = Traffic()
        for call in calls:
            traffic.asks(call, CallLane.NOTICE)
        await traffic.hours.pass_until(0)
        by_ticket = {call.ticket: call for call in calls}
        while len(traffic.passed) < len(calls):
            now = traffic.hours.now
            await traffic.hours.pass_until(min(traffic.put_off.values(), default=now + 0.1))
            for ticket in [t for t, at in traffic.put_off.items() if at <= traffic.hours.now]:
                del traffic.put_off[ticket]
                traffic.asks(by_ticket[ticket], CallLane.NOTICE)
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
        await traffic.come_back(post("same"), CallLane.REPLY)
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
