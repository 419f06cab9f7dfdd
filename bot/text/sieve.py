"""Patterns that are tried only on texts that can match them.

A message is searched for some three hundred patterns of which a dozen occur. Most patterns cannot match
without certain letters standing together: ``保存(?:が|を)でき`` needs 保存. What a pattern needs is read off its
parse tree when it is first used (so that a desk starts quickly), a text is cut into its pieces of up to
three letters once, and most searches are one or two comparisons of small sets. (The idea of Russ Cox,
"Regular Expression Matching with a Trigram Index", 2012.)
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache, lru_cache
from itertools import product
from math import prod
from operator import add
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

DIGIT = "\\d"  # stands for any decimal digit
MOST_LIKELY = 2.0  # what nearly every text has is not worth asking for
_MOST_CHOICES = 24  # spellings of one piece of a pattern; more of them tell too little
_MOST_CHARACTERS = 16  # of a class such as [かきくけこ]
_LONGEST_PIECE = 3
_MOST_BEGINNINGS = 400
_KEPT = 8  # texts whose pieces are remembered: a message is read in a handful of forms

Need = frozenset[str]  # pieces of which a match has at least one
Needs = tuple[Need, ...]  # each of them is met by every match; the rarest first


class Pattern:
    """A regular expression that first looks whether a text has what it needs.

    ``search``, ``finditer`` and ``sub`` are for whole messages. For pieces of a message use ``match`` and
    ``fullmatch``, which do not look, or an ordinary pattern: to cut up a text that is seen once costs
    more than to search it. Beyond ASCII a match that exists only because letters of different
    form fold together (ſ and s) may be missed.
    """

    __slots__ = ("_begins", "_needs", "_regex", "flags", "pattern")

    def __init__(self, expression: str, flags: int = 0) -> None:
        self.pattern = expression
        self.flags = flags
        self._needs: Needs | None = None
        self._regex: re.Pattern[str] | None = None
        self._begins: frozenset[str] | None = None

    @property
    def needs(self) -> Needs:
        """What every match has; read off the expression when first a text is searched."""
        if self._needs is None:
            _ = self.begins  # which reads both
        return self._needs or ()

    @property
    def regex(self) -> re.Pattern[str]:
        """The regular expression; compiled when first a text may match it, which most never see."""
        if self._regex is None:
            self._regex = re.compile(self.pattern, self.flags)
        return self._regex

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self.regex.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self.regex.fullmatch(text, start, end)

    def split(self, text: str) -> list[str | Any]:
        """As ``re.Pattern.split``."""
        return self.regex.split(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        if wanted := self._needs if self._needs is not None else self.needs:
            shown = pieces(text)
            for need in wanted:
                if need.isdisjoint(shown):
                    return None
        return self.regex.search(text, start, end)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        if wanted := self._needs if self._needs is not None else self.needs:
            shown = pieces(text)
            for need in wanted:
                if need.isdisjoint(shown):
                    return iter(())
        return self.regex.finditer(text, start, end)

    @property
    def begins(self) -> frozenset[str]:
        """Pieces with one of which every match begins; none when too many may."""
        if self._begins is None:
            tree = parser.parse(self.pattern, self.flags)
            self._begins = beginnings(tree)
            self._needs = needs(tree, self._begins)
        return self._begins

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """As ``finditer``, and quick where few places of a text are a beginning."""
        return self._at_places(text) if self.begins else self.finditer(text)

    def _at_places(self, text: str) -> Iterator[re.Match[str]]:
        if self._lacks_a_need(text):
            return
        low = lowered(text)
        places: set[int] = set()
        for piece in self.begins & pieces(text):
            at = low.find(piece)
            while at >= 0:
                places.add(at)
                at = low.find(piece, at + 1)
        end = 0
        for place in sorted(places):
            if place >= end and (m := self.regex.match(text, place)):
                end = max(m.end(), place + 1)
                yield m

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As ``re.Pattern.sub``."""
        return text if self._lacks_a_need(text) else self.regex.sub(replacement, text)

    def _lacks_a_need(self, text: str) -> bool:
        shown = pieces(text)
        return any(need.isdisjoint(shown) for need in self.needs)


