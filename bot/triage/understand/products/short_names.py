"""First words of product names, by which people call a product when they are asked what they use.

Only of products that customers choose, and only a word with which no other name begins. In any other text
such a word ("board", "form") is hardly a product's name.
"""

import re
from collections.abc import Iterator

from bot.model.catalogue import Catalogue, ProductKind
from bot.text.normalise import nfkc
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.spellings import kana_romaji, romaji, skeleton
from bot.triage.understand.wording import plain

_SAID = Meanings("named", "behind")

_CHOSEN = frozenset(
    {ProductKind.PLUGIN, ProductKind.CONNECTED_SERVICE, ProductKind.CUSTOMISATION_SERVICE}
)
_SHORTEST = 4  # letters in romaji
_LATIN = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
_HEAD = re.compile(rf"(?:{_LATIN}|[ァ-ヺー]+|[ぁ-ゖー]+)(?=.)")
_RUN = re.compile(rf"{_LATIN}|[ァ-ヺー]+|[ぁ-ゖー]+")


class ShortNames:
    """The short names of one catalogue; built once."""

    def __init__(self, catalogue: Catalogue) -> None:
        heads: dict[str, set[str]] = {}
        for product in catalogue.products.values():
            for name in (product.name, *product.names):
                if head := _HEAD.match(nfkc(name)):
                    heads.setdefault(_key(head.group()), set()).add(product.id)
        chosen = {p.id for p in catalogue.products.values() if p.kind in _CHOSEN}
        self._products = {
            head: next(iter(of))
            for head, of in heads.items()
            if len(head) >= _SHORTEST and len(of) == 1 and of <= chosen
        }

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and product id of each short name in ``nfkc`` text."""
        for run in _RUN.finditer(text):
            for end in range(run.end(), run.start() + 1, -1):
                product = self._products.get(_key(text[run.start() : end]))
                rest = plain(text[end : run.end()])
                if product and (not rest or _SAID.behind.fullmatch(rest)):
                    yield run.start(), end, product
                    break


def _key(word: str) -> str:
    """One spelling for Latin letters and both kana."""
    return romaji(word.lower()) if word.isascii() else kana_romaji(skeleton(word))
