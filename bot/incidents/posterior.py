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
that one explains speak less for the other.

A fault shows to everybody it reaches in the same way. Where reports show a sign that local trouble
seldom shows (``Signature.telling``), "a fault of X that shows by this sign" is a state of its own
beside "a fault of X", a priori one in twenty of them, under which such a report is that much
likelier: the first report says no more than before, the second and third a lot more.

Reports are not quite independent, and the model is not quite right. Log-likelihoods above ``TRUSTED``
grow only by their logarithm, so that no small error of the model is multiplied a thousandfold by a
thousand reports; more evidence is never less (in the spirit of Miller and Dunson, Robust Bayesian
Inference via Coarsening, JASA 2019).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, product
from math import exp, log, log10

from bot.incidents.rhythm import Rhythm
from bot.incidents.tally import BIN, BOOSTS, MICRO, Tally, bin_of
from bot.model.event import Baseline
from bot.model.testimony import TELLING, bare, is_bare

ONSETS = (1, 2, 3, 4, 6, 9, 12, 18, 24, 36)  # bins back from the present
TRUSTED = 30.0  # nats up to which the likelihood is believed as it is
MOST_PAIRED = 7  # causes whose pairs are plausible: the likeliest ones
COUNTED_ON = 3.0  # the boost that the prior of a cause for one report already counts on
DOUBTED = 0.05  # share of users where the catalogue says nothing
_CELLS_PAIRED = 4  # likeliest onsets and boosts of a cause that pairs are summed over
_PER_DECIBAN = log(10) / 10


