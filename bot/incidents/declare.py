"""What the reports make of incidents: raise, update, merge, split, or leave alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.incidents.beliefs import Beliefs, priors_of
from bot.incidents.decisions import as_decided, may_be_both, may_merge, with_suspects
from bot.incidents.narrow import FEWEST_TENANTS, SHOWN, explains, narrowed, told_apart
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.prior import shows_trouble
from bot.incidents.report_counts import ReportCounts
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import MOST_NAMED, Incident, IncidentStatus
from bot.model.tenant_report import NO_INCIDENT

RAISE_AT = 0.6  # probability that the reports share some cause
MERGE_AT = 0.9  # probability that one fault explains the reports of two incidents
SPLIT_AT = 0.75  # probability that one incident's reports take two faults
OURS = 0.15  # how much sooner staff hear of what may be their own product
FEW_AT = 0.75  # the same probability where only two organisations report
# Two organisations may agree by chance, or meet a hiccup that is over when staff have read of it.
LASTS = timedelta(minutes=10)
SPEAK = 5.0  # decibans that the reports themselves must give, whatever the pages show

_SHOWN_IN_BROWSERS = frozenset({
    "browser", "connected", "home", "platform", "plugin", "unlisted_plugin"
})  # fmt: skip


class IncidentAction(StrEnum):
    """What staff hear about an incident."""

    RAISED = "raised"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A change of an incident, and why staff hear of it (None: they need not)."""

    incident: Incident
    action: IncidentAction | None = None
    why: str = ""


def shared_cause(beliefs: Beliefs, watch: Watch) -> str | None:
    """The likeliest cause of what the reports without an incident share, if they surely share one.

    First whether: it is asked how likely any shared fault is, whatever its cause. Which one it is
    may stay open (``unknown``), narrow to a sort (``plugin:any``) or to a product.
    """
    found = beliefs.of(NO_INCIDENT, watch)
    tally = beliefs.tallies.of(NO_INCIDENT)
    together = told_apart(found, tally, watch)
    if not together:
        return None
    faults = [cause for causes in together.values() for cause in causes]
    chances = {name: found.any_of(causes) for name, causes in together.items()}
    likely = [n for n, p in chances.items() if p >= SHOWN] or [*together][:1]
    widest = max(likely, key=lambda n: (explains(n, together, tally), chances[n]))
    few = explains(widest, together, tally) <= FEWEST_TENANTS
    ours = faults[0].startswith("home:")
    needed = (FEW_AT if few else RAISE_AT) - (OURS if ours else 0.0)
    if found.any_of(faults) < needed or (few and not _lasts(tally, widest, watch)):
        return None
    if max(found.weights[c] for n in likely for c in together[n]) < SPEAK:
        return None  # a page in trouble is no sign that these reports are about it
    return narrowed(found, tally, watch)[0][0]


def raised(cause: str, beliefs: Beliefs, watch: Watch) -> Declaration:
    """A new incident of a cause, or one that is back.

    Its id is empty unless it is back; whoever keeps it gives it one. Its organisations join it when
    their conversations do.
    """
    relapse = _ended(cause, watch)
    fresh = Incident(
        relapse.id if relapse else "", IncidentStatus.SUSPECTED, (), watch.now, watch.now
    )
    if relapse:
        fresh = replace(
            fresh,
            relapses=relapse.relapses + 1,
            owner=relapse.owner,
            ruled_out=relapse.ruled_out,
            apart=relapse.apart,
            whole=relapse.whole,
        )
    tally, found = beliefs.tallies.of(NO_INCIDENT), beliefs.of(NO_INCIDENT, watch)
    return Declaration(_believed(fresh, tally, found, watch), IncidentAction.RAISED)


def _lasts(tally: ReportCounts, cause: str, watch: Watch) -> bool:
    """Whether two organisations have reported what the cause explains for long enough."""
    since = tally.since(cause)
    enough = tally.organisations(cause) == FEWEST_TENANTS
    return enough and since is not None and watch.now - since >= LASTS


def updated(incident: Incident, beliefs: Beliefs, watch: Watch) -> Declaration:
    """The incident as its reports and the pages have it now, and whether staff need to hear of it."""
    found = beliefs.of(incident.group, watch)
    if not found.chances:
        return Declaration(incident)
    grown = _believed(incident, beliefs.tallies.of(incident.group), found, watch)
    changed = grown.cause != incident.cause or grown.status is not incident.status
    changed = changed or _is_no_chance_any_more(incident)
    if grown != incident:
        grown = replace(grown, changed_at=watch.now)
    return Declaration(grown, IncidentAction.UPDATED if changed else None)


def _is_no_chance_any_more(incident: Incident) -> bool:
    """Whether more than the two organisations report of which staff heard: two may agree by chance."""
    return 0 < incident.alerted <= FEWEST_TENANTS < incident.organisations


def _believed(incident: Incident, tally: ReportCounts, found: Posterior, watch: Watch) -> Incident:
    ranked = as_decided(narrowed(found, tally, watch, incident.cause), incident)
    cause = ranked[0][0]
    believed = replace(
        with_suspects(incident, ranked),
        supported=tally.contrasted(cause),
        proven=tally.is_proven(cause),
    )
    return replace(believed, status=_confirmed(believed, watch))


