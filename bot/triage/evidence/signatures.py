"""Error signatures and mentions of changes: by patterns, and by what people tell in words of their own."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from bot.model.signature import Signature
from bot.model.weights import UNASKED, Weights
from bot.triage.understand.meaning.signature_model import SignatureModel

LONGEST = 20_000  # characters looked at
MISSING = "missing"  # the group of a pattern which holds what is missing
MOST_MISSING = 5  # names that one text gives
SHORTEST_MISSING, LONGEST_MISSING = 6, 60  # characters; shorter ones, such as "data", are anybody's


class Signatures:
    """All signatures, compiled once. Finds ids; does not weigh them.

    A word ends where Latin letters do (``re.ASCII``): in Japanese "JS" has no space around it.
    """

    def __init__(self, signatures: Mapping[str, Signature], weights: Weights = UNASKED) -> None:
        self._ids = tuple(signatures)
        self._compiled = {
            s.id: re.compile(s.pattern, re.IGNORECASE | re.ASCII)
            for s in signatures.values()
            if s.pattern
        }
        self._told = SignatureModel(weights)
        self._find = lru_cache(maxsize=16)(self._found_in)  # a message is looked at twice
        self._naming = tuple(p for p in self._compiled.values() if MISSING in p.groupindex)

    def find(self, text: str, nameless: str = "") -> tuple[str, ...]:
        """Ids of the signatures in a text, in the order of the knowledge base.

        ``nameless``: what a person wrote of it, in plain spelling with one sign for each product's name; "" where
        patterns alone are to be found.
        """
        return self._find(text[:LONGEST], nameless)

    def missing(self, text: str) -> tuple[str, ...]:
        """What the errors in the text name as missing, each once, as it is written there."""
        folded = unicodedata.normalize("NFKC", text[:LONGEST])
        found = (m[MISSING] for pattern in self._naming for m in pattern.finditer(folded))
        fit = (n for n in found if SHORTEST_MISSING <= len(n) <= LONGEST_MISSING)
        return tuple(dict.fromkeys(fit))[:MOST_MISSING]

    def _found_in(self, text: str, nameless: str) -> tuple[str, ...]:
        folded = unicodedata.normalize("NFKC", text)
        shown = {i for i, pattern in self._compiled.items() if pattern.search(folded)}
        shown |= self._told.find(nameless)
        return tuple(i for i in self._ids if i in shown)
