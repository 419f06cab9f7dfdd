"""One invented message through the real triage: how the knowledge base's examples are tried."""

from collections.abc import Mapping
from datetime import datetime

from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived
from bot.model.evidence import UNKNOWN
from bot.model.facts import Facts
from bot.triage.triage import Triage

ANY_PLUGIN = "any_plugin"


def rehearse(triage: Triage, text: str, given: Mapping[str, object], at: datetime) -> list[str]:
    """The causes that the message points to, likeliest first, by the ids of the knowledge base.

    ``given["uses"]`` lists the products that the customer is known to use (``any_plugin``: the
    first plug-in of the catalogue). A product's cause counts for its sort (``plugin``); ``unknown``
    is left out, since one message seldom beats it and an example asks which cause leads.
    """
    event = MessageReceived(
        at, "example", "example", "example", "example", text, installed_plugins=_uses(triage, given)
    )
    blank = Conversation("example", "example", "example", "example", "ja", at)
    heard = triage.understand(event, blank)
    conversation = triage.hear(blank, event, heard)
    diagnosis = triage.diagnose(Facts(at, conversation, triage.catalogue))
    totals: dict[str, float] = {}
    for h in diagnosis.ranked:
        if h.cause != UNKNOWN:
            totals[_sort_of(h.cause)] = totals.get(_sort_of(h.cause), 0.0) + h.probability
    return sorted(totals, key=lambda sort: -totals[sort])


def _sort_of(cause: str) -> str:
    return cause if cause.startswith("customer:") else cause.partition(":")[0]


def _uses(triage: Triage, given: Mapping[str, object]) -> tuple[str, ...] | None:
    uses = given.get("uses")
    if not isinstance(uses, list):
        return None
    return tuple(_plugin(triage).id if u == ANY_PLUGIN else str(u) for u in uses)


def _plugin(triage: Triage) -> Product:
    return next(p for p in triage.catalogue.products.values() if p.kind is ProductKind.PLUGIN)
