"""What one report says of a cause, in whole decibans, and how it counts at each boost of a fault."""

from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.model.tenant_report import (
    OWN_TROUBLE,
    TELLING,
    TenantReport,
    bare,
    beside_own_trouble,
    is_bare,
)

BOOSTS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
MICRO = 1_000_000  # micronats in a nat
# Decibans of own evidence from which a fault that multiplies reports by ten or so explains a report
# better than chance does.
EXPLAINED = -8.0
# Sorts of which several products may fail alike.
OF_MANY = frozenset({"platform", "plugin", "connected", "infra", "idp", "isp", "external"})
LEAST, MOST = -25, 30  # decibans; weaker evidence moves nothing

Whole = NDArray[np.int64]


def explains(said: TenantReport, cause: str) -> bool:
    """Whether a cause explains what an organisation reports."""
    weight = said.weights.get(cause)
    return weight is not None and level(weight, cause) > EXPLAINED


def level(weight: float, cause: str) -> int:
    """What a report says of a fault that others share: local trouble with the product competes."""
    return _bounded(weight, OWN_TROUBLE if is_bare(cause) else OWN_TROUBLE + TELLING)


@lru_cache(maxsize=20_000)
def _bounded(weight: float, most: float) -> int:
    return round(beside_own_trouble(weight, most))


def levels_of(said: TenantReport) -> tuple[list[str], Whole]:
    """The causes that a testimony could mean, with the level of each.

    What switching off did not cure and nothing else speaks for is none of them.
    """
    given = {c: level(w, c) for c, w in said.weights.items() if w >= LEAST}
    if said.refuted:
        given = {c: v for c, v in given.items() if v > EXPLAINED or bare(c) not in said.refuted}
    return list(given), np.fromiter(given.values(), np.int64, len(given))


def gains(levels: Whole) -> Whole:
    """Micronats by level and boost."""
    return _TABLE[levels - LEAST]


_TABLE: Whole = np.array(
    [[round(MICRO * log(1 + k * 10 ** (e / 10))) for k in BOOSTS] for e in range(LEAST, MOST + 1)]
)
