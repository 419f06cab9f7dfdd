"""Facts for one decision, read from the store. Decides nothing, writes nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.ports import Work
from bot.incidents.broadcast import may_be_told
from bot.incidents.declare import testimonies
from bot.incidents.suspect import beliefs, crowd_for
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.event import Baseline
from bot.model.facts import Crowd, Facts, Watch
from bot.model.incident import Incident
from bot.model.status import TROUBLE, FeedState
from bot.triage.evidence.use import share_of

REMEMBERED_FOR = timedelta(hours=24)
KNOWN_FOR = timedelta(days=30)  # how long an inventory that a customer told us holds


class Surroundings:
    """The catalogue, feeds and baseline in force, with what follows from them alone."""

    def __init__(self, catalogue: Catalogue, baseline: Baseline) -> None:
        self.catalogue = catalogue
        self.baseline = baseline
        self.shares = _shares(catalogue)

    def watch(self, work: Work, now: datetime) -> Watch:
        """Everything that bears on one answer and on the incidents now, but for bystanders."""
        since = now - REMEMBERED_FOR
        incidents = [
            i
            for i in work.incidents(open_only=False)
            if i.is_open or (i.resolved_at is not None and i.resolved_at >= since)
        ]
        active = work.active_conversations(since)
        known = {c.id for c in active}
        members = dict.fromkeys(m for i in incidents if i.is_open for m in i.conversations)
        silent = [work.conversation(m) for m in members if m not in known]
        return Watch(
            now=now,
            catalogue=self.catalogue,
            baseline=self.baseline,
            conversations=(*(c for c in silent if c is not None), *active),
            incidents=tuple(incidents),
            feeds=feeds_by_service(work.feeds(), self.catalogue, now),
        )

    def wide_watch(self, work: Work, now: datetime) -> Watch:
        """The same with those who told of no trouble: an open incident may concern them too."""
        watch = self.watch(work, now)
        if not any(i.is_open for i in watch.incidents):
            return watch
        calm = work.calm_conversations(now - KNOWN_FOR)
        return replace(watch, bystanders=tuple(calm))

    def _remembering(self, crowd: Crowd, incident: Incident, tenant: str, watch: Watch) -> Crowd:
        """The crowd with what the reports of an open incident said when they were fresh."""
        said = [t for t in testimonies(watch.members(incident)) if t.tenant != tenant]
        if not said:
            return crowd
        cause, then = incident.cause, max(t.at for t in said)
        fresh = beliefs(said, self.shares, self.baseline, then, only=cause)[cause]
        weight, others = fresh.weight if fresh.tenants else 0.0, len(fresh.tenants)
        return Crowd(
            {**crowd.weights, cause: max(weight, crowd.weights.get(cause, weight))},
            {**crowd.tenants, cause: max(others, crowd.tenants.get(cause, 0))},
        )

    def facts(self, conversation: Conversation, watch: Watch) -> Facts:
        """Everything for one conversation now; the crowd is that of the other organisations."""
        said = testimonies(watch.conversations)
        crowd = crowd_for(conversation.tenant, said, self.shares, self.baseline, watch.now)
        for incident in watch.incidents:
            if incident.is_open:
                crowd = self._remembering(crowd, incident, conversation.tenant, watch)
        return Facts(
            now=watch.now,
            conversation=conversation,
            catalogue=self.catalogue,
            feeds=watch.feeds,
            crowd=crowd,
            incidents=watch.incidents,
            tellable=frozenset(
                i.cause for i in watch.incidents if i.is_open and may_be_told(i, watch)
            ),
        )


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
    shares: dict[str, float] = {}
    for product in catalogue.products.values():
        share = share_of(product, catalogue)
        heading = product.cause.partition(":")[0]
        shares[product.cause] = share
        if heading == "platform":
            shares[f"update:{product.id}"] = share
        shares[f"maintenance:{product.id}"] = share
    return shares
