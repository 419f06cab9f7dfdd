"""Facts for one decision, read from the store. Decides nothing, writes nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.habits import learned_until, rhythm_of
from bot.desk.ports import Work
from bot.desk.unlisted import names_that_cross
from bot.incidents.beliefs import Beliefs
from bot.incidents.broadcast import may_be_told
from bot.incidents.crowd import crowd_for
from bot.incidents.posterior import Usual
from bot.incidents.recover import would_end
from bot.incidents.rhythm import Rhythm
from bot.incidents.tallies import Tallies
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import Conversation
from bot.model.event import Baseline, Opened
from bot.model.evidence import UNKNOWN
from bot.model.facts import Facts, Watch
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.probe import Measure, ProbeRef
from bot.model.status import TROUBLE, FeedState, Outcome
from bot.model.testimony import NO_INCIDENT, bare
from bot.triage.evidence.probes import attributed, measures
from bot.triage.evidence.use import DEFAULT_SHARES, share_of
from bot.triage.weigh import SOME_PROVIDER

REMEMBERED_FOR = timedelta(hours=24)


class Surroundings:
    """The catalogue and the baseline in force, with what follows from them and from all reports.

    It keeps the tallies of the reports in memory and brings them up to date from the log of
    testimonies, whoever wrote there.
    """

    def __init__(
        self, catalogue: Catalogue, baseline: Baseline, probes: tuple[ProbeRef, ...] = ()
    ) -> None:
        self.catalogue = catalogue
        self.probes = probes
        self._usual = Usual(baseline, Rhythm(), _shares(catalogue))
        self._learned: str | None = None  # up to when the rhythm is known
        self.beliefs = Beliefs(Tallies(), self._usual)
        self.tried: dict[str, object] = {}  # causes looked into in vain, and what was believed then

    def follow(self, work: Work, now: datetime | None = None) -> None:
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
        self._usual = replace(self._usual, rhythm=Rhythm())
        self.beliefs = Beliefs(Tallies(), self._usual)
        self.tried = {}

    def watch(self, work: Work, now: datetime) -> Watch:
        """Everything that bears on one answer and on the incidents now, but for the reports."""
        since, feeds = now - REMEMBERED_FOR, work.feeds()
        incidents = tuple(work.incidents(ended_since=since))
        return Watch(
            now=now,
            catalogue=self.catalogue,
            incidents=incidents,
            named=names_that_cross(self.unlisted(incidents), work),
            feeds=feeds_by_service(feeds, self.catalogue, now),
            probes=self._measures(feeds, work, now),
        )

    def _measures(self, feeds: list[FeedState], work: Work, now: datetime) -> dict[str, Measure]:
        if not self.probes:
            return {}
        found = measures(self.probes, work.probes(), now, feeds_fail=all_fail(feeds))
        return attributed(found, self.catalogue)

    def facts(self, conversation: Conversation, watch: Watch, work: Work) -> Facts:
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
            feeds=watch.feeds,
            probes=watch.probes,
            crowd=crowd_for(own, self.beliefs, watch),
            incidents=watch.incidents,
            told=_told(conversation, watch, work),
            named=watch.named,
            tellable=frozenset(i.cause for i in watch.open if may_be_told(i, watch)),
            decides=_decides(conversation, watch),
        )

    def unlisted(self, incidents: Iterable[Incident]) -> list[str]:
        """The groups of reports of products in no catalogue, by the names that tell them apart."""
        groups = (NO_INCIDENT, *(i.group for i in incidents if i.is_open))
        causes = (c for g in groups for c in self.beliefs.tallies.of(g).causes())
        return sorted(
            {bare(c).partition(":")[2] for c in causes if c.startswith("unlisted_plugin:")}
        )


def furnished(opened: Opened | None, knowledge: Knowledge) -> Surroundings:
    """What follows from the catalogue and the baseline in force; before any ``Opened`` the shipped ones."""
    if opened is None:
        return Surroundings(knowledge.catalogue, Baseline())
    given = opened.catalogue
    catalogue = Catalogue.of(given) if given is not None else knowledge.catalogue
    return Surroundings(catalogue, opened.baseline, opened.probes)


def _decides(conversation: Conversation, watch: Watch) -> bool:
    """Whether the incident of a conversation is over if its reporter says that it works again."""
    incident = watch.incident(conversation.incident)
    return incident is not None and incident.is_open and would_end(incident, conversation, watch)


def _told(conversation: Conversation, watch: Watch, work: Work) -> frozenset[str]:
    incident = watch.incident(conversation.incident)
    if incident is None:
        return frozenset()
    customer = conversation.customer
    told = work.told(incident.id, incident.relapses, customer)
    return told.get(customer, frozenset())


def all_fail(feeds: list[FeedState]) -> bool:
    """Whether no feed at all could be read when it was last tried."""
    return bool(feeds) and all(f.outcome is not Outcome.OK for f in feeds)


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
