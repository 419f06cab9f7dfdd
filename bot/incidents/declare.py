"""Is this many troubles or one? Raise, update, or leave alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.incidents.suspect import EXPLAINED, Belief, beliefs, probability
from bot.model.catalogue import Catalogue, LicenceCheck, Product, ProductKind
from bot.model.conversation import Conversation
from bot.model.facts import Testimony, Watch
from bot.model.incident import Incident, IncidentStatus, Told
from bot.model.status import ENDING, TROUBLE, FeedState, Shows
from bot.model.understanding import Symptom

RAISE_AT = 0.8  # probability that the reports share some cause; staff hear of four to one
FEWEST_TENANTS = 2
SUSPECTS_SHOWN = 3
# Weight of a fault somewhere in a product in any three hours before reports or feeds speak;
# rough orders of magnitude from published outages (an hour or two a month at worst).
PRIORS: Mapping[str, float] = {
    "platform": -17.0,
    "plugin": -19.0,
    "connected": -19.0,
    "home": -20.0,
    "infra": -24.0,
    "idp": -20.0,
    "isp": -22.0,
    "external": -21.0,
    "update": -18.0,
    "maintenance": -22.0,
    "unlisted_plugin": -17.0,
}
ALONE = -8.0  # a plug-in that calls no host fails only by a new version of it or of kintone
_FEED_WEIGHT = 20.0
_NOT_AN_INCIDENT = ("update:",)


class Action(StrEnum):
    """What staff hear about an incident."""

    RAISED = "raised"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A change of an incident, and why staff hear of it (None: they need not)."""

    incident: Incident
    action: Action | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a group of reports points to: causes with their probability, likeliest first."""

    ranked: tuple[tuple[str, float], ...]
    beliefs: Mapping[str, Belief]
    shared: float  # probability that there is a shared cause at all


def suspicion(
    conversations: Iterable[Conversation], watch: Watch, shares: Mapping[str, float]
) -> Suspicion:
    """What these reports point to, feeds and priors included.

    They are weighed as of the latest of them: people do not repeat a report to keep it fresh.
    """
    said = testimonies(conversations)
    latest = max((t.at for t in said), default=watch.now)
    held = beliefs(said, shares, watch.baseline, latest)
    weights = {
        cause: belief.weight + prior(cause, watch.catalogue) + feed_weight(cause, watch)
        for cause, belief in held.items()
        if belief.tenants
    }
    chances = probability(weights)
    none = chances.pop("none")
    ranked = sorted(chances.items(), key=lambda item: (-item[1], item[0]))
    return Suspicion(tuple(ranked), held, 1 - none)


def testimonies(conversations: Iterable[Conversation]) -> list[Testimony]:
    """What the troubled among these conversations say."""
    return [
        Testimony(c.id, c.tenant, c.last_report_at, c.testimony)
        for c in conversations
        if c.is_troubled and c.last_report_at is not None and c.testimony
    ]


def prior(cause: str, catalogue: Catalogue) -> float:
    """Decibans of a cause before anything was reported."""
    product = catalogue.of_cause(cause)
    weight = PRIORS.get(cause.partition(":")[0], -22.0)
    if product is not None and product.kind is ProductKind.PLUGIN and _stands_alone(product):
        weight += ALONE
    return weight


def _stands_alone(product: Product) -> bool:
    """Whether a product is known to need no host: without one, nothing of it can go down."""
    return (
        not product.hosts and not product.depends_on and product.licence_check is LicenceCheck.NONE
    )


def feed_weight(cause: str, watch: Watch) -> float:
    """Decibans from the status feed of the cause's product and of what lies below it."""
    product = watch.catalogue.of_cause(cause)
    if product is None or cause.startswith("update:"):
        return 6.0 if product is not None and _has_notice(product, watch) else 0.0
    if shows_trouble(watch.feeds.get(product.id), watch):
        return _FEED_WEIGHT
    below = watch.catalogue.foundations(product.id)
    if any(shows_trouble(watch.feeds.get(i), watch) for i in below if not _is_platform(i, watch)):
        return 8.0
    return 0.0


def shows_trouble(feed: FeedState | None, watch: Watch) -> bool:
    """Whether a feed, read lately, reports trouble that is not over."""
    return feed is not None and feed.says(watch.now) in TROUBLE


def shows_ending(feed: FeedState | None, watch: Watch) -> bool:
    """Whether a feed, read lately, says that the trouble is ending or over."""
    return feed is not None and feed.says(watch.now) in ENDING


def _has_notice(product: Product, watch: Watch) -> bool:
    feed = watch.feeds.get(product.id)
    return feed is not None and feed.says(watch.now) is Shows.NOTICE


def _is_platform(product_id: str, watch: Watch) -> bool:
    product = watch.catalogue.get(product_id)
    return product is not None and product.kind is ProductKind.PLATFORM


def fits(conversation: Conversation, cause: str, catalogue: Catalogue) -> bool:
    """Whether a cause, or what it stands on or under, explains a conversation."""
    ident = cause.partition(":")[2]
    related = {ident} | catalogue.foundations(ident) | catalogue.dependants(ident)
    return any(
        weight > EXPLAINED
        and (c == cause or (c.partition(":")[2] in related and _same_side(c, cause)))
        for c, weight in conversation.testimony.items()
    )


def _same_side(one: str, other: str) -> bool:
    """The platform is below everything: only its own headings count as related to it."""
    return ("platform" in one.partition(":")[0]) == ("platform" in other.partition(":")[0])


