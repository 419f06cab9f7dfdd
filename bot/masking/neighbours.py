"""What is personal because of what stands beside it: a birth date by a name, an address or a number of a person."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Sensitive, SensitiveSpan
from bot.masking.words import PatternWords

_LEADS_TO_A_DATE = frozenset(
    {Sensitive.ADDRESS, Sensitive.PHONE, Sensitive.CONTACT_ID, Sensitive.BIRTHDATE}
)
_REACH = 120
_LONGEST_LINE = 2000


class NeighbourFinder:
    """Finds dates on which somebody may have been born, by the patterns of ``words``."""

    def __init__(self, words: PatternWords) -> None:
        born = words.expanded(words.of("may_be_born"))
        self._born = re.compile(born)
        self._cell = re.compile(rf"[,\t;|/\x00(] ?(?P<value>{born})(?= ?(?:[,\t;|/)\n]|$))")
        self._named = words.pattern("somebody_in_a_row")

    def find(self, text: str, found: list[SensitiveSpan]) -> Iterator[SensitiveSpan]:
        """Dates in the lines of what is found in a narrowed text; linear."""
        read = -1
        for f in found:
            if f.kind not in _LEADS_TO_A_DATE or f.start <= read:
                continue
            start = text.rfind("\n", max(0, f.start - _REACH), f.start) + 1
            start = start or max(0, f.start - _REACH)
            end = text.find("\n", f.end, f.end + _REACH)
            read = end if end >= 0 else min(len(text), f.end + _REACH)
            for m in self._born.finditer(text, start, read):
                yield SensitiveSpan(*m.span(), Sensitive.BIRTHDATE)

    def find_in_rows(self, text: str) -> Iterator[SensitiveSpan]:
        """Dates in a line with what is written as a name, in a narrowed text; linear."""
        if not self._cell.search(text):
            return
        at = 0
        for line in text.split("\n"):
            shown = line[:_LONGEST_LINE]
            if (born := self._cell.search(shown)) and self._named.search(shown):
                yield SensitiveSpan(
                    at + born.start("value"), at + born.end("value"), Sensitive.BIRTHDATE
                )
            at += len(line) + 1
