"""The posterior in its readable, scalar form: report by report, cell by cell.

It is what ``bot.incidents.posterior`` must answer, which does the same with sums kept in arrays.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from math import exp, log, log10

from bot.incidents.levels import BOOSTS, EXPLAINED, level
from bot.incidents.likelihood import (
    BY_ONE_SIGN,
    DOUBTED,
    ONSETS,
    WRITE,
    WRITE_MOST,
    WRITE_SPREAD,
    Usual,
)
from bot.incidents.posterior import COUNTED_ON, MOST_PAIRED, TRUSTED, Posterior
from bot.incidents.report_counts import BIN, REACH, bin_of
from bot.model.tenant_report import TELLING, TenantReport, bare

LEAST = -25  # decibans; weaker evidence moves nothing
THROUGH = "through two"  # of the products that stand on a cause
Cell = tuple[float, int, float]  # log-likelihood, onset, boost


def chances(
    said: Sequence[TenantReport], usual: Usual, priors: Mapping[str, float], as_of: datetime
) -> tuple[float, dict[str, float]]:
    """The probability of no fault at all, and of a fault of each cause."""
    causes = [c for c in sorted({c for s in said for c in spoken_of(s)}) if c in priors]
    cells = {c: cells_of(c, said, usual, as_of) for c in causes}
    states: dict[tuple[str, ...], float] = {(): 0.0}
    for c in causes:
        states[(c,)] = trusted(mean(cells[c])) + nats(priors[c])
    likely = sorted(causes, key=lambda c: (-states[(c,)], c))[:MOST_PAIRED]
    for a, b in combinations(sorted(likely), 2):
        if bare(a) != bare(b):
            both = together(a, b, cells, said, as_of)
            states[a, b] = both + nats(priors[a]) + nats(priors[b])
            shared = stands_on(a, usual) & stands_on(b, usual) & priors.keys() & {*causes}
            for below in shared if explains_more(a, b, said) and explains_more(b, a, said) else ():
                through = both + nats(priors[below])
                states[below, THROUGH] = max(through, states.get((below, THROUGH), through))
    top = max(states.values())
    total = sum(exp(x - top) for x in states.values())
    found = dict.fromkeys((bare(c) for c in causes), 0.0)
    for state, x in states.items():
        for c in found.keys() & {*map(bare, state)}:
            found[c] += exp(x - top) / total
    return exp(-top) / total, found


def stands_on(cause: str, usual: Usual) -> frozenset[str]:
    """What the product of a cause stands on."""
    return usual.below.get(bare(cause), frozenset())


def explains_more(cause: str, than: str, said: Sequence[TenantReport]) -> bool:
    """Whether a cause explains a report that another does not."""
    levels = [spoken_of(s) for s in said]
    return any(v.get(cause, LEAST) > EXPLAINED >= v.get(than, LEAST) for v in levels)


def spoken_of(said: TenantReport) -> dict[str, int]:
    """The causes that a report could mean, with what it says of each in whole decibans."""
    levels = {c: level(w, c) for c, w in said.weights.items() if w >= LEAST}
    return {c: v for c, v in levels.items() if v > EXPLAINED or bare(c) not in said.refuted}


def gain(cause: str, said: TenantReport, boost: float) -> float:
    """Nats by which a report is likelier when a fault of the cause multiplies reports."""
    levels, refuted = spoken_of(said), bare(cause) in said.refuted
    speaks = cause in levels or cause in said.weights or cause in said.refuted
    against = log(1 - REACH) if refuted and speaks else 0.0
    return against + (log(1 + boost * 10 ** (levels[cause] / 10)) if cause in levels else 0.0)


def cells_of(
    cause: str, said: Sequence[TenantReport], usual: Usual, as_of: datetime
) -> dict[Cell, float]:
    """The prior weight of every onset and boost, with its log-likelihood."""
    share = usual.shares.get(bare(cause), DOUBTED) * (BY_ONE_SIGN if cause != bare(cause) else 1)
    found = {}
    for onset in ONSETS:
        silent = share * expected(onset, usual, as_of)
        since = [s for s in said if age(s, as_of) < onset]
        for boost, weight in boosts(usual, as_of).items():
            like = sum(gain(cause, s, boost) for s in since) - boost * silent
            found[like, onset, boost] = weight / len(ONSETS)
    return found


def age(said: TenantReport, as_of: datetime) -> int:
    return bin_of(as_of) - bin_of(said.at)


def expected(onset: int, usual: Usual, as_of: datetime) -> float:
    since = (bin_of(as_of) - onset + 1) * BIN.total_seconds()
    start = datetime.fromtimestamp(since, tz=as_of.tzinfo)
    return usual.rhythm.expected(start, as_of, usual.baseline)


def boosts(usual: Usual, as_of: datetime) -> dict[float, float]:
    """How plausible each boost is, from the share of users who would have to write."""
    rate, customers = usual.rhythm.rate(as_of, usual.baseline), usual.baseline.customers_total
    plausible = {}
    for boost in BOOSTS:
        share = boost * rate / (2 * customers)
        off = (log10(share) - log10(WRITE)) / WRITE_SPREAD
        plausible[boost] = exp(-off * off / 2) if share <= WRITE_MOST or boost == BOOSTS[0] else 0.0
    return {b: max(p / sum(plausible.values()), 1e-30) for b, p in plausible.items()}


def mean(cells: Mapping[Cell, float]) -> float:
    top = max(like for like, _, _ in cells)
    return top + log(sum(weight * exp(like - top) for (like, _, _), weight in cells.items()))


def together(
    a: str,
    b: str,
    cells: Mapping[str, Mapping[Cell, float]],
    said: Sequence[TenantReport],
    as_of: datetime,
) -> float:
    """The log-likelihood of two faults: their rates add where a report could mean both."""
    (onset_a, ka), (onset_b, kb) = likeliest(cells[a]), likeliest(cells[b])
    less = 0.0
    for s in said:
        levels = spoken_of(s)
        x = ka * 10 ** (levels[a] / 10) if a in levels and age(s, as_of) < onset_a else 0.0
        y = kb * 10 ** (levels[b] / 10) if b in levels and age(s, as_of) < onset_b else 0.0
        less += log(1 + x + y) - log(1 + x) - log(1 + y)
    return trusted(mean(cells[a]) + mean(cells[b]) + less)


def likeliest(cells: Mapping[Cell, float]) -> tuple[int, float]:
    """Onset and boost."""
    best = min(cells.items(), key=lambda i: (-(i[0][0] + log(i[1])), i[0][1], i[0][2]))
    return best[0][1], best[0][2]


def trusted(x: float) -> float:
    return x if x <= TRUSTED else TRUSTED * (1 + log(x / TRUSTED))


def nats(decibans: float) -> float:
    return decibans * log(10) / 10


def told(cause: str, found: Posterior, usually: Mapping[str, float]) -> float:
    """Decibans that the reports behind a posterior say of a cause to others, without bounds."""
    what = bare(cause)
    before = usually[what]
    likelier = 10 * log10(max(found.of_kind(cause), 1e-9)) - before
    sure = min(1.0, max(0.0, likelier / max(1.0, -before)))
    harder = sure * 10 * log10(found.boosts[cause] / COUNTED_ON)
    return likelier + harder + (TELLING if cause != what else 0.0)
