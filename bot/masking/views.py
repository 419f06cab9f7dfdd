"""A text as it reads once its encoded letters are decoded, with the way back to the original.

Percent-encoding (RFC 3986), JSON escapes, HTML entities, half-width kana and invisible letters, also
one inside another (%2540). Base64 is not a view: see ``redact``.
"""

import html
import re
import unicodedata
import urllib.parse
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from bot.masking.sensitive import BARRIER, SensitiveSpan

MOST_DEPTH = 3
_LETTER = re.compile(
    r"%[2-7][0-9A-Fa-f]|%[CDcd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}"
    r"|%[Ff][0-4](?:%[89ABab][0-9A-Fa-f]){3}|\\u[0-9A-Fa-f]{4}|&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,6}|commat|amp|quot|lt|gt|period|colon|hyphen);"
    r"|[ｦ-ﾝｰ][ﾞﾟ]?|[\u00ad\u200b-\u200f\u2060\ufeff]"
)
_FIRST_OF_LETTER = frozenset("%\\&\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_HALF_WIDTH = "ｦ"  # the first of them; beyond are only emoji and rare kanji


@dataclass(frozen=True, slots=True)
class DecodedView:
    """``text`` as decoded; its letter ``i`` stands at ``starts[i]:ends[i]`` of the original."""

    text: str
    starts: list[int]
    ends: list[int]


def decoded_view(text: str) -> DecodedView | None:
    """The decoded text, or None when nothing in it is encoded."""
    if not text or not _LETTER.search(text):
        return None
    view = DecodedView(text, list(range(len(text))), list(range(1, len(text) + 1)))
    for _ in range(MOST_DEPTH):
        if not _LETTER.search(view.text):
            break
        view = _decoded(view)
    return view


def _decoded(view: DecodedView) -> DecodedView:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for m in _LETTER.finditer(view.text):
        letters.append(view.text[at : m.start()])
        starts += view.starts[at : m.start()]
        ends += view.ends[at : m.start()]
        letter = _letter(m.group())
        letters.append(letter)
        starts += [view.starts[m.start()]] * len(letter)
        ends += [view.ends[m.end() - 1]] * len(letter)
        at = m.end()
    letters.append(view.text[at:])
    return DecodedView("".join(letters), starts + view.starts[at:], ends + view.ends[at:])


@lru_cache(maxsize=1024)
def _letter(encoded: str) -> str:
    if encoded[0] == "%":
        return urllib.parse.unquote(encoded)
    if encoded[0] == "\\":
        return chr(int(encoded[2:], 16))
    if encoded[0] == "&":
        return html.unescape(encoded)
    return (
        unicodedata.normalize("NFKC", encoded)
        if "ｦ" <= encoded[0] <= "ﾟ" or encoded[0] == "ｰ"
        else ""
    )


class Picked:
    """Some lines of a text, set apart where others lay between, with the way back to their places."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._begins: list[int] = []
        self._offsets: list[int] = []
        self.length = 0

    def add(self, line: str, at: int, *, joined: bool) -> None:
        """One more line; ``at`` is where it begins in the text, ``joined`` whether its neighbour is in."""
        gap = "" if not self._parts else "\n" if joined else f"\n{BARRIER}\n"
        self.length += len(gap)
        self._begins.append(self.length)
        self._offsets.append(at - self.length)
        self._parts += (gap, line)
        self.length += len(line)

    @property
    def empty(self) -> bool:
        return not self._parts

    def text(self) -> str:
        """The picked lines."""
        return "".join(self._parts)

    def origin(self, found: SensitiveSpan) -> SensitiveSpan:
        """The same finding at its place in the whole text."""
        offset = self._offsets[max(0, bisect_right(self._begins, found.start) - 1)]
        return SensitiveSpan(found.start + offset, found.end + offset, found.kind)


def encoded_lines(text: str) -> Picked:
    """The lines with encoded letters, each with the line before it."""
    picked = Picked()
    plain = _FIRST_OF_LETTER.isdisjoint(text) and max(text, default="") < _HALF_WIDTH
    if plain or not _LETTER.search(text):
        return picked
    lines = text.split("\n")
    encoded = [bool(_LETTER.search(line)) for line in lines]
    at = last = 0
    for i, line in enumerate(lines):
        if encoded[i] or (i + 1 < len(lines) and encoded[i + 1]):
            picked.add(line, at, joined=last == i - 1)
            last = i
        at += len(line) + 1
    return picked
