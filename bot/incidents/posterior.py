"""What a group of reports says about the world: the exact posterior over no, one or two faults.

Without a fault, reports arrive at the usual rate, each about something local. A fault of X multiplies
the rate at which the users of X report by a boost k, from an onset; neither is known, so both are
summed over a grid. With the reports i since the onset and their own evidence e_i(X) in decibans the
likelihood ratio of "X is failing" to "nothing is" is

    L(X) = mean over onset, k of   exp(-k * b * s_X) * prod_i (1 + k * 10^(e_i(X)/10))

with b the usual number of reports since the onset and s_X the share of customers who use X. The
exponential is the silence of those who use X and do not report: a plug-in that 70 % have must show in
many reports before three of them mean anything. (Marked Poisson process; Daley and Vere-Jones, An
Introduction to the Theory of Point Processes, ch. 7.) Two faults add their rates, so that the reports
that one explains speak less for the other; how much less is taken at the likeliest onset and boost of
each. What two products stand on fails through both at once: where each of the two explains a report
that the other does not, such a state is as likely by its reports as the two faults, and as common as
the one below them, which it counts for: the likeliest such two, since it is one fault whichever of
its products are told of.

The boost has a bound: a cause has so many users, and of those it reaches a few per cent to a fifth
write within half an hour (``WRITE``, ``WRITE_SPREAD``). With N customers and b reports an hour, a
boost of k means that the share k b / 2N of the users writes in that time, so the mean over k is
weighted by how plausible that share is. A product that ten customers have cannot explain a flood.

A fault shows to everybody it reaches in the same way. Where reports show a sign that local trouble
seldom shows (``Signature.telling``, a symptom few complain of), "a fault of X that shows by this
sign" is a state of its own beside "a fault of X", a priori one in twenty of them, under which such a
report is that much likelier: the first report says no more than before, the second and third a lot
more. One of the causes is ``unknown``: something shared that no catalogue has, which explains any
report a little and those alike a lot; where it shows by one symptom, it reaches a few customers.

Reports are not quite independent, and the model is not quite right. Log-likelihoods above ``TRUSTED``
grow only by their logarithm, so that no small error of the model is multiplied a thousandfold by a
thousand reports; more evidence is never less (in the spirit of Miller and Dunson, Robust Bayesian
Inference via Coarsening, JASA 2019).

The same in a readable, scalar form is ``tests/incidents/specification.py``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import combinations
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from bot.incidents.cause_list import CauseList, Floats, cause_list
from bot.incidents.likelihood import LikelihoodGrid, Places, Usual, grid_of
from bot.incidents.report_counts import ReportCounts, bin_of
from bot.model.tenant_report import SHOWN, TELLING, bare, is_bare

TRUSTED = 30.0  # nats up to which the likelihood is believed as it is
MOST_PAIRED = 7  # causes whose pairs are plausible: the likeliest ones
COUNTED_ON = 3.0  # the boost that the prior of a cause for one report already counts on
_PER_DECIBAN = log(10) / 10


@dataclass(frozen=True)
class Posterior:
    """Probabilities (0 to 1) over the state of the world, given one group of reports.

    ``chances``: of a fault of each cause, alone or with another; ``none``: of no fault at all.
    ``showing``: the same of faults that show by one telling sign, which ``chances`` take in.
    ``weights``: decibans of the reports alone for each cause alone, at its best by what it shows by.
    ``boosts``: by how much a fault of the cause multiplies reports, if it is one. ``pairs``: states
    of two faults.
    """

    none: float = 1.0
    chances: Mapping[str, float] = field(default_factory=dict)
    showing: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    boosts: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of_kind(self, cause: str) -> float:
        """Probability of a fault that a report which shows this may be of.

        A cause together with a sign: of its fault that shows by it. A cause alone stands for whoever
        tells of none of its signs: of its fault that shows by none, and for the share of people who
        describe what they see otherwise (all but ``SHOWN``) of those that show by one.
        """
        if not is_bare(cause):
            return self.showing.get(cause, 0.0)
        by_signs = sum(p for _, p in self._by_signs.get(cause, ()))
        return self.chances.get(cause, 0.0) - SHOWN * by_signs

    def parted(self, cause: str, chance: float) -> Iterator[tuple[str, float]]:
        """A chance of a cause by what a report shows: by each of its signs, and by none of them (``of_kind``)."""
        whole = self.chances.get(cause, 0.0)
        if not whole:
            yield cause, chance
            return
        yield cause, chance * self.of_kind(cause) / whole
        yield from ((shown, chance * p / whole) for shown, p in self._by_signs.get(cause, ()))

    @cached_property
    def _by_signs(self) -> Mapping[str, list[tuple[str, float]]]:
        """The faults of each cause that show by some telling sign, with their probability."""
        found: dict[str, list[tuple[str, float]]] = {}
        for cause, p in self.showing.items():
            found.setdefault(bare(cause), []).append((cause, p))
        return found

    def of(self, cause: str) -> float:
        """Probability of a fault of a cause, or of some product of a sort (``plugin:any``)."""
        if cause in self.chances or not cause.endswith(":any"):
            return self.chances.get(cause, 0.0)
        sort = cause.removesuffix("any")
        return self.any_of([c for c in self.chances if c.startswith(sort)])

    def any_of(self, causes: Collection[str]) -> float:
        """Probability of a fault of at least one of these causes."""
        among = frozenset(causes)
        both = sum(p for (a, b), p in self.pairs.items() if a in among and b in among)
        return sum(self.chances.get(c, 0.0) for c in causes) - both

    def instead_of(self, lead: str) -> dict[str, float]:
        """Probability of each other cause as the one fault there is, rather than beside ``lead``."""
        beside: dict[str, float] = {}
        for pair, p in self.pairs.items():
            for cause in pair:
                beside[cause] = beside.get(cause, 0.0) + p
        return {c: p - beside.get(c, 0.0) for c, p in self.chances.items() if c != lead}

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Causes with their probability, likeliest first."""
        return tuple(sorted(self.chances.items(), key=lambda item: (-item[1], item[0])))


