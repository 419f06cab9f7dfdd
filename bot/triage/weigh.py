"""Evidence to diagnosis: the only arithmetic of a single conversation.

The hypotheses of a conversation exclude each other: one of the causes we know explains the
trouble, or ``unknown`` does (weight 0). With weights w in decibans the posterior is
``10^(w/10)`` over the sum of all (Bayes' rule in log-odds form; Good 1950).
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log10

from bot.model.catalogue import INFRASTRUCTURE, LicenceCheck, Product, ProductKind
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import CauseEntry, Knowledge
from bot.model.testimony import TELLING, USES, showing
from bot.model.understanding import FactValue
from bot.triage.evidence.clues import Sight, gather
from bot.triage.evidence.feeds import in_words, silence, words_of
from bot.triage.evidence.hosts import state_of
from bot.triage.evidence.probes import seen_of
from bot.triage.evidence.staff import ruled_out
from bot.triage.evidence.trials import product_off, tried_off
from bot.triage.evidence.use import DEFAULT_SHARES, Use, share_of, use_of, weight_of

# Evidence of the outside world: shared by all conversations, so it is not testimony of one.
_WORLD = frozenset({EvidenceKind.FEED, EvidenceKind.PROBE, EvidenceKind.CROWD, EvidenceKind.PRIOR})
# An opinion counts half for others: many hold the same wrong one.
_HEARD = {EvidenceKind.CLAIM: 0.5}
_UNHEARD = _WORLD | {EvidenceKind.CLAIM}

BELOW = 1.0  # decibans by which what lies below a product explains its symptoms less than itself
SELDOM = -4.0  # decibans of what lies below a product as long as nobody else is hit
SOME_EXTERNAL = "external:any"  # an outside service that nobody has named yet
SOME_PROVIDER = "isp:any"  # an internet provider that nobody has named yet
_BROWSER = re.compile(r"chrome|edge|firefox|safari")
USE_IS_OPEN = "whether the customer uses it is not known"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One hypothesis to weigh: an entry of the knowledge base, for a product or on its own."""

    cause: str
    entry: CauseEntry
    product: Product | None = None


def suspects(facts: Facts, knowledge: Knowledge) -> Iterator[Suspect]:
    """Every hypothesis worth weighing in this conversation; ``unknown`` apart."""
    for product in facts.catalogue.products.values():
        heading = product.cause.partition(":")[0]
        entry = knowledge.causes.get(heading)
        if entry is not None and product.kind is not ProductKind.BROWSER_EXTENSION:
            yield Suspect(product.cause, entry, product)
        yield from _changes_of(product, facts, knowledge)
    complaint = facts.conversation.complaint
    for name in complaint.groups or complaint.unlisted:
        if "plugin" in knowledge.causes:
            yield Suspect(f"unlisted_plugin:{name}", knowledge.causes["plugin"])
    for entry in knowledge.causes.values():
        if entry.id.startswith("customer:"):
            yield Suspect(entry.id, entry)
    for cause in _unnamed(facts):
        if (entry := knowledge.causes.get(cause.partition(":")[0])) is not None:
            yield Suspect(cause, entry)


def _unnamed(facts: Facts) -> Iterator[str]:
    """What many may share without a product of the catalogue: a provider, a browser's new version."""
    yield SOME_EXTERNAL
    complaint = facts.conversation.complaint
    named = (facts.catalogue.get(i) for i in complaint.products)
    if not any(p is not None and p.kind is ProductKind.ISP for p in named):
        yield SOME_PROVIDER
    browser = complaint.facts.get("browser")
    if isinstance(browser, str) and (name := _BROWSER.search(browser.lower())):
        yield f"browser:{name.group()}"


def _changes_of(product: Product, facts: Facts, knowledge: Knowledge) -> Iterator[Suspect]:
    """The platform's own changes, and announced maintenance of whatever has a feed."""
    platform = facts.catalogue.platform
    if platform is not None and product.id == platform.id and "update" in knowledge.causes:
        yield Suspect(f"update:{product.id}", knowledge.causes["update"], product)
    if "maintenance" in knowledge.causes and product.id in facts.feeds:
        own, _ = words_of(product, facts)
        if own in ("maintenance", "maintenance_over"):
            yield Suspect(f"maintenance:{product.id}", knowledge.causes["maintenance"], product)


