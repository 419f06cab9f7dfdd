"""Phrases of ``knowledge/`` made ready for matching.

A phrase is a plain substring or, after ``re:``, a regular expression; both are matched on the plain
text of a message (small letters, katakana as hiragana, straight quotes), and both are brought into
that spelling themselves. ``<ない>`` stands for the Japanese negation in its many forms. Write patterns with half-width signs and small letters.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from bot.text.normalise import nfkc
from bot.triage.understand.wording import NEGATION, blank, plain

_CAPITAL = re.compile(r"(\\[A-Z]|\(\?P[<=])")  # in a regular expression, no letter of the text
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


@dataclass(frozen=True)
class _SubjectPhrases:
    """The phrases of one subject in one language; compiled when the language is first met."""

    phrases: Sequence[str]
    alike: Sequence[str]

    @cached_property
    def any_phrase(self) -> re.Pattern[str]:
        """Any of its phrases."""
        return any_of(self.phrases)

    @cached_property
    def any_alike(self) -> re.Pattern[str] | None:
        """Any of its look-alikes, if it has some."""
        return any_of(self.alike) if self.alike else None


class PhraseBook:
    """The phrases of many subjects by language, and those that only look like them."""

    def __init__(self, phrases: Mapping[str, Phrases], not_phrases: Mapping[str, Phrases]) -> None:
        self._subjects: dict[str, dict[str, _SubjectPhrases]] = {}
        self._entries = cache(self._of_languages)
        for subject in {**phrases, **not_phrases}:
            own, alike = phrases.get(subject, {}), not_phrases.get(subject, {})
            for lang in {**own, **alike}:
                entry = _SubjectPhrases(own.get(lang, ()), alike.get(lang, ()))
                self._subjects.setdefault(lang, {})[subject] = entry

    def find(self, text: str, languages: Sequence[str]) -> dict[str, PhraseMatch | None]:
        """The first match of each subject in a plain text, by earlier ``languages`` before others.

        What a subject's look-alikes match is taken out before its phrases are looked for; None where
        nothing else matches.
        """
        entries = self._entries(tuple(languages))
        alike: dict[str, list[tuple[int, int]]] = {}
        for subject, entry in entries:
            for look_alike in entry.any_alike.finditer(text) if entry.any_alike else ():
                alike.setdefault(subject, []).append(look_alike.span())
        found: dict[str, PhraseMatch | None] = dict.fromkeys(alike)
        for subject, entry in entries:
            if not entry.phrases or found.get(subject) is not None:
                continue
            if match := entry.any_phrase.search(blank(text, alike.get(subject, []))):
                found[subject] = PhraseMatch(*match.span())
        return found

    def _of_languages(self, languages: tuple[str, ...]) -> list[tuple[str, _SubjectPhrases]]:
        return [e for lang in languages for e in self._subjects.get(lang, {}).items()]


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for plain text that finds any of some phrases."""
    return pattern("|".join(f"(?:{as_expression(phrase)})" for phrase in phrases))


def as_expression(phrase: str) -> str:
    """A phrase as a regular expression in ordinary spelling; of ``as:word=other`` the word."""
    kind, _, expression = phrase.partition(":")
    if kind == "as":
        phrase = expression.partition("=")[0]
    return expression if kind in ("re", "RE") else re.escape(nfkc(phrase))


def is_as_written(phrase: str) -> bool:
    """Whether a phrase is for texts as they are written, with capital letters and katakana."""
    return phrase.startswith("RE:")


@lru_cache(maxsize=4096)  # readers are built anew with every catalogue, from the same phrases
def pattern(expression: str) -> re.Pattern[str]:
    """A regular expression for plain text, from one in ordinary spelling."""
    return re.compile(spelled(expression), re.MULTILINE)


def spelled(expression: str) -> str:
    """A regular expression in the spelling of plain text, with ``<ない>`` written out.

    As ``plain`` of NFKC letters (Thai has one that is two), but a class such as non-space, and a named
    group, keep their capital letter.
    """
    letters = "".join(nfkc(c) if c.isalpha() else c for c in expression)
    parts = _CAPITAL.split(letters)
    return with_negation("".join(p if _CAPITAL.fullmatch(p) else plain(p) for p in parts))


def with_negation(expression: str) -> str:
    """The expression with ``<ない>`` written out."""
    return expression.replace("<ない>", NEGATION)
