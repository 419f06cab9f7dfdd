"""Phrases of ``knowledge/`` made ready for matching.

A phrase is a plain substring or, after ``re:``, a regular expression; both are matched on the plain
text of a message (small letters, katakana as hiragana, straight quotes), and both are brought into
that spelling themselves. ``!`` before a phrase makes it decisive, ``~`` weak. ``<ない>`` stands for
the Japanese negation in its many forms. Write patterns with half-width signs and small letters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.understand.wording import blank, plain

WEIGHTS = {"!": 4.0, "~": 1.0}
ORDINARY = 2.0
_NOT = (
    r"(?:な(?:い|く|か(?!ら|っ?て)|さ|っ|ん)|ね(?:え|ー|ぇ|っす|。|$|!)|ま(?:せん|へん|せぬ)|へん|ひん"
    r"|ず(?!つ|っと)|ぬ|ん(?![だじでと]|のは|ばん)|んで(?!す)|んと|て(?:い)?な(?:い|く))"
)
_LATIN = re.compile(r"[a-z]")
_JAPANESE = re.compile(r"[ぁ-ゖ一-鿿]")
_KANA = re.compile(r"[ぁ-ゖ]")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase and how much it weighs."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: where, the words, and the weight."""

    start: int
    end: int
    words: str
    weight: float


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

    def find(self, text: str, languages: Iterable[str]) -> Iterator[Found]:
        """The first place of each phrase in a plain text."""
        languages = tuple(languages)
        spans = [
            match.span()
            for lang in languages
            for phrase in self._not.get(lang, ())
            for match in phrase.pattern.finditer(text)
        ]
        rest = blank(text, spans)
        for lang in languages:
            for phrase in self._phrases.get(lang, ()):
                match = phrase.pattern.search(rest)
                if match:
                    words = match.group().strip()[:60]
                    yield Found(match.start(), match.end(), words, phrase.weight)


@lru_cache(maxsize=4096)  # a reader is furnished anew with every catalogue, from the same phrases
def _compiled(phrase: str) -> Phrase:
    weight = WEIGHTS.get(phrase[:1], ORDINARY)
    body = phrase[1:] if phrase[:1] in WEIGHTS else phrase
    kind, _, expression = body.partition(":")
    if kind != "re":
        return Phrase(re.compile(re.escape(plain(body))), weight)
    return Phrase(pattern(expression), weight)


def pattern(expression: str) -> re.Pattern[str]:
    """A regular expression for plain text, from one in ordinary spelling."""
    spelled = _spelled(expression)
    return re.compile(spelled.replace("<ない>", _NOT), re.MULTILINE)


def _spelled(expression: str) -> str:
    """As ``plain``, but the capital letter of a class such as non-space is kept."""
    parts = re.split(r"(\\[A-Z])", expression)
    return "".join(p if p.startswith("\\") and len(p) == 2 else plain(p) for p in parts)
