"""How a process begins: what the desk will hear of, from the knowledge base and the settings."""

from datetime import datetime

from bot.model.event import FeedRef, Opened
from bot.model.knowledge import Knowledge
from bot.probes.targets import Plan, plan
from bot.settings import Settings


def probes(settings: Settings, knowledge: Knowledge) -> Plan:
    """What is measured. Raises JitabataError for settings that the catalogue does not fit."""
    return plan(knowledge.catalogue, settings.components, settings.kintone)


def opening(settings: Settings, knowledge: Knowledge, at: datetime) -> Opened:
    """The first event of every process on a store."""
    feeds = tuple(FeedRef(f.id, f.service, f.format) for f in knowledge.feeds.values())
    return Opened(at, restarted=True, feeds=feeds, probes=probes(settings, knowledge).refs)