def weigh(facts: Facts, knowledge: Knowledge) -> Diagnosis:
    """The diagnosis of one conversation: hypotheses ranked by probability, ``unknown`` among them."""
    weighed = dict(_weighed(s, facts) for s in suspects(facts, knowledge))
    for product in facts.catalogue.products.values():
        if product.kind in INFRASTRUCTURE and product.cause in weighed:
            weighed[product.cause] += _through_products(product, weighed, facts)
    weighed[UNKNOWN] = []
    powers = {
        cause: 10 ** (max(-200.0, min(200.0, sum(e.weight for e in evidence))) / 10)
        for cause, evidence in weighed.items()
    }
    total = sum(powers.values())
    ranked = sorted(
        (Hypothesis(c, powers[c] / total, tuple(evidence)) for c, evidence in weighed.items()),
        key=lambda h: (-h.probability, h.cause),
    )
    return Diagnosis(tuple(ranked))


def _through_products(
    product: Product, weighed: Mapping[str, list[Evidence]], facts: Facts
) -> Iterable[Evidence]:
    """What fails below a product shows as the product's own failure would.

    So it is as likely, but for ``BELOW``, as the likeliest of the products that stand on it.
    """
    above = (facts.catalogue.get(i) for i in facts.catalogue.dependants(product.id))
    shown = [
        _of_the_report(weighed[p.cause]) for p in above if p is not None and p.cause in weighed
    ]
    best, own = max(shown, default=-math.inf) - BELOW, _of_the_report(weighed[product.cause])
    if best > own:
        yield Evidence(
            product.cause,
            round(best - own, 1),
            EvidenceKind.WORDS,
            "この基盤の上で動く製品の症状と合う",
            "it fits what a product shows that stands on it",
        )
        if facts.crowd.weights.get(product.cause, 0.0) <= 0:
            yield Evidence(
                product.cause,
                SELDOM,
                EvidenceKind.PRIOR,
                "一件だけなら、製品自身の不具合のほうが多い",
                "a single report is oftener about the product itself",
            )


def _of_the_report(evidence: Iterable[Evidence]) -> float:
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
    competing = 10 * log10(1 + sum(10 ** (h.weight / 10) for h in _local(diagnosis)))
    for hypothesis in diagnosis.ranked:
        if hypothesis.cause in (UNKNOWN, SOME_EXTERNAL) or hypothesis in _local(diagnosis):
            continue
        weight = _of_the_report(hypothesis.evidence) - competing
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


def _local(diagnosis: Diagnosis) -> tuple[Hypothesis, ...]:
    """The hypotheses that concern this customer alone."""
    return tuple(h for h in diagnosis.ranked if h.cause.startswith("customer:"))


def _weighed(suspect: Suspect, facts: Facts) -> tuple[str, list[Evidence]]:
    complaint = facts.conversation.complaint
    evidence = [
        Evidence(
            suspect.cause,
            suspect.entry.prior,
            EvidenceKind.PRIOR,
            "事前の見立て（よくある度合い）",
            "how common it is",
        )
    ]
    seen: dict[str, FactValue | None] = {}
    if suspect.product is not None:
        seen = _seen_of(suspect.product, facts)
        evidence += _use(suspect, Use(str(seen["use"])), facts)
    elif suspect.cause.startswith("unlisted_plugin:"):
        seen = {
            "use": "named",
            "runs": "browser",
            "tried_off": tried_off(facts.conversation, product_off("unlisted")),
        }
        seen["host"] = "failing" if complaint.facts.get("unlisted_hosts") else None
    elif suspect.cause == SOME_PROVIDER:
        share = DEFAULT_SHARES[ProductKind.ISP]
        evidence.append(_open_use(suspect.cause, weight_of(Use.POSSIBLE, share)))
    elif suspect.cause == "customer:browser_extension":
        seen = {"use": _named_extension(facts)}
    elif suspect.cause == "customer:own_js":
        seen = {"tried_off": tried_off(facts.conversation, ("disable_own_js",))}
    evidence += gather(suspect.entry, _sight(suspect, seen, facts))
    evidence += _crowd(suspect.cause, facts)
    evidence += ruled_out(suspect.cause, facts.conversation)
    return suspect.cause, evidence


