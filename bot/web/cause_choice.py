"""A cause that somebody chooses by typing: by its id, by its name in either language, or by a part of it."""

from collections.abc import Iterable

from bot.desk.names import ReaderNames
from bot.model.catalogue import Product
from bot.model.knowledge import Knowledge
from bot.text.normalise import fold
from bot.texts.loader import LANGUAGES

MOST_NAMED = 5  # causes of which one may be meant


def causes_meant(typed: str, products: Iterable[Product], knowledge: Knowledge) -> tuple[str, ...]:
    """The causes that somebody may mean: the one of that id or name, or all whose name holds what was typed."""
    part = fold(typed)
    if not part:
        return ()
    known = list(products)
    if any(product.cause == typed for product in known):
        return (typed,)
    readers = [ReaderNames(knowledge, knowledge.catalogue, lang) for lang in LANGUAGES]
    names = {
        product.cause: {
            *(fold(reader.cause(product.cause)) for reader in readers),
            *(fold(name) for name in (product.name, *product.names)),
        }
        for product in known
    }
    exact = tuple(cause for cause, called in names.items() if part in called)
    return exact or tuple(
        cause for cause, called in names.items() if any(part in name for name in called)
    )
