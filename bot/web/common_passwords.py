"""What of a password is hard to guess: what is left without the words and runs that many people use.

A list of whole passwords would have to be long, and to miss the one with another year behind it. So the words are
listed that passwords are made of, and what stands between them counts.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.model.staff import spelled_alike

RUN = 3  # keys that follow each other
SHORTEST = 2  # characters of a word
_FILE = Path(__file__).with_name("common_words.yaml")


def unusual(password: str) -> str:
    """The characters of a password that stand in no common word and in no run of keys."""
    plain = spelled_alike(password)
    words, runs, signs = _known()
    covered = _covered(plain, runs)
    for spelling in {plain, plain.translate(signs), plain.replace("1", "l").translate(signs)}:
        covered |= _covered(spelling, words)
    return "".join(letter for at, letter in enumerate(plain) if at not in covered)


def _covered(text: str, words: Collection[str]) -> set[int]:
    """The places of a text that one of the words takes up."""
    covered: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            covered.update(range(at, at + len(word)))
            at = text.find(word, at + 1)
    return covered


@cache
def _known() -> tuple[frozenset[str], frozenset[str], dict[int, str]]:
    """The common words; the shortest runs, forwards and backwards; and which sign stands for which letter."""
    given: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    words = map(spelled_alike, given["words"].split())
    runs = {
        row[at : at + RUN]
        for each in given["rows"]
        for row in (spelled_alike(each), spelled_alike(each)[::-1])
        for at in range(len(row) - RUN + 1)
    }
    signs = {ord(sign): letter for sign, letter in given["signs"].items()}
    return frozenset(word for word in words if len(word) >= SHORTEST), frozenset(runs), signs
