"""What the reports of other organisations say to one conversation."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from math import log10

import numpy as np

from bot.incidents.beliefs import Beliefs, CrowdWeights
from bot.incidents.cause_list import Floats, cause_list
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
from bot.model.tenant_report import (
    NO_INCIDENT,
    SHOWN,
    TELLING,
    TenantReport,
    bare,
    is_bare,
    reaches_few,
)

COMMON_SIGN = "symptom:"  # a sign that many have in trouble of their own
FEWEST_ALIKE = 2  # organisations that must share such a sign before it says anything to others
# Decibans of an incident that has just ended, as long as nobody else tells of it anew.
ALONE_AGAIN = 12.0
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
    shown: dict[str, int] = {}
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
            if others and not is_bare(cause):
                shown[cause] = max(others, shown.get(cause, 0))
            if others < fewest or cause not in said.bounded:
                continue
            weight = said.bounded[cause]
            if ident in seen:
                weight = _weight(cause, said.weights[cause], watch, tally.newest)
            if weight > weights.get(cause, LEAST):
                weights[cause] = weight
                tenants[cause] = others
    weights.update(_back(weights, watch))
    return Crowd(weights, tenants, {symptom: n for symptom, n in alike.items() if n > 0}, shown)


def _back(weights: Mapping[str, float], watch: Watch) -> Iterator[tuple[str, float]]:
    """The weight of causes of which an incident has just ended: it may be back."""
    for incident in watch.incidents:
        if has_just_ended(incident.cause, watch):
            back = RELAPSE - usual(incident.cause, watch.catalogue, watch.now)
            yield incident.cause, max(min(back, ALONE_AGAIN), weights.get(incident.cause, LEAST))


def _without(mine: TenantReport, tally: ReportCounts, beliefs: Beliefs, watch: Watch) -> Posterior:
    """The posterior of a group as if this organisation had not reported.

    As of the latest report of others, as when it wrote first: what it adds changes nothing of what they say.
    """
    with tally.leaving_out(mine):
        as_of = tally.newest or watch.now
        return posterior(tally, beliefs.usual, beliefs.priors.of(tally, watch), as_of)


@lru_cache(maxsize=20_000)
def _looked_at(cause: str) -> tuple[str, str, int]:
    """The product of a cause, the symptom by which something unknown shows, and who must report it."""
    symptom = cause.rpartition(":")[2] if reaches_few(cause) else ""
    fewest = 1 if is_bare(cause) or COMMON_SIGN not in cause else FEWEST_ALIKE
    return bare(cause).partition(":")[2], symptom, fewest


def _said(
    group: str, found: Posterior, usually: Mapping[str, float], beliefs: Beliefs
) -> CrowdWeights:
    """What a group's reports say of each cause where nothing else is seen of it; worked out once a posterior."""
    known = beliefs.said.get(group)
    if known is None or known.found is not found or known.usually is not usually:
        known = beliefs.said[group] = crowd_weights(found, usually)
    return known


def crowd_weights(found: Posterior, usually: Mapping[str, float]) -> CrowdWeights:
    """What the reports behind a posterior say of each of its causes, ``unknown`` aside.

    For one cause alone, as a scalar: ``tests/incidents/specification.py``.
    """
    causes = tuple(c for c in found.boosts if c != UNKNOWN)
    if not causes:
        return CrowdWeights(found, usually, {}, {})
    named, chance = cause_list(causes), {**found.chances, **found.showing}
    of_kind = np.array([chance.get(c, 0.0) for c in causes])
    by_signs = named.summed(np.where(named.shows, of_kind, 0.0))[named.head]
    of_kind = np.where(named.shows, of_kind, of_kind - SHOWN * by_signs)
    before = np.array([usually[what] for what in named.whats])
    likelier = 10 * _logs(np.maximum(of_kind, 1e-9)) - before
    # How hard a fault hits counts as far as it is sure: of a mere chance the prior knows already.
    sure = np.minimum(1.0, np.maximum(0.0, likelier / np.maximum(1.0, -before)))
    boosts = np.array([found.boosts[c] for c in causes])
    harder = sure * 10 * _logs(boosts / COUNTED_ON)
    weights = likelier + harder + np.where(named.shows, TELLING, 0.0)
    bounded = np.maximum(np.where(named.announced, 0.0, LEAST), np.minimum(MOST, weights))
    given = (dict(zip(causes, w.tolist(), strict=True)) for w in (weights, bounded))
    return CrowdWeights(found, usually, *given)


def _logs(values: Floats) -> Floats:
    """Decimal logarithms, to the last digit those of ``math``: NumPy's own differ between processors."""
    return np.array([log10(x) for x in values.tolist()])


def _weight(cause: str, said: float, watch: Watch, latest: datetime | None) -> float:
    """The weight of a cause of whose product a page or a measurement says anything."""
    what = bare(cause)
    # The conversation itself weighs what the page says now.
    page = feed_weight(what, watch, latest if what.startswith(WORKS_AS_DESIGNED) else None)
    weight = said - (page + probe_weight(what, watch))
    # A page in trouble outweighs that others keep silent; what is announced is no mere rumour.
    published = page >= TROUBLE_SHOWN or cause.startswith(WORKS_AS_DESIGNED)
    return max(0.0 if published else LEAST, min(MOST, weight))
