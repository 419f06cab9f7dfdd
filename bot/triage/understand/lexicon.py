"""What people say, by meaning: the phrases of ``knowledge/language`` as patterns.

Code names meanings and never lists words: ``MeaningPattern("^<answers.yes>")`` is whatever people say for yes, in
all languages, at the start of a text. A meaning may be built of others in the same way.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.model.knowledge import Expression
from bot.triage.understand.phrases import as_expression, pattern, spelled

_MEANING = re.compile(r"<([a-z_]+(?:\.[a-z_0-9]+)+)>")
_NOTHING = r"(?!)"
_DEEPEST = 12  # of meanings within meanings; deeper ones go round in a circle


class MeaningPattern:
    """A pattern in which ``<meaning>`` stands for the phrases of that meaning, in every language.

    It finds nothing before ``furnish`` has been called. It is for texts in plain spelling. It is
    compiled when first a text is searched, so that a desk starts quickly.
    """

    __slots__ = ("_regex", "_spelled", "expression")

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self._spelled = _NOTHING
        self._regex: re.Pattern[str] | None = None
        _SAID.append(self)
        self.furnish()

    def furnish(self) -> None:
        """Take the phrases that are known now; what has not changed stays compiled."""
        written = spelled(_written_out(self.expression))
        if _PHRASES and written != self._spelled:
            self._spelled, self._regex = written, None

    @property
    def regex(self) -> re.Pattern[str]:
        """The regular expression as the phrases are known now."""
        if self._regex is None:
            self._regex = re.compile(self._spelled, re.MULTILINE)
        return self._regex

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self.regex.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self.regex.fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.regex.search(text, start, end)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.regex.finditer(text, start, end)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As ``re.Pattern.sub``."""
        return self.regex.sub(replacement, text)

    def split(self, text: str) -> list[str | Any]:
        """As ``re.Pattern.split``."""
        return self.regex.split(text)


_SAID: list[MeaningPattern] = []
_PHRASES: dict[str, str] = {}  # by meaning, all languages as one expression


def furnish(language: Iterable[Expression]) -> None:
    """Make every ``MeaningPattern`` say what these expressions say; without any, what was known stays.

    A process has one lexicon: the last one that it was furnished with.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in sorted(
        language, key=lambda row: row.lang != "ja"
    ):  # what is said most is tried first
        found[row.id] += map(as_expression, row.phrases)
    phrases = {meaning: "|".join(said) for meaning, said in found.items()}
    if not phrases or phrases == _PHRASES:
        return
    _PHRASES.clear()
    _PHRASES.update(phrases)
    for said in _SAID:
        said.furnish()


def meanings() -> frozenset[str]:
    """The meanings that code asks for, with those that they are built of as far as known."""
    wanted = {m for said in _SAID for m in _MEANING.findall(said.expression)}
    found: set[str] = set()
    while wanted:
        found |= wanted
        wanted = {m for w in wanted for m in _MEANING.findall(_PHRASES.get(w, ""))} - found
    return frozenset(found)


def pattern_of(row: Expression) -> re.Pattern[str]:
    """What a single row says, so that its examples can be tried; meanings in it as they are known."""
    return pattern(_written_out("|".join(map(as_expression, row.phrases))))


def _written_out(expression: str, depth: int = 0) -> str:
    """The expression with each meaning in it replaced by its phrases; one that is unknown finds nothing."""
    if depth > _DEEPEST:
        return _NOTHING
    return _MEANING.sub(
        lambda m: _written_out(_PHRASES.get(m.group(1), _NOTHING), depth + 1), expression
    )
