"""Which addresses a customer's browser is offered to try: a check from the browser."""

import re
from collections.abc import Iterator

from bot.model.browser_check import AddressRole, CheckTarget
from bot.model.catalogue import Product, ProductKind
from bot.model.evidence import UNKNOWN, Diagnosis
from bot.model.facts import Facts
from bot.model.probe import Importance
from bot.model.understanding import Symptom
from bot.triage.evidence.use import Use, Uses

MOST_HOSTS = 6  # of products: a short list, read on a phone and tried within seconds
OF_ONE = 2  # hosts of one product
LEAST = (
    0.15  # share of the causes that we know on which a check bears, from which it is worth offering
)
_LINE = ("customer:network", "isp:")
# The page itself is in question; of a notification or a permission a reachable host says nothing.
_OF_THE_PAGE = frozenset(
    {
        Symptom.WONT_OPEN,
        Symptom.BLANK_SCREEN,
        Symptom.STUCK_LOADING,
        Symptom.SLOW,
        Symptom.LOGIN_FAILS,
        Symptom.FEATURE_MISSING,
        Symptom.DISPLAY_BROKEN,
        Symptom.SAVE_FAILS,
        Symptom.ERROR_MESSAGE,
    }
)
_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63})+")
_WILD = re.compile(r"^(?:\*|\{[^}]*\})\.")
_OWN = re.compile(
    r"([a-z0-9][a-z0-9-]{1,40})(?:\.s)?(\.(?:cybozu\.com|cybozu\.cn|kintone\.com))(?![\w.-])"
)


def offered(diagnosis: Diagnosis, facts: Facts) -> tuple[CheckTarget, ...]:
    """The addresses of a check that would tell the suspects apart; () where it would not, or was offered.

    Those of the catalogue alone, and the customer's own kintone. The products are those that they
    speak of or have, then the likeliest of the others: the list never names one suspect alone unless
    the customer does.
    """
    conversation = facts.conversation
    platform = facts.catalogue.platform
    told = conversation.complaint.symptoms
    if conversation.offer is not None or platform is None or not told & _OF_THE_PAGE:
        return ()
    suspects = list(_suspects(diagnosis, facts))
    bears_on = sum(p for p, _ in suspects) + sum(
        h.probability for h in diagnosis.ranked if h.cause.startswith((*_LINE, "platform:"))
    )
    own = kintone_host(facts, platform)
    unknown = diagnosis.of(UNKNOWN)
    known = 1 - (unknown.probability if unknown is not None else 0.0)
    if not own or bears_on < LEAST * known:
        return ()
    by_host: dict[str, CheckTarget] = {}  # each host under the first product that has it
    for _, product in suspects:
        for host in concrete(product)[:OF_ONE]:
            by_host.setdefault(host, CheckTarget(AddressRole.PRODUCT, host, product.name))
    return (
        CheckTarget(AddressRole.PLATFORM, own, platform.name),
        *[*by_host.values()][:MOST_HOSTS],
    )


def _suspects(diagnosis: Diagnosis, facts: Facts) -> Iterator[tuple[float, Product]]:
    """The products in question whose hosts a browser asks, those that the customer has first."""
    later, uses = [], Uses(facts.conversation.complaint, facts.catalogue)
    for hypothesis in diagnosis.ranked:
        product = facts.catalogue.of_cause(hypothesis.cause)
        if product is None or hypothesis.cause != product.cause or not concrete(product):
            continue
        use = uses.of(product)
        is_own = product.kind is ProductKind.PLATFORM  # which is tried anyway
        if is_own or use is Use.NO or not _is_asked_by_the_page(product, facts):
            continue
        if use in (Use.NAMED, Use.KNOWN):
            yield hypothesis.probability, product
        else:
            later.append((hypothesis.probability, product))
    yield from later


def _is_asked_by_the_page(product: Product, facts: Facts) -> bool:
    """Whether a customer's browser asks its hosts: it runs there, or something stands on it that does."""
    above = (facts.catalogue.get(i) for i in facts.catalogue.dependants(product.id))
    return product.in_browser or any(p is not None and p.in_browser for p in above)


def concrete(product: Product) -> tuple[str, ...]:
    """The hosts on which a product depends, as far as they can be asked as they stand: no patterns.

    They are those that the desk measures itself: no help pages, and nothing that is hostile.
    """
    asked = (p.host.lower() for p in product.probes if p.importance is not Importance.LOW)
    return tuple(host for host in asked if _HOST.fullmatch(host))


def kintone_host(facts: Facts, platform: Product) -> str:
    """The customer's own kintone where they told which, else one of kintone's for everybody; "" if none.

    Without the part for client certificates, which a try does not show.
    """
    told = facts.conversation.complaint.facts
    lang = facts.conversation.lang
    for word in (told.get("url"), told.get("subdomain")):
        if not isinstance(word, str):
            continue
        host = word.lower() if "." in word else f"{word.lower()}{_domain(lang)}"
        if own := _OWN.search(host):
            return own[1] + own[2]
    return next(_of_everybody(platform), "")


def _domain(lang: str) -> str:
    return ".cybozu.com" if lang == "ja" else ".kintone.com"


def _of_everybody(platform: Product) -> Iterator[str]:
    yield from concrete(platform)
    hosts = [h.lower() for h in platform.hosts]
    yield from (h for w in hosts if (h := _WILD.sub("", w)) and _HOST.fullmatch(h))
