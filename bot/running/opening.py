"""How a process begins: with a database that is there, and what the desk will hear of."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.model.errors import StoreUnavailableError
from bot.model.event import Opened
from bot.model.knowledge import Knowledge
from bot.model.status import FeedRef
from bot.probes.targets import Plan, plan
from bot.settings import Settings

AGAIN = 2.0  # seconds until a database that is away is asked again

Value = TypeVar("Value")

logger = logging.getLogger(__name__)


def once_there(ask: Callable[[], Value], wait: Callable[[float], object]) -> Value:
    """What ``ask`` answers, asked again while the database is away; ``wait`` passes the seconds."""
    while True:
        try:
            return ask()
        except StoreUnavailableError as error:
            logger.warning("waiting for the database: %s", error)
            wait(AGAIN)


async def begun(handle: Callable[[], Awaitable[Value]]) -> Value:
    """The same, in a loop."""
    while True:
        try:
            return await handle()
        except StoreUnavailableError as error:
            logger.warning("waiting for the database: %s", error)
            await asyncio.sleep(AGAIN)


def probes(settings: Settings, knowledge: Knowledge) -> Plan:
    """What is measured. Raises JitabataError for settings that the catalogue does not fit."""
    return plan(knowledge.catalogue, settings.components, settings.kintone)


def opening(settings: Settings, knowledge: Knowledge, at: datetime) -> Opened:
    """The first event of every process on a store."""
    feeds = tuple(FeedRef(f.id, f.service, f.format) for f in knowledge.feeds.values())
    return Opened(at, restarted=True, feeds=feeds, probes=probes(settings, knowledge).refs)
