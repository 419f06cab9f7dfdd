"""What is counted of one organisation's report, for each cause."""

from collections import defaultdict
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from bot.incidents.levels import EXPLAINED, OF_MANY, Whole
from bot.model.identity import is_verified
from bot.model.tenant_report import USES, TenantReport, is_bare

DIRECT = frozenset({"trial", "console", "check"})  # kinds of evidence that point at one product
CONTRASTING = frozenset({"answer", "contrast", "change"})
_POWER = 10 ** (EXPLAINED / 10)


class Counted(IntEnum):
    """What an organisation does to a cause: the places of an array.

    It speaks of it, is explained by it, uses it, points at it, contrasts, and points at it while verified.
    """

    SPEAKS = 0
    EXPLAINED = 1
    USES = 2
    DIRECT = 3
    CONTRAST = 4
    SURE = 5


def counted(said: TenantReport, causes: list[str], levels: Whole) -> Whole:
    """One organisation, sorted by what it says of each cause."""
    found = np.zeros((len(causes), len(Counted)), np.int64)
    found[:, Counted.SPEAKS] = 1
    found[:, Counted.EXPLAINED] = levels > EXPLAINED
    for n, cause in enumerate(causes):
        if kinds := said.support.get(cause):
            found[n, Counted.USES] = USES in kinds
            found[n, Counted.DIRECT] = not DIRECT.isdisjoint(kinds)
            found[n, Counted.SURE] = found[n, Counted.DIRECT] and is_verified(said.tenant)
            found[n, Counted.CONTRAST] = not CONTRASTING.isdisjoint(kinds)
    return found


def explained_by_some(causes: Sequence[str], levels: Whole) -> list[str]:
    """The sorts of which some product (``plugin:any``) explains a report, as far as no cause of that name does.

    Who uses which of many is not known as a rule, so that each explains little and some one of them a lot.
    """
    sums = defaultdict[str, float](float)
    for cause, power in zip(causes, (10 ** (levels / 10)).tolist(), strict=True):
        heading = cause.partition(":")[0]
        if heading in OF_MANY and is_bare(cause):
            sums[f"{heading}:any"] += power
    told = {c for c, level in zip(causes, levels.tolist(), strict=True) if level > EXPLAINED}
    return [sort for sort, total in sums.items() if sort not in told and total > _POWER]
