"""What one conversation says of causes that others may share, without the world around it."""

from collections.abc import Collection, Iterable
from math import log10

from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind
from bot.model.testimony import TELLING, USES, showing

SOME_EXTERNAL = "external:any"  # an outside service that nobody has named yet
USE_IS_OPEN = "whether the customer uses it is not known"
# Evidence of the outside world: shared by all conversations, so it is not testimony of one.
_WORLD = frozenset({EvidenceKind.FEED, EvidenceKind.PROBE, EvidenceKind.CROWD, EvidenceKind.PRIOR})
# An opinion counts half for others: many hold the same wrong one.
_HEARD = {EvidenceKind.CLAIM: 0.5}
_OF_NO_OTHER = (UNKNOWN, SOME_EXTERNAL, "customer:")
_UNHEARD = _WORLD | {EvidenceKind.CLAIM}


def of_the_report(evidence: Iterable[Evidence]) -> float:
    """Decibans that the report itself gives, without opinions and without the outside world."""
    return sum(e.weight * _HEARD.get(e.kind, 1.0) for e in evidence if e.kind not in _WORLD)


def testimony(
    diagnosis: Diagnosis, signs: Collection[str]
) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """What the conversation itself says of the causes that others may share.

    ``signs``: ids of its telling signatures. A fault that shows by one shows by it to everybody it
    reaches, which makes such a report likelier by ``TELLING``.

    Returns the weights in decibans and the kinds of evidence that support each cause, both by
    cause. Causes that one customer has alone, and those that cannot reach them, are left out; the
    better a cause of their own explains the trouble, the less the report says of shared ones.
    """
    weights: dict[str, float] = {}
    support: dict[str, tuple[str, ...]] = {}
    local = [h for h in diagnosis.ranked if h.cause.startswith("customer:")]
    competing = 10 * log10(1 + sum(10 ** (h.weight / 10) for h in local))
    for hypothesis in diagnosis.ranked:
        if hypothesis.cause.startswith(_OF_NO_OTHER):
            continue
        weight = of_the_report(hypothesis.evidence) - competing
        if weight > -30:
            weights[hypothesis.cause] = round(max(-30.0, min(30.0, weight)), 2)
            if weight >= 0:
                shown = round(min(30.0, weight + TELLING), 2)
                weights.update(dict.fromkeys((showing(hypothesis.cause, s) for s in signs), shown))
            kinds = sorted(hypothesis.kinds - _UNHEARD)
            used = not any(e.says_en == USE_IS_OPEN for e in hypothesis.evidence)
            support[hypothesis.cause] = (*kinds, USES) if used else tuple(kinds)
    weights[UNKNOWN] = round(max(-30.0, -competing), 2)
    return weights, support
