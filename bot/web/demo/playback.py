"""Plays the day at a chosen speed: pause, go on, jump, begin again. Waits only through ``sleep``."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.day import Day
from bot.desk.ledger import Claimant, DeliveryState, Ledger, Settled
from bot.desk.player import PlayedStep, Player
from bot.desk.ports import Store, UnitOfWork
from bot.model.effect import Effect
from bot.model.event import Event, Tick
from bot.web.demo.moments import DemoMoment, Surroundings
from bot.web.demo.story import Story

SPEEDS = (30, 120, 600)  # simulated seconds a second
SKIP, QUIET = 10, timedelta(minutes=2)  # how much faster it goes while nobody writes for so long
WORLD, MOST = Claimant("demo"), 500  # who takes what is sent, and how much at a time


@dataclass(frozen=True, slots=True)
class DemoRun:
    """One run of the day: a desk with an empty store, and the world around it."""

    player: Player
    store: Store
    story: Story

    def step(self) -> tuple[tuple[Effect, ...], list[DemoMoment]]:
        """Let the next event happen: its effects and the moments that it makes."""
        step = self.player.step()
        return ((), []) if step is None else (step.effects, self.take_in(step))

    def take_in(self, step: PlayedStep) -> list[DemoMoment]:
        """Note what a step did; the new moments."""
        if isinstance(step.event, Tick) and not step.effects:
            return []
        self._deliver(step.event.at)
        with self.store.work() as work:
            since = self.player.day.start
            around = Surroundings(
                tuple(work.active_conversations(since)),
                tuple(work.incidents(open_only=False)),
                tuple(work.tickets(include_closed=True)),
            )
        return self.story.add(step, around)

    def _deliver(self, at: datetime) -> None:
        """What was sent arrives at once: nothing leaves the machine, and a transcript shows it."""
        ledger = self.store.ledger
        for channel in ledger.due(at):
            while claimed := ledger.claim(channel, WORLD, MOST, at):
                arrived = [Settled(o, DeliveryState.DELIVERED) for o in claimed]
                ledger.settle(WORLD, arrived, at)


class Playback:
    """The running demo. It is the door and the views of the pages that look into its desk.

    ``open_stage`` gives a fresh run; ``changed`` hears of every change of what there is to see, and
    of the effects since it last heard. Everything that touches the desk is done one at a time.
    """

    def __init__(
        self,
        open_stage: Callable[[], DemoRun],
        changed: Callable[[tuple[Effect, ...]], None],
        sleep: Callable[[float], Awaitable[None]],
        speed: float = 120.0,
    ) -> None:
        self._open_stage, self._changed, self._sleep = open_stage, changed, sleep
        self.stage = self._opened()
        self.speed = speed
        self.version = 0
        self._effects: list[Effect] = []
        self._begun = False
        self._going = asyncio.Event()
        self._turn = asyncio.Lock()

    @property
    def day(self) -> Day:
        return self.stage.player.day

    @property
    def now(self) -> datetime:
        return self.stage.player.now

    @property
    def is_playing(self) -> bool:
        return self._going.is_set()

    @property
    def is_over(self) -> bool:
        return self.stage.player.next_at is None

    async def run(self) -> None:
        """Play whenever there is something to play, until cancelled."""
        while True:
            await self._going.wait()
            at, stage = self.stage.player.next_at, self.stage
            if at is None:
                self._end()
                continue
            if self.now == self.day.start:
                await self._sleep(stage.story.narrator.moments[-1].hold)
            if (gap := self._seconds_until(at)) > 0:
                self._tell()  # everything of this instant has happened
                await self._sleep(gap)
            if self.is_playing and stage is self.stage and (moments := await self._advance()):
                self._tell()
                await self._sleep(moments[-1].hold)

    def _seconds_until(self, at: datetime) -> float:
        """How long to wait for the next event; less where nobody writes for a while."""
        gap = (at - self.now).total_seconds() / self.speed
        said = self.stage.player.next_said_at
        return gap / SKIP if said is None or said - self.now > QUIET else gap

    def begin(self) -> None:
        """Play, unless this run has been played before."""
        if not self._begun:
            self.play()

    def play(self) -> None:
        self._begun = True
        if not self.is_over:
            self._going.set()
        self._tell()

    def pause(self) -> None:
        self._going.clear()
        self._tell()

    def at_speed(self, speed: float) -> None:
        """Play ``speed`` simulated seconds a second, from the next wait on."""
        self.speed = speed
        self._tell()

    async def jump(self) -> None:
        """Go on without waiting to just after the next moment, then stand still there."""
        self._begun = True
        self._going.clear()
        while not self.is_over and not await self._advance():
            pass
        if self.is_over:
            self._end()
        self._tell()

    async def restart(self) -> None:
        """Begin again with an empty store, standing still."""
        self._going.clear()
        self._begun = False
        async with self._turn:
            old, self.stage = self.stage, await asyncio.to_thread(self._opened)
            old.store.close()
        self._tell()

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        """Somebody writes to, or decides in, the running demo."""
        async with self._turn:
            step = await asyncio.to_thread(self.stage.player.take, event)
            await asyncio.to_thread(self.stage.take_in, step)
        self._effects += step.effects
        self._tell()
        return step.effects

    def look(self) -> AbstractContextManager[UnitOfWork]:
        """A look into the store of the present run."""
        return self.stage.store.look()

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction in the store of the present run."""
        return self.stage.store.work()

    @property
    def ledger(self) -> Ledger:
        """The deliveries of the present run."""
        return self.stage.store.ledger

    def close(self) -> None:
        self.stage.store.close()

    def _opened(self) -> DemoRun:
        """A fresh run, with everything of its first instant done."""
        stage = self._open_stage()
        while stage.player.next_at == stage.player.day.start:
            stage.step()
        return stage

    async def _advance(self) -> list[DemoMoment]:
        async with self._turn:
            effects, moments = await asyncio.to_thread(self.stage.step)
        self._effects += effects
        return moments

    def _end(self) -> None:
        self._going.clear()
        self.stage.story.narrator.end(self.now)
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        effects, self._effects = tuple(self._effects), []
        self._changed(effects)
