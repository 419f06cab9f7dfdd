"""How likely a group of reports is if a cause is at fault, by when the fault began and how hard it hits.

The formula and its sources stand in ``posterior``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import exp, log, log10

import numpy as np
from numpy.typing import NDArray

from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.cause_list import CauseList, Floats
from bot.incidents.levels import BOOSTS
from bot.incidents.report_counts import BIN, ReportCounts, bin_of
from bot.model.event import Baseline
from bot.model.tenant_report import FEW_REACHED

ONSETS = (1, 2, 3, 4, 6, 9, 12, 18, 24, 36)  # bins back from the present
DOUBTED = 0.05  # share of users where the catalogue says nothing
BY_ONE_SIGN = 0.6  # of the users of a cause: who uses the one function of it that fails
# Of those whom a fault reaches: the share who write within half an hour (median, spread in decades
# of a log-normal, and the most). Judgements: a few per cent to a fifth, far fewer notice a function.
WRITE, WRITE_SPREAD, WRITE_MOST = 0.03, 0.5, 0.25
_BOOSTS, _ONSETS = np.array(BOOSTS), np.array(ONSETS)
_LOG_BOOSTS = np.tile(np.log10(_BOOSTS), len(ONSETS))  # by onset and boost

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Usual:
    """What the reports are seen against.

    ``shares``: the share of customers (0 to 1) whom a cause can reach. ``below``: the causes of what
    the product of a cause stands on, the platform aside.
    """

    baseline: Baseline
    rhythm: BaselineRate
    shares: Mapping[str, float]
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LikelihoodGrid:
    """The log-likelihood (nats) of every onset and boost of some causes: cause, onset, boost.

    The logarithm of the prior weight of each onset and boost is in it.
    """

    logs: Floats

    def means(self) -> tuple[Floats, Floats]:
        """By cause, over all onsets and boosts: the log of the mean likelihood, and the mean boost.

        The boost's is the geometric mean, given that the cause is at fault.
        """
        logs = self.logs.reshape(len(self.logs), -1)
        top = logs.max(axis=1)
        powers = np.exp(logs - top[:, None])
        total = powers.sum(axis=1)
        return top + np.log(total), 10 ** (powers @ _LOG_BOOSTS / total)

    def likeliest(self, rows: Places) -> tuple[NDArray[np.int64], Floats]:
        """The onset (bins back) and the boost of causes that are the likeliest."""
        best = self.logs[rows].reshape(len(rows), -1).argmax(axis=1)
        return _ONSETS[best // len(BOOSTS)], _BOOSTS[best % len(BOOSTS)]


def grid_of(tally: ReportCounts, named: CauseList, usual: Usual, as_of: datetime) -> LikelihoodGrid:
    """The likelihood of every onset and boost."""
    shares = _reached(named, usual)
    expected = np.array([_expected(n, usual, as_of) for n in ONSETS])
    logs = tally.gains(named.causes, bin_of(as_of), ONSETS)
    logs -= shares[:, None, None] * (expected[:, None] * _BOOSTS)
    logs += np.array(boost_weights(usual, as_of)) - log(len(ONSETS))
    return LikelihoodGrid(logs)


def _reached(named: CauseList, usual: Usual) -> Floats:
    """The share of customers whom a fault of each cause reaches, by one sign a part of its users."""
    of_all = np.array([usual.shares.get(what, DOUBTED) for what in named.whats])
    return np.where(named.few, FEW_REACHED, np.where(named.shows, of_all * BY_ONE_SIGN, of_all))


def _expected(bins: int, usual: Usual, as_of: datetime) -> float:
    since = datetime.fromtimestamp(
        (bin_of(as_of) - bins + 1) * BIN.total_seconds(), tz=as_of.tzinfo
    )
    return usual.rhythm.expected(since, as_of, usual.baseline)


def boost_weights(usual: Usual, as_of: datetime) -> tuple[float, ...]:
    """The log of the prior weight of each boost, from the share of users that would have to write."""
    rate = usual.rhythm.rate(as_of, usual.baseline)
    return _boost_weights(rate, max(1, usual.baseline.customers_total))


@lru_cache(maxsize=256)  # the rate is the same for an hour
def _boost_weights(rate: float, customers: int) -> tuple[float, ...]:
    weights = []
    for place, boost in enumerate(BOOSTS):
        share = boost * rate / (2 * customers)
        off = (log10(share) - log10(WRITE)) / WRITE_SPREAD
        weights.append(exp(-off * off / 2) if share <= WRITE_MOST or place == 0 else 0.0)
    total = sum(weights)
    return tuple(log(max(w / total, 1e-30)) for w in weights)
