"""What the crowd's reports say together: the global posterior.

The model is a Poisson process seen through what each customer uses. Without a fault, reports
arrive at the baseline rate, each about something local. A fault of X multiplies the rate at which
the users of X report by a boost k (not known: integrated over a grid), from an onset (not known:
integrated over the times of the reports). For reports i since the onset with own evidence e_i(X)
in decibans the likelihood ratio of "X is failing" to "nothing is" is

    L(X) = mean over onset, k of   exp(-k * b * s_X) * prod_i (1 + k * 10^(e_i(X)/10))

with b the number of reports expected since the onset and s_X the share of customers who use X.
The exponential is the silence of those who use X and do not report: a plug-in that 70 % have must
show in many reports before three of them mean anything. (Marked Poisson process; Daley and
Vere-Jones, An Introduction to the Theory of Point Processes, ch. 7.)

An organisation counts once, by its strongest report. Reports fade: those older than the window
say nothing. Social media posts, how-to questions and rumours never get here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import exp, log
from operator import add

from bot.model.event import Baseline
from bot.model.facts import Crowd, Testimony

WINDOW = timedelta(hours=3)
BOOSTS = (1.0, 3.0, 10.0, 30.0)  # a fault behind the screens is noticed by few
# Decibans of own evidence from which a fault that multiplies reports by ten or so explains a report
# better than chance does.
EXPLAINED = -8.0
MOST_REPORTS = 200  # newest organisations that are looked at
_LEAST_HOURS = 0.05
_NOT_IT = -30.0  # decibans of a cause that a report does not mention


@dataclass(frozen=True, slots=True)
class Belief:
    """How strongly the reports speak for one shared cause.

    ``weight``: decibans from the reports alone. ``tenants``: organisations whose report the cause
    explains, oldest first.
    """

    cause: str
    weight: float
    tenants: tuple[str, ...]


def beliefs(
    testimonies: Iterable[Testimony],
    shares: Mapping[str, float],
    baseline: Baseline,
    now: datetime,
    only: str | None = None,
) -> dict[str, Belief]:
    """What the reports say of every cause that at least one of them could share.

    ``shares`` maps cause ids to the share of customers (0 to 1) whom the cause can reach; ``only``:
    the one cause that is asked about, which saves the work for the others.
    """
    recent = _one_each(t for t in testimonies if timedelta(0) <= now - t.at <= WINDOW)
    causes = {c for t in recent for c in t.weights} if only is None else {only}
    expected = [_expected_since(t.at, baseline, now) for t in recent]
    return {c: _belief(c, recent, expected, shares.get(c, 0.05)) for c in sorted(causes)}


def crowd_for(
    tenant: str,
    testimonies: Iterable[Testimony],
    shares: Mapping[str, float],
    baseline: Baseline,
    now: datetime,
) -> Crowd:
    """What the reports of the other organisations say, for a conversation of ``tenant``."""
    others = [t for t in testimonies if t.tenant != tenant]
    held = beliefs(others, shares, baseline, now)
    return Crowd(
        weights={c: b.weight for c, b in held.items() if b.tenants or b.weight < -1},
        tenants={c: len(b.tenants) for c, b in held.items()},
    )


def _one_each(testimonies: Iterable[Testimony]) -> list[Testimony]:
    """One testimony an organisation: the weights of its reports, each at its strongest."""
    merged: dict[str, Testimony] = {}
    for t in sorted(testimonies, key=lambda t: (t.at, t.conversation)):
        known = merged.get(t.tenant)
        if known is None:
            merged[t.tenant] = t
        else:
            weights = dict(known.weights)
            for cause, weight in t.weights.items():
                weights[cause] = max(weight, weights.get(cause, weight))
            merged[t.tenant] = Testimony(known.conversation, t.tenant, known.at, weights)
    return list(merged.values())[-MOST_REPORTS:]


def _expected_since(onset: datetime, baseline: Baseline, now: datetime) -> float:
    """How many reports of local trouble arrive from an onset until now."""
    hours = max(_LEAST_HOURS, (now - onset).total_seconds() / 3600)
    return baseline.problem_reports_per_hour * hours


def _belief(cause: str, recent: list[Testimony], expected: list[float], share: float) -> Belief:
    terms: list[float] = []
    totals: tuple[float, ...] = (0.0,) * len(BOOSTS)  # since an onset that moves back in time
    for t, arriving in zip(reversed(recent), reversed(expected), strict=True):
        totals = tuple(map(add, totals, _log_gains(t.weights.get(cause, _NOT_IT))))
        silent = arriving * share
        terms += [total - k * silent for total, k in zip(totals, BOOSTS, strict=True)]
    weight = 10 * _log_mean(terms) / log(10) if terms else 0.0
    explained = tuple(t.tenant for t in recent if t.weights.get(cause, _NOT_IT) > EXPLAINED)
    return Belief(cause, max(-30.0, min(80.0, weight)), explained)


@lru_cache(maxsize=4096)
def _log_gains(weight: float) -> tuple[float, ...]:
    """log(1 + k * 10^(weight/10)) for every boost; many reports share the same few weights."""
    return tuple(log(1 + boost * 10 ** (weight / 10)) for boost in BOOSTS)


def _log_mean(logs: list[float]) -> float:
    top = max(logs)
    return top + log(sum(exp(x - top) for x in logs) / len(logs))


def probability(weights: Mapping[str, float]) -> dict[str, float]:
    """Posterior over single faults and none (weight 0), from weights in decibans."""
    top = max(0.0, *weights.values()) if weights else 0.0
    powers = {c: 10 ** ((w - top) / 10) for c, w in weights.items()}
    none = 10 ** (-top / 10)
    total = none + sum(powers.values())
    return {"none": none / total, **{c: p / total for c, p in powers.items()}}
