"""Finds everything that is to be masked in a text, whatever it is written in."""

import base64
import binascii
import re
from collections.abc import Iterator

from bot.masking.addresses import Addresses
from bot.masking.book import Book, Tokens
from bot.masking.checks import Checks
from bot.masking.columns import Columns
from bot.masking.neighbours import NearPassword, NeighbourFinder
from bot.masking.numbers import CardNumbers, Phones
from bot.masking.repeats import find_of_shape, find_repeated
from bot.masking.sensitive import BARRIER, MASKS, PatternWords, SensitiveSpan, merged, narrow
from bot.masking.views import Picked, decoded_view, encoded_lines
from bot.model.masking import Masking

MOST_LED_FROM = 200
SHORT = 4096  # letters of a text that is looked at a second time as a whole
_REACH = 200
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,8192}={0,2}(?![A-Za-z0-9+/_=-])")


class Masker:
    """Finds what ``masking`` describes. Built once; linear in the length of a text, never raises."""

    def __init__(self, masking: Masking) -> None:
        words = PatternWords(masking.words)
        checks = Checks(words)
        self._beside = NeighbourFinder(words)
        self._finders = (
            Book(masking.rules, words, checks).find,
            Tokens(masking.tokens, checks).find,
            NearPassword(words).find,
            CardNumbers(words).find,
            Phones(words).find,
            Addresses(words).find,
            Columns(masking.columns).find,
            self._beside.find_in_rows,
        )

    def find(self, text: str) -> list[SensitiveSpan]:
        """What is to be masked, in order and without overlaps."""
        plain = narrow(text)
        found = merged((*self._plainly(plain), *self._encoded(plain), *self._in_base64(plain)))
        if found:
            few = found[:MOST_LED_FROM]
            end = len(plain) if len(few) == len(found) else few[-1].end + _REACH
            if more := list(self._beside.find(plain[:end], few)):
                found = merged((*found, *more))
            if more := [*find_of_shape(plain, found), *find_repeated(plain, found)]:
                found = merged((*found, *more))
        return [f for f in found if BARRIER not in plain[f.start : f.end]]

    def find_again(self, text: str) -> list[SensitiveSpan]:
        """What a second look finds; at a long text only in the lines with a mask and those about them.

        Nothing where they are long themselves: a second look finds little, and takes as long as the first.
        """
        if len(text) <= SHORT:
            return self.find(text)
        lines = text.split("\n")
        masked = {i for i, line in enumerate(lines) if "[" in line and MASKS.search(line)}
        near = {j for i in masked for j in range(max(0, i - 1), min(len(lines), i + 2))}
        if sum(len(lines[i]) for i in near) > SHORT:
            return []
        picked, starts = Picked(), 0
        for i, line in enumerate(lines):
            if i in near:
                picked.add(line, starts, joined=i - 1 in near)
            starts += len(line) + 1
        return [picked.origin(f) for f in self.find(picked.text())]

    def _plainly(self, plain: str) -> Iterator[SensitiveSpan]:
        for find in self._finders:
            yield from find(plain)

    def _encoded(self, plain: str) -> Iterator[SensitiveSpan]:
        """What shows only when letters are decoded, at the encoded place; base64 within them as well."""
        picked = encoded_lines(plain)
        if picked.empty or not (view := decoded_view(picked.text())):
            return
        inner = narrow(view.text)
        for f in (*self._plainly(inner), *self._in_base64(inner)):
            if f.end > f.start:
                yield picked.origin(
                    SensitiveSpan(view.starts[f.start], view.ends[f.end - 1], f.kind)
                )

    def _in_base64(self, plain: str) -> Iterator[SensitiveSpan]:
        """Runs of base64 (RFC 4648, both alphabets) that decode to a text with something sensitive."""
        for m in _BASE64.finditer(plain):
            decoded = _decoded(m.group())
            if decoded and (inner := next(self._plainly(narrow(decoded)), None)):
                yield SensitiveSpan(m.start(), m.end(), inner.kind)


def _decoded(run: str) -> str:
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""
