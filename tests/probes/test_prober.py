"""The prober: each measurement is told, what is none is not, and changes are logged once."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.model.event import Probed
from bot.model.probe import MeasurementStep, ProbeRef
from bot.net.rounds import Visited
from bot.probes.measure import NotMeasuredError, Taken
from bot.probes.prober import Prober
from bot.probes.targets import Plan, ProbeTarget
from tests.builders import MORNING

TARGET = ProbeTarget("https://cdn.example/x.js")
PLAN = Plan({TARGET.id: TARGET}, (ProbeRef(TARGET.id, "ruri_grid"),))
WELL = Taken(None, 200, 0.2, MORNING + timedelta(days=60))
GONE = Taken(MeasurementStep.CONNECT)


def told(*script: Taken | Exception) -> tuple[list[Probed], list[Visited]]:
    left, events = list(script), list[Probed]()

    async def measure(target: ProbeTarget) -> Taken:
        assert target is TARGET
        said = left.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    async def emit(event: Probed) -> None:
        events.append(event)

    async def play() -> list[Visited]:
        prober = Prober(PLAN, "tokyo", measure, emit, lambda: MORNING)
        return [await prober.visit(TARGET.id) for _ in script]

    visits = asyncio.run(play())
    return events, visits


def test_each_measurement_is_told_with_where_it_was_made() -> None:
    events, _ = told(WELL, GONE)
    first, second = events
    assert first == Probed(
        MORNING, TARGET.id, "ruri_grid", "tokyo", None, 200, 0.2, WELL.expires_at
    )
    assert (second.step, second.seconds) == (MeasurementStep.CONNECT, None)


def test_what_fails_is_measured_as_often_as_what_is_well() -> None:
    _, visits = told(GONE, GONE, GONE)
    assert visits == [Visited()] * 3


def test_what_is_no_measurement_is_not_told_and_the_host_is_left_alone_as_it_asks() -> None:
    events, visits = told(NotMeasuredError("come less often", 90.0), WELL)
    assert len(events) == 1
    assert visits[0].wait == 90.0


def test_going_coming_back_and_not_being_measured_are_logged_once_each(
    caplog: pytest.LogCaptureFixture,
) -> None:
    refused = NotMeasuredError("refused: cdn.example is not a public address")
    with caplog.at_level(logging.INFO):
        told(WELL, GONE, GONE, WELL, refused, refused, WELL)
    assert [r.message for r in caplog.records if r.name == "bot.probes.prober"] == [
        "probe cdn.example/x.js fails: connect",
        "probe cdn.example/x.js answers again",
        "probe cdn.example/x.js: not measured: refused: cdn.example is not a public address",
    ]
