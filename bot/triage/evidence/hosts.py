"""Hosts that the customer's browser or log names, and what became of them."""

import re

from bot.model.catalogue import Catalogue, Product
from bot.model.conversation import Complaint

_ANSWERED = re.compile(r"\b(200|204|304)\b")


def matches(host: str, pattern: str) -> bool:
    """Whether a host is the pattern's host or below it; ``*.x`` and ``x`` both cover ``a.x``."""
    wanted = pattern.lower().removeprefix("*.")
    return host == wanted or host.endswith("." + wanted)


def names(product: Product, host: str) -> bool:
    """Whether a host belongs to the product."""
    return any(matches(host.lower(), p) for p in product.hosts if "{" not in p)


def owners_of(host: str, catalogue: Catalogue) -> frozenset[str]:
    """Ids of the products of the catalogue to which a host belongs."""
    return frozenset(p.id for p in catalogue.products.values() if names(p, host))


def state_of(product: Product, complaint: Complaint) -> str | None:
    """``failing``, ``answering`` or None: how the product's hosts appear in the customer's words.

    A host that a customer pastes with a success code answers; any other mention of a script or
    licence host is taken as failing, since people paste what is red. kintone's own host says
    nothing: a request to it may stand for a dead vendor behind ``kintone.proxy()``.
    """
    for fact, state in (("hosts_ok", "answering"), ("hosts", "failing")):
        hosts = complaint.facts.get(fact)
        if isinstance(hosts, tuple) and any(names(product, h) for h in hosts):
            return state
    return None


def answering(line: str) -> bool:
    """Whether a console line shows success."""
    return bool(_ANSWERED.search(line)) or "応答" in line
