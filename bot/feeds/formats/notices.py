"""RSS and Atom: histories of status products and notices written by people.

Proven on recordings: Statuspage, xAI, Volcengine. Hand-made only: all others. A feed is a log, not
a state. Updates are folded by id, or by the link of the one trouble that they share; the newest
state word counts. A notice without any mark is read by what it says (``notice_sentences``): trouble
that goes on, trouble that is over, a change that is announced. One that says none of this is only
taken for trouble when its feed's title says so. Without a state word none counts for longer than a
week. Nothing open means "nothing was said": the overall state is UNKNOWN, except
where the product marks the end of every entry itself (``SAYS_STATE``). Two products leave an open
entry without a mark (``OPEN_UNMARKED``).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bot.feeds.channel import FeedChannel, FeedItem
from bot.feeds.fields import bare_title
from bot.feeds.formats.notice_sentences import announces, severity
from bot.feeds.formats.notice_times import first_time, window
from bot.feeds.formats.notice_words import EntryState, bare, dated_start, state_of
from bot.feeds.words import COMPONENT, PLANNED, told, worst
from bot.lexicon.meanings import Meanings
from bot.model.japan import JST
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State

SILENT_FOR = timedelta(days=7)
_NOTICE = Meanings("notice", "of_trouble of_trouble_only")
_COMPONENT = re.compile(r"\[([^\[\]]{1,60})\]\s")  # of xAI; others put states or numbers there
_LATEST = datetime.max.replace(tzinfo=UTC)


def _is_history(channel: FeedChannel) -> bool:
    """Statuspage's history.atom and history.rss, and incident.io's imitation."""
    return channel.id.endswith("/history") or channel.title.endswith("Incident History")


def _links_to(host: str) -> Callable[[FeedChannel], bool]:
    return lambda channel: any(host in link for link in channel.links)


def _is_incidentio(channel: FeedChannel) -> bool:
    return "incident.io" in channel.generator.lower()


PRODUCTS: Mapping[str, Callable[[FeedChannel], bool]] = {
    "incidentio-feed": _is_incidentio,
    "meta-rss": _links_to("//metastatus.com"),
    "paypal-atom": _links_to("//www.paypal-status.com"),
    "hund-atom": _links_to("/state_feed"),
    "statusio-rss": _links_to("//status.io/pages/"),
    "xai-rss": _links_to("//status.x.ai"),
    "volcengine-rss": _links_to("//status.volcengine.com"),
    "statuspage-feed": _is_history,
    "cybozu-rss": _links_to("//cs.cybozu.co.jp"),
}
SAYS_STATE = frozenset({"xai-rss", "volcengine-rss"})
OPEN_UNMARKED = frozenset({"meta-rss", "paypal-atom"})
CLOSES_ITS_OWN = SAYS_STATE | {"meta-rss"}  # what is not over there is open, however old


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """All entries about one trouble: the newest, the oldest and where it stands."""

    newest: FeedItem
    oldest: FeedItem
    found: EntryState | None


def read(channel: FeedChannel) -> FeedReading:
    """What the notices leave open. Never raises: marks that are not known are passed over."""
    name = next((name for name, test in PRODUCTS.items() if test(channel)), "feed")
    oddities = list(channel.oddities)
    notices = _folded(channel)
    now = channel.updated_at or _written_at(notices)
    incidents, maintenances, closed = [], [], []
    for notice in notices:
        state = _state(notice, name, channel, now, oddities)
        title = bare_title(notice.newest.title)
        if state == "resolved":
            closed.append(title)
        elif state and state in PLANNED and state != "active":
            edges = window(notice.newest) if name == "statuspage-feed" else (None, None)
            maintenances.append(Maintenance(title, state, *edges))
        elif state:
            incidents.append(_incident(notice, state, name))
    if name == "meta-rss" and not notices:
        oddities.append("an empty channel is weak evidence that all is well")
    components = _components(incidents) if name in SAYS_STATE else ()
    return FeedReading(
        name,
        _overall(name, notices, incidents, maintenances, components),
        components,
        tuple(incidents),
        tuple(maintenances),
        now,
        told(oddities),
        tuple(closed),
    )


def newest_first(entries: tuple[FeedItem, ...]) -> list[FeedItem]:
    """By date; an entry without a date keeps its place before dated ones of its feed."""
    return sorted(entries, key=lambda e: e.published_at or _LATEST, reverse=True)


def _folded(channel: FeedChannel) -> list[FeedNotice]:
    by_key: dict[str, list[FeedItem]] = {}
    for entry in newest_first(channel.entries):
        by_key.setdefault(_key(entry, channel), []).append(entry)
    notices, over = [], set[str]()
    for entries in by_key.values():
        found, title = state_of(entries[0]), bare(entries[0].title)
        if title in over and not (found and found.explicit):
            continue  # a newer notice under the same words has closed it
        if found and found.state == "resolved":
            over.add(title)
        notices.append(FeedNotice(entries[0], entries[-1], found))
    return notices


def _key(entry: FeedItem, channel: FeedChannel) -> str:
    """What all updates of one trouble share: the page that each links to, their id or their title.

    A feed may give each update an id of its own; one whose entries all link to the status page
    itself has no page for a trouble.
    """
    if entry.link and _is_below(entry.link, channel.links):
        return entry.link.partition("#")[0]
    shared = not entry.id or entry.id in channel.links
    return bare(entry.title) if shared else entry.id


def _is_below(link: str, pages: tuple[str, ...]) -> bool:
    """Whether a link leads deeper than the pages that the whole feed links to."""
    deepest = max((len(_path(page)) for page in pages if page), default=0)
    return _path(link).count("/") > 0 and len(_path(link)) > deepest and link not in pages


def _path(link: str) -> str:
    """Returns the path of a link, or nothing for what is no address at all."""
    try:
        return urlsplit(link).path.rstrip("/")
    except ValueError:
        return ""


def _written_at(notices: list[FeedNotice]) -> datetime | None:
    """When the feed was written, by its entries; what is planned is dated ahead."""
    known = [n for n in notices if not n.found or n.found.state not in PLANNED]
    return max((at for n in known if (at := n.newest.said_at)), default=None)


def _state(
    notice: FeedNotice, name: str, channel: FeedChannel, now: datetime | None, oddities: list[str]
) -> str | None:
    if notice.found and (notice.found.explicit or notice.found.state == "resolved"):
        return notice.found.state
    title = notice.newest.title
    about_trouble = _NOTICE.of_trouble.search(title) or (
        _NOTICE.of_trouble_only.search(channel.title) and not announces(title)
    )
    if not notice.found and not about_trouble and name not in OPEN_UNMARKED:
        return None
    said_at = notice.newest.said_at
    if name not in CLOSES_ITS_OWN and said_at and now and now - said_at > SILENT_FOR:
        oddities.append(f"silent since {said_at.date()}, left out: {notice.newest.title[:120]}")
        return None
    return notice.found.state if notice.found else "active"


def _incident(notice: FeedNotice, state: str, product: str) -> FeedIncident:
    words = [c for c in notice.newest.categories if c.lower() in COMPONENT]
    named = _COMPONENT.match(notice.newest.title) if product == "xai-rss" else None
    return FeedIncident(
        bare_title(notice.newest.title),
        state,
        words[0] if words else None,
        _began(notice.oldest),
        (named.group(1),) if named else (),
        notice.newest.said_at,
    )


def _began(oldest: FeedItem) -> str | None:
    """By the first word of the text where it says so, else when the oldest entry was published."""
    written = dated_start(oldest)
    if written:
        return written.astimezone(JST).isoformat()
    return first_time(oldest) or oldest.began


def _components(incidents: list[FeedIncident]) -> tuple[Component, ...]:
    states: dict[str, list[State]] = {}
    for incident in incidents:
        state = COMPONENT.get((incident.impact or "").lower(), State.DEGRADED)
        for name in incident.components:
            states.setdefault(name, []).append(state)
    return tuple(Component(name, worst([*seen, State.DEGRADED])) for name, seen in states.items())


def _overall(
    name: str,
    notices: list[FeedNotice],
    incidents: list[FeedIncident],
    maintenances: list[Maintenance],
    components: tuple[Component, ...],
) -> State:
    said = [severity(i.title) for i in incidents if i.state in ("active", "investigating")]
    if any(i.state != "active" for i in incidents) or (incidents and name in CLOSES_ITS_OWN):
        return worst([State.DEGRADED, *said, *(c.state for c in components)])
    if worst(said) is not State.UNKNOWN:
        return worst(said)
    if any(m.state == "in_progress" for m in maintenances):
        return State.MAINTENANCE
    if name in SAYS_STATE and notices and not incidents:
        return State.OPERATIONAL
    return State.UNKNOWN
