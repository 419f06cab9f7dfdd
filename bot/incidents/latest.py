"""The latest reports of a group, one by one: what two faults explain together is found from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.incidents.levels import EXPLAINED, LEAST, Whole
from bot.model.tenant_report import TenantReport

LATEST = 300  # reports that are kept one by one
_NOTHING = -999  # decibans of a cause that a report does not mean


@dataclass(frozen=True, slots=True)
class _Report:
    """What one report says: decibans by cause, once to be compared and once to be looked up."""

    at: datetime
    tenant: str
    said: tuple[tuple[str, int], ...]
    when: int = field(compare=False)  # the five minutes of it
    levels: Mapping[str, int] = field(compare=False)


class Latest:
    """Reports in the order in which they came; of very many only the latest."""

    def __init__(self) -> None:
        self._reports = Counter[_Report]()  # and how many said just that

    def add(self, said: TenantReport, when: int, levels: Mapping[str, int], times: int) -> None:
        """Keep what a report of some five minutes says, or let go of it."""
        report = _Report(said.at, said.tenant, tuple(levels.items()), when, levels)
        self._reports[report] += times
        if not self._reports[report]:
            del self._reports[report]
        if len(self._reports) > LATEST:
            del self._reports[next(iter(self._reports))]

    def take_in(self, other: "Latest", oldest: int) -> None:
        """Keep those of another group as well that are young enough."""
        young = {r: n for r, n in other._reports.items() if r.when >= oldest}  # noqa: SLF001 - of its own kind
        self._reports.update(young)

    def forget(self, oldest: int) -> None:
        """Let go of those from before these five minutes."""
        for report in [r for r in self._reports if r.when < oldest]:
            del self._reports[report]

    def ratios(self, causes: Sequence[str]) -> tuple[Whole, NDArray[np.float64]]:
        """The five minutes of each report, and how much likelier each cause makes it.

        As a ratio of likelihoods at a boost of 1, by report and cause; 0 where it is none of them.
        """
        kept = list(self._reports.elements())
        bins = np.fromiter((r.when for r in kept), np.int64, len(kept))
        said = [[r.levels.get(c, _NOTHING) for c in causes] for r in kept]
        return bins, 10 ** (np.array(said, np.float64).reshape(len(kept), len(causes)) / 10)

    def only(self, cause: str, other: str) -> int:
        """How many of them the cause explains and the other does not."""
        return sum(
            levels.get(cause, LEAST) > EXPLAINED >= levels.get(other, LEAST)
            for levels in (report.levels for report in self._reports.elements())
        )
