"""What is counted of one organisation's report, for each cause."""

from collections import defaultdict
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

import numpy as np

from bot.incidents.levels import EXPLAINED, OF_MANY, Whole
from bot.model.identity import is_verified
from bot.model.tenant_report import USES, TenantReport, is_bare

DIRECT = frozenset({"trial", "console", "check"})  # kinds of evidence that point at one product
CONTRASTING = frozenset({"answer", "contrast", "change"})
_POWER = 10 ** (EXPLAINED / 10)


class Counted(IntEnum):
    """What is counted of an organisation and a cause: 0 or 1 each, at these places of an array."""

    SPEAKS = 0  # its report could mean the cause
    EXPLAINED = 1  # the cause explains its report better than chance
    USES = 2  # it uses the product
    DIRECT = 3  # a trial, the console or a check points at the product
    CONTRAST = 4  # an answer, a contrast or a change speaks for the cause
    SURE = 5  # DIRECT, of an organisation that is verified


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
    for sort, power in zip(map(_sort_of, causes), (10 ** (levels / 10)).tolist(), strict=True):
        sums[sort] += power
    told = {c for c, level in zip(causes, levels.tolist(), strict=True) if level > EXPLAINED}
    return [s for s, total in sums.items() if s and s not in told and total > _POWER]


@lru_cache(maxsize=10_000)
def _sort_of(cause: str) -> str:
    """The name of "some product of its sort", such as ``plugin:any``; "" for a cause that stands by itself."""
    heading = cause.partition(":")[0]
    return f"{heading}:any" if heading in OF_MANY and is_bare(cause) else ""
