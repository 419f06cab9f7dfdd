"""Facts for one decision, read from the store. Decides nothing, writes nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.learned_rates import learned_until, rhythm_of
from bot.desk.peer_ports import Way
from bot.desk.ports import UnitOfWork
from bot.desk.unlisted import names_that_cross
from bot.incidents.apart import is_over_for
from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.beliefs import Beliefs
from bot.incidents.counts_by_group import CountsByGroup
from bot.incidents.crowd import crowd_for
from bot.incidents.likelihood import Usual
from bot.incidents.peer_weight import weights
from bot.incidents.recover import would_end
from bot.incidents.report_counts import WINDOW
from bot.incidents.tellable import may_be_told
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import Conversation
from bot.model.event import Baseline, Opened
from bot.model.evidence import UNKNOWN
from bot.model.facts import Facts, Watch
from bot.model.identity import Identity
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.probe import Measure, ProbeRef
from bot.model.publication import Post
from bot.model.status import TROUBLE, FeedState, FetchOutcome, Shows, all_fail
from bot.model.tenant_report import NO_INCIDENT, bare
from bot.triage.evidence.feeds import guidance_in, release_in
from bot.triage.evidence.probes import attributed, measures
from bot.triage.evidence.use import DEFAULT_SHARES, share_of
from bot.triage.weigh import SOME_PROVIDER

OWN_PAGE = "own-page"  # its id among them
MOST_COLLEAGUES = 8  # whose words are pooled
REMEMBERED_FOR = timedelta(hours=24)


class DeskContext:
    """The catalogue and the baseline in force, with what follows from them and from all reports.

    It keeps the tallies of the reports in memory and brings them up to date from the log of
    testimonies, whoever wrote there.
    """

    def __init__(
        self, catalogue: Catalogue, baseline: Baseline, probes: tuple[ProbeRef, ...] = ()
    ) -> None:
        self.catalogue = catalogue
        self.probes = probes
        self._usual = Usual(baseline, BaselineRate(), _shares(catalogue), _below(catalogue))
        self._learned: str | None = None  # up to when the rhythm is known
        self.beliefs = Beliefs(CountsByGroup(), self._usual)
        self._feeds: tuple[object, Mapping[str, FeedState]] = None, {}  # as read, and by product
        self._releases: Mapping[str, str] = {}  # of which those feeds tell
        self._guidance: Mapping[str, str] = {}
        self.tried: dict[str, object] = {}  # causes looked into in vain, and what was believed then

    def follow(self, work: UnitOfWork, now: datetime | None = None) -> None:
        """Take in what was logged and learned since the last time; let go of what is old."""
        tallies = self.beliefs.tallies
        tallies.fold(work.statements(tallies.last))
        if now is None:
            return
        tallies.forget(now)
        if (learned := learned_until(work)) != self._learned:
            self._learned = learned
            self._usual = replace(self._usual, rhythm=rhythm_of(work))
            self.beliefs = Beliefs(tallies, self._usual)

    def start_anew(self) -> None:
        """Forget what was taken in: some of it may have been undone."""
        self._learned = None
        self._usual = replace(self._usual, rhythm=BaselineRate())
        self.beliefs = Beliefs(CountsByGroup(), self._usual)
        self.tried = {}

    def watch(self, work: UnitOfWork, now: datetime) -> Watch:
        """Everything that bears on one answer and on the incidents now, but for the reports."""
        since, feeds, own = now - REMEMBERED_FOR, work.feeds(), self._own_page(work, now)
        read = now, feeds, own
        if self._feeds[0] != read:  # the same readings are the same object to whoever looks twice
            known = [*feeds, own] if own is not None else feeds
            self._feeds = read, feeds_by_service(known, self.catalogue, now)
            self._releases = _told_on_pages(release_in, self._feeds[1])
            self._guidance = _told_on_pages(guidance_in, self._feeds[1])
        incidents = tuple(work.incidents(ended_since=since))
        return Watch(
            now=now,
            catalogue=self.catalogue,
            incidents=incidents,
            named=names_that_cross(self.unlisted(incidents), work),
            feeds=self._feeds[1],
            probes=self._measures(feeds, work, now),
            told=_told_by_peers(work, now),
            releases=self._releases,
            guidance=self._guidance,
        )

    def _own_page(self, work: UnitOfWork, now: datetime) -> FeedState | None:
        running = work.running_maintenance() if self.catalogue.home else None
        return own_page(running, self.catalogue, now) if running is not None else None

    def _measures(
        self, feeds: list[FeedState], work: UnitOfWork, now: datetime
    ) -> dict[str, Measure]:
        if not self.probes:
            return {}
        found = measures(self.probes, work.probes(), now, feeds_fail=all_fail(feeds))
        return attributed(found, self.catalogue)

    def facts(self, conversation: Conversation, watch: Watch, work: UnitOfWork) -> Facts:
        """Everything for one conversation now; the crowd is that of the other organisations."""
        groups = (NO_INCIDENT, *(i.group for i in watch.open))
        own = {
            group: said
            for group in groups
            if (said := work.testimony(group, conversation.counts_as)) is not None
        }
        return Facts(
            now=watch.now,
            conversation=conversation,
            catalogue=self.catalogue,
            colleagues=_colleagues(conversation, own, watch, work),
            feeds=watch.feeds,
            probes=watch.probes,
            crowd=crowd_for(own, self.beliefs, watch),
            incidents=watch.incidents,
            told=_told(conversation, watch, work),
            named=watch.named,
            tellable=frozenset(i.cause for i in watch.open if may_be_told(i, watch)),
            decides=_decides(conversation, watch),
            over_apart=_is_over_apart(conversation, watch),
        )

    def unlisted(self, incidents: Iterable[Incident]) -> list[str]:
        """The groups of reports of products in no catalogue, by the names that tell them apart."""
        groups = (NO_INCIDENT, *(i.group for i in incidents if i.is_open))
        causes = (
            c for g in groups for c in self.beliefs.tallies.of(g).causes_of("unlisted_plugin")
        )
        return sorted({bare(c).partition(":")[2] for c in causes})


def furnished(opened: Opened | None, knowledge: Knowledge) -> DeskContext:
    """What follows from the catalogue and the baseline in force; before any ``Opened`` the shipped ones."""
    if opened is None:
        return DeskContext(knowledge.catalogue, Baseline())
    given = opened.catalogue
    catalogue = Catalogue.of(given) if given is not None else knowledge.catalogue
    return DeskContext(catalogue, opened.baseline, opened.probes)


def _told_on_pages(reading: Callable[[str], str], feeds: Mapping[str, FeedState]) -> dict[str, str]:
    """What is read in the words of each page, by service id; pages in which there is nothing of it are left out."""
    read = {ident: reading(feed.text) for ident, feed in feeds.items() if feed.text}
    return {ident: told for ident, told in read.items() if told}


def _told_by_peers(work: UnitOfWork, now: datetime) -> dict[str, float]:
    """What other desks' word weighs, by product."""
    heard = work.sightings(Way.HEARD)
    return weights(heard, {peer.id: peer for peer in work.peers()}, now) if heard else {}


