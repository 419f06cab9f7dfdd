"""Which products of the catalogue a text names, and which it denies."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from bot.model.catalogue import Catalogue
from bot.text.normalise import fold_with_map, nfkc
from bot.triage.understand.products.naming import (
    Name,
    NameIndex,
    ShortNames,
    SortWords,
    is_half,
    names_of,
    tells_half,
)
from bot.triage.understand.products.surroundings import (
    BLANK,
    blank_unsaid,
    denies,
    is_whole,
    joins,
    means_product,
)
from bot.triage.understand.products.typos import misspelt
from bot.triage.understand.spellings import LONG

LONGEST_TEXT = 20_000
_SAME_VOWEL = re.compile(r"([aeiouぁ-お])\1{2,}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class ProductMention:
    """A mention: ``nfkc(text)[start:end]`` names ``product`` (a catalogue id)."""

    start: int
    end: int
    product: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """Ids of the products named and of those denied, each in order of appearance, and where."""

    products: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    spans: tuple[ProductMention, ...] = ()

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where products are named, whether denied or not."""
        return tuple((span.start, span.end) for span in self.spans)

    def without(self, taken: Sequence[tuple[int, int]]) -> "Mentions":
        """The mentions but for those in stretches that are taken back; what is named there alone is denied."""
        kept = tuple(s for s in self.spans if all(s.end <= a or b <= s.start for a, b in taken))
        left = {s.product for s in kept}
        gone = (s.product for s in self.spans if s not in kept and s.product not in left)
        named = tuple(p for p in self.products if p in left)
        return Mentions(named, tuple(dict.fromkeys((*self.denied, *gone))), kept)


class ProductMatcher:
    """Finds the products of one catalogue in texts; built once per catalogue.

    It matches names, never hosts or vendors, nor single words of a longer name unless asked to. A product that is both
    named and denied counts as named. What stands beyond 20,000 characters is not read.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._index = NameIndex.of(names_of(catalogue))
        self._short = ShortNames(catalogue)
        self._sorts = SortWords(catalogue)

    def find(self, text: str, *, short: Set[str] = frozenset()) -> Mentions:
        """The products that a text names and those it denies. Pure; never raises.

        ``short``: ids of products of which the first word of a name will do, as of all where they were asked
        what they use, and of those spoken of before; "Star something" is enough at any time.
        """
        plain = nfkc(text[:LONGEST_TEXT])
        spans = sorted(self._spans(plain), key=lambda s: s.start)
        if short or tells_half(plain):
            halves = (ProductMention(*p) for p in self._short.find(plain))
            found = [m for m in halves if m.product in short or is_half(plain, m.end)]
            free = (f for f in found if all(f.end <= s.start or s.end <= f.start for s in spans))
            spans = sorted((*spans, *free), key=lambda s: s.start)
        denied = _denied(plain, spans)
        named = dict.fromkeys(s.product for s, no in zip(spans, denied, strict=True) if not no)
        refused = dict.fromkeys(s.product for s, no in zip(spans, denied, strict=True) if no)
        refused |= dict.fromkeys(self._of_denied_sorts(plain, spans))
        return Mentions(tuple(named), tuple(p for p in refused if p not in named), tuple(spans))

    def _of_denied_sorts(self, plain: str, spans: list[ProductMention]) -> Iterator[str]:
        """The products of each sort that is denied by its word alone: "we use no forms"."""
        for start, end, products in self._sorts.find(plain):
            alone = all(end <= s.start or s.end <= start for s in spans)
            if alone and denies(*_around(plain, ProductMention(start, end, ""))):
                yield from sorted(products)

    def _spans(self, plain: str) -> Iterator[ProductMention]:
        said = blank_unsaid(plain, self._index.host_like)
        rest = list(said)
        for start, end, name in self._exact(said):
            rest[start:end] = BLANK * (end - start)
            if means_product(said, start, end, name):
                yield ProductMention(start, end, name.product)
        for start, end, name in misspelt("".join(rest), self._index):
            yield ProductMention(start, end, name.product)

    def _exact(self, said: str) -> Iterator[tuple[int, int, Name]]:
        """Names spelt right but for width, case, kana, spaces and length marks; longest first."""
        folded, origin = fold_with_map(said)
        key = folded
        keep: Sequence[int] = range(len(folded))
        if LONG in folded:
            key = folded.replace(LONG, "")
            keep = [i for i, letter in enumerate(folded) if letter != LONG]
        end = 0
        for at, head in _heads(key, self._index.lengths.keys()):
            if at < end:
                continue
            for length in self._index.lengths[head]:
                name = self._index.exact.get(key[at : at + length])
                if name is None or len(name.key) != length:
                    continue
                start = origin[keep[at]]
                stop = _past_length(said, origin[keep[at + length - 1]] + 1)
                if is_whole(said, start, stop, name):
                    yield start, stop, name
                    end = at + length
                    break


def _heads(key: str, known: Set[str]) -> list[tuple[int, str]]:
    """Where in a folded text the first two letters of any name stand, in order."""
    return sorted(
        (at, head) for head in known & set(map(add, key, key[1:])) for at in _places(head, key)
    )


def _places(head: str, key: str) -> Iterator[int]:
    at = key.find(head)
    while at >= 0:
        yield at
        at = key.find(head, at + 1)


def _past_length(said: str, end: int) -> int:
    """Where a match really ends: behind length marks and a run of vowels that folding made one."""
    run = _SAME_VOWEL.match(said, end - 1)
    end = run.end() if run else end
    while end < len(said) and said[end] == LONG:
        end += 1
    return end


def _denied(plain: str, spans: list[ProductMention]) -> list[bool]:
    """For each mention whether it is denied; a list shares the denial at either of its ends."""
    out = [denies(*_around(plain, s)) for s in spans]
    pairs = list(pairwise(range(len(spans))))
    for i, j in [*pairs, *reversed(pairs)]:
        if out[i] != out[j] and joins(plain[spans[i].end : spans[j].start]):
            out[i] = out[j] = True
    return out


def _around(plain: str, span: ProductMention) -> tuple[str, str]:
    """What stands before a name and behind it in its sentence, the mark at the end included."""
    before = _SENTENCE_END.split(plain[max(0, span.start - 80) : span.start])[-1]
    after = plain[span.end : span.end + 80]
    end = _SENTENCE_END.search(after)
    return before, after[: end.end()] if end else after
