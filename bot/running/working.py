"""What a worker does: time passes, deliveries and broadcasts go out, and each side's own share.

Part of the composition root.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.delivery.console import ConsoleChannel, ShownChannel
from bot.delivery.dispatch import Dispatch
from bot.delivery.fan_out import FanOut
from bot.delivery.pump import Outlet
from bot.desk.incident_lifecycle import Untold, untold
from bot.desk.ledger import Lane, Settled
from bot.desk.ports import Door
from bot.jobs.port import Jobs
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.event import DeliveryFailed, Tick
from bot.running.app_context import AppContext
from bot.running.live_settings import LiveSettings
from bot.running.tasks import BACKUPS, DELIVER, FAN_OUT, LOOK, TICK, TIDY, Prompter
from bot.running.upkeep import backs_up_itself, backups, tidy_once
from bot.settings import Settings

_KINDS = {Reply: "reply", StaffReply: "staff_reply", Notice: "notice"}


def own_outlets() -> dict[str, Outlet]:
    """The channels that are always there: what is read in transcripts, and staff without Slack.

    Staff read the console; on a terminal, where the desk is tried out, it is printed besides.
    """
    staff = ConsoleChannel("staff") if sys.stdout.isatty() else ShownChannel()
    shown = ShownChannel()
    return {
        "web": Outlet("web", shown, at_once=200),
        "api": Outlet("api", shown, at_once=200),
        "terminal": Outlet("terminal", shown, at_once=200),
        "staff": Outlet("staff", staff),
    }


def tells_staff(door: Door, clock: Callable[[], datetime]) -> Callable[[Settled], Awaitable[None]]:
    """What hears of deliveries that failed for good, and has staff hear of customers not reached.

    Of a broadcast staff see the numbers; what a customer has taken back needs no answer.
    """

    async def lost(outcome: Settled) -> None:
        outgoing = outcome.outgoing
        kind = _KINDS.get(type(outgoing.effect))
        if kind is None or outgoing.lane is Lane.BROADCAST or outcome.unwanted:
            return
        reason, unsure = outcome.reason, outcome.may_be_there
        await door.handle(
            DeliveryFailed(clock(), outgoing.key, outgoing.reader, kind, reason, unsure)
        )

    return lost


def take_work(
    jobs: Jobs,
    house: AppContext,
    outlets: Mapping[str, Outlet],
    process: str,
    prompter: Prompter,
    settled: Callable[[Sequence[Settled]], object],
) -> None:
    """Have this process do the desk's own tasks; ``settled`` hears what became of deliveries.

    What is to go by a channel that is turned off waits until it is on again.
    """
    ways = house.store.ledger, outlets, process, house.clock, asyncio.sleep
    dispatch = Dispatch(*ways, tells_staff(house.door, house.clock), settled=settled)
    fan_out = FanOut(house.store, house.door, house.clock, asyncio.sleep)

    async def tick(_: str) -> None:
        await house.door.handle(Tick(house.clock()))
        left: Untold = {}
        while (now := await asyncio.to_thread(_untold, house)) not in ({}, left):
            left = now
            await house.door.handle(Tick(house.clock()))

    async def deliver(channel: str) -> None:
        if channel not in house.turned_off():
            await dispatch.deliver(channel)

    jobs.take(TICK, tick)
    jobs.take(LOOK, prompter.look)
    jobs.take(DELIVER, deliver)
    jobs.take(FAN_OUT, fan_out.run)


def _untold(house: AppContext) -> Untold:
    with house.store.look() as work:
        return untold(work, house.clock())


def take_upkeep(jobs: Jobs, live: LiveSettings, house: AppContext) -> None:
    """Have this process look after the store, unless another one does."""
    settings = live.settings

    async def tidy(_: str) -> None:
        await asyncio.to_thread(live.refresh)  # nothing goes by a policy that was changed
        await tidy_once(live.settings, house.clock)

    jobs.take(TIDY, tidy)
    if backs_up_itself(settings):
        jobs.take(BACKUPS, lambda _: backups(settings, house.clock))


def take_watching(jobs: Jobs, settings: Settings, house: AppContext) -> None:
    """Have this process read status pages and measure, unless another one does."""
    from bot.running.watching import Watching  # noqa: PLC0415 - 14 MB, for who is not offline

    Watching(settings, house.knowledge, house.store, house.door, house.clock).take(jobs)
