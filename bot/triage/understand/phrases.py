"""Phrases of ``knowledge/`` made ready for matching.

A phrase is a plain substring or, after ``re:``, a regular expression; both are matched on the plain
text of a message (small letters, katakana as hiragana, straight quotes), and both are brought into
that spelling themselves. ``<ない>`` stands for the Japanese negation in its many forms. Write patterns with half-width signs and small letters.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.understand.wording import blank, plain

_NOT = (
    r"(?:な(?:い|く|か(?!ら|っ?て)|さ|っ|ん)|ね(?:え|ー|ぇ|っす|。|$|!)|ま(?:せん|へん|せぬ)|へん|ひん"
    r"|ず(?!つ|っと)|ぬ|ん(?![だじでと]|のは|ばん)|んで(?!す)|んと|て(?:い)?な(?:い|く))"
)
_CAPITAL = re.compile(r"(\\[A-Z]|\(\?P[<=])")  # in a regular expression, no letter of the text
_LATIN = re.compile(r"[a-z]{3}")
_JAPANESE = re.compile(r"[ぁ-ゖ一-鿿]")
_KANA = re.compile(r"[ぁ-ゖ]")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Found:
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
    """Phrases by language, and those that only look like them."""

    def __init__(
        self, phrases: Mapping[str, Iterable[str]], not_phrases: Mapping[str, Iterable[str]]
    ) -> None:
        self._phrases = {lang: tuple(map(_compiled, lines)) for lang, lines in phrases.items()}
        self._not = {lang: tuple(map(_compiled, lines)) for lang, lines in not_phrases.items()}

    def first(self, text: str, languages: Iterable[str]) -> tuple[Found | None, bool]:
        """The first phrase found in a plain text, and whether it says what only looks like one."""
        languages = tuple(languages)
        alike = [
            match.span()
            for lang in languages
            for phrase in self._not.get(lang, ())
            for match in phrase.finditer(text)
        ]
        rest = blank(text, alike)
        for lang in languages:
            for phrase in self._phrases.get(lang, ()):
                if match := phrase.search(rest):
                    return Found(*match.span()), bool(alike)
        return None, bool(alike)


@lru_cache(maxsize=4096)  # a reader is furnished anew with every catalogue, from the same phrases
def _compiled(phrase: str) -> re.Pattern[str]:
    kind, _, expression = phrase.partition(":")
    return pattern(expression) if kind == "re" else re.compile(re.escape(plain(phrase)))


def pattern(expression: str) -> re.Pattern[str]:
    """A regular expression for plain text, from one in ordinary spelling."""
    spelled = _spelled(expression)
    return re.compile(spelled.replace("<ない>", _NOT), re.MULTILINE)


def _spelled(expression: str) -> str:
    """As ``plain``, but a class such as non-space, and a named group, keep their capital letter."""
    parts = _CAPITAL.split(expression)
    return "".join(p if _CAPITAL.fullmatch(p) else plain(p) for p in parts)
