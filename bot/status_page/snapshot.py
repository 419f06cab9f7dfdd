"""Everything that the public page shows, at one moment.

Components come from our own measurements, incidents and maintenance from what staff published, and
what stands beside them from others' pages and our measurements of their hosts: said as it is said
there, or not known. Nothing here is a verdict on anybody else's product.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.japan import JST
from bot.model.knowledge import FeedEntry
from bot.model.probe import FRESH_FOR, Importance, ProbeRef, ProbeState, ServiceHealth
from bot.model.publication import ComponentDay, Impact, Post, PostKind, public_id
from bot.model.status import FeedState, FetchOutcome, State
from bot.triage.evidence.probes import blind

DAYS = 90  # of history
ALWAYS = frozenset({ProductKind.PLATFORM, ProductKind.IDP})  # shown though nothing is known of it
_WEIGHT = list(Importance)
_OF_HEALTH = {
    ServiceHealth.WELL: State.OPERATIONAL,
    ServiceHealth.SLOW: State.DEGRADED,
    ServiceHealth.PARTLY: State.PARTIAL_OUTAGE,
    ServiceHealth.FAILING: State.MAJOR_OUTAGE,
}
OF_IMPACT: Mapping[Impact, State] = {
    Impact.NONE: State.OPERATIONAL,
    Impact.MINOR: State.DEGRADED,
    Impact.MAJOR: State.PARTIAL_OUTAGE,
    Impact.CRITICAL: State.MAJOR_OUTAGE,
    Impact.MAINTENANCE: State.MAINTENANCE,
}
BY_BADNESS = (
    *(State.UNKNOWN, State.OPERATIONAL, State.MAINTENANCE, State.DEGRADED),
    *(State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE),
)


@dataclass(frozen=True, slots=True)
class SnapshotInputs:
    """What was read of the store, all at one moment."""

    at: datetime
    refs: Sequence[ProbeRef] = ()
    probes: Sequence[ProbeState] = ()
    feeds: Sequence[FeedState] = ()
    days: Sequence[ComponentDay] = ()
    posts: Sequence[Post] = ()


@dataclass(frozen=True, slots=True)
class ComponentStatus:
    """One of the operator's components. ``key`` is its own id, ``id`` the one that others see.

    ``last``: as it was when it was measured last, at ``measured_at``; ``state``: now, as measured and
    as staff published. ``days``: the last ninety, today last; None: nothing was measured.
    """

    id: str
    key: str
    names: Mapping[str, str]
    importance: Importance
    state: State
    last: State
    since: datetime | None
    measured_at: datetime | None
    days: tuple[ComponentDay | None, ...]

    @property
    def is_known(self) -> bool:
        return self.state is not State.UNKNOWN

    @property
    def availability(self) -> float | None:
        """The share of measurements that did not fail; None where there is none."""
        known = [d for d in self.days if d is not None]
        measured = sum(d.measured for d in known)
        return 1 - sum(d.failed for d in known) / measured if measured else None


@dataclass(frozen=True, slots=True)
class StatusPageReading:
    """What one page of others says: ``shows`` None: it was not read lately, or says nothing of now."""

    shows: str | None
    read_at: datetime | None
    outcome: FetchOutcome
    host: str
    url: str


@dataclass(frozen=True, slots=True)
class ExternalService:
    """Something of the ecosystem: what its pages say and what we measure of its hosts."""

    product: Product
    pages: tuple[StatusPageReading, ...]
    health: ServiceHealth | None = None
    measured_at: datetime | None = None
    is_measured: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The public page's contents. ``at``: when they were read."""

    at: datetime
    parts: tuple[ComponentStatus, ...] = ()
    posts: tuple[Post, ...] = ()
    outside: tuple[ExternalService, ...] = ()

    def open(self, kind: PostKind) -> tuple[Post, ...]:
        """PostQueries of a kind that are not over, newest first."""
        return tuple(p for p in self.posts if p.kind is kind and not p.is_over)

    def parts_of(self, post: Post) -> tuple[ComponentStatus, ...]:
        """The components that a post touches."""
        return tuple(part for part in self.parts if part.key in post.components)

    @property
    def incidents(self) -> tuple[Post, ...]:
        return tuple(p for p in self.posts if p.kind is PostKind.INCIDENT)

    @property
    def maintenances(self) -> tuple[Post, ...]:
        return tuple(p for p in self.posts if p.kind is PostKind.MAINTENANCE)

    @property
    def unknown(self) -> tuple[ComponentStatus, ...]:
        return tuple(part for part in self.parts if not part.is_known)


def snapshot_of(
    seen: SnapshotInputs, catalogue: Catalogue, entries: Mapping[str, FeedEntry]
) -> Snapshot:
    """The snapshot of what was read."""
    heard = _heard(seen)
    posts = tuple(sorted(seen.posts, key=lambda p: p.began_at, reverse=True))
    own = [ref for ref in seen.refs if ref.is_own]
    parts = [_part(ref, heard, seen, posts) for ref in _merged(own)]
    parts.sort(key=lambda part: _WEIGHT.index(part.importance))
    return Snapshot(seen.at, tuple(parts), posts, tuple(_outside(seen, heard, catalogue, entries)))


