"""A process of the desk in virtual time: the real desk, jobs, pump and fan-out over a mortal store."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.delivery.console import ShownChannel
from bot.delivery.dispatch import Dispatch
from bot.delivery.fan_out import FanOut
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ledger import Channel
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.port import Lock, Task
from bot.model.errors import StoreUnavailableError
from bot.model.event import Tick
from bot.model.knowledge import Knowledge
from bot.model.rate import Rate
from bot.running.tasks import DELIVER, FAN_OUT, Prompter
from tests.channels.slack.world.mortal import Fate, MortalStore
from tests.storms.shaking import World
from tests.storms.ways import Board, Hook

RATE = Rate(1.0, burst=3)
LOOK = Task("look", Lock.TASK, every=timedelta(minutes=5), priority=2)
TICK = Task("tick", Lock.TASK, every=timedelta(minutes=10), priority=2)


class Doom(Fate):
    """Tells whoever wants to know that the process is dead; ``troubles``: when something happened."""

    on_death: Callable[[], object] = staticmethod(lambda: None)
    troubles: list[float]

    def hinder(self) -> None:
        try:
            super().hinder()
        except StoreUnavailableError:
            self.troubles.append(asyncio.get_running_loop().time())
            raise

    def die(self) -> None:
        if not self.is_dead:
            super().die()
            self.troubles.append(asyncio.get_running_loop().time())
            asyncio.get_running_loop().call_soon(self.on_death)


class Mortal:
    """One process; ``run`` ends when it is dead or cancelled."""

    def __init__(
        self,
        name: str,
        store: MortalStore,
        fate: Doom,
        world: World,
        knowledge: Knowledge,
        clock: Callable[[], datetime],
    ) -> None:
        self.fate = fate
        store.fate = fate
        self._clock = clock
        self._jobs = EmbeddedJobs()
        self._prompter = Prompter(store, self._jobs, clock)
        desk = Desk(store, knowledge)
        self.door = DeskDoor(desk, lambda effects: self._prompter.nudge() if effects else None)
        channels: dict[str, Channel] = {"hook": Hook(world, fate), "board": Board(world, fate)}
        outlets = {n: Outlet(n, channel, 8, RATE) for n, channel in channels.items()}
        outlets["staff"] = Outlet("staff", ShownChannel())
        dispatch = Dispatch(store.ledger, outlets, name, clock, asyncio.sleep)
        fan_out = FanOut(store, self.door, clock, asyncio.sleep)

        async def deliver(channel: str) -> None:
            await dispatch.deliver(channel)

        async def tick(_: str) -> None:
            await self.door.handle(Tick(clock()))

        self._jobs.take(LOOK, self._prompter.look)
        self._jobs.take(TICK, tick)
        self._jobs.take(DELIVER, deliver)
        self._jobs.take(FAN_OUT, fan_out.run)

    async def run(self) -> None:
        working = asyncio.gather(self._jobs.run(), self._prompter.run(), return_exceptions=True)
        self.fate.on_death = working.cancel
        try:
            await working
        except asyncio.CancelledError:
            if not self.fate.is_dead:
                raise
