"""Phrases of ``knowledge/`` made ready for matching.

A phrase is a plain substring or, after ``re:``, a regular expression; both are matched on the plain
text of a message (small letters, katakana as hiragana, straight quotes), and both are brought into
that spelling themselves. ``<ない>`` stands for the Japanese negation in its many forms. Write patterns with half-width signs and small letters.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from bot.text.normalise import nfkc
from bot.text.sieve import Pattern, pieces
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One phrase, or one that only looks like it, of one subject in one language."""

    subject: str
    lang: str
    is_alike: bool
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class _File:
    """The numbers of entries by the piece that each needs most, and of those that may stand anywhere."""

    by_piece: Mapping[str, list[int]]
    anywhere: frozenset[int]

    @classmethod
    def of(cls, entries: Iterable[tuple[int, Pattern]]) -> "_File":
        filed: dict[str, list[int]] = {}
        anywhere: set[int] = set()
        for number, words in entries:
            needed = words.needs
            if not needed or any("\n" in piece for need in needed for piece in need):
                anywhere.add(number)
            for piece in needed[0] if needed else ():
                filed.setdefault(piece, []).append(number)
        return cls(filed, frozenset(anywhere))


class PhraseBook:
    """The phrases of many subjects by language, and those that only look like them.

    Its cost depends on the phrases that may occur in a text, not on how many there are: they are
    filed under the letters that each needs.
    """

    def __init__(self, phrases: Mapping[str, Phrases], not_phrases: Mapping[str, Phrases]) -> None:
        self._entries = tuple(
            _Entry(subject, lang, is_alike, _compiled(line))
            for is_alike, book in ((True, not_phrases), (False, phrases))
            for subject, by_language in book.items()
            for lang, lines in by_language.items()
            for line in lines
        )
        self._files: dict[str, _File] = {}

    def _filed_in(self, lang: str) -> _File:
        """The entries of one language: read off their patterns when the language is first met."""
        if (filed := self._files.get(lang)) is None:
            filed = self._files[lang] = _File.of(
                (n, e.pattern) for n, e in enumerate(self._entries) if e.lang == lang
            )
        return filed

    def find(self, text: str, languages: Sequence[str]) -> dict[str, PhraseMatch | None]:
        """The first phrase of each subject in a plain text, those of earlier ``languages`` before others.

        What a subject's look-alikes say is taken out before its phrases are looked for; None where
        nothing else is said of it.
        """
        alike: dict[str, list[tuple[int, int]]] = {}
        found: dict[str, PhraseMatch | None] = {}
        for entry in self._possible(text, languages):
            if entry.is_alike:
                if spans := [m.span() for m in entry.pattern.regex.finditer(text)]:
                    alike.setdefault(entry.subject, []).extend(spans)
                    found[entry.subject] = None
            elif found.get(entry.subject) is None:
                rest = blank(text, alike.get(entry.subject, []))
                if match := entry.pattern.regex.search(rest):
                    found[entry.subject] = PhraseMatch(*match.span())
        return found

    def _possible(self, text: str, languages: Sequence[str]) -> list[_Entry]:
        """What may occur: first what only looks alike, then phrases by language, in their order."""
        shown = pieces(text)
        numbers: set[int] = set()
        for lang in languages:
            file = self._filed_in(lang)
            numbers |= file.anywhere
            for piece in shown & file.by_piece.keys():
                numbers.update(file.by_piece[piece])
        by_language = {lang: at for at, lang in enumerate(languages)}
        kept = [
            (not entry.is_alike, by_language[entry.lang], number, entry)
            for number in numbers
            if (entry := self._entries[number]).lang in by_language
            and (len(entry.pattern.needs) < 2 or not entry.pattern.needs[1].isdisjoint(shown))
        ]
        return [entry for *_, entry in sorted(kept, key=itemgetter(0, 1, 2))]


@lru_cache(maxsize=4096)  # a reader is furnished anew with every catalogue, from the same phrases
def _compiled(phrase: str) -> Pattern:
    kind, _, expression = phrase.partition(":")
    return pattern(expression) if kind == "re" else Pattern(re.escape(plain(nfkc(phrase))))


def pattern(expression: str) -> Pattern:
    """A regular expression for plain text, from one in ordinary spelling."""
    spelled = _spelled(expression)
    return Pattern(spelled.replace("<ない>", _NOT), re.MULTILINE)


def _spelled(expression: str) -> str:
    """As ``plain`` of NFKC letters (Thai has one that is two), but a class such as non-space, and a named group, keep their capital letter."""
    letters = "".join(nfkc(c) if c.isalpha() else c for c in expression)
    parts = _CAPITAL.split(letters)
    return "".join(p if _CAPITAL.fullmatch(p) else plain(p) for p in parts)