@lru_cache(maxsize=_KEPT)
def lowered(text: str) -> str:
    """The text in lower case, of the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)


@lru_cache(maxsize=_KEPT)
def pieces(text: str) -> Set[str]:
    """All runs of one to three letters of a text, in lower case, and DIGIT if it has a digit."""
    return _pieces(lowered(text))


@lru_cache(maxsize=_KEPT)
def _pieces(low: str) -> Set[str]:
    two = list(map(add, low, low[1:]))
    found = {*low, *two, *map(add, two, low[2:])}
    if not found.isdisjoint("0123456789") or (not low.isascii() and any(map(str.isdecimal, low))):
        found.add(DIGIT)
    return found


def needs(tree: Any, begins: Need = frozenset()) -> Needs:
    """What every match of a parsed expression has: at most two needs, none when nothing is sure.

    ``begins``: pieces with one of which every match begins, if that is known.
    """
    found = [*_of_sequence(tree), *([begins] if begins else [])]
    likely = [need for need in found if _likelihood(need) <= MOST_LIKELY]
    first = min(likely, key=_likelihood, default=None)
    if first is None:
        return ()
    second = min((n for n in likely if not _touch(n, first)), key=_likelihood, default=None)
    return (first,) if second is None else (first, second)


def _of_sequence(nodes: Any) -> list[Need]:
    """The needs of nodes that follow each other."""
    found: list[Need] = []
    run: list[Sequence[str]] = []
    for code, value in nodes.data:
        if code is op.AT or code is op.ASSERT_NOT:
            continue  # no letter of the text; its neighbours are neighbours all the same
        letters = _letters(code, value)
        if DIGIT in letters:  # stands for a letter, but is none that a piece of a text could have
            found.append(frozenset(letters))
            run = []
        elif letters:
            run = [*run, letters][-_LONGEST_PIECE:]
            while prod(map(len, run)) > _MOST_CHOICES:
                run = run[1:]
            found.append(frozenset(map("".join, product(*run))))
        else:
            run = []
            if inner := _INNER.get(code):
                found += inner(value)
    return found


def _letters(code: Any, value: Any) -> tuple[str, ...]:
    """The letters that may stand at a node that is one letter; none when they are too many."""
    if code is op.LITERAL:
        return (chr(value).lower()[:1],)
    if code is not op.IN:
        return ()
    letters: set[str] = set()
    for sort, what in value:
        if sort is op.LITERAL:
            letters.add(chr(what).lower()[:1])
        elif sort is op.RANGE and what[1] - what[0] < _MOST_CHARACTERS:
            letters.update(chr(c).lower()[:1] for c in range(what[0], what[1] + 1))
        elif sort is op.CATEGORY and what is op.CATEGORY_DIGIT:
            letters.add(DIGIT)
        else:
            return ()
    return tuple(sorted(letters)) if len(letters) <= _MOST_CHARACTERS else ()


def _of_branches(value: Any) -> list[Need]:
    """One need that is met whichever branch is taken, if each has one."""
    each = [min(_of_sequence(branch), key=_likelihood, default=None) for branch in value[1]]
    sure = [need for need in each if need]
    return [frozenset().union(*sure)] if len(sure) == len(each) else []


def _of_repeat(value: Any) -> list[Need]:
    least, _, inner = value
    return _of_sequence(inner) if least else []


_INNER: dict[Any, Callable[[Any], list[Need]]] = {
    op.SUBPATTERN: lambda value: _of_sequence(value[3]),
    op.ATOMIC_GROUP: _of_sequence,
    op.BRANCH: _of_branches,
    op.MAX_REPEAT: _of_repeat,
    op.MIN_REPEAT: _of_repeat,
    op.POSSESSIVE_REPEAT: _of_repeat,
    op.ASSERT: lambda value: _of_sequence(value[1]),
}


_Begun = set[tuple[str, bool]]  # what a match may begin with, and whether more of it can be told


def beginnings(tree: Any) -> frozenset[str]:
    """Pieces of up to three letters with which every match of a parsed expression begins."""
    begun = {piece for piece, _ in _begun(tree, {("", True)})}
    return frozenset() if "" in begun or len(begun) > _MOST_BEGINNINGS else frozenset(begun)


def _begun(nodes: Any, begun: _Begun) -> _Begun:
    for code, value in nodes.data:
        if code is op.AT or code is op.ASSERT_NOT or code is op.ASSERT:
            continue
        going_on = {b for b in begun if b[1] and len(b[0]) < _LONGEST_PIECE}
        if not going_on or len(begun) > _MOST_BEGINNINGS:
            break
        begun = (begun - going_on) | _one_further(code, value, going_on)
    return begun


def _one_further(code: Any, value: Any, begun: _Begun) -> _Begun:
    """What the beginnings become with one node more; where it tells nothing, they end there."""
    letters = _letters(code, value)
    if letters and DIGIT not in letters:
        return {(piece + letter, True) for piece, _ in begun for letter in letters}
    if code is op.SUBPATTERN:
        return _begun(value[3], begun)
    if code is op.BRANCH:
        return {b for branch in value[1] for b in _begun(branch, begun)}
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        further = _begun(inner, begun)
        if most > 1:
            further = {(piece, False) for piece, _ in further}
        return further if least else further | begun
    return {(piece, False) for piece, _ in begun}


def _touch(one: Need, other: Need) -> bool:
    """Whether two needs ask for much the same, such as neighbouring letters of one word."""
    return any(a in b or b in a for a in _cut(one) for b in _cut(other))


def _cut(need: Need) -> set[str]:
    return {piece[at : at + 2] for piece in need for at in range(max(1, len(piece) - 1))}


def _likelihood(need: Need) -> float:
    """About how likely a message has one of the pieces; only the order matters."""
    return sum(map(_rarity, need))


@cache
def _rarity(piece: str) -> float:
    if piece == DIGIT:
        return 0.4
    likely = 1.0
    for letter in piece:
        if "ぁ" <= letter <= "ー":
            likely *= 0.2
        elif letter.isascii():
            likely *= 0.35
        else:
            likely *= 0.04
    return likely
