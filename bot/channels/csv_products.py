"""The products that a cell names, by id or by any name of the catalogue."""

import re
from functools import lru_cache

from bot.channels.csv_list import Reason, WrongCellError
from bot.model.catalogue import Catalogue
from bot.model.recipient import EVERYTHING
from bot.text.normalise import fold
from bot.triage.understand.products.naming import NameIndex, names_of
from bot.triage.understand.spellings import LONG

MOST_PRODUCTS = 200  # that one cell names
REMEMBERED = 1_024  # cells; many customers use the same products
_BETWEEN = re.compile(r"[;；、,]")


class UnknownProductError(Exception):
    """A word is no product's. ``nearest``: the id of the one that it may mean, or ""."""

    def __init__(self, word: str, nearest: str) -> None:
        self.word, self.nearest = word, nearest
        super().__init__(word)


class ProductWords:
    """Knows the products of one catalogue by what they are called; built once.

    Case, width, kana and hyphens do not matter. It guesses nothing: a misspelt name is an error.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._index = NameIndex.of(names_of(catalogue))
        self._by_id = {ident.casefold(): ident for ident in catalogue.products}
        self.ids = lru_cache(REMEMBERED)(self._ids)

    def _ids(self, text: str, *, everything: bool) -> tuple[str, ...]:
        """The ids, each once, in order; ``everything``: whether ``*`` may stand for all.

        Names with spaces are known between ``;``. Raises UnknownProductError.
        """
        found: dict[str, None] = {}
        for part in filter(None, (p.strip() for p in _BETWEEN.split(text))):
            whole = self._one(part, everything=everything)
            if whole is not None:
                found[whole] = None
                continue
            for word in part.split():
                ident = self._one(word, everything=everything)
                if ident is None:
                    raise UnknownProductError(part, self._nearest(part))
                found[ident] = None
        return tuple(found)

    def _one(self, text: str, *, everything: bool) -> str | None:
        if text == EVERYTHING:
            return EVERYTHING if everything else None
        if (ident := self._by_id.get(text.casefold())) is not None:
            return ident
        name = self._index.exact.get(fold(text).replace(LONG, ""))
        return name.product if name is not None else None

    def _nearest(self, text: str) -> str:
        near = self._index.nearest(fold(text)[:60])
        return near[0].product if near is not None else ""


def product_ids(text: str, products: ProductWords, *, everything: bool) -> tuple[str, ...]:
    """The products of a cell; ``everything``: whether ``*`` may stand for all. Raises WrongCellError."""
    try:
        ids = products.ids(text, everything=everything)
    except UnknownProductError as unknown:
        raise WrongCellError(Reason.PRODUCT, unknown.word, unknown.nearest) from None
    if len(ids) > MOST_PRODUCTS:
        raise WrongCellError(Reason.PRODUCTS, str(MOST_PRODUCTS))
    return ids
