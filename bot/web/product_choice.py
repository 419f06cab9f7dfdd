"""Products that somebody chooses by typing: by id, by name in either language, or by a part of it."""

import re
from collections.abc import Iterable

from bot.desk.names import ReaderNames
from bot.model.catalogue import Catalogue, Product
from bot.model.knowledge import Knowledge
from bot.text.normalise import fold
from bot.texts.loader import LANGUAGES
from bot.web.wording import Texts

MOST_NAMED = 5  # products of which one may be meant
_BETWEEN = re.compile(r"[、,，;；\n]")


def products_by_name(catalogue: Catalogue) -> list[Product]:
    """All products in the order in which they are offered."""
    return sorted(catalogue.products.values(), key=lambda product: product.name.casefold())


def products_meant(
    typed: str, products: Iterable[Product], knowledge: Knowledge
) -> tuple[Product, ...]:
    """The products that somebody may mean: the one of that id or name, or all whose name holds what was typed.

    An id is also that of the product as a cause; so is its name (``Name (plugin)``).
    """
    part, known = fold(typed), list(products)
    if not part:
        return ()
    if named := tuple(product for product in known if typed in (product.cause, product.id)):
        return named
    readers = [ReaderNames(knowledge, knowledge.catalogue, lang) for lang in LANGUAGES]

    def called(product: Product) -> set[str]:
        as_cause = (reader.cause(product.cause) for reader in readers)
        return {fold(name) for name in (product.name, *product.names, *as_cause)}

    names = [(product, called(product)) for product in known]
    exact = tuple(product for product, own in names if part in own)
    return exact or tuple(product for product, own in names if any(part in name for name in own))


def products_added(typed: str, knowledge: Knowledge, texts: Texts) -> tuple[list[str], str]:
    """The ids of products that somebody adds by name, with commas between, and why they cannot be."""
    found = []
    for part in filter(None, (part.strip() for part in _BETWEEN.split(typed))):
        meant = products_meant(part, knowledge.catalogue.products.values(), knowledge)
        if len(meant) != 1:
            names = texts("joint.comma").join(product.name for product in meant[:MOST_NAMED])
            key = "settings.organisation.several" if meant else "settings.organisation.unknown"
            return [], texts(key, name=part, names=names, n=len(meant))
        found.append(meant[0].id)
    return found, ""
