"""What the reports of other organisations say to one conversation."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
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
    seen_products,
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
    seen, before = seen_products(watch), beliefs.priors.usual(watch, watch.now)
    for group in (NO_INCIDENT, *(i.group for i in watch.open)):
        tally = beliefs.tallies.of(group)
        mine = own.get(group)
        if mine is not None and not tally.reaches(mine.at):
            mine = None  # said so long ago that it counts no more
        found = _without(mine, tally, beliefs, watch) if mine else beliefs.of(group, watch)
        for cause, count in tally.explained().items():
            others = count - (mine is not None and explains(mine, cause))
            if reaches_few(cause):
                alike[cause.rpartition(":")[2]] += others
            fewest = 1 if is_bare(cause) or COMMON_SIGN not in cause else FEWEST_ALIKE
            if others < fewest or cause not in found.boosts or cause == UNKNOWN:
                continue
            weight = _weight(cause, found, before, watch, tally.newest, seen)
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


def _weight(
    cause: str,
    found: Posterior,
    usually: Mapping[str, float],
    watch: Watch,
    latest: datetime | None,
    seen_at_all: Collection[str],
) -> float:
    what = bare(cause)
    page = seen = 0.0
    if what.partition(":")[2] in seen_at_all:
        # The conversation itself weighs what the page says now.
        page = feed_weight(what, watch, latest if what.startswith(WORKS_AS_DESIGNED) else None)
        seen = page + probe_weight(what, watch)
    before = usually[what]
    likelier = 10 * log10(max(found.of_kind(cause), 1e-9)) - before
    # How hard a fault hits counts as far as it is sure: of a mere chance the prior knows already.
    sure = min(1.0, max(0.0, likelier / max(1.0, -before)))
    harder = sure * 10 * log10(found.boosts[cause] / COUNTED_ON)
    weight = likelier + harder + (TELLING if cause != what else 0.0) - seen
    # What is announced is no rumour, and a page in trouble outweighs that others keep silent.
    published = what.startswith(WORKS_AS_DESIGNED) or page >= TROUBLE_SHOWN
    return max(0.0 if published else LEAST, min(MOST, weight))
