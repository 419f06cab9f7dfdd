"""Error signatures and mentions of changes in the customer's words."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from bot.model.knowledge import Signature

LONGEST = 20_000  # characters looked at


class Signatures:
    """All signatures, compiled once. Finds ids; does not weigh them.

    A word ends where Latin letters do (``re.ASCII``): in Japanese "JS" has no space around it.
    """

    def __init__(self, signatures: Mapping[str, Signature]) -> None:
        self._compiled = tuple(
            (s.id, re.compile(s.pattern, re.IGNORECASE | re.ASCII)) for s in signatures.values()
        )
        self._find = lru_cache(maxsize=16)(self._found_in)  # a message is looked at twice

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the signatures in the text, in the order of the knowledge base."""
        return self._find(text[:LONGEST])

    def _found_in(self, text: str) -> tuple[str, ...]:
        folded = unicodedata.normalize("NFKC", text)
        return tuple(i for i, pattern in self._compiled if pattern.search(folded))
