"""Facts for one decision, read from the store. Decides nothing, writes nothing."""

from datetime import datetime, timedelta

from bot.desk.ports import Work
from bot.incidents.declare import testimonies
from bot.incidents.suspect import crowd_for, decibans
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.event import Baseline
from bot.model.facts import Crowd, Facts, Watch
from bot.model.incident import Incident
from bot.model.status import FeedState
from bot.triage.evidence.use import share_of

REMEMBERED_FOR = timedelta(hours=24)
PRIOR_OF_A_FAULT = 17.0  # decibans that turn an incident's odds back into evidence
HELD_AT_MOST = 30.0


class Surroundings:
    """The catalogue, feeds and baseline in force, with what follows from them alone."""

    def __init__(self, catalogue: Catalogue, baseline: Baseline) -> None:
        self.catalogue = catalogue
        self.baseline = baseline
        self.shares = _shares(catalogue)

    def watch(self, work: Work, now: datetime) -> Watch:
        """Everything that bears on incidents now."""
        since = now - REMEMBERED_FOR
        incidents = [
            i
            for i in work.incidents(open_only=False)
            if i.is_open or (i.resolved_at is not None and i.resolved_at >= since)
        ]
        return Watch(
            now=now,
            catalogue=self.catalogue,
            baseline=self.baseline,
            conversations=tuple(work.active_conversations(since)),
            incidents=tuple(incidents),
            feeds=feeds_by_service(work.feeds(), self.catalogue),
        )

    def facts(self, conversation: Conversation, watch: Watch) -> Facts:
        """Everything for one conversation now; the crowd is that of the other organisations."""
        crowd = crowd_for(
            conversation.tenant,
            testimonies(watch.conversations),
            self.shares,
            self.baseline,
            watch.now,
        )
        crowd = remembering(crowd, watch.incidents, conversation.tenant)
        return Facts(
            now=watch.now,
            conversation=conversation,
            catalogue=self.catalogue,
            feeds=watch.feeds,
            crowd=crowd,
            incidents=watch.incidents,
        )


def remembering(crowd: Crowd, incidents: tuple[Incident, ...], tenant: str) -> Crowd:
    """The crowd with what open incidents remember of reports that have faded meanwhile."""
    weights, tenants = dict(crowd.weights), dict(crowd.tenants)
    for incident in incidents:
        others = [t for t in incident.tenants if t != tenant]
        if incident.is_open and others and 0 < incident.confidence < 1:
            held = min(HELD_AT_MOST, PRIOR_OF_A_FAULT + decibans(_odds(incident.confidence)))
            weights[incident.cause] = max(held, weights.get(incident.cause, held))
            tenants[incident.cause] = max(len(others), tenants.get(incident.cause, 0))
    return Crowd(weights, tenants)


def _odds(probability: float) -> float:
    return probability / (1 - probability)


def feeds_by_service(feeds: list[FeedState], catalogue: Catalogue) -> dict[str, FeedState]:
    """The state of each product's feed, by product id.

    A feed that several products share (a platform's page, a cloud under many) counts for each that
    names it.
    """
    by_feed = {f.feed: f for f in feeds}
    found = {f.service: f for f in feeds}
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