def posterior(
    tally: ReportCounts, usual: Usual, priors: Mapping[str, float], as_of: datetime
) -> Posterior:
    """The posterior given a group of reports, as of a moment.

    ``priors``: decibans of each cause before any report, pages included; others are not considered.
    """
    causes = tuple(c for c in tally.causes() if c in priors)
    if not causes:
        return Posterior()
    named = cause_list(causes)
    cells = grid_of(tally, named, usual, as_of)
    alone, boosts = cells.means()
    given = np.array([priors[c] for c in causes]) * _PER_DECIBAN
    logs = _trusted(alone) + given
    likely = np.sort(np.argsort(-logs, kind="stable")[:MOST_PAIRED])
    lead = [causes[row] for row in likely]
    of = named.head[likely].tolist()
    two = [(m, n) for m, n in combinations(range(len(lead)), 2) if of[m] != of[n]]
    places = np.array(two, np.intp).reshape(-1, 2).T
    bins, ratios = tally.latest.ratios(lead)
    less = _overlaps(cells, likely, places, ratios, bin_of(as_of) - bins) / tally.share_kept
    one, other = likely[places]
    both = _trusted(alone[one] + alone[other] + less)
    two_of = [*zip(one.tolist(), other.tolist(), strict=True)]
    through = _through(zip(two_of, both.tolist(), strict=True), named, usual, priors, tally)
    both = both + (given[one] + given[other])
    pairs = dict(zip(two_of, both.tolist(), strict=True))
    return _normalised(named, logs, pairs, through, alone, boosts)


def _through(
    pairs: Iterable[tuple[tuple[int, int], float]],
    named: CauseList,
    usual: Usual,
    priors: Mapping[str, float],
    tally: ReportCounts,
) -> dict[int, float]:
    """By the place of a cause, the likeliest state in which it fails through two products that stand on it."""
    found: dict[int, float] = {}
    for (one, other), nats in pairs:
        below = (usual.below.get(named.whats[n], frozenset[str]()) for n in (one, other))
        shared = sorted(frozenset.intersection(*below) & priors.keys())
        if not shared or not _are_both_hit(named.causes[one], named.causes[other], tally):
            continue
        for cause in shared:
            if (place := named.place.get(cause)) is not None:
                state = nats + priors[cause] * _PER_DECIBAN
                found[place] = max(state, found.get(place, state))
    return found


def _are_both_hit(one: str, other: str, tally: ReportCounts) -> bool:
    """Whether each of two causes explains a report that the other does not."""
    return tally.latest.only(one, other) > 0 and tally.latest.only(other, one) > 0


def _trusted(nats: Floats) -> Floats:
    return np.where(
        nats <= TRUSTED, nats, TRUSTED * (1 + np.log(np.maximum(nats, TRUSTED) / TRUSTED))
    )


def _overlaps(
    cells: LikelihoodGrid, likely: Places, pairs: Places, ratios: Floats, ages: NDArray[np.int64]
) -> Floats:
    """Nats that two faults explain less together than one by one, at their likeliest (0 or less)."""
    onsets, boosts = cells.likeliest(likely)
    rates = (ratios * boosts * (ages[:, None] < onsets)).T
    alone, (one, other) = np.log1p(rates), pairs
    less = np.log1p(rates[one] + rates[other]) - (alone[one] + alone[other])
    found: Floats = np.sort(less, axis=1).sum(axis=1)  # in their own order, whichever came first
    return found


def _normalised(
    named: CauseList,
    logs: Floats,
    pairs: Mapping[tuple[int, int], float],
    through: Mapping[int, float],
    alone: Floats,
    boosts: Floats,
) -> Posterior:
    top = max(0.0, float(logs.max()), *pairs.values(), *through.values())
    single = np.exp(logs - top)
    for place, x in through.items():
        single[place] += exp(x - top)
    double = {pair: exp(x - top) for pair, x in pairs.items()}
    total = exp(-top) + sum(single.tolist()) + sum(double.values())
    power = single / total
    two: dict[tuple[str, str], float] = {}
    for (one, other), p in double.items():
        power[[one, other]] += p / total
        pair = named.whats[one], named.whats[other]
        two[pair] = two.get(pair, 0.0) + p / total
    chances = dict(zip(named.heads, named.summed(power).tolist(), strict=True))
    by_sign = map(named.causes.__getitem__, named.signs.tolist())
    showing = dict(zip(by_sign, power[named.signs].tolist(), strict=True))
    weights = named.at_best(_trusted(alone) / _PER_DECIBAN, TELLING)
    return Posterior(exp(-top) / total, chances, showing, weights, named.first(boosts), two)
