"""Evidence to diagnosis: the only arithmetic of a single conversation.

The hypotheses of a conversation exclude each other: one of the causes we know explains the
trouble, or ``unknown`` does (weight 0). With weights w in decibans the posterior is
``10^(w/10)`` over the sum of all (Bayes' rule in log-odds form; Good 1950).
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.model.catalogue import INFRASTRUCTURE, Catalogue, Product, ProductKind
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis, Says
from bot.model.facts import Facts
from bot.model.knowledge import CauseEntry, Knowledge
from bot.model.status import FeedRecord
from bot.model.tenant_report import UPDATED_BROWSER
from bot.model.understanding import FactValue
from bot.triage.crowd_view import CrowdView
from bot.triage.evidence.clues import Known, Sight, gather
from bot.triage.evidence.feeds import in_words, silence, word_of
from bot.triage.evidence.staff import ruled_out
from bot.triage.evidence.trials import new_version, product_off, tried_off
from bot.triage.evidence.use import DEFAULT_SHARES, Use, share_of, weight_of
from bot.triage.tenant_report import SOME_EXTERNAL, of_the_report
from bot.triage.view import ProductView, built

BELOW = 1.0  # decibans by which what lies below a product explains its symptoms less than itself
SELDOM = -4.0  # decibans of what lies below a product as long as nobody else is hit
SOME_PROVIDER = "isp:any"  # an internet provider that nobody has named yet
_BROWSER = re.compile(r"chrome|edge|firefox|safari")
_SPEAKS_AGAINST = frozenset({Use.NO, Use.UNNAMED, Use.UNLIKELY})
_REMEMBERED = 256  # sentences


@dataclass(frozen=True, slots=True)
class Suspect:
    """One hypothesis to weigh: an entry of the knowledge base, for a product or on its own.

    ``sort``: the same for all suspects that differ by nothing that is known before a conversation.
    """

    cause: str
    entry: CauseEntry
    product: Product | None = None
    sort: object = None


class Weigher:
    """Evidence to diagnosis, for one knowledge and one catalogue; it remembers no conversation."""

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue) -> None:
        self._entries, self._near = knowledge.causes, knowledge.near
        signatures = knowledge.signatures.values()
        self._own_errors = frozenset(s.id for s in signatures if s.no_fault or s.own)
        self._says: Says = lru_cache(_REMEMBERED)(knowledge.both)
        self._listed = tuple(self._of_products(catalogue))
        self._own = tuple(
            Suspect(e.id, e) for e in knowledge.causes.values() if e.id.startswith("customer:")
        )
        of_listed = {s.product.id: s for s in self._listed if s.product is not None}
        self._below = tuple(
            (s, tuple(of_listed[i].cause for i in sorted(above) if i in of_listed))
            for s in self._listed
            if s.product is not None
            and s.product.kind in INFRASTRUCTURE
            and (above := catalogue.dependants(s.product.id))
        )
        self._shares = {i: share_of(p, catalogue) for i, p in catalogue.products.items()}

    def _of_products(self, catalogue: Catalogue) -> Iterator[Suspect]:
        """Every product of the catalogue, and the platform's own changes."""
        for product in catalogue.products.values():
            entry = self._entries.get(product.cause.partition(":")[0])
            if entry is not None and product.kind is not ProductKind.BROWSER_EXTENSION:
                sort = (entry.id, *built(product).values(), share_of(product, catalogue))
                yield Suspect(product.cause, entry, product, sort)
            if product is catalogue.platform and "update" in self._entries:
                yield Suspect(f"update:{product.id}", self._entries["update"], product, "update")

    def suspects(self, facts: Facts) -> Iterator[Suspect]:
        """Every hypothesis worth weighing in this conversation; ``unknown`` apart."""
        yield from self._listed
        yield from self._at_work(facts)
        complaint = facts.conversation.complaint
        for name in complaint.groups or complaint.unlisted:
            if "plugin" in self._entries:
                yield Suspect(f"unlisted_plugin:{name}", self._entries["plugin"])
        yield from self._own
        for cause in _unnamed(facts):
            if (entry := self._entries.get(cause.partition(":")[0])) is not None:
                yield Suspect(cause, entry)

    def _at_work(self, facts: Facts) -> Iterator[Suspect]:
        """Announced maintenance of whatever has a feed."""
        entry = self._entries.get("maintenance")
        for ident, feed in facts.feeds.items() if entry is not None else ():
            product = facts.catalogue.get(ident)
            announced = word_of(feed, facts) in ("maintenance", "maintenance_over")
            if entry is not None and product is not None and announced:
                yield Suspect(f"maintenance:{ident}", entry, product, ident)

    def weigh(self, facts: Facts) -> Diagnosis:
        """The hypotheses of one conversation ranked by probability, ``unknown`` among them."""
        weighing = _Weighing(facts, self._shares, self._says)
        others = CrowdView(facts, self._near, self._says, self._own_errors)
        own = {s.cause: weighing.of(s) for s in self.suspects(facts)}
        said = {id(evidence): of_the_report(evidence) for evidence in own.values()}
        for suspect, above in self._below:
            cause = suspect.cause
            reports = (said[id(own[c])] for c in above)
            through = self._through_products(suspect, reports, said[id(own[cause])], facts)
            if found := tuple(through):
                own[cause] = (*own[cause], *found)
                said[id(own[cause])] = of_the_report(own[cause])
        own[UNKNOWN] = ()
        weights = {id(evidence): sum(e.weight for e in evidence) for evidence in own.values()}
        ranked, total = [], 0.0
        for cause, evidence in own.items():
            crowd = others.of(cause) if cause != UNKNOWN else ()
            weight = weights[id(evidence)] + sum(e.weight for e in crowd)
            power = 10 ** (max(-200.0, min(200.0, weight)) / 10)
            total += power
            ranked.append((power, cause, evidence, crowd))
        ranked.sort(key=lambda f: (-f[0], f[1]))
        return Diagnosis(tuple(Hypothesis(c, p / total, own, crowd) for p, c, own, crowd in ranked))

    def _through_products(
        self, suspect: Suspect, above: Iterable[float], own: float, facts: Facts
    ) -> Iterator[Evidence]:
        """What fails below a product shows as the product's own failure would.

        So it is as likely, but for ``BELOW``, as the likeliest of the products that stand on it.
        """
        best = max(above, default=-math.inf) - BELOW
        if best > own:
            says = self._says("evidence.below")
            yield Evidence(suspect.cause, round(best - own, 1), EvidenceKind.WORDS, *says)
            if facts.crowd.weights.get(suspect.cause, 0.0) <= 0:
                says = self._says("evidence.product_oftener")
                yield Evidence(suspect.cause, SELDOM, EvidenceKind.PRIOR, *says)


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
    elif not browser and UPDATED_BROWSER in complaint.signatures:
        yield "browser:any"


