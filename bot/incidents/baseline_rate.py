"""How many reports of local trouble are usual, by hour and weekday, learned as the weeks go by.

Every hour of the week is a Poisson process whose rate has a gamma prior: the operator's own figure
counts as ``PRIOR_HOURS`` hours of looking, every observed hour as one (Gelman et al., Bayesian Data
Analysis, 2.6). Old weeks fade, so that a habit that changes is learned anew.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.event import Baseline

HOURS = 7 * 24
PRIOR_HOURS = 4.0  # observed hours that the configured figure is worth
FADES = 0.9  # what an observation of last week counts this week
_LEAST = timedelta(minutes=3)  # nobody reports within the second
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BaselineRate:
    """Hours of the week (Monday 0:00 first) with the reports seen and the hours looked at, faded."""

    reports: tuple[float, ...] = (0.0,) * HOURS
    watched: tuple[float, ...] = (0.0,) * HOURS

    def rate(self, at: datetime, baseline: Baseline) -> float:
        """Reports an hour that are usual at a moment."""
        hour = _hour(at)
        usual = max(baseline.problem_reports_per_hour, 0.01)
        return (usual * PRIOR_HOURS + self.reports[hour]) / (PRIOR_HOURS + self.watched[hour])

    def expected(self, since: datetime, until: datetime, baseline: Baseline) -> float:
        """Reports that are usual between two moments at most hours apart; never none at all."""
        since = min(since, until - _LEAST)
        total = 0.0
        while since < until:
            end = min(until, since + _HOUR)
            total += self.rate(since, baseline) * ((end - since) / _HOUR)
            since = end
        return total

    def after(self, at: datetime, reports: int) -> "BaselineRate":
        """The rhythm after one more hour that ended at ``at`` with so many unexplained reports."""
        hour = _hour(at - _HOUR)
        return replace(
            self,
            reports=_with(self.reports, hour, FADES * self.reports[hour] + reports),
            watched=_with(self.watched, hour, FADES * self.watched[hour] + 1),
        )


def _hour(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


def _with(values: tuple[float, ...], place: int, value: float) -> tuple[float, ...]:
    return (*values[:place], round(value, 6), *values[place + 1 :])
