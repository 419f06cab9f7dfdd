"""What is spoken of: the product that a question names, and the name under which customers know a cause."""

import re

from bot.lexicon.meanings import Meanings
from bot.model.acts import Asks
from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind
from bot.model.facts import Facts
from bot.model.incident import Incident, IncidentStatus
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.naming import TELLABLE

_SAID = Meanings("subject", "named no_name yours")


def asked_product(heard: Understanding, facts: Facts) -> Product | None:
    """The product that a question is about; None where it names none that the catalogue has.

    A name beside the question counts before others in the message; "your side" means the
    operator's own product.
    """
    named = [p for i in heard.products if (p := facts.catalogue.get(i)) is not None]
    name = asked_name(heard)
    if name:
        known = (*named, *facts.catalogue.products.values())
        close = next((p for p in named if _is_called(p, name)), None)
        return close or next((p for p in known if _bare(name) in map(_bare, p.names)), None)
    asking = " ".join(a.clause for a in heard.acts if isinstance(a, Asks))
    last = max(named, key=lambda p: _place(p, asking), default=None)
    if last is not None and _place(last, asking) >= 0:
        return last  # "our list is empty, is the cloud down?" asks about the cloud
    named.sort(key=lambda p: p.kind is ProductKind.PLATFORM)
    if named:
        return named[0]
    return facts.catalogue.home if _SAID.yours.search(heard.redacted) else None


def asked_name(heard: Understanding) -> str:
    """The name that stands beside a question ("is AWS down"); "" where none is found."""
    found = _SAID.named.search(heard.redacted)
    name = ((found["name"] or found["said"]) if found else "").strip()
    return "" if _SAID.no_name.fullmatch(name) or _SAID.yours.fullmatch(name) else name


def outside_name(heard: Understanding, facts: Facts) -> str:
    """The name of a service in no catalogue that a question is about; "" for none, and for what may be no name.

    Only what begins with a capital letter surely is one.
    """
    name = asked_name(heard)
    return name if name[:1].isupper() and asked_product(heard, facts) is None else ""


def _is_called(product: Product, name: str) -> bool:
    said = _bare(name)
    return any(said in _bare(n) or _bare(n) in said for n in (product.name, *product.names))


def is_named(product: Product, text: str) -> bool:
    """Whether a text names a product."""
    return _place(product, text) >= 0


def _place(product: Product, text: str) -> int:
    """Where a text last names a product; -1 where it does not."""
    said = _bare(text)
    return max(said.rfind(_bare(n)) for n in (product.name, *product.names))


def _bare(name: str) -> str:
    return re.sub(r"[\s・･_-]", "", plain(nfkc(name)))


def known_as(cause: str, facts: Facts) -> Product | None:
    """The product under which customers know a cause.

    Nobody who uses a plug-in knows the hosting, CDN or cloud below it: where one of those fails it
    is the plug-in that this customer uses, else the first other suspect of the incident above it.
    """
    product = facts.catalogue.of_cause(cause)
    if product is None or product.kind not in INFRASTRUCTURE:
        return product
    above = facts.catalogue.dependants(product.id)
    complaint, incident = facts.conversation.complaint, facts.incident_of(cause)
    used = (*complaint.products, *(complaint.inventory or ()))
    suspects = (s.partition(":")[2] for s in (incident.suspects if incident else ()))
    platform = facts.catalogue.platform
    for ident in (*used, *suspects):
        if ident in above and (platform is None or ident != platform.id):
            return facts.catalogue.get(ident)
    return product


def may_be_spoken_of(incident: Incident, facts: Facts) -> bool:
    """Whether somebody who asks may be told of an open incident by a product's name.

    Its cause may be told, or it is confirmed and surely lies in one product or what that stands
    on: which of the two it is makes no difference to who asks.
    """
    if incident.cause in facts.tellable:
        return True
    lead = incident.cause.partition(":")[2]
    catalogue = facts.catalogue
    chain = {lead} | catalogue.foundations(lead) | catalogue.dependants(lead)
    sure = incident.chance_of_any(chain)
    return incident.status is IncidentStatus.CONFIRMED and sure >= TELLABLE
