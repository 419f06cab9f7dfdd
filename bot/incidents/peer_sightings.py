"""What other desks may be told of products, and whether what they told has proved right.

Only what verified organisations report here counts, and it is weighed without pages, measurements and
the word of other desks: what came from a desk is never passed on, and comes back to none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.incidents.decisions import can_be_named, is_confirmed
from bot.incidents.latest import LATEST
from bot.incidents.levels import explains
from bot.incidents.likelihood import Usual
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.prior import probe_fails, shows_trouble, usual
from bot.incidents.report_counts import WINDOW, ReportCounts
from bot.model.catalogue import Catalogue
from bot.model.evidence import UNKNOWN, WORKS_AS_DESIGNED
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import Incident, IncidentStatus
from bot.model.peer import FEWEST, MOST_COUNTED, KeptSighting, Sighting, SightingState
from bot.model.tenant_report import NO_INCIDENT, TELLING, TenantReport, bare, is_bare

# Probabilities by our own reports alone: from the first the cause of an incident is told as such, from the
# second it is told that several report it, and below a part of that it is taken back.
LIKELY, EARLY, STAYS = 0.5, 0.15, 0.5
LEADS = 2.0  # how many times as likely as any other product, where there is no incident of it
MOST_AT_ONCE = 10  # products
AGAIN_AFTER = timedelta(minutes=30)  # what goes on is told again
ROUNDED = timedelta(minutes=5)  # so finely is told since when
JUDGED_AFTER = timedelta(hours=3)  # since the last word: status pages are late

Said = Mapping[str, Sequence[TenantReport]]


def own_word(said: Said, known: Collection[str], norm: Usual, watch: Watch) -> dict[str, Sighting]:
    """What our own reports say of products, by product id: of each group one, ``MOST_AT_ONCE`` in all.

    ``said``: testimonies by group. ``known``: products of which something was told lately.
    """
    found: dict[str, Sighting] = {}
    for incident in (*watch.open, None):
        reports = _counted(said.get(incident.group if incident else NO_INCIDENT, ()), watch.now)
        if len(reports) < FEWEST or len(found) >= MOST_AT_ONCE:
            continue
        sighting = _likeliest(
            incident, reports, _alone(reports, norm, watch), known, watch.catalogue
        )
        if sighting is not None:
            found.setdefault(sighting.product, sighting)
    return found


def _likeliest(
    incident: Incident | None,
    reports: Sequence[TenantReport],
    alone: Posterior,
    known: Collection[str],
    catalogue: Catalogue,
) -> Sighting | None:
    """What is told of a group: of an incident its cause, where that is known, else what its reports point to.

    Only where they do so by themselves, and to one product clearly before another.
    """
    found = {c: told for c in alone.chances if (told := _sighting(c, reports, catalogue))}
    is_known = incident is not None and can_be_named(incident.cause)
    lead = incident.cause if incident is not None and is_known else _first(found, alone)
    told = found.get(lead)
    if told is None:
        return None
    if incident is not None and incident.chosen == lead:
        return replace(told, state=SightingState.INCIDENT)
    was_told, chance = told.product in known, alone.of(lead)
    ahead = 1.0 if was_told or is_known else LEADS
    others = max((alone.of(c) for c in found if c != lead), default=0.0)
    if chance < max(EARLY * (STAYS if was_told else 1.0), ahead * others):
        return None
    is_sure = is_known and chance >= LIKELY
    return replace(told, state=SightingState.INCIDENT) if is_sure else told


def _first(found: Collection[str], alone: Posterior) -> str:
    return max(sorted(found), key=alone.of, default=UNKNOWN)


def _counted(said: Iterable[TenantReport], now: datetime) -> list[TenantReport]:
    return [s for s in said if is_verified(s.tenant) and now - s.at <= WINDOW]


def _alone(reports: Sequence[TenantReport], norm: Usual, watch: Watch) -> Posterior:
    """What these reports say by themselves; of very many the latest are enough."""
    tally = ReportCounts()
    for report in reports[-LATEST:]:
        tally.add(report)
    as_of = tally.newest or watch.now
    priors = {
        cause: usual(bare(cause), watch.catalogue, as_of) - (0 if is_bare(cause) else TELLING)
        for cause in tally.explained()
    }
    return posterior(tally, norm, priors, as_of)


def _sighting(cause: str, reports: Sequence[TenantReport], catalogue: Catalogue) -> Sighting | None:
    """A sighting of a product of the catalogue that enough organisations report; None otherwise."""
    product = catalogue.of_cause(cause)
    if product is None or cause.startswith(WORKS_AS_DESIGNED):
        return None
    times = sorted(report.at for report in reports if explains(report, cause))
    if len(times) < FEWEST:
        return None
    number = min(len(times), MOST_COUNTED)
    return Sighting(product.id, SightingState.REPORTED, _rounded(times[0]), number)


def _rounded(at: datetime) -> datetime:
    return at - timedelta(seconds=at.timestamp() % ROUNDED.total_seconds())


def is_news(before: KeptSighting | None, sighting: Sighting, now: datetime) -> bool:
    """Whether a desk is to be told: something new, twice as many, or what goes on for a while."""
    if before is None or before.sighting.state is not sighting.state:
        return True
    grown = sighting.organisations >= 2 * before.sighting.organisations
    return grown or now - before.at >= AGAIN_AFTER


def ending(told: Sighting, said: Said, watch: Watch) -> Sighting:
    """The last word on a product of which we have nothing to tell any more: it is over, or it was not that.

    Where reports of it just come no more, it is over.
    """
    product = watch.catalogue.get(told.product)
    cause = product.cause if product is not None else UNKNOWN
    ours = [i for i in watch.incidents if i.cause == cause and i.changed_at >= told.since]
    if ours and not ours[-1].is_open:
        over = ours[-1].status is not IncidentStatus.WITHDRAWN
    else:
        reports = [r for group in said.values() for r in _counted(group, watch.now)]
        over = sum(explains(r, cause) for r in reports) < FEWEST
    return replace(told, state=SightingState.OVER if over else SightingState.WITHDRAWN)


def is_proved(kept: KeptSighting, watch: Watch) -> bool:
    """Whether a page, a measurement, or staff here about an incident of ours, agree with a sighting."""
    ident = kept.sighting.product
    if shows_trouble(watch.feeds.get(ident), watch) or probe_fails(ident, watch):
        return True
    return any(
        is_confirmed(i) and (i.is_open or i.changed_at >= kept.heard_at)
        for i in watch.incidents
        if i.cause.partition(":")[2] == ident
    )


def may_be_judged(kept: KeptSighting, watch: Watch) -> bool:
    """Whether we could have seen it: a product nobody watches or reports here proves nothing."""
    ident = kept.sighting.product
    seen = ident in watch.feeds or ident in watch.probes
    return seen or any(i.cause.partition(":")[2] == ident for i in watch.incidents)