def _colleagues(
    conversation: Conversation, own: Collection[str], watch: Watch, work: UnitOfWork
) -> tuple[Conversation, ...]:
    """Who else of the organisation is in trouble, oldest first; ``own``: where it has reported.

    Who named no organisation has no colleagues, whichever network they write from.
    """
    if conversation.identity is Identity.ANONYMOUS:
        return ()
    ids = {i.group: i.id for i in watch.open}
    found = [
        c
        for group in own
        for c in work.conversations_of(
            conversation.counts_as, ids.get(group), watch.now - WINDOW, MOST_COLLEAGUES
        )
        if c.tenant == conversation.tenant and c.customer != conversation.customer and c.is_troubled
    ]
    return tuple(sorted(found, key=lambda c: (c.reported_at or c.opened_at, c.id)))


def _decides(conversation: Conversation, watch: Watch) -> bool:
    """Whether the incident of a conversation is over if its reporter says that it works again."""
    incident = watch.incident(conversation.incident)
    return incident is not None and incident.is_open and would_end(incident, conversation, watch)


def _is_over_apart(conversation: Conversation, watch: Watch) -> bool:
    """Whether all that a reporter of an open incident uses is mended."""
    incident = watch.incident(conversation.incident)
    return incident is not None and incident.is_open and is_over_for(incident, conversation, watch)


def _told(conversation: Conversation, watch: Watch, work: UnitOfWork) -> frozenset[str]:
    incident = watch.incident(conversation.incident)
    if incident is None:
        return frozenset()
    customer = conversation.customer
    told = work.told(incident.id, incident.relapses, customer)
    return told.get(customer, frozenset())


def feeds_by_service(
    feeds: list[FeedState], catalogue: Catalogue, now: datetime
) -> dict[str, FeedState]:
    """The state of each product's feed, by product id; of several, one that shows trouble.

    A feed that several products share (a platform's page, a cloud under many) counts for each that
    names it.
    """
    by_feed = {f.feed: f for f in feeds}
    found: dict[str, FeedState] = {}
    for feed in feeds:
        known = found.get(feed.service)
        if known is None or known.says(now) not in TROUBLE:
            found[feed.service] = feed
    for product in catalogue.products.values():
        if product.status_feed in by_feed and product.id not in found:
            found[product.id] = by_feed[product.status_feed]
    return found


def _shares(catalogue: Catalogue) -> dict[str, float]:
    shares: dict[str, float] = {SOME_PROVIDER: DEFAULT_SHARES[ProductKind.ISP], UNKNOWN: 1.0}
    for product in catalogue.products.values():
        share = share_of(product, catalogue)
        heading = product.cause.partition(":")[0]
        shares[product.cause] = share
        if heading == "platform":
            shares[f"update:{product.id}"] = share
        shares[f"maintenance:{product.id}"] = share
    return shares


def _below(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """The causes of what each product stands on, the platform aside, on which all of them do."""
    found = {}
    for product in catalogue.products.values():
        below = (catalogue.get(i) for i in catalogue.foundations(product.id))
        causes = (p.cause for p in below if p is not None and p.kind is not ProductKind.PLATFORM)
        found[product.cause] = frozenset(causes)
    return found


def own_page(running: Post, catalogue: Catalogue, now: datetime) -> FeedState | None:
    """What our own page says of the home product under maintenance, for the triage; None: there is none.

    It is read this very moment, and never counted among the pages of others.
    """
    if catalogue.home is None:
        return None
    title, shows = next(iter(running.titles.values()), ""), Shows.MAINTENANCE_IN_PROGRESS
    fresh = FeedState(OWN_PAGE, catalogue.home.id, FetchOutcome.OK, now)
    return replace(fresh.read(now, shows, title), shows_since=running.starts_at)