def _sight(suspect: Suspect, seen: Mapping[str, FactValue | None], facts: Facts) -> Sight:
    feed = facts.feed_of(suspect.product) if suspect.product is not None else None
    complaint = facts.conversation.complaint
    if feed is None or not feed.record.incidents:
        return Sight(suspect.cause, complaint, seen)
    return Sight(suspect.cause, complaint, seen, silence(feed.record), in_words(feed.record))


def _seen_of(product: Product, facts: Facts) -> dict[str, FactValue | None]:
    complaint = facts.conversation.complaint
    own, below = words_of(product, facts)
    measured, measured_below = seen_of(product, facts)
    use = use_of(product, complaint, facts.catalogue)
    host = state_of(product, complaint, facts.catalogue)
    scripts = complaint.facts.get("script_failed")
    threw = isinstance(scripts, tuple) and product.id in scripts
    if (host is not None or threw) and use in (Use.POSSIBLE, Use.NO):
        use = Use.KNOWN  # their own browser has asked for it, whatever the list of plug-ins says
    return {
        "use": str(use),
        "runs": str(product.runs),
        "blocks_opening": str(product.blocks_opening),
        "licence_check": str(product.licence_check),
        "calls_out": _calls_out(product),
        "host": host,
        "script": "failed" if threw else None,
        "tried_off": tried_off(facts.conversation, product_off(product.id)),
        "feed": own,
        "foundation_feed": below,
        "probe": measured,
        "foundation_probe": measured_below,
    }


def _calls_out(product: Product) -> str | None:
    """``no`` when it is known that the product needs no host of its own while it runs."""
    alone = not product.hosts and product.licence_check is LicenceCheck.NONE
    return "no" if alone and not product.depends_on else None


def _use(suspect: Suspect, use: Use, facts: Facts) -> Iterable[Evidence]:
    assert suspect.product is not None  # noqa: S101 - told to mypy, not to the user
    complaint = facts.conversation.complaint
    complete = complaint.complete and "plugins_used" not in complaint.facts  # no mere answer
    weight = weight_of(use, share_of(suspect.product, facts.catalogue), complete=complete)
    if use is Use.NO:
        says = ("お客様はこの製品を使っていない", "the customer does not use it")
        yield Evidence(suspect.cause, round(weight, 1), EvidenceKind.WORDS, *says)
    elif weight != 0:
        yield _open_use(suspect.cause, weight)


def _open_use(cause: str, weight: float) -> Evidence:
    return Evidence(
        cause, round(weight, 1), EvidenceKind.WORDS, "使っているかどうかは未確認", USE_IS_OPEN
    )


def _crowd(cause: str, facts: Facts) -> Iterable[Evidence]:
    signs = facts.conversation.complaint.signatures
    given = facts.crowd.weights
    shown = (showing(cause, s) for s in signs)
    weight = max([given.get(cause, 0.0), *(given[key] for key in shown if key in given)])
    if abs(weight) >= 0.5:
        tenants = facts.crowd.tenants.get(cause, 0)
        yield Evidence(
            cause,
            round(weight, 1),
            EvidenceKind.CROWD,
            f"ほかの組織の報告との対比（合う報告 {tenants} 組織）",
            f"contrast with reports of other organisations ({tenants} fit)",
        )


def _named_extension(facts: Facts) -> str | None:
    for product_id in facts.conversation.complaint.products:
        product = facts.catalogue.get(product_id)
        if product is not None and product.kind is ProductKind.BROWSER_EXTENSION:
            return "named_extension"
    return None
