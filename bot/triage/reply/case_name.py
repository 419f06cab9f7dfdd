"""Which case a reply or a notice speaks of, where its reader has several."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.catalogue import Catalogue, Product
from bot.model.conversation import Conversation
from bot.triage.reply.quoting import UNSEEN
from bot.triage.reply.said_back import Say, symptoms_told


def named(
    text: str,
    case: Conversation,
    others: Sequence[Conversation],
    catalogue: Catalogue,
    say: Say,
) -> str:
    """A text that begins with the case that it speaks of, unless its first paragraph names that already.

    By the first product that was named in it and in none of the ``others``, else by what was told to fail.
    """
    first = text.partition("\n\n")[0]
    product = next(_own_products(case, others, catalogue), None)
    if product is not None:
        known, key, what = (product.name, *product.names), "case.product", product.name
    else:
        what = symptoms_told(case.complaint, say)
        known, key = (what,), "case.symptom"
    name = say(key, what=what) if what and not any(n in first for n in known) else ""
    space = "" if case.lang in ("ja", "zh") else " "
    return f"{name}{space}{text}" if name else text


def is_beside_another(others: Sequence[Conversation], now: datetime) -> bool:
    """Whether one of a customer's other cases goes on, or the same message speaks of it."""
    return any(
        other.is_troubled or not other.turns or other.turns[-1].at == now for other in others
    )


def _own_products(
    case: Conversation, others: Sequence[Conversation], catalogue: Catalogue
) -> Iterator[Product]:
    elsewhere = {ident for other in others for ident in other.complaint.products}
    for ident in case.complaint.products:
        product = catalogue.get(ident)
        if product is not None and product.kind not in UNSEEN and ident not in elsewhere:
            yield product
