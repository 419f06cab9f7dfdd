"""What one conversation says of causes that others may share, without the world around it."""

import re
from collections.abc import Collection, Iterable, Mapping
from math import log10

from bot.model.conversation import Complaint
from bot.model.evidence import (
    UNKNOWN,
    Diagnosis,
    Evidence,
    EvidenceKind,
    Hypothesis,
    supporting,
)
from bot.model.signature import Signature
from bot.model.tenant_report import (
    FEW_REACHED,
    SHOWN,
    TELLING,
    UPDATED_BROWSER,
    USES,
    beside_own_trouble,
    reaches_few,
    showing,
)

SOME_EXTERNAL = "external:any"  # an outside service that nobody has named yet
# Evidence of the outside world: shared by all conversations, so it is not testimony of one.
_WORLD = frozenset({EvidenceKind.FEED, EvidenceKind.PROBE, EvidenceKind.CROWD, EvidenceKind.PRIOR})
# An opinion counts half for others: many hold the same wrong one.
_HEARD = {EvidenceKind.CLAIM: 0.5}
# Shares of ordinary problem reports that complain of each function, and of users by browser; rough.
USUAL_SYMPTOMS: Mapping[str, float] = {
    "save_fails": 0.07,
    "feature_missing": 0.07,
    "not_syncing": 0.05,
    "notification_missing": 0.04,
    "file_problem": 0.04,
    "print_problem": 0.04,
    "mobile_only": 0.04,
    "display_broken": 0.06,
    "blank_screen": 0.06,
    "stuck_loading": 0.06,
}
# By sign, symptoms of one and the same function, which is told of by what is missed: the data, or the news of it.
TOGETHER: Mapping[str, frozenset[str]] = {
    "symptom:outgoing": frozenset({"not_syncing", "notification_missing"}),
}
USUAL_BROWSERS: Mapping[str, float] = {"chrome": 0.6, "edge": 0.25, "safari": 0.1, "firefox": 0.05}
BROWSER = re.compile("|".join(USUAL_BROWSERS))
_REACHED = round(10 * log10(FEW_REACHED), 1)  # decibans of being one of the few
_MAY_SHOW = -6.0  # decibans of a report from which its signs may be those of a fault
# Decibans by which a symptom is less rare among the faults of one product, which has few functions, than
# among all trouble.
_ONE_OF_FEW = 1.5
# Decibans by which an error of the customer's own (``Signature.own``) is rarer in ordinary trouble than in a
# fault that shows by it: one report in ten shows the commonest of them.
_OWN_ERROR = 9.0
# The same for a fault in one browser, of which what works elsewhere is no refutation.
_IN_ONE_BROWSER = -40.0
# Decibans of a fault in one browser that it works in another, and that others can work who have another
# or an older one: what a fault in all browsers loses by it, and what the customer's own browser gains.
_ELSEWHERE, _OTHERS_ELSEWHERE = 20.0, 15.0
# The sign of a fault that reaches a part of its users only, for a reason that they do not know: those with a new
# version of the browser, a setting, a role. Decibans by which it is likelier then that others can work.
SOME_USERS, _OTHERS_SPARED = "users:some", 12.0
_BY_BROWSER = 3.0  # decibans: of such faults half go by the browser
_OF_MANY_FUNCTIONS = ("platform:", "update:")
_IN_THE_PAGE = ("plugin:", "connected:", "home:", "unlisted_plugin:")
_AROUND_IT = ("infra:", "maintenance:")
# Causes of which one function may fail, so that a fault shows by one symptom.
BY_SYMPTOM = (UNKNOWN, *_OF_MANY_FUNCTIONS, *_IN_THE_PAGE, *_AROUND_IT)
_OF_NO_OTHER = (UNKNOWN, SOME_EXTERNAL, "customer:")
# Causes of which no other customer has to know: their own, and products that no catalogue has.
_OF_ONE = ("customer:", "unlisted_plugin:")
_UNHEARD = _WORLD | {EvidenceKind.CLAIM}


