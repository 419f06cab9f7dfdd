"""Addresses of Japan: found by their block number and read backwards to town, city and prefecture.

So the work is bounded however long the text is. A city alone is a place, not an address. Those of other
countries, and those that a label names, are rules in ``knowledge/masking``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.masking.sensitive import PatternWords, Sensitive, SensitiveSpan

_SIGN = re.compile("[都道府県市区町村郡]")
_COUNTED = re.compile(r"\d|丁目")
_WINDOW = 44  # letters before a block number that may belong to the address
_CITY = 24  # how near to it a sign of a place stands
_POSTCODE = re.compile(r"(?<![\d-])(?P<value>\d{3}-?\d{4})[\s,、]{0,2}$")


class Addresses:
    """Finds addresses of Japan by the patterns of ``words``."""

    def __init__(self, words: PatternWords) -> None:
        self._block = words.pattern("block_number")
        self._before = (words.pattern("place_before"), words.pattern("prefecture_before"))
        self._lead_in = words.pattern("lead_in")
        self._building, self._named = words.pattern("building"), words.pattern("building_named")
        self._counted = words.pattern("counted")
        self._start = lru_cache(maxsize=512)(self._start_of_place)

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Addresses in a narrowed text; linear in its length."""
        if not _SIGN.search(text) or not _COUNTED.search(text):
            return
        any_found = False
        for block in self._block.finditer(text):
            if (start := self._of(text, block)) is not None:
                any_found = True
                building = self._building.match(text[block.end() : block.end() + 40])
                behind = len(building.group().rstrip()) if building else 0
                yield SensitiveSpan(start, block.end() + behind, Sensitive.ADDRESS)
                if code := _POSTCODE.search(text, max(0, start - 12), start):
                    yield SensitiveSpan(*code.span("value"), Sensitive.ADDRESS)
        if any_found:
            for m in self._named.finditer(text):
                yield SensitiveSpan(*m.span("value"), Sensitive.ADDRESS)

    def _of(self, text: str, block: re.Match[str]) -> int | None:
        """Where the address begins that a block number ends; None when it ends none."""
        window = text[max(0, block.start() - _WINDOW) : block.start()]
        if not _SIGN.search(window, max(0, len(window) - _CITY)):
            return None
        if self._counted.match(text[block.end() : block.end() + 4]):
            return None
        bare = "-" not in block.group() and block.group().isdigit()
        start = self._start(window, bare)
        return None if start is None else block.start() - len(window) + start

    def _start_of_place(self, window: str, bare: bool) -> int | None:  # noqa: FBT001 - cached
        """Where in a window the place begins that ends at its end; None when there is none.

        ``bare``: the block is a single number, so only a prefecture with a city makes it an address.
        """
        line = window.rpartition("\n")[2].rpartition("\x00")[2]
        lead = self._lead_in.match(line)
        for pattern in self._before:
            if place := pattern.search(line, lead.end() if lead else 0):
                without = bare and not place["pref"]
                return None if without else len(window) - len(line) + place.start()
        return None
