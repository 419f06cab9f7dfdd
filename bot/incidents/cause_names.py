"""What a cause is called to those who read of it."""

from bot.model.catalogue import INFRASTRUCTURE, Product
from bot.model.conversation import Conversation
from bot.model.evidence import UNKNOWN
from bot.model.facts import Watch
from bot.model.knowledge import Knowledge
from bot.model.phrasing import quoted, unlisted_words

STAFF_LANG = "ja"


def cause_name(
    cause: str, watch: Watch, knowledge: Knowledge, reader: Conversation | None = None
) -> str:
    """A cause as a reader may read it; of a product in no catalogue staff read a quotation.

    It may be no more than a sort of product, or not known at all.
    """
    product = watch.catalogue.of_cause(cause)
    if product is not None:
        return product.name
    heading, _, ident = cause.partition(":")
    lang = reader.lang if reader is not None else STAFF_LANG
    if cause == UNKNOWN:
        return knowledge.say(lang, "cause.unclear")
    entry = knowledge.causes.get(heading)
    if ident == "any" and entry is not None:
        return knowledge.say(lang, "cause.some", what=knowledge.phrase(entry.title, lang))
    if ident != "unlisted" and not cause.startswith("unlisted_plugin:"):
        return ident
    if reader is None:
        return f"「{quoted(ident, 60)}」"
    return unlisted_words(knowledge, reader.complaint, watch.named, reader.lang)


def name_with_product(cause: str, watch: Watch, knowledge: Knowledge, reader: Conversation) -> str:
    """The same, and of a hosting, CDN or cloud the reader's product that uses it.

    Hardly anybody knows what the products that they use stand on.
    """
    name, below = cause_name(cause, watch, knowledge, reader), watch.catalogue.of_cause(cause)
    above = _above(below, watch, reader) if below is not None else None
    if above is None:
        return name
    return knowledge.say(reader.lang, "cause.used_by", what=above.name, below=name)


def _above(below: Product, watch: Watch, reader: Conversation) -> Product | None:
    """The first product of the reader's that stands on this one; the platform is everybody's."""
    if below.kind not in INFRASTRUCTURE:
        return None
    complaint, catalogue = reader.complaint, watch.catalogue
    used = (*complaint.products, *(complaint.inventory or ()))
    standing = catalogue.dependants(below.id) - set(complaint.denied)
    found = (catalogue.get(i) for i in used if i in standing)
    return next((p for p in found if p is not None and p != catalogue.platform), None)