def of_the_report(evidence: Iterable[Evidence]) -> float:
    """Decibans that the report itself gives, without opinions and without the outside world."""
    return sum(e.weight * _HEARD.get(e.kind, 1.0) for e in evidence if e.kind not in _WORLD)


def signs_of(complaint: Complaint, signatures: Mapping[str, Signature]) -> dict[str, float]:
    """The signs by which a shared fault may show in a complaint, in decibans.

    How much rarer each is in ordinary trouble: a telling signature, an error that people have of their
    own, a symptom (a function fails), a
    browser in which alone it fails.
    """
    shown = [signatures[s] for s in complaint.signatures if s in signatures]
    found = {s.id: TELLING if s.telling else _OWN_ERROR for s in shown if s.telling or s.own}
    for symptom in sorted(complaint.symptoms & USUAL_SYMPTOMS.keys()):
        found[f"symptom:{symptom}"] = _rarer(USUAL_SYMPTOMS[symptom])
    for sign in together(complaint.symptoms):
        found[sign] = _rarer(sum(USUAL_SYMPTOMS[s] for s in TOGETHER[sign]))
    browsers = _browsers(complaint)
    contrast = _elsewhere_told(complaint)
    spared = _OTHERS_SPARED if complaint.facts.get("other_users_ok") is True else 0.0
    by_browser = max(browsers.values(), default=0.0) - _BY_BROWSER if contrast else 0.0
    if some := max(spared, by_browser):
        found[SOME_USERS] = some
    return found | browsers


def together(symptoms: Collection[str]) -> tuple[str, ...]:
    """The signs that these symptoms share with others."""
    return tuple(sign for sign, shown in TOGETHER.items() if not shown.isdisjoint(symptoms))


def _browsers(complaint: Complaint) -> dict[str, float]:
    """By browser the decibans by which a complaint speaks for a fault that shows in it alone.

    Or in its new version alone; of a browser that is not named, by how many use it.
    """
    browser = complaint.facts.get("browser")
    named = BROWSER.search(browser.lower()) if isinstance(browser, str) else None
    if isinstance(browser, str) and named is None:
        return {}
    updated, told = UPDATED_BROWSER in complaint.signatures, _elsewhere_told(complaint)
    if named is not None:
        return {f"browser:{named.group()}": told or _rarer(USUAL_BROWSERS[named.group()])}
    if not updated:
        return {}
    return {f"browser:{name}": told + 10 * log10(share) for name, share in USUAL_BROWSERS.items()}


def _elsewhere_told(complaint: Complaint) -> float:
    """Decibans of what is told of other browsers: that it works there, or came with a new version of this one."""
    told = _ELSEWHERE if complaint.facts.get("other_browser_ok") is True else 0.0
    if UPDATED_BROWSER in complaint.signatures:
        told += TELLING + _OTHERS_ELSEWHERE * (complaint.facts.get("other_users_ok") is True)
    return told


def _rarer(share: float) -> float:
    return min(TELLING, round(10 * log10(SHOWN / share), 1))


