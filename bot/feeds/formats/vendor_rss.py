"""RSS of AWS, Azure and the old Google Apps: vendors whose items need their own reading."""

import re
from calendar import month_name
from datetime import UTC, datetime

from bot.feeds.channel import FeedChannel, FeedItem
from bot.feeds.fields import bare_title, plain
from bot.feeds.formats.notices import newest_first
from bot.feeds.words import COMPONENT, told, worst
from bot.model.status import Component, FeedIncident, FeedReading, State

_AWS_STATES = (
    ("service is operating normally", State.OPERATIONAL),
    ("service disruption", State.MAJOR_OUTAGE),
    ("service impact", State.DEGRADED),
    ("service degradation", State.DEGRADED),
    ("performance issues", State.DEGRADED),
    ("informational message", State.DEGRADED),
)
_AWS_SLUG = re.compile(r"#(.+)_\d+$")
_AWS_REGION = re.compile(r"(?:^|-)((?:us-gov|us-iso[a-z]?|[a-z]{2})-[a-z]{4,12}-\d)$")
_LIGHT = re.compile(r"/images?/?(green|yellow|red|orange|blue)|(green|yellow|red)\.gif", re.I)
_AZURE_START = re.compile(
    r"(\d{1,2}):(\d{2}) UTC,? (?:and .{0,40})?on (\d{1,2}) ([A-Z][a-z]+),? (\d{4})"
)
_MONTHS = tuple(month_name)[1:]
_REGION_WORDS = frozenset({
    "north", "south", "east", "west", "central", "southeast", "northeast", "northcentral",
    "southcentral", "us", "usgov", "gov", "uk", "europe", "asia", "australia", "brazil", "canada",
    "china", "france", "germany", "india", "indonesia", "israel", "italy", "japan", "korea",
    "malaysia", "mexico", "new", "zealand", "norway", "poland", "qatar", "africa", "spain",
    "sweden", "switzerland", "uae", "austria", "belgium", "chile", "denmark", "taiwan", "global",
    "pacific", "america", "jio", "euap", "virginia", "arizona", "texas", "iowa", "dod", "northern", "southern", "eastern", "western", "non-regional", "all", "regions", "1", "2", "3",
})  # fmt: skip


def marks_aws(channel: FeedChannel) -> bool:
    """Title or host of the AWS dashboard."""
    return channel.title.startswith("Amazon Web Services") or any(
        "//status.aws.amazon.com" in link for link in channel.links
    )


def read_aws(channel: FeedChannel) -> FeedReading:
    """One item per update; a chain is the slug before the last ``_`` of the guid."""
    chains: dict[str, list[FeedItem]] = {}
    for entry in newest_first(channel.entries):
        found = _AWS_SLUG.search(entry.id)
        chains.setdefault(found.group(1) if found else entry.title, []).append(entry)
    components, incidents, closed, oddities = [], [], [], list(channel.oddities)
    for slug, entries in chains.items():
        kind, _, title = entries[0].title.partition(": ")
        title = bare_title(title or entries[0].title)
        state = next((s for k, s in _AWS_STATES if k == kind.lower()), None)
        if state is State.OPERATIONAL or "[resolved]" in title.lower():
            closed.append(title)
            continue
        if state is None:
            oddities.append(f"unknown kind of message: {kind[:80]}")
        found = _AWS_REGION.search(slug)
        where = (found.group(1),) if found else ()
        components.append(Component(slug, state or State.UNKNOWN, where))
        began = entries[-1].published or None
        at = entries[0].published_at
        incidents.append(FeedIncident(title, "active", kind, began, (slug,), at, where))
    down = any(c.state is State.MAJOR_OUTAGE for c in components)
    overall = State.PARTIAL_OUTAGE if down else State.DEGRADED
    return FeedReading(
        "aws-rss",
        overall if components else State.OPERATIONAL if closed else State.UNKNOWN,
        tuple(components),
        tuple(incidents),
        updated_at=channel.updated_at,
        oddities=told(oddities),
        closed=tuple(closed),
    )


def marks_azure(channel: FeedChannel) -> bool:
    """The title; the host varies with the region that serves it."""
    return channel.title == "Azure Status"


def read_azure(channel: FeedChannel) -> FeedReading:
    """Every item is open and carries no severity; an empty channel is weak evidence of calm.

    The date of an item does not move when its text does, so its age says little.
    """
    by_id = {entry.id or entry.title: entry for entry in reversed(channel.entries)}
    names: dict[str, dict[str, None]] = {}
    incidents = []
    for entry in by_id.values():
        services = tuple(c for c in entry.categories if not _is_region(c))
        where = tuple(c for c in entry.categories if _is_region(c))
        for name in services:
            names.setdefault(name, {}).update(dict.fromkeys(where))
        began, said_at = _azure_start(entry) or entry.published or None, entry.said_at
        title = bare_title(entry.title)
        incidents.append(FeedIncident(title, "active", None, began, services, said_at, where))
    return FeedReading(
        "azure-rss",
        State.DEGRADED if incidents else State.UNKNOWN,
        tuple(Component(n, State.DEGRADED, tuple(where)) for n, where in names.items()),
        tuple(incidents),
        updated_at=channel.updated_at,
        oddities=() if incidents else ("an empty channel is weak evidence that all is well",),
    )


def _is_region(category: str) -> bool:
    words = category.lower().replace("/", " ").replace("*", "").split()
    return bool(words) and all(w in _REGION_WORDS for w in words)


def _azure_start(entry: FeedItem) -> str | None:
    found = _AZURE_START.search(plain(entry.html))
    if not found or found.group(4) not in _MONTHS:
        return None
    hour, minute, day, month, year = found.groups()
    number = _MONTHS.index(month) + 1
    try:
        at = datetime(int(year), number, int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None
    return at.isoformat().replace("+00:00", "Z")


def marks_google_apps(channel: FeedChannel) -> bool:
    """The title of the dashboard before Workspace."""
    return channel.title == "Apps Status Dashboard"


def read_google_apps(channel: FeedChannel) -> FeedReading:
    """One item per update, all with one guid; the only severity is the colour of a picture."""
    services: dict[str, list[FeedItem]] = {}
    for entry in newest_first(channel.entries):
        services.setdefault(entry.title, []).append(entry)
    components, incidents = [], []
    for service, entries in services.items():
        newest = entries[0]
        light = _LIGHT.search(newest.html)
        colour = ((light.group(1) or light.group(2)) if light else "").lower()
        state = COMPONENT.get(colour, State.UNKNOWN)
        if state is State.OPERATIONAL:
            continue
        said = re.sub(r"^.{0,60}? P[SD]T\s+", "", plain(newest.html))
        word = "investigating" if "investigating" in said.lower() else "active"
        components.append(Component(service, state))
        began = entries[-1].published or None
        incidents.append(
            FeedIncident(
                f"{service}: {said}", word, colour or None, began, (service,), newest.published_at
            )
        )
    overall = worst((c.state for c in components), State.UNKNOWN)
    return FeedReading(
        "gsuite-legacy-rss",
        overall,
        tuple(components),
        tuple(incidents),
        updated_at=channel.updated_at,
    )
