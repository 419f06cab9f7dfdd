"""Causes in an order, as arrays: what their names say, looked at once for a list that stays the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.model.evidence import WORKS_AS_DESIGNED
from bot.model.tenant_report import bare, is_bare, reaches_few

Floats = NDArray[np.float64]

REMEMBERED = 32  # lists; as a rule each group of reports speaks of the same causes for hours


@dataclass(frozen=True, slots=True)
class CauseList:
    """What the names of causes say, each in its place; a cause together with a sign is a place of its own.

    ``causes``: they themselves; ``place``: where each is. ``whats``: each cause whatever it shows by. ``heads``: the same, each once, in the order in which
    they are met; ``head``: by place which of them. ``shows``: whether a sign is named. ``few``: whether it reaches few.
    ``announced``: whether it works as designed. ``signs``: the places with a sign; ``owner``: the place
    of the cause of each, -1 where that is not in the list.
    """

    causes: tuple[str, ...]
    place: Mapping[str, int]
    whats: tuple[str, ...]
    heads: tuple[str, ...]
    head: NDArray[np.intp]
    shows: NDArray[np.bool_]
    few: NDArray[np.bool_]
    announced: NDArray[np.bool_]
    signs: NDArray[np.intp]
    owner: NDArray[np.intp]

    def summed(self, values: Floats) -> Floats:
        """The sums of values by head, added in their order."""
        return np.bincount(self.head, values, len(self.heads)).astype(np.float64)

    def at_best(self, weights: Floats, sign: float) -> dict[str, float]:
        """The weight of each cause, one at its best by what it shows by: that of a sign less what signs give."""
        by_sign, is_listed = weights[self.signs] - sign, self.owner >= 0
        best = weights.copy()
        np.maximum.at(best, self.owner[is_listed], by_sign[is_listed])
        found = dict(zip(self.causes, best.tolist(), strict=True))
        for what, weight in zip(self._unlisted(), by_sign[~is_listed].tolist(), strict=True):
            found[what] = max(found.get(what, weight), weight)
        return found

    def first(self, values: Floats) -> dict[str, float]:
        """The value of each cause; of one that is spoken of by its signs alone, that of the first."""
        found = dict(zip(self.causes, values.tolist(), strict=True))
        places = self.signs[self.owner < 0].tolist()
        for what, place in zip(self._unlisted(), places, strict=True):
            found.setdefault(what, float(values[place]))
        return found

    def _unlisted(self) -> list[str]:
        """The causes that are spoken of by their signs alone, once for each."""
        return [self.whats[place] for place in self.signs[self.owner < 0].tolist()]


@lru_cache(maxsize=REMEMBERED)
def cause_list(causes: tuple[str, ...]) -> CauseList:
    """Causes in their order, as arrays."""
    whats = tuple(map(bare, causes))
    heads = tuple(dict.fromkeys(whats))
    at = {what: n for n, what in enumerate(heads)}
    place = {cause: n for n, cause in enumerate(causes)}
    shows = np.array([not is_bare(c) for c in causes], np.bool_)
    signs = np.flatnonzero(shows)
    return CauseList(
        causes,
        place,
        whats,
        heads,
        np.array([at[w] for w in whats], np.intp),
        shows,
        np.array([reaches_few(c) for c in causes], np.bool_),
        np.array([c.startswith(WORKS_AS_DESIGNED) for c in causes], np.bool_),
        signs,
        np.array([place.get(whats[n], -1) for n in signs.tolist()], np.intp),
    )
