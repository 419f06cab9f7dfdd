"""RSS and Atom: histories of status products and notices written by people.

A feed is a log, not a state. Updates are folded by id; the newest state word counts. A notice
without any mark is only taken for trouble when its words or its feed's title say so, and not for
longer than a week. Nothing open means "nothing was said": the overall state is UNKNOWN, except
where the product marks the end of every entry itself (``SAYS_STATE``).
"""

import re
from calendar import month_abbr
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.feeds.channel import Channel, Entry
from bot.feeds.fields import moment
from bot.feeds.formats.notice_words import TROUBLE, Found, bare, state_of
from bot.feeds.words import COMPONENT, PLANNED, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

SILENT_FOR = timedelta(days=7)
_TROUBLE_FEED = re.compile(r"障害|トラブル|trouble|incident|outage|服务状态", re.IGNORECASE)
_STATUS_TIME = re.compile(
    r"([A-Z][a-z]{2}) +(?:<var[^<>]*>)? *(\d{1,2})(?:</var>)?, +"
    r"(?:<var[^<>]*>)?(\d{2}):(\d{2})(?:</var>)? +(?:UTC|GMT)\b"
)
_MONTHS = tuple(month_abbr)[1:]
_LATEST = datetime.max.replace(tzinfo=UTC)


def _is_history(channel: Channel) -> bool:
    """Statuspage's history.atom and history.rss, and incident.io's imitation."""
    return channel.id.endswith("/history") or channel.title.endswith("Incident History")


def _links_to(host: str) -> Callable[[Channel], bool]:
    return lambda channel: any(host in link for link in channel.links)


PRODUCTS: Mapping[str, Callable[[Channel], bool]] = {
    "xai-rss": _links_to("//status.x.ai"),
    "volcengine-rss": _links_to("//status.volcengine.com"),
    "statuspage-feed": _is_history,
    "cybozu-rss": _links_to("//cs.cybozu.co.jp"),
}
SAYS_STATE = frozenset({"xai-rss", "volcengine-rss"})


@dataclass(frozen=True, slots=True)
class Notice:
    """All entries about one trouble: the newest, the oldest and where it stands."""

    newest: Entry
    oldest: Entry
    found: Found | None


def read(channel: Channel) -> Reading:
    """What the notices leave open. Never raises: marks that are not known are passed over."""
    name = next((name for name, test in PRODUCTS.items() if test(channel)), "feed")
    oddities = list(channel.oddities)
    notices = _folded(channel)
    written_at = max((at for e in channel.entries if (at := e.published_at)), default=None)
    now = moment(channel.updated) or written_at
    incidents, maintenances, closed = [], [], []
    for notice in notices:
        state, title = _state(notice, channel, now, oddities), notice.newest.title
        if state == "resolved":
            closed.append(title)
        elif state and state in PLANNED and state != "active":
            starts = notice.newest.published if name == "statuspage-feed" else None
            maintenances.append(Maintenance(title, state, starts or None))
        elif state:
            incidents.append(_incident(notice, state))
    components = _components(incidents) if name in SAYS_STATE else ()
    return Reading(
        name,
        _overall(name, notices, incidents, maintenances),
        components,
        tuple(incidents),
        tuple(maintenances),
        now,
        tuple(dict.fromkeys(oddities)),
        tuple(closed),
    )


def newest_first(entries: tuple[Entry, ...]) -> list[Entry]:
    """By date; an entry without a date keeps its place before dated ones of its feed."""
    return sorted(entries, key=lambda e: e.published_at or _LATEST, reverse=True)


def _folded(channel: Channel) -> list[Notice]:
    by_key: dict[str, list[Entry]] = {}
    for entry in newest_first(channel.entries):
        shared = not entry.id or entry.id in channel.links
        by_key.setdefault(bare(entry.title) if shared else entry.id, []).append(entry)
    notices, over = [], set[str]()
    for entries in by_key.values():
        found, title = state_of(entries[0]), bare(entries[0].title)
        if title in over and not (found and found.explicit):
            continue  # a newer notice under the same words has closed it
        if found and found.state == "resolved":
            over.add(title)
        notices.append(Notice(entries[0], entries[-1], found))
    return notices


def _state(
    notice: Notice, channel: Channel, now: datetime | None, oddities: list[str]
) -> str | None:
    if notice.found and (notice.found.explicit or notice.found.state == "resolved"):
        return notice.found.state
    about_trouble = TROUBLE.search(notice.newest.title) or _TROUBLE_FEED.search(channel.title)
    if not notice.found and not about_trouble:
        return None
    said_at = notice.newest.published_at
    if said_at and now and now - said_at > SILENT_FOR:
        oddities.append(f"silent since {said_at.date()}, left out: {notice.newest.title}")
        return None
    return notice.found.state if notice.found else "active"


def _incident(notice: Notice, state: str) -> FeedIncident:
    words = [c for c in notice.newest.categories if c.lower() in COMPONENT]
    began = _first_time(notice.oldest) or notice.oldest.published or None
    named = re.match(r"\[([^\[\]]{1,60})\]\s", notice.newest.title)
    return FeedIncident(
        notice.newest.title,
        state,
        words[0] if words else None,
        began,
        (named.group(1),) if named else (),
        notice.newest.published_at,
    )


def _components(incidents: list[FeedIncident]) -> tuple[Component, ...]:
    states: dict[str, list[State]] = {}
    for incident in incidents:
        state = COMPONENT.get((incident.impact or "").lower(), State.DEGRADED)
        for name in incident.components:
            states.setdefault(name, []).append(state)
    return tuple(Component(name, worst([*seen, State.DEGRADED])) for name, seen in states.items())


def _overall(
    name: str,
    notices: list[Notice],
    incidents: list[FeedIncident],
    maintenances: list[Maintenance],
) -> State:
    if any(i.state != "active" for i in incidents) or (incidents and name in SAYS_STATE):
        return State.DEGRADED
    if any(m.state == "in_progress" for m in maintenances):
        return State.MAINTENANCE
    if name in SAYS_STATE and notices and not incidents:
        return State.OPERATIONAL
    return State.UNKNOWN


def _first_time(entry: Entry) -> str | None:
    """The oldest time in Statuspage's HTML, which has no year: the latest not after the entry."""
    times = _STATUS_TIME.findall(entry.html[-20_000:])
    at = entry.published_at
    if not times or at is None or times[-1][0] not in _MONTHS:
        return None
    month, day, hour, minute = times[-1]
    for year in (at.year, at.year - 1):
        try:
            found = datetime(
                year, _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC
            )
        except ValueError:
            continue
        if found <= at + timedelta(days=1):
            return found.isoformat().replace("+00:00", "Z")
    return None
