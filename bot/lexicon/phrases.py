"""Phrases of ``knowledge/`` made ready for matching.

A phrase is a plain substring or, after ``re:``, a regular expression; both are matched on the plain
text of a message (small letters, katakana as hiragana, straight quotes), and both are brought into
that spelling themselves. ``<a.b>`` stands for the phrases of a meaning, see ``meanings``. Write patterns with half-width signs and small letters.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.lexicon.meanings import edition, written_out
from bot.lexicon.spelling import as_expression, spelled
from bot.text.spans import blank

_LATIN = re.compile(r"[a-z]{3}")
_JAPANESE = re.compile(r"[ぁ-ゖ一-鿿]")
_KANA = re.compile(r"[ぁ-ゖ]")
_HAN = re.compile(r"[一-鿿]")


Phrases = Mapping[str, Sequence[str]]  # by language


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """Where a phrase stands in a text."""

    start: int
    end: int


def languages_in(text: str, lang: str) -> tuple[str, ...]:
    """The languages whose phrases can occur in a plain text: its own, and those of its scripts."""
    found = [lang]
    if lang not in ("ja", "zh") and _JAPANESE.search(text):
        found.append("ja")
    if lang == "ja" and _HAN.search(text) and not _KANA.search(text):
        found.append("zh")
    if lang != "en" and _LATIN.search(text):
        found.append("en")
    return tuple(found)


class PhraseBook:
    """The phrases of many subjects by language, and those that only look like them."""

    def __init__(self, phrases: Mapping[str, Phrases], not_phrases: Mapping[str, Phrases]) -> None:
        self._phrases, self._alike = _by_language(phrases), _by_language(not_phrases)

    def find(self, text: str, languages: Sequence[str]) -> dict[str, PhraseMatch | None]:
        """The first match of each subject in a plain text, by earlier ``languages`` before others.

        What a subject's look-alikes match is taken out before its phrases are looked for; None where
        nothing else matches.
        """
        alike: dict[str, list[tuple[int, int]]] = {}
        for lang in languages:
            for subject, words in self._alike.get(lang, ()):
                for look_alike in any_of(words).finditer(text):
                    alike.setdefault(subject, []).append(look_alike.span())
        found: dict[str, PhraseMatch | None] = dict.fromkeys(alike)
        for lang in languages:
            for subject, words in self._phrases.get(lang, ()):
                if found.get(subject) is None and (
                    match := any_of(words).search(blank(text, alike.get(subject, [])))
                ):
                    found[subject] = PhraseMatch(*match.span())
        return found


def _by_language(phrases: Mapping[str, Phrases]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for subject, said in phrases.items():
        for lang, words in said.items():
            if words:
                found.setdefault(lang, []).append((subject, tuple(words)))
    return found


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for plain text that finds any of some phrases."""
    return _any_of(tuple(phrases), edition())


@lru_cache(maxsize=4096)  # compiled when the language is first met
def _any_of(phrases: tuple[str, ...], _edition: int) -> re.Pattern[str]:
    return pattern("|".join(f"(?:{as_expression(phrase)})" for phrase in phrases))


def pattern(expression: str) -> re.Pattern[str]:
    """A regular expression for plain text, from one in ordinary spelling."""
    return _pattern(expression, edition())


@lru_cache(maxsize=4096)  # readers are built anew with every catalogue, from the same phrases
def _pattern(expression: str, _edition: int) -> re.Pattern[str]:
    return re.compile(written_out(spelled(expression)), re.MULTILINE)
