"""Figures of a house in which everything is as it should be, and a store that tells them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.model.figures import Ended, Figures, Spread, Tables, Waiting
from bot.model.status import FetchOutcome
from tests.builders import FORMS, HOSTING, MORNING, a_feed

NOW = MORNING + timedelta(minutes=1)


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


def some_figures(**changes: Any) -> Figures:
    well = Figures(
        feeds=(a_feed(FORMS), a_feed(HOSTING)),
        inbox={"slack": Waiting(2, ago(seconds=3))},
        deliveries={
            ("slack", "reply"): Waiting(1, ago(seconds=2)),
            ("mail", "broadcast"): Waiting(400, ago(minutes=40)),
        },
        ended=Ended({("slack", "reply", "delivered"): 7}, {"slack": Spread.of([0.4, 1.5, 9000])}),
        broadcasts={"running": 1, "paused": 0},
        recipients=500,
        incidents={"suspected": 1},
        tickets={"open": 4},
        ticked_at=ago(seconds=20),
        opened_at=ago(hours=2),
    )
    return replace(well, **changes)


def failing_feeds() -> Figures:
    feeds = (
        a_feed(FORMS, outcome=FetchOutcome.UNREACHABLE),
        a_feed(HOSTING, outcome=FetchOutcome.UNREADABLE),
    )
    return some_figures(feeds=feeds)


class Told:
    """Gauges that answer what they were told to, or do what they were told to do first."""

    def __init__(self, figures: Figures | None = None, tables: Tables = Tables.CURRENT) -> None:
        self.told = figures if figures is not None else some_figures()
        self.asked = 0
        self.tables_are = tables
        self.before: Callable[[], object] = lambda: None

    def figures(self) -> Figures:
        self.asked += 1
        self.before()
        return self.told

    def tables(self) -> Tables:
        self.asked += 1
        self.before()
        return self.tables_are
