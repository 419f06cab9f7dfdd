"""Evidence to diagnosis: the only arithmetic of a single conversation.

The hypotheses of a conversation exclude each other: one of the causes we know explains the
trouble, or ``unknown`` does (weight 0). With weights w in decibans the posterior is
``10^(w/10)`` over the sum of all (Bayes' rule in log-odds form; Good 1950).
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import CauseEntry, Knowledge
from bot.model.status import FeedRecord
from bot.model.testimony import showing
from bot.model.understanding import FactValue
from bot.triage.evidence.clues import Known, Sight, gather
from bot.triage.evidence.feeds import in_words, silence, word_of
from bot.triage.evidence.staff import ruled_out
from bot.triage.evidence.trials import product_off, tried_off
from bot.triage.evidence.use import DEFAULT_SHARES, Use, share_of, weight_of
from bot.triage.testify import SOME_EXTERNAL, USE_IS_OPEN, of_the_report
from bot.triage.view import View

BELOW = 1.0  # decibans by which what lies below a product explains its symptoms less than itself
SELDOM = -4.0  # decibans of what lies below a product as long as nobody else is hit
SOME_PROVIDER = "isp:any"  # an internet provider that nobody has named yet
_BROWSER = re.compile(r"chrome|edge|firefox|safari")


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
        own = word_of(facts.feeds.get(product.id), facts)
        if own in ("maintenance", "maintenance_over"):
            yield Suspect(f"maintenance:{product.id}", knowledge.causes["maintenance"], product)


def weigh(facts: Facts, knowledge: Knowledge) -> Diagnosis:
    """The diagnosis of one conversation: hypotheses ranked by probability, ``unknown`` among them.

    Products of a sort that look alike from this conversation share their pieces of evidence.
    """
    weighing = _Weighing(facts)
    weighed = {s.cause: weighing.of(s) for s in suspects(facts, knowledge)}
    for product in facts.catalogue.products.values():
        if product.kind in INFRASTRUCTURE and product.cause in weighed:
            weighed[product.cause] += tuple(_through_products(product, weighed, facts))
    weighed[UNKNOWN] = ()
    powers = {
        cause: 10 ** (max(-200.0, min(200.0, sum(e.weight for e in evidence))) / 10)
        for cause, evidence in weighed.items()
    }
    total = sum(powers.values())
    ranked = sorted(
        (Hypothesis(c, powers[c] / total, evidence) for c, evidence in weighed.items()),
        key=lambda h: (-h.probability, h.cause),
    )
    return Diagnosis(tuple(ranked))


def _through_products(
    product: Product, weighed: Mapping[str, tuple[Evidence, ...]], facts: Facts
) -> Iterable[Evidence]:
    """What fails below a product shows as the product's own failure would.

    So it is as likely, but for ``BELOW``, as the likeliest of the products that stand on it.
    """
    above = (facts.catalogue.get(i) for i in facts.catalogue.dependants(product.id))
    shown = [of_the_report(weighed[p.cause]) for p in above if p is not None and p.cause in weighed]
    best, own = max(shown, default=-math.inf) - BELOW, of_the_report(weighed[product.cause])
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


class _Weighing:
    """The evidence for one hypothesis after the other in one conversation."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._view = View(facts)
        self._known = Known(facts.conversation.complaint)
        self._alike: dict[object, tuple[Evidence, ...]] = {}

    def of(self, suspect: Suspect) -> tuple[Evidence, ...]:
        """Everything that bears on a suspect."""
        seen = self._seen(suspect)
        use = self._use(suspect, seen)
        feed = self._facts.feed_of(suspect.product) if suspect.product is not None else None
        record = feed.record if feed is not None and feed.record.incidents else None
        bearing = tuple(e.weight for e in use)
        alike = suspect.entry.id, tuple(seen.values()), bearing, record
        found = self._alike.get(alike)
        if found is None:
            sight = _sight(suspect, seen, self._facts, record)
            found = self._alike[alike] = (
                Evidence(
                    suspect.cause,
                    suspect.entry.prior,
                    EvidenceKind.PRIOR,
                    "事前の見立て（よくある度合い）",
                    "how common it is",
                ),
                *use,
                *gather(suspect.entry, sight, self._known),
            )
        more = (*_crowd(suspect.cause, self._facts), *self._ruled_out(suspect.cause))
        return (*found, *more) if more else found

    def _ruled_out(self, cause: str) -> Iterable[Evidence]:
        return ruled_out(cause, self._facts.conversation)

    def _use(self, suspect: Suspect, seen: Mapping[str, FactValue | None]) -> tuple[Evidence, ...]:
        if suspect.product is not None:
            return tuple(_use(suspect, Use(str(seen["use"])), self._facts))
        if suspect.cause == SOME_PROVIDER:
            share = DEFAULT_SHARES[ProductKind.ISP]
            return (_open_use(suspect.cause, weight_of(Use.POSSIBLE, share)),)
        return ()

    def _seen(self, suspect: Suspect) -> Mapping[str, FactValue | None]:
        facts, cause = self._facts, suspect.cause
        if suspect.product is not None:
            return self._view.of(suspect.product)
        if cause.startswith("unlisted_plugin:"):
            return {
                "use": "named",
                "runs": "browser",
                "tried_off": tried_off(facts.conversation, product_off("unlisted")),
                "host": "failing"
                if facts.conversation.complaint.facts.get("unlisted_hosts")
                else None,
            }
        if cause == "customer:browser_extension":
            return {"use": _named_extension(facts)}
        if cause == "customer:own_js":
            return {"tried_off": tried_off(facts.conversation, ("disable_own_js",))}
        return {}


def _sight(
    suspect: Suspect,
    seen: Mapping[str, FactValue | None],
    facts: Facts,
    record: FeedRecord | None,
) -> Sight:
    complaint = facts.conversation.complaint
    if record is None:
        return Sight(suspect.cause, complaint, seen)
    return Sight(suspect.cause, complaint, seen, silence(record), in_words(record))


def _use(suspect: Suspect, use: Use, facts: Facts) -> Iterable[Evidence]:
    if suspect.product is None:
        return
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
    complaint, given = facts.conversation.complaint, facts.crowd.weights
    signs = (*complaint.signatures, *(f"symptom:{s}" for s in sorted(complaint.symptoms)))
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
