"""The latest reports of a group, one by one: what two faults explain together is found from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.incidents.levels import EXPLAINED, LEAST, MOST, Whole
from bot.model.tenant_report import TenantReport

LATEST = 300  # reports that are kept one by one
# What is kept of a level: how far it is above this; 0: the report does not mean the cause.
_NONE = LEAST - 1
_RATIOS = 10 ** (np.array([-999.0, *range(LEAST, MOST + 1)]) / 10)  # by what is kept

Rows = NDArray[np.intp]
_Words = tuple[datetime, str, tuple[str, ...], bytes]  # when, who, which causes, their levels


@dataclass(slots=True)
class _Kept:
    """One report: the five minutes of it, where its levels are, and how many said just that."""

    when: int
    slot: int
    times: int


class Latest:
    """Reports in the order in which they came; of very many only the latest."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        """``rows``: by cause its place among the levels; it grows as causes are met."""
        self._rows = rows
        self._reports: dict[_Words, _Kept] = {}
        self._free: list[int] = []
        self._levels = np.zeros((0, 0), np.uint8)  # by report and cause

    def add(
        self, said: TenantReport, when: int, causes: Sequence[str], levels: Whole, times: int
    ) -> None:
        """Keep what a report of some five minutes says of causes, or let go of it."""
        words = said.at, said.tenant, tuple(causes), levels.tobytes()
        rows = np.fromiter((self._rows[c] for c in causes), np.intp, len(causes))
        self._add(words, when, rows, levels - _NONE, times)
        if len(self._reports) > LATEST:
            self._drop(next(iter(self._reports)))

    def _add(self, words: _Words, when: int, rows: Rows, levels: Whole, times: int) -> None:
        kept = self._reports.get(words)
        if kept is None:
            kept = self._reports[words] = _Kept(when, self._slot(), 0)
            self._grow()
            self._levels[kept.slot, rows] = levels
        kept.times += times
        if not kept.times:
            self._drop(words)

    def _slot(self) -> int:
        """An empty place for the levels of a report."""
        if not self._free:
            self._grow(50)
        return self._free.pop()

    def _grow(self, more: int = 0) -> None:
        """Make room for so many more reports, and for every cause that is known by now."""
        slots, width = self._levels.shape
        if more or len(self._rows) > width:
            levels = np.zeros((slots + more, max(width, 2 * len(self._rows))), np.uint8)
            levels[:slots, :width] = self._levels
            self._levels = levels
            self._free.extend(range(slots, slots + more))

    def _drop(self, words: _Words) -> None:
        slot = self._reports.pop(words).slot
        self._levels[slot] = 0
        self._free.append(slot)

    def take_in(self, other: "Latest", oldest: int, rows: Rows) -> None:
        """Keep those of another group as well that are young enough; ``rows``: of its causes here."""
        for words, kept in other._reports.items():  # noqa: SLF001 - of its own kind
            if kept.when >= oldest:
                levels = other._levels[kept.slot, : len(rows)].astype(np.int64)  # noqa: SLF001
                self._add(words, kept.when, rows[: len(levels)], levels, kept.times)

    def forget(self, oldest: int) -> None:
        """Let go of those from before these five minutes."""
        for words in [w for w, kept in self._reports.items() if kept.when < oldest]:
            self._drop(words)

    def ratios(self, causes: Sequence[str]) -> tuple[Whole, NDArray[np.float64]]:
        """The five minutes of each report, and how much likelier each cause makes it.

        As a ratio of likelihoods at a boost of 1, by report and cause; 0 where it is none of them.
        """
        self._grow()
        slots, bins = self._each()
        rows = np.array([self._rows[c] for c in causes], np.intp)
        return bins, _RATIOS[self._levels[slots[:, None], rows]]

    def _each(self) -> tuple[Rows, Whole]:
        """Of every report the place of its levels, and its five minutes."""
        kept = [(k.slot, k.when) for k in self._reports.values() for _ in range(k.times)]
        slots, bins = np.array(kept, np.int64).reshape(-1, 2).T
        return slots, bins

    def only(self, cause: str, other: str) -> int:
        """How many of them the cause explains and the other does not."""
        self._grow()
        slots, _ = self._each()
        explained = [self._level(slots, c) > EXPLAINED - _NONE for c in (cause, other)]
        return int((explained[0] & ~explained[1]).sum())

    def _level(self, slots: Rows, cause: str) -> NDArray[np.uint8]:
        row = self._rows.get(cause)
        return np.zeros(len(slots), np.uint8) if row is None else self._levels[slots, row]
