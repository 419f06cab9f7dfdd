"""The names of a catalogue by every spelling under which they may be written, and their first words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import CHOSEN, Catalogue
from bot.text.normalise import fold, nfkc, plain
from bot.triage.understand.spellings import LONG, kana_romaji, loose, romaji, skeleton

_NAMING = Meanings("naming", "description")
_NAMED = Meanings("named", "behind half")

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KATAKANA_TAIL = re.compile(r"[ァ-ヺー]{2,}$")
_SPLIT_NAME = re.compile(r"\s*[（(]([^（）()]{2,})[）)]\s*")
SHORTEST_FUZZY = 5
TWO_EDITS_FROM = 9
_SHORTEST = 4  # letters in romaji
LONGEST_HALF = 12  # letters behind half a name that say so
_SHORTEST_SORT = 3  # letters of katakana
_LATIN = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
_HEAD = re.compile(rf"(?:{_LATIN}|[ァ-ヺー]+|[ぁ-ゖー]+)(?=.)")
_RUN = re.compile(rf"{_LATIN}|[ァ-ヺー]+|[ぁ-ゖー]+")


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write one product. ``words`` are its Latin words in lower case."""

    text: str
    product: str
    folded: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.folded.replace(LONG, "")

    @property
    def is_latin(self) -> bool:
        return self.text.isascii()


def edits_allowed(length: int) -> int:
    """How many typing errors a name of this many folded characters may carry."""
    if length < SHORTEST_FUZZY:
        return 0
    return 1 if length < TWO_EDITS_FROM else 2


def names_of(catalogue: Catalogue) -> Iterator[Name]:
    """Every name of every product; ``A（B）`` is two names. Descriptions are left out."""
    for product in catalogue.products.values():
        for written in dict.fromkeys((product.name, *product.names)):
            parts = [p.strip() for p in _SPLIT_NAME.split(nfkc(written)) if p.strip()]
            for text in dict.fromkeys((nfkc(written).strip(), *parts)):
                folded = fold(text)
                if len(folded) >= 2 and not _NAMING.description.search(text):
                    words = tuple(w.casefold() for w in _WORDS.findall(text))
                    yield Name(text, product.id, folded, words)


@dataclass(slots=True)
class NameIndex:
    """Exact and near spellings to names. The first product that claims a spelling keeps it."""

    exact: dict[str, Name] = field(default_factory=dict)
    near: dict[str, Name] = field(default_factory=dict)  # loose and romanised keys
    host_like: frozenset[str] = frozenset()
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by the first two letters
    ends: dict[tuple[str, int], list[Name]] = field(default_factory=dict)  # see ``_ends_of``
    tails: dict[str, list[tuple[str, Name]]] = field(default_factory=dict)  # loose head: tails

    @classmethod
    def of(cls, names: Iterable[Name]) -> "NameIndex":
        index = cls()
        kept = list(names)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in kept:
            index.exact.setdefault(name.key, name)
            lengths[name.key[:2]].add(len(name.key))
        for name in kept:
            index._add_near(name)
            index._add_fuzzy(name)
        index.lengths = {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()}
        index.host_like = frozenset(n.text.casefold() for n in kept if "." in n.text and n.is_latin)
        return index

    def _add_near(self, name: Name) -> None:
        if len(name.key) < 4:
            return
        keys = {romaji(name.key)} if name.is_latin else {loose(name.key), kana_romaji(name.key)}
        for key in keys:
            if len(key) >= 5 or not key.isascii():
                self.near.setdefault(key, name)

    def _add_fuzzy(self, name: Name) -> None:
        if not name.is_latin and (tail := _KATAKANA_TAIL.search(name.text)):
            head = loose(fold(name.text[: tail.start()]))
            if head:
                self.tails.setdefault(head, []).append((fold(tail.group()), name))
        most = edits_allowed(len(name.folded))
        for length in range(len(name.folded) - most, len(name.folded) + most + 1) if most else ():
            for end in _ends_of(name.folded):
                self.ends.setdefault((end, length), []).append(name)

    def nearest(self, folded: str) -> tuple[Name, int] | None:
        """The name fewest typing errors away (optimal string alignment), within what is allowed."""
        best: tuple[Name, int] | None = None
        for end in _ends_of(folded):
            for name in self.ends.get((end, len(folded)), ()):
                limit = min(edits_allowed(len(name.folded)), best[1] - 1 if best else 2)
                distance = OSA.distance(folded, name.folded, score_cutoff=limit)
                if distance <= limit:
                    best = (name, distance)
        return best


def _ends_of(folded: str) -> tuple[str, str]:
    """The marks under which a folded name is filed, by the lengths that a misspelling of it may have.

    One error leaves one of its ends whole: ``kumosheet`` is filed as ``>ku`` and ``<et``.
    """
    return (">" + folded[:2], "<" + folded[-2:])


class ShortNames:
    """The short names of one catalogue; built once."""

    def __init__(self, catalogue: Catalogue) -> None:
        heads: dict[str, set[str]] = {}
        for product in catalogue.products.values():
            for name in (product.name, *product.names):
                if head := _HEAD.match(nfkc(name)):
                    heads.setdefault(_key(head.group()), set()).add(product.id)
        chosen = {p.id for p in catalogue.products.values() if p.kind in CHOSEN}
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
                if product and (not rest or _NAMED.behind.match(rest) or is_half(text, end)):
                    yield run.start(), end, product
                    break


def is_half(text: str, end: int) -> bool:
    """Whether a name that ends there is said to be but half of it: "Star something"."""
    return _NAMED.half.match(plain(text[end : end + LONGEST_HALF])) is not None


def tells_half(text: str) -> bool:
    """Whether any name may be told by half; most texts need no closer look."""
    return _NAMED.half.search(plain(text)) is not None


class SortWords:
    """The words for a sort of product with which names of one catalogue end, as "form" of "Star Form"; built once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._products: dict[str, set[str]] = defaultdict(set)
        for product in (p for p in catalogue.products.values() if p.kind in CHOSEN):
            for name in map(nfkc, product.names):
                tail = _KATAKANA_TAIL.search(name)
                if tail and tail.start() and len(tail.group()) >= _SHORTEST_SORT:
                    self._products[tail.group()].add(product.id)
        words = sorted(self._products, key=len, reverse=True)
        self._words = (
            re.compile(f"(?<![ァ-ヺー])(?:{'|'.join(words)})(?![ァ-ヺー])") if words else None
        )

    def find(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Start, end and the ids of all products of that sort, for each such word in ``nfkc`` text."""
        for found in self._words.finditer(text) if self._words else ():
            yield found.start(), found.end(), self._products[found.group()]


def _key(word: str) -> str:
    """One spelling for Latin letters and both kana."""
    return romaji(word.lower()) if word.isascii() else kana_romaji(skeleton(word))