class _Weighing:
    """The evidence for one hypothesis after the other in one conversation.

    Suspects of a sort that look alike share their pieces of evidence.
    """

    def __init__(self, facts: Facts, shares: Mapping[str, float], says: Says) -> None:
        self._facts, self._shares, self._says = facts, shares, says
        self._view = ProductView(facts)
        self._known = Known(facts.conversation.complaint)
        self._records = {i: f.record for i, f in facts.feeds.items() if f.record.incidents}
        self._alike: dict[object, tuple[Evidence, ...]] = {}

    def of(self, suspect: Suspect) -> tuple[Evidence, ...]:
        """Everything in the conversation and in the world that bears on a suspect."""
        product, ruled = suspect.product, tuple(self._ruled_out(suspect.cause))
        if product is None:
            return (*self._bearing(suspect, self._seen(suspect), None), *ruled)
        record = self._records.get(product.id)
        alike = suspect.sort, self._view.signs(product), record
        found = self._alike.get(alike)
        if found is None:
            seen = self._view.of(product)
            found = self._alike[alike] = tuple(self._bearing(suspect, seen, record))
        return (*found, *ruled) if ruled else found

    def _bearing(
        self,
        suspect: Suspect,
        seen: Mapping[str, FactValue | None],
        record: FeedRecord | None,
    ) -> Iterator[Evidence]:
        usual = self._says("evidence.usual")
        yield Evidence(suspect.cause, suspect.entry.prior, EvidenceKind.PRIOR, *usual)
        yield from self._use(suspect, seen)
        known = (silence(record), in_words(record, self._says)) if record is not None else ()
        sight = Sight(suspect.cause, self._facts.conversation.complaint, seen, *known)
        yield from gather(suspect.entry, sight, self._known)

    def _ruled_out(self, cause: str) -> Iterable[Evidence]:
        conversation = self._facts.conversation
        return ruled_out(cause, conversation, self._says) if conversation.ruled_out else ()

    def _use(self, suspect: Suspect, seen: Mapping[str, FactValue | None]) -> Iterator[Evidence]:
        """Whether the customer uses a product at all; what is no product needs no use."""
        if suspect.product is None:
            if suspect.cause == SOME_PROVIDER:
                share = DEFAULT_SHARES[ProductKind.ISP]
                yield self._open_use(suspect.cause, weight_of(Use.POSSIBLE, share))
            return
        use = Use(str(seen["use"]))
        weight = weight_of(use, self._shares[suspect.product.id])
        if use in _SPEAKS_AGAINST:
            says = self._says(f"evidence.use.{use}")
            yield Evidence(suspect.cause, round(weight, 1), EvidenceKind.WORDS, *says)
        elif weight != 0:
            yield self._open_use(suspect.cause, weight)

    def _open_use(self, cause: str, weight: float) -> Evidence:
        says = self._says("evidence.use.open")
        return Evidence(cause, round(weight, 1), EvidenceKind.WORDS, *says, is_open_use=True)

    def _seen(self, suspect: Suspect) -> Mapping[str, FactValue | None]:
        """What is seen of a suspect that is no product of the catalogue."""
        conversation, cause = self._facts.conversation, suspect.cause
        if cause.startswith("unlisted_plugin:"):
            failing = conversation.complaint.facts.get("unlisted_hosts")
            return {
                "use": "named",
                "runs": "browser",
                "tried_off": tried_off(conversation, product_off("unlisted")),
                "new_version": new_version(conversation),
                "host": "failing" if failing else None,
                "script": _failed_script(conversation.complaint.facts),
            }
        if cause == "customer:browser_extension":
            return {"use": _named_extension(self._facts)}
        if cause == "customer:browser":
            return {"feed": _mended(self._facts)}
        if cause == "customer:own_js":
            return {"tried_off": tried_off(conversation, ("disable_own_js",))}
        return {}


def _mended(facts: Facts) -> str | None:
    """``ending`` where something that they have was mended lately: their browser may keep old files."""
    complaint = facts.conversation.complaint
    pages = (facts.feeds.get(i) for i in (*complaint.products, *(complaint.inventory or ())))
    lately = [p for p in pages if p is not None and p.told_of_trouble(facts.now)]
    return "ending" if "ending" in (word_of(page, facts) for page in lately) else None


def _failed_script(facts: Mapping[str, FactValue]) -> str | None:
    """What the console says of a script in no catalogue."""
    if facts.get("script_hosts"):
        return "failed"
    return "undefined" if facts.get("missing_names") else None


def _named_extension(facts: Facts) -> str | None:
    for product_id in facts.conversation.complaint.products:
        product = facts.catalogue.get(product_id)
        if product is not None and product.kind is ProductKind.BROWSER_EXTENSION:
            return "named_extension"
    return None


def weigh(facts: Facts, knowledge: Knowledge) -> Diagnosis:
    """The diagnosis of one conversation, for whoever weighs only one."""
    return Weigher(knowledge, facts.catalogue).weigh(facts)