def testimony(
    diagnosis: Diagnosis, signs: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """What the conversation itself says of the causes that others may share.

    ``signs``: those of its complaint. A fault that shows by one shows by it to everybody it reaches,
    which makes such a report likelier by as much as the sign is rarer in ordinary trouble.

    Returns the weights in decibans and the kinds of evidence that support each cause, both by
    cause. Causes that one customer has alone, and those that cannot reach them, are left out; the
    better a cause of their own explains the trouble, or a product that no catalogue has and whose host
    fails in their console, the less the report says of shared ones.
    """
    weights: dict[str, float] = {}
    support: dict[str, tuple[str, ...]] = {}
    local = [h for h in diagnosis.ranked if h.cause.startswith(_OF_ONE)]
    alone = {h.cause: sum(e.weight for e in h.own) for h in local}
    heard: dict[int, tuple[float, float, tuple[str, ...]]] = {}  # of what several share
    for hypothesis in diagnosis.ranked:
        if hypothesis.cause.startswith(_OF_NO_OTHER):
            continue
        shared = heard.get(id(hypothesis.own))
        if shared is None:
            own = hypothesis.own
            by_symptom = of_the_report(e for e in own if e.of_symptom)
            weight = of_the_report(own) - _competing(alone, hypothesis.cause)
            shared = weight, by_symptom, _support(own)
            heard[id(own)] = shared
        weight, by_symptom, kinds = shared
        if weight > -30:
            weights[hypothesis.cause] = round(max(-30.0, min(30.0, weight)), 2)
            if signs and not _is_unannounced(hypothesis):
                used = signs if USES in kinds else _elsewhere(signs)
                weights.update(_shown(hypothesis.cause, weight, used, by_symptom))
            support[hypothesis.cause] = kinds
    of_theirs = {c: w for c, w in alone.items() if c.startswith("customer:")}
    weights[UNKNOWN] = round(max(-30.0, -_competing(of_theirs, UNKNOWN)), 2)
    weights.update(_shown(UNKNOWN, weights[UNKNOWN], signs))
    return weights, support


def _competing(alone: Mapping[str, float], cause: str) -> float:
    """Decibans by which what one customer has alone competes with another cause, "not yet known" beside it."""
    return 10 * log10(1 + sum(10 ** (weight / 10) for c, weight in alone.items() if c != cause))


def _support(own: tuple[Evidence, ...]) -> tuple[str, ...]:
    """The kinds of evidence that speak for a cause, and whether the customer surely uses it."""
    kinds = sorted(supporting(own) - _UNHEARD)
    return tuple(kinds) if any(e.is_open_use for e in own) else (*kinds, USES)


def _is_unannounced(hypothesis: Hypothesis) -> bool:
    """Whether it is a change on purpose of which no page has told: then its signs are a fault's."""
    return hypothesis.cause.startswith("update:") and EvidenceKind.FEED not in hypothesis.kinds


def _elsewhere(signs: Mapping[str, float]) -> dict[str, float]:
    """The signs but for symptoms, which say nothing of a product that the customer may not use."""
    return {sign: rarer for sign, rarer in signs.items() if not _is_symptom(sign)}


def _shown(
    cause: str, weight: float, signs: Mapping[str, float], by_symptom: float = 0.0
) -> dict[str, float]:
    """What a report says of a fault that shows by each of its signs.

    ``by_symptom``: the decibans of ``weight`` that are due to its symptoms. What they say against a cause does
    not count for its faults that show by one: all whom such a fault reaches have it, however seldom it is.
    """
    base = beside_own_trouble(weight)
    apart = beside_own_trouble(weight - min(0.0, by_symptom))
    of_few = _ONE_OF_FEW if cause.startswith((*_IN_THE_PAGE, *_AROUND_IT)) else 0.0
    found = {
        showing(cause, sign): round(
            min(30.0, (apart - of_few if _is_symptom(sign) else base) + rarer), 2
        )
        for sign, rarer in signs.items()
        if _may_show(cause, weight, sign)
    }
    return {c: round(w + _REACHED, 2) if reaches_few(c) else w for c, w in found.items()}


def _may_show(cause: str, weight: float, sign: str) -> bool:
    """Whether a fault may show by a sign alone: by one symptom, or in one browser."""
    if _is_symptom(sign):
        return weight >= _MAY_SHOW and cause.startswith(BY_SYMPTOM)
    if sign.startswith("browser:") or sign == SOME_USERS:
        return weight >= _IN_ONE_BROWSER and cause.startswith(_IN_THE_PAGE)
    return weight >= 0


def _is_symptom(sign: str) -> bool:
    return sign.startswith("symptom:")
