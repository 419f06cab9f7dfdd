"""The rounds: each target at its time, and a visit that fails stops nobody."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pytest

from bot.net.rounds import Rounds, Visited
from bot.net.timetable import PollPace, Timetable

PACE = PollPace(interval=10, quick=2, jitter=0, gap=0, longest=80, seed=1)


@dataclass
class World:
    """A clock that moves when somebody sleeps, and what is suspected."""

    targets: tuple[str, ...] = ("a", "b")
    until: float = 200.0
    suspected: Callable[[float], Collection[str]] = lambda _: ()
    breaks: frozenset[str] = frozenset()
    now: float = 0.0
    seen: list[tuple[float, str]] = field(default_factory=list)

    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        if self.now >= self.until:
            self.over.set()
            await asyncio.Event().wait()
        self.now += seconds
        await asyncio.sleep(0)

    async def visit(self, target: str) -> Visited:
        self.seen.append((self.now, target))
        if target in self.breaks:
            raise RuntimeError("a flaw")
        return Visited()

    def run(self) -> "World":
        async def hurried() -> Collection[str]:
            return self.suspected(self.now)

        async def play() -> None:
            table = Timetable({t: t for t in self.targets}, PACE, 0.0)
            rounds = Rounds(table, self.visit, lambda: self.now, self.sleep, hurried)
            running = asyncio.create_task(rounds.run())
            await self.over.wait()
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running

        asyncio.run(play())
        return self

    def of(self, target: str) -> list[float]:
        return [at for at, visited in self.seen if visited == target]


def test_every_target_is_visited_at_its_interval() -> None:
    world = World().run()
    assert 18 <= len(world.of("a")) <= 21
    assert 18 <= len(world.of("b")) <= 21


def test_a_database_that_is_away_does_not_stop_the_visits(caplog: pytest.LogCaptureFixture) -> None:
    def away(now: float) -> Collection[str]:
        if 50 <= now < 100:
            raise ConnectionError("the database is away")
        return ()

    world = World(suspected=away).run()
    assert len(world.of("a")) >= 18
    assert "what is under suspicion could not be found out" in caplog.text


def test_a_visit_that_raises_is_put_off_and_stops_nobody() -> None:
    world = World(breaks=frozenset({"a"})).run()
    assert len(world.of("b")) >= 18
    assert 2 <= len(world.of("a")) <= 20


def test_what_is_suspected_is_visited_more_often_while_it_is() -> None:
    world = World(suspected=lambda now: {"a"} if 100 <= now < 150 else ()).run()
    busy = [at for at in world.of("a") if 105 <= at < 150]
    assert len(busy) >= 18
    assert len([at for at in world.of("b") if 105 <= at < 150]) <= 6
