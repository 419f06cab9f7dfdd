"""The readers of a broadcast are written as there is room, for no longer than a minute."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from bot.delivery.fan_out import FanOut
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.effect import Effect
from bot.model.event import Event, PageDue
from tests.builders import MORNING
from tests.cases import each
from tests.storms import virtual

RUNNING = Broadcast("B1", "I1", "first", "障害です。", "ja", "vendor:a", MORNING, "hana")


@dataclass
class Writing:
    """The store and the door of one broadcast: how much of it waits, and when a page was asked for.

    ``due``: what could go now; ``waits``: with what is held back. It is complete after so many pages.
    """

    due: int = 0
    waits: int = 0
    pages: int = 1
    a_page_takes: float = 0.0  # seconds
    room_at: tuple[float, ...] = ()  # seconds; else there is as much room as the counts say
    asked: list[float] = field(default_factory=list)
    status: BroadcastStatus = BroadcastStatus.RUNNING

    @contextmanager
    def work(self) -> Iterator["Writing"]:
        yield self

    def broadcast(self, ident: str) -> Broadcast | None:
        return replace(RUNNING, status=self.status) if ident == RUNNING.id else None

    def waiting_of(self, ident: str, most: int, *, by: datetime | None = None) -> int:
        if self.room_at:
            until = self.room_at[min(len(self.asked), len(self.room_at) - 1)]
            return most if round(now(), 2) < until else 0
        return min(most, self.waits if by is None else self.due)

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        assert event == PageDue(MORNING, RUNNING.id)
        self.asked.append(round(now(), 2))
        await asyncio.sleep(self.a_page_takes)
        if len(self.asked) == self.pages:
            self.status = BroadcastStatus.COMPLETE
        return ()

    def runs(self, ident: str = RUNNING.id) -> float:
        """After how many seconds it ends, which nobody waits for."""
        store: Any = self

        async def until_it_ends() -> float:
            await FanOut(store, self, lambda: MORNING, asyncio.sleep).run(ident)
            return now()

        return virtual.run(until_it_ends())


def now() -> float:
    return asyncio.get_running_loop().time()


@each(
    ("due", "waits", "asked"),
    [(1_999, 49_999, [0]), (2_000, 2_000, []), (1_999, 50_000, [])],
)
def test_a_page_is_written_while_fewer_than_2000_could_go_and_fewer_than_50000_wait(
    due: int, waits: int, asked: list[float]
) -> None:
    """More of one destination than it takes in a minute, and no night's worth in the outbox."""
    writing = Writing(due, waits)
    writing.runs()
    assert writing.asked == asked


def test_a_second_without_room_is_left_to_whoever_looks_next() -> None:
    assert Writing(due=2_000).runs() == pytest.approx(1)


def test_the_second_begins_anew_with_every_page() -> None:
    late = Writing(pages=3, room_at=(0.95, 1.9, 2.9))
    late.runs()
    assert late.asked == [0.95, 1.9]


def test_pages_are_written_for_a_minute_and_another_round_goes_on() -> None:
    slow = Writing(pages=9, a_page_takes=20)
    assert slow.runs() == 60
    assert slow.asked == [0, 20, 40]


@each("status", [BroadcastStatus.PAUSED, BroadcastStatus.CANCELLED, BroadcastStatus.COMPLETE])
def test_nothing_is_written_of_what_staff_stopped_or_is_complete(status: BroadcastStatus) -> None:
    stopped = Writing(status=status)
    assert stopped.runs() == 0
    assert stopped.asked == []


def test_nothing_is_written_of_a_broadcast_that_nobody_knows() -> None:
    unknown = Writing()
    assert unknown.runs("B9") == 0
    assert unknown.asked == []