def _confirmed(incident: Incident, watch: Watch) -> IncidentStatus:
    """Confirmed once the vendor's own feed agrees with the reports."""
    if incident.status is not IncidentStatus.SUSPECTED:
        return incident.status
    ident = incident.cause.partition(":")[2]
    pages = [ident, *watch.catalogue.foundations(ident)]
    published = any(shows_trouble(watch.feeds.get(p), watch) for p in pages)
    return IncidentStatus.CONFIRMED if published else incident.status


def _ended(cause: str, watch: Watch) -> Incident | None:
    """An incident of the same cause that ended lately: new reports reopen it."""
    for incident in reversed(watch.incidents):
        if incident.status is IncidentStatus.RESOLVED and cause == incident.cause:
            return incident
    return None


def joined(incident: Incident, tenant: str, *, is_new: bool) -> Incident:
    """The incident after one more conversation joined; ``is_new``: the first of its organisation."""
    if not is_new:
        return incident
    return replace(
        incident,
        organisations=incident.organisations + 1,
        verified=incident.verified + is_verified(tenant),
        tenants=(*incident.tenants, tenant)[:MOST_NAMED],
    )


def left(incident: Incident, tenant: str) -> Incident:
    """The incident after the last conversation of an organisation turned out to be another's."""
    return replace(
        incident,
        organisations=incident.organisations - 1,
        verified=max(0, incident.verified - is_verified(tenant)),
        tenants=tuple(t for t in incident.tenants if t != tenant),
        recovered=tuple(t for t in incident.recovered if t != tenant),
    )


def mergeable(beliefs: Beliefs, watch: Watch) -> tuple[Incident, Incident] | None:
    """Two open incidents whose reports one fault explains, the one that goes on first.

    A parent such as a network of script servers takes in the incidents of what stands on it.
    """
    for n, elder in enumerate(watch.open):
        for younger in watch.open[n + 1 :]:
            if not may_merge(elder, younger) or not _are_related(elder, younger, watch):
                continue
            pair, now = (elder.group, younger.group), _grown_to(elder, younger)
            if beliefs.apart.get(pair) == now:
                continue
            if _is_one(elder, younger, beliefs, watch):
                return elder, younger
            beliefs.apart[pair] = now
    return None


def _grown_to(*incidents: Incident) -> object:
    """What decides whether to look again if incidents are one: their causes, and each doubling."""
    return tuple((i.cause, i.organisations.bit_length()) for i in incidents)


def _are_related(one: Incident, other: Incident, watch: Watch) -> bool:
    if one.cause == other.cause:
        return True
    a, b = (i.cause.partition(":")[2] for i in (one, other))
    platform = watch.catalogue.platform
    shared = (({a} | watch.catalogue.foundations(a)) & ({b} | watch.catalogue.foundations(b))) - (
        {platform.id} if platform is not None and platform.id not in (a, b) else set()
    )
    return bool(shared - {"any", ""})


def _is_one(one: Incident, other: Incident, beliefs: Beliefs, watch: Watch) -> bool:
    if one.cause == other.cause:
        return True
    both = beliefs.tallies.of(one.group).together(beliefs.tallies.of(other.group))
    found = posterior(both, beliefs.usual, priors_of(both, watch), both.newest or watch.now)
    if not found.chances:
        return False
    cause = narrowed(found, both, watch)[0][0]
    if cause not in found.chances or not may_be_both(cause, one, other):
        return False
    alone = found.chances[cause] - sum(p for pair, p in found.pairs.items() if cause in pair)
    return alone >= MERGE_AT


def second_fault(incident: Incident, beliefs: Beliefs, watch: Watch) -> str | None:
    """A second cause without which the incident's reports cannot be explained, or None.

    A browser and a product, or two browsers, are none: what fails in some browsers only is one trouble.
    """
    if incident.whole:
        return None
    found = beliefs.of(incident.group, watch)
    pair, chance = max(found.pairs.items(), key=lambda item: item[1], default=((), 0.0))
    if chance < SPLIT_AT or incident.cause not in pair:
        return None
    second = next(c for c in pair if c != incident.cause)
    if second in incident.ruled_out or _is_of_browsers(second, incident.cause):
        return None
    tally = beliefs.tallies.of(incident.group)
    alone = min(
        tally.latest.only(second, incident.cause), tally.latest.only(incident.cause, second)
    )
    return second if alone >= FEWEST_TENANTS else None


def _is_of_browsers(*causes: str) -> bool:
    """Whether two causes are a browser and what is shown in it."""
    kinds = {cause.partition(":")[0] for cause in causes}
    return "browser" in kinds and kinds <= _SHOWN_IN_BROWSERS


def is_of_second(weights: Mapping[str, float], first: str, second: str) -> bool:
    """Whether a report speaks for the second of two faults rather than the first, by half a ban."""
    return weights.get(second, -30.0) > weights.get(first, -30.0) + 5