def _heard(seen: SnapshotInputs) -> list[ProbeState]:
    """What was measured, but for places that have lost their own line."""
    feeds_fail = bool(seen.feeds) and all(f.outcome is not FetchOutcome.OK for f in seen.feeds)
    cut_off = blind(seen.probes, seen.at, feeds_fail=feeds_fail)
    return [s for s in seen.probes if s.vantage not in cut_off]


def _merged(refs: Iterable[ProbeRef]) -> Iterator[ProbeRef]:
    """Each component once."""
    known: set[str] = set()
    for ref in refs:
        if ref.part not in known:
            known.add(ref.part)
            yield ref


def _part(
    ref: ProbeRef, heard: Sequence[ProbeState], seen: SnapshotInputs, posts: Sequence[Post]
) -> ComponentStatus:
    own = [s for s in heard if s.probe == ref.id]
    latest = max((s.at for s in own), default=None)
    measured = _together(s.says(seen.at) for s in own)
    last = measured if measured is not State.UNKNOWN else _together(s.says(s.at) for s in own)
    touching = [p for p in posts if ref.part in p.components]
    said = [OF_IMPACT[p.impact] for p in touching if _is_on(p)]
    state = max((measured, *said), key=BY_BADNESS.index)
    if State.MAINTENANCE in said:
        state = State.MAINTENANCE  # that it fails meanwhile is what was planned
    return ComponentStatus(
        public_id("component", ref.part),
        ref.part,
        ref.names,
        ref.importance,
        state,
        last if state is State.UNKNOWN else state,
        max((*(s.since for s in own), *(p.changed_at for p in touching)), default=None),
        latest,
        _days(ref.part, seen),
    )


def _is_on(post: Post) -> bool:
    return post.is_running if post.kind is PostKind.MAINTENANCE else not post.is_over


def _together(said: Iterable[ServiceHealth | None]) -> State:
    """What several places find of one thing; what is down from one and well from another is partly down."""
    found = {health for health in said if health is not None}
    if ServiceHealth.FAILING in found:
        return State.MAJOR_OUTAGE if len(found) == 1 else State.PARTIAL_OUTAGE
    return max((_OF_HEALTH[h] for h in found), key=BY_BADNESS.index, default=State.UNKNOWN)


def first_day(at: datetime) -> date:
    """The first of the ninety days that end with this one (in Japan)."""
    return at.astimezone(JST).date() - timedelta(days=DAYS - 1)


def _days(part: str, seen: SnapshotInputs) -> tuple[ComponentDay | None, ...]:
    known = {d.day: d for d in seen.days if d.component == part}
    first = first_day(seen.at)
    return tuple(known.get((first + timedelta(days=n)).isoformat()) for n in range(DAYS))


# The ecosystem


def _outside(
    seen: SnapshotInputs,
    heard: Sequence[ProbeState],
    catalogue: Catalogue,
    entries: Mapping[str, FeedEntry],
) -> Iterator[ExternalService]:
    """Every product with a page that we read or a host that we measure, and all that nobody does without."""
    measured = {ref.service for ref in seen.refs if not ref.is_own}
    states = {state.feed: state for state in seen.feeds}
    pages: dict[str, list[StatusPageReading]] = {}
    for entry in entries.values():
        pages.setdefault(entry.service, []).append(_page(entry, states.get(entry.id), seen.at))
    for product in catalogue.products.values():
        is_watched = product.id in pages or product.id in measured or product.kind in ALWAYS
        if product.home_product or not is_watched:
            continue
        ours = {ref.id for ref in seen.refs if ref.service == product.id and not ref.is_own}
        own = [s for s in heard if s.probe in ours and seen.at - s.at <= FRESH_FOR]
        yield ExternalService(
            product,
            tuple(pages.get(product.id, ())),
            _worst(s.says(seen.at) for s in own),
            min((s.at for s in own), default=None),
            bool(ours),
        )


def _page(entry: FeedEntry, state: FeedState | None, now: datetime) -> StatusPageReading:
    parts = urlsplit(entry.url)
    front = f"{parts.scheme}://{parts.netloc}/" if parts.scheme == "https" else ""
    host = parts.hostname or ""
    if state is None:
        return StatusPageReading(None, None, FetchOutcome.UNREACHABLE, host, front)
    return StatusPageReading(state.says(now), state.read_at, state.outcome, host, front)


def _worst(said: Iterable[ServiceHealth | None]) -> ServiceHealth | None:
    found = [health for health in said if health is not None]
    return max(found, key=list(ServiceHealth).index, default=None)


GROUPS: Mapping[str, frozenset[ProductKind]] = {
    "platform": frozenset({ProductKind.PLATFORM}),
    "sign_in": frozenset({ProductKind.IDP}),
    "hosts": frozenset({ProductKind.HOSTING, ProductKind.CDN, ProductKind.CLOUD, ProductKind.ISP}),
    "vendors": frozenset(
        {
            *(ProductKind.PLUGIN, ProductKind.CONNECTED_SERVICE),
            *(ProductKind.CUSTOMISATION_SERVICE, ProductKind.EXTERNAL_SERVICE),
            ProductKind.BROWSER_EXTENSION,
        }
    ),
}
