"""StatusIQ's RSS (Zoho): one item for each component, the state at the end of its title.

Not in the recordings. A feed with any other title is an ordinary one and not read here.
"""

import re

from bot.feeds.channel import FeedChannel
from bot.feeds.fields import bare_title, word
from bot.feeds.formats.notices import newest_first
from bot.feeds.words import COMPONENT, UNKNOWN, worst
from bot.model.status import Component, FeedReading

_TITLE = re.compile(
    r"(.{1,300}) - "
    r"(Operational|Under Maintenance|Degraded Performance|Partial Outage|Major Outage)"
)


def marks(channel: FeedChannel) -> bool:
    """Titles that all end in one of five states."""
    return bool(channel.entries) and all(_TITLE.fullmatch(e.title) for e in channel.entries)


def read(channel: FeedChannel) -> FeedReading:
    """The newest item of each component."""
    components: dict[str, Component] = {}
    for entry in newest_first(channel.entries):
        if found := _TITLE.fullmatch(entry.title):
            name = bare_title(found[1])
            state = COMPONENT.get(word(found[2]), UNKNOWN)
            components.setdefault(name, Component(name, state))
    overall = worst(c.state for c in components.values())
    said = [at for entry in channel.entries if (at := entry.said_at)]
    at = channel.updated_at or max(said, default=None)
    listed = tuple(components.values())
    return FeedReading("statusiq-rss", overall, listed, updated_at=at, oddities=channel.oddities)
