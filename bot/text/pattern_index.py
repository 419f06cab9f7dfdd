"""Many regular expressions over one text, without trying those that cannot match.

A pattern of ``knowledge/`` is an alternation of phrases, most of which hold letters that a match cannot do
without. These are looked up in the text first, as pairs of letters; few patterns are left to be tried.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from math import prod
from re import _constants as ops  # type: ignore[attr-defined]  # the parser is documented nowhere
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_WIDEST = 100  # letters of a class that are looked up one by one
_FREQUENT = frozenset("abcdefghijklmnopqrstuvwxyz ").union(map(chr, range(ord("ぁ"), ord("ゖ"))))
_OFTEN, _SELDOM = 0.3, 0.02  # roughly the shares of texts in which one of these stands, and another


class PatternIndex(Generic[Name]):
    """Finds which of many patterns a text may match. Built once; order is kept."""

    def __init__(self, expressions: Mapping[Name, str]) -> None:
        """``expressions`` in the order in which they are to be tried, without ``(?i)``."""
        self._places = {name: n for n, name in enumerate(expressions)}
        self._always: set[Name] = set()
        self._by_letters: dict[str, set[Name]] = defaultdict(set)
        for name, expression in expressions.items():
            needed = letters_needed(expression)
            if needed is None:
                self._always.add(name)
            for letters in needed or ():
                self._by_letters[letters].add(name)

    def may_match(self, text: str, also: Iterable[Name] = ()) -> list[Name]:
        """The patterns that the text holds the letters of, in their order; no other can match.

        ``also``: those that are to be tried whatever it holds.
        """
        held = self._by_letters.keys() & _letters_of(text)
        found = self._always.union(also, *(self._by_letters[letters] for letters in held))
        return sorted(found & self._places.keys(), key=self._places.__getitem__)


@lru_cache(maxsize=16)  # a message is looked at by one index after the other
def _letters_of(text: str) -> frozenset[str]:
    return frozenset(text).union(map(str.__add__, text, text[1:]))


@lru_cache(maxsize=4096)  # readers are built anew with every catalogue, from the same phrases
def letters_needed(expression: str) -> frozenset[str] | None:
    """Single letters and pairs, one of which stands in every text that a pattern matches; None: not known."""
    parsed = _parser.parse(expression)
    return None if parsed.state.flags & re.IGNORECASE else _needed(parsed)


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The rarest of what the items of a sequence need."""
    return min(_each_needs(items), key=_how_often, default=None)


def _each_needs(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    run = ""
    for op, given in items:
        if op is ops.LITERAL:
            run += chr(given)
            yield frozenset({run[-2:]})
            continue
        run = ""
        found = _one_needs(op, given)
        if found is not None:
            yield found


def _one_needs(op: Any, given: Any) -> frozenset[str] | None:
    if op is ops.IN:
        return _of_class(given)
    if op is ops.BRANCH:
        branches = [_needed(branch) for branch in given[1]]
        known = [b for b in branches if b is not None]
        return frozenset[str]().union(*known) if len(known) == len(branches) else None
    if op is ops.SUBPATTERN:
        _, added, _, within = given
        return None if added & re.IGNORECASE else _needed(within)
    if op in _REPEATS and given[0] > 0:
        return _needed(given[2])
    return None


def _of_class(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The letters of a class; None where they are too many, or all but some."""
    found: set[str] = set()
    for op, given in members:
        if op is ops.LITERAL:
            found.add(chr(given))
        elif op is ops.RANGE and given[1] - given[0] < _WIDEST:
            found.update(map(chr, range(given[0], given[1] + 1)))
        else:
            return None
    return frozenset(found)


def _how_often(needed: Iterable[str]) -> float:
    """Roughly the share of texts in which one of some letters or pairs stands."""
    return sum(prod(_OFTEN if x in _FREQUENT else _SELDOM for x in letters) for letters in needed)