def declare(watch: Watch, shares: Mapping[str, float], new_id: str) -> list[Declaration]:
    """Changes of incidents that the reports call for now.

    Every open incident takes in the conversations it explains; what is left over may be a new one
    (``new_id``). At most one new incident an event; the next event sees the rest.
    """
    changes: list[Declaration] = []
    taken: set[str] = set()
    for incident in watch.incidents:
        if incident.is_open:
            change = _joined(incident, watch, shares)
            taken |= set(change.incident.conversations)
            if change.incident != incident or change.action:
                changes.append(change)
    rest = [c for c in watch.conversations if c.id not in taken and _is_news(c, watch)]
    fresh = _fresh(rest, watch, shares, new_id)
    return [*changes, fresh] if fresh is not None else changes


def _is_news(conversation: Conversation, watch: Watch) -> bool:
    """Whether a conversation tells of trouble that no ended incident has explained yet."""
    said = conversation.last_report_at
    return (
        conversation.is_troubled
        and said is not None
        and not any(
            conversation.id in i.conversations
            and i.resolved_at is not None
            and said <= i.resolved_at
            for i in watch.incidents
        )
    )


def _joined(incident: Incident, watch: Watch, shares: Mapping[str, float]) -> Declaration:
    """The incident after taking in what it explains, and whether its suspects changed."""
    members = [c for c in watch.conversations if _belongs(c, incident, watch)]
    found = suspicion(members, watch, shares)
    suspects = _shown(found) or incident.suspects
    grown = replace(
        incident,
        suspects=suspects,
        conversations=tuple(c.id for c in members) or incident.conversations,
        tenants=tuple(dict.fromkeys((*incident.tenants, *(c.tenant for c in members)))),
        status=_confirmed(incident, suspects, watch),
        confidence=round(found.ranked[0][1], 2) if found.ranked else incident.confidence,
    )
    changed = suspects[:1] != incident.suspects[:1] or grown.status is not incident.status
    if grown != incident:
        grown = replace(grown, changed_at=watch.now)
    return Declaration(grown, Action.UPDATED if changed else None)


def _belongs(conversation: Conversation, incident: Incident, watch: Watch) -> bool:
    """Whether an incident explains a conversation; who was told, or is well again, stays in it."""
    was_in = conversation.id in incident.conversations
    if was_in and (
        conversation.recovered_at or any(t.customer == conversation.customer for t in incident.told)
    ):
        return True
    return conversation.is_troubled and any(
        fits(conversation, s, watch.catalogue) for s in incident.suspects[:SUSPECTS_SHOWN]
    )


def _confirmed(incident: Incident, suspects: tuple[str, ...], watch: Watch) -> IncidentStatus:
    """Confirmed once the vendor's own feed agrees with the reports."""
    if incident.status is not IncidentStatus.SUSPECTED or not suspects:
        return incident.status
    ident = suspects[0].partition(":")[2]
    pages = [ident, *watch.catalogue.foundations(ident)]
    published = any(shows_trouble(watch.feeds.get(p), watch) for p in pages)
    return IncidentStatus.CONFIRMED if published else incident.status


def _fresh(
    rest: list[Conversation], watch: Watch, shares: Mapping[str, float], new_id: str
) -> Declaration | None:
    """A new incident from conversations that no open one explains, or None."""
    found = suspicion(rest, watch, shares)
    if found.shared < RAISE_AT or not found.ranked:
        return None
    cause, confidence = found.ranked[0]
    tenants = found.beliefs[cause].tenants
    if len(tenants) < _fewest(rest) or cause.startswith(_NOT_AN_INCIDENT):
        return None
    relapse = _ended(cause, watch)
    members = tuple(c.id for c in rest if fits(c, cause, watch.catalogue))
    incident = Incident(
        id=relapse.id if relapse else new_id,
        status=IncidentStatus.SUSPECTED,
        suspects=_shown(found),
        raised_at=watch.now,
        changed_at=watch.now,
        confidence=round(confidence, 2),
        conversations=tuple(dict.fromkeys((*(relapse.conversations if relapse else ()), *members))),
        tenants=tenants,
        told=_of_this_life(relapse.told) if relapse else (),
        relapses=relapse.relapses + 1 if relapse else 0,
    )
    return Declaration(incident, Action.RAISED)


def _fewest(rest: list[Conversation]) -> int:
    """How many organisations it takes.

    Mail and notifications get lost on the recipients' side every day (filters, one provider), so
    that two such complaints agree by chance more easily than two screens that do not open.
    """
    about_arrival = all(c.complaint.symptoms == {Symptom.NOTIFICATION_MISSING} for c in rest)
    return FEWEST_TENANTS + 1 if about_arrival else FEWEST_TENANTS


def _ended(cause: str, watch: Watch) -> Incident | None:
    """An incident of the same cause that ended lately: new reports reopen it."""
    for incident in reversed(watch.incidents):
        if incident.status is IncidentStatus.RESOLVED and cause in incident.suspects[:1]:
            return incident
    return None


def _of_this_life(told: tuple[Told, ...]) -> tuple[Told, ...]:
    """The ledger without the end of the earlier life: a relapse has an end of its own."""
    return tuple(t for t in told if t.reason not in ("recovered", "reenable"))


def _shown(found: Suspicion) -> tuple[str, ...]:
    return tuple(cause for cause, chance in found.ranked[:5] if chance >= 0.01)
