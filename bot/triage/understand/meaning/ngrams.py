"""A text as the pieces that a linear model counts: letters for Japanese, words for Latin script.

Japanese, Chinese, Korean and Thai are cut into runs of one to four characters, without a dictionary
and without knowing where words begin; Latin script into words, pairs of words and runs of three to
five letters inside a word, so that a typing error spoils only some of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

LONGEST_WORD = 40  # letters of a Latin word that are looked at
LONGEST = 1_500  # characters that are cut up; a longer text has said what it wants by then
PLATFORM, PRODUCT = "◆", "◇"  # stand for a product's name, so that no name carries a weight
_LATIN = "a-z0'\u00c0-\u024f\u1e00-\u1eff"
_RUN = re.compile(rf"(?P<latin>[{_LATIN}]+)|[^\s{_LATIN}]+")
_DIGIT = re.compile(r"\d")
_LETTERS = (1, 2, 3, 4)
_INSIDE = (3, 4, 5)

Piece = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Gist:
    """A plain text with every product name as one sign; ``origin`` are the places in the plain text."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, plain: str, names: Iterable[tuple[int, int, str]]) -> "Gist":
        """``names``: start, end and sign of each mention, in order and without overlaps."""
        parts: list[str] = []
        origin: list[int] = []
        end = 0
        for start, stop, sign in names:
            if start < end or stop > len(plain):
                continue
            parts += (plain[end:start], sign)
            origin += (*range(end, start), start)
            end = stop
        parts.append(plain[end:])
        return cls("".join(parts), (*origin, *range(end, len(plain))))


def ngrams(text: str) -> set[str]:
    """The n-grams of a gist's text; digits all count as ``0``."""
    found: set[str] = set()
    for run, _, before in _runs(text):
        if before is None:
            longer: Iterable[str] = run
            found.update(run)
            for n in _LETTERS[1:]:
                longer = list(map(add, longer, run[n - 1 :]))
                found.update(longer)
            continue
        found |= _of_word(run)
        if before:
            found.add(f"{before} {run}")
    return found


def pieces(text: str) -> Iterator[Piece]:
    """The same n-grams in order, each time they stand there, with their places in the text."""
    last = 0
    for run, start, before in _runs(text):
        if before is None:
            for n in _LETTERS:
                yield from (
                    (run[i : i + n], start + i, start + i + n) for i in range(len(run) - n + 1)
                )
            continue
        yield from ((piece, start + a, start + b) for piece, a, b in _in_word(run))
        if before:
            yield f"{before} {run}", last, start + len(run)
        last = start


def _runs(text: str) -> Iterator[tuple[str, int, str | None]]:
    """Runs of letters with their start; for a Latin word the word before it ("" if none stands there)."""
    before = ""
    for match in _RUN.finditer(_DIGIT.sub("0", text[:LONGEST])):
        run = match.group()
        if match.group("latin") is None:
            yield run, match.start(), None
            before = ""
        else:
            yield run, match.start(), before
            before = run


@lru_cache(maxsize=8192)  # ordinary words come again and again
def _of_word(word: str) -> frozenset[str]:
    return frozenset(piece for piece, _, _ in _in_word(word))


def _in_word(word: str) -> tuple[Piece, ...]:
    """A word as a whole and its n-grams with places in it."""
    word = word[:LONGEST_WORD]
    padded = f" {word} "
    whole = (padded, 0, len(word))
    inside = (
        (padded[at : at + n], max(0, at - 1), min(at - 1 + n, len(word)))
        for n in _INSIDE
        for at in range(len(padded) - n + 1)
    )
    return (whole, *inside)
