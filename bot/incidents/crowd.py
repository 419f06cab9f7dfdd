"""What the reports of other organisations say to one conversation."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from math import log10

from bot.incidents.beliefs import Beliefs
from bot.incidents.levels import explains
from bot.incidents.posterior import COUNTED_ON, Posterior, posterior
from bot.incidents.prior import (
    RELAPSE,
    TROUBLE_SHOWN,
    feed_weight,
    has_just_ended,
    probe_weight,
    usual,
)
from bot.incidents.report_counts import ReportCounts
from bot.model.evidence import UNKNOWN, WORKS_AS_DESIGNED
from bot.model.facts import Crowd, Watch
from bot.model.tenant_report import NO_INCIDENT, TELLING, TenantReport, bare, is_bare, reaches_few

COMMON_SIGN = "symptom:"  # a sign that many have in trouble of their own
FEWEST_ALIKE = 2  # organisations that must share such a sign before it says anything to others
LEAST, MOST = -20.0, 40.0  # decibans that others may weigh in one conversation


def crowd_for(own: Mapping[str, TenantReport], beliefs: Beliefs, watch: Watch) -> Crowd:
    """What the reports of others say; ``own``: by group, what this organisation has added to it.

    The weight of a cause is how much likelier the others make a fault of it, times how much such a
    fault multiplies reports: a fault that is certain and hits hard makes the next report that fits
    probably one more of it. A fault that shows by a telling sign has a weight for those who see it
    too, beside the cause's own for everybody. What the pages say and what we measure is left out,
    for the conversation weighs that itself; so is the word of other desks, which bears on incidents alone.
    """
    watch = replace(watch, told={})
    weights: dict[str, float] = {}
    tenants: dict[str, int] = {}
    alike: Counter[str] = Counter()
    seen, before = beliefs.priors.seen(watch), beliefs.priors.usual(watch, watch.now)
    for group in (NO_INCIDENT, *(i.group for i in watch.open)):
        tally = beliefs.tallies.of(group)
        mine = own.get(group)
        if mine is not None and not tally.reaches(mine.at):
            mine = None  # said so long ago that it counts no more
        found = _without(mine, tally, beliefs, watch) if mine else beliefs.of(group, watch)
        said = _said(group, found, before, beliefs)
        for cause, count in tally.explained().items():
            others = count - (mine is not None and explains(mine, cause))
            ident, symptom, fewest = _looked_at(cause)
            if symptom:
                alike[symptom] += others
            if others < fewest or cause not in said:
                continue
            weight = said[cause]
            if ident in seen:
                weight = _weight(cause, found, before, watch, tally.newest)
            if weight > weights.get(cause, LEAST):
                weights[cause] = weight
                tenants[cause] = others
    for incident in watch.incidents:
        if has_just_ended(incident.cause, watch):
            back = RELAPSE - usual(incident.cause, watch.catalogue, watch.now)
            weights[incident.cause] = max(back, weights.get(incident.cause, LEAST))
    return Crowd(weights, tenants, {symptom: n for symptom, n in alike.items() if n > 0})


def _without(mine: TenantReport, tally: ReportCounts, beliefs: Beliefs, watch: Watch) -> Posterior:
    """The posterior of a group as if this organisation had not reported."""
    as_of = tally.newest or watch.now
    with tally.leaving_out(mine):
        return posterior(tally, beliefs.usual, beliefs.priors.of(tally, watch), as_of)


@lru_cache(maxsize=20_000)
def _looked_at(cause: str) -> tuple[str, str, int]:
    """The product of a cause, the symptom by which something unknown shows, and who must report it."""
    symptom = cause.rpartition(":")[2] if reaches_few(cause) else ""
    fewest = 1 if is_bare(cause) or COMMON_SIGN not in cause else FEWEST_ALIKE
    return bare(cause).partition(":")[2], symptom, fewest


def _said(
    group: str, found: Posterior, usually: Mapping[str, float], beliefs: Beliefs
) -> Mapping[str, float]:
    """What a group's reports say of each cause where nothing else is seen of it; worked out once a posterior."""
    known = beliefs.said.get(group)
    if known is None or known[0] is not found or known[1] is not usually:
        said = {c: _bounded(c, _told(c, found, usually)) for c in found.boosts if c != UNKNOWN}
        known = beliefs.said[group] = found, usually, said
    return known[2]


def _weight(
    cause: str,
    found: Posterior,
    usually: Mapping[str, float],
    watch: Watch,
    latest: datetime | None,
) -> float:
    """The same of a cause of whose product a page or a measurement says anything."""
    what = bare(cause)
    # The conversation itself weighs what the page says now.
    page = feed_weight(what, watch, latest if what.startswith(WORKS_AS_DESIGNED) else None)
    weight = _told(cause, found, usually) - (page + probe_weight(what, watch))
    # A page in trouble outweighs that others keep silent.
    return _bounded(cause, weight, told=page >= TROUBLE_SHOWN)


def _told(cause: str, found: Posterior, usually: Mapping[str, float]) -> float:
    what = bare(cause)
    before = usually[what]
    likelier = 10 * log10(max(found.of_kind(cause), 1e-9)) - before
    # How hard a fault hits counts as far as it is sure: of a mere chance the prior knows already.
    sure = min(1.0, max(0.0, likelier / max(1.0, -before)))
    harder = sure * 10 * log10(found.boosts[cause] / COUNTED_ON)
    return likelier + harder + (TELLING if cause != what else 0.0)


def _bounded(cause: str, weight: float, *, told: bool = False) -> float:
    """A weight within what others may say; what is announced, or ``told``, is no mere rumour."""
    published = told or cause.startswith(WORKS_AS_DESIGNED)
    return max(0.0 if published else LEAST, min(MOST, weight))