@dataclass(frozen=True, slots=True)
class Usual:
    """What the reports are seen against.

    ``shares``: the share of customers (0 to 1) whom a cause can reach.
    """

    baseline: Baseline
    rhythm: Rhythm
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
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
        """Probability of a fault of a cause that shows by one telling sign, or by none of them."""
        if not is_bare(cause):
            return self.showing.get(cause, 0.0)
        return self.chances.get(cause, 0.0) - sum(
            p for c, p in self.showing.items() if bare(c) == cause
        )

    def any_of(self, causes: Collection[str]) -> float:
        """Probability of a fault of at least one of these causes."""
        both = sum(p for (a, b), p in self.pairs.items() if a in causes and b in causes)
        return sum(self.chances.get(c, 0.0) for c in causes) - both

    def instead_of(self, lead: str) -> dict[str, float]:
        """Probability of each other cause as the one fault there is, rather than beside ``lead``."""
        return {c: self.any_of([c]) - self._beside(c) for c in self.chances if c != lead}

    def _beside(self, cause: str) -> float:
        return sum(p for pair, p in self.pairs.items() if cause in pair)

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Causes with their probability, likeliest first."""
        return tuple(sorted(self.chances.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Cell:
    """One onset and boost of one cause, with its log-likelihood in nats."""

    log: float
    onset: int  # place in ONSETS
    boost: int  # place in BOOSTS


def posterior(
    tally: Tally, usual: Usual, priors: Mapping[str, float], as_of: datetime
) -> Posterior:
    """The posterior given a group of reports, as of a moment.

    ``priors``: decibans of each cause before any report, pages included; others are not considered.
    """
    expected = [_expected(n, usual, as_of) for n in ONSETS]
    cells = {
        c: _cells(tally, c, expected, usual.shares.get(bare(c), DOUBTED), as_of)
        for c in tally.causes()
        if c in priors
    }
    alone = {c: _mean(found) for c, found in cells.items()}
    logs: dict[tuple[str, ...], float] = {(): 0.0}
    for cause, likelihood in alone.items():
        logs[(cause,)] = _trusted(likelihood) + priors[cause] * _PER_DECIBAN
    likely = sorted((s for s in logs if s), key=lambda s: (-logs[s], s))[:MOST_PAIRED]
    for (one,), (other,) in combinations(sorted(likely), 2):
        if bare(one) == bare(other) or not tally.knows_pair(one, other):
            continue
        both = _together(tally, (one, cells[one]), (other, cells[other]), as_of)
        logs[one, other] = both + (priors[one] + priors[other]) * _PER_DECIBAN
    return _normalised(logs, alone, cells)


def _expected(bins: int, usual: Usual, as_of: datetime) -> float:
    since = datetime.fromtimestamp(
        (bin_of(as_of) - bins + 1) * BIN.total_seconds(), tz=as_of.tzinfo
    )
    return usual.rhythm.expected(since, as_of, usual.baseline)


def _cells(
    tally: Tally, cause: str, expected: list[float], share: float, as_of: datetime
) -> list[_Cell]:
    """The likelihood of every onset and boost."""
    present = bin_of(as_of)
    sums = [[0] * len(BOOSTS) for _ in ONSETS]
    for when, gains in tally.gains(cause).items():
        place = _first_onset(present - when)
        if place is not None:
            row = sums[place]
            for k in range(len(BOOSTS)):
                row[k] += gains[k]
    found = []
    totals = [0] * len(BOOSTS)
    for onset, row in enumerate(sums):
        silent = expected[onset] * share
        for k, boost in enumerate(BOOSTS):
            totals[k] += row[k]
            found.append(_Cell(totals[k] / MICRO - boost * silent, onset, k))
    return found


def _trusted(nats: float) -> float:
    return nats if nats <= TRUSTED else TRUSTED * (1 + log(nats / TRUSTED))


def _first_onset(age: int) -> int | None:
    """The place of the latest onset that takes in what is so many bins old."""
    return next((place for place, bins in enumerate(ONSETS) if max(age, 0) < bins), None)


def _mean(cells: list[_Cell]) -> float:
    """The log of the mean likelihood over all onsets and boosts."""
    top = max(cell.log for cell in cells)
    return top + log(sum(exp(cell.log - top) for cell in cells) / len(cells))


def _together(
    tally: Tally, one: tuple[str, list[_Cell]], other: tuple[str, list[_Cell]], as_of: datetime
) -> float:
    """The log-likelihood of two faults at once, each with an onset and a boost of its own."""
    total = _trusted(_mean(one[1]) + _mean(other[1]))
    less = tally.less(one[0], other[0])
    if not less:
        return total
    present = bin_of(as_of)
    mine, theirs = _likeliest(one[1]), _likeliest(other[1])
    flip = one[0] > other[0]
    terms, weights = [], []
    for a, b in product(mine, theirs):
        shared_onset = min(ONSETS[a.onset], ONSETS[b.onset])
        place = b.boost * len(BOOSTS) + a.boost if flip else a.boost * len(BOOSTS) + b.boost
        taken = sum(cells[place] for when, cells in less.items() if present - when < shared_onset)
        weights.append(_trusted(a.log + b.log))
        terms.append(_trusted(a.log + b.log + taken / MICRO))
    top = max(weights)
    before = sum(exp(w - top) for w in weights)
    after = sum(exp(t - top) for t in terms)
    return total + log(max(after, 1e-300) / before)


def _likeliest(cells: list[_Cell]) -> list[_Cell]:
    return sorted(cells, key=lambda cell: (-cell.log, cell.onset, cell.boost))[:_CELLS_PAIRED]


def _normalised(
    logs: Mapping[tuple[str, ...], float],
    alone: Mapping[str, float],
    cells: Mapping[str, list[_Cell]],
) -> Posterior:
    top = max(logs.values())
    powers = {state: exp(x - top) for state, x in logs.items()}
    total = sum(powers.values())
    chances = {bare(c): 0.0 for c in alone}
    shown = {c: 0.0 for c in alone if not is_bare(c)}
    pairs: dict[tuple[str, str], float] = {}
    for state, power in powers.items():
        for cause in state:
            chances[bare(cause)] += power / total
            if cause in shown:
                shown[cause] += power / total
        if len(state) > 1:
            pair = bare(state[0]), bare(state[1])
            pairs[pair] = pairs.get(pair, 0.0) + power / total
    weights = {c: _trusted(x) / _PER_DECIBAN for c, x in alone.items()}
    boosts = {c: _boost(found) for c, found in cells.items()}
    for cause in shown:
        what, weight = bare(cause), weights[cause] - TELLING
        weights[what] = max(weights.get(what, weight), weight)
        boosts.setdefault(what, boosts[cause])
    return Posterior(powers[()] / total, chances, shown, weights, boosts, pairs)


def _boost(cells: list[_Cell]) -> float:
    """The geometric mean of the boost, given that the cause is at fault."""
    top = max(cell.log for cell in cells)
    shares = [(exp(cell.log - top), log10(BOOSTS[cell.boost])) for cell in cells]
    return float(10 ** (sum(p * x for p, x in shares) / sum(p for p, _ in shares)))
