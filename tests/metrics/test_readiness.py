"""A process is ready when everything holds, and says by a word what does not."""

import asyncio
import json
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from bot.metrics import readiness
from bot.metrics.pulse import EVERY, Pulse
from bot.metrics.readiness import Readiness
from bot.model.figures import Tables
from tests.cases import each
from tests.metrics.figures import Told


class Seconds:
    """A steady clock that is moved by hand; sleeping moves it, and a busy loop moves it more."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.busy = 0.0
        self.beats = 0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if self.beats == 0:
            await asyncio.Event().wait()
        self.beats -= 1
        self.now += seconds + self.busy
        self.busy = 0.0


def asked(told: Told, *, stopping: bool = False, pulse: Pulse | None = None) -> Mapping[str, Any]:
    async def ask() -> tuple[bool, Mapping[str, Any]]:
        return await Readiness(told, pulse or Pulse(), lambda: stopping)()

    ready, said = asyncio.run(ask())
    assert said["ready"] == ready == all(check["ok"] for check in said["checks"].values())
    return said


def failing(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: check["said"] for name, check in said["checks"].items() if not check["ok"]}


@each("tables", [Tables.CURRENT, Tables.NEWER])
def test_it_is_ready_also_while_a_newer_version_is_rolled_out(tables: Tables) -> None:
    assert failing(asked(Told(tables=tables))) == {}


@each("tables", [Tables.OLDER, Tables.NONE])
def test_without_this_versions_tables_it_is_not(tables: Tables) -> None:
    assert failing(asked(Told(tables=tables))) == {"tables": tables.value}


def test_who_stops_is_not_ready() -> None:
    assert failing(asked(Told(), stopping=True)) == {"serving": "stopping"}


def test_an_unreachable_database_is_named_by_a_word_alone() -> None:
    told = Told()

    def gone() -> None:
        raise OSError("postgresql://desk:swordfish@db.internal/desk")

    told.before = gone
    said = asked(told)
    assert failing(said) == {"database": "unreachable"}
    assert "swordfish" not in json.dumps(said)
    assert "db.internal" not in json.dumps(said)


def test_a_database_that_hangs_is_not_asked_again_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.02)
    told, free, waited = Told(), threading.Event(), list[bool]()
    told.before = lambda: waited.append(free.wait(50))

    async def scenario() -> list[dict[str, str]]:
        ready = Readiness(told, Pulse(), lambda: False)
        answers = await asyncio.gather(*(ready() for _ in range(20)))
        assert waited == []  # it still hangs
        free.set()
        return [failing(said) for _, said in answers]

    assert asyncio.run(scenario()) == [{"database": "slow"}] * 20
    assert told.asked == 1


def test_the_database_is_asked_once_a_second_however_many_ask_us() -> None:
    seconds, told = Seconds(), Told()

    async def scenario() -> None:
        ready = Readiness(told, Pulse(), lambda: False, seconds)
        for _ in range(5):
            await ready()
        assert told.asked == 1
        seconds.now += 1
        await ready()
        assert told.asked == 2

    asyncio.run(scenario())


def test_a_loop_that_was_busy_is_late_for_half_a_minute() -> None:
    seconds = Seconds()
    pulse = Pulse(seconds, seconds.sleep)

    async def beats(count: int) -> dict[str, str]:
        seconds.beats = count
        task = asyncio.create_task(pulse.run())
        for _ in range(count + 1):
            await asyncio.sleep(0)
        found = failing((await Readiness(Told(), pulse, lambda: False, seconds)())[1])
        task.cancel()
        return found

    assert pulse.late is None
    assert asyncio.run(beats(3)) == {}
    seconds.busy = 1.25
    assert asyncio.run(beats(3)) == {"loop": "1.250 s late"}
    assert asyncio.run(beats(40)) == {}


def test_a_loop_that_hangs_now_is_late_now() -> None:
    seconds = Seconds()
    pulse = Pulse(seconds, seconds.sleep)

    async def scenario() -> None:
        task = asyncio.create_task(pulse.run())
        await asyncio.sleep(0)
        seconds.now += EVERY + 7
        assert pulse.late == 7
        task.cancel()

    asyncio.run(scenario())
