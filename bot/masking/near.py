"""A token put together like a password soon after the word for one: 前のは…、今のはUmi2024."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Sensitive, SensitiveSpan
from bot.masking.words import PatternWords
from bot.text.ordinary import is_english

_TOKEN = re.compile(r"(?<![!-~])[A-Za-z][!-~]{5,63}")
_BEFORE, _REACH = 40, 60
_LETTERS = re.compile(r"[A-Za-z]+")
_THING_WITH_NUMBER = re.compile(
    r"[A-Za-z]{1,12}[ _-]?\d{1,3}(?:[.,]\d+)*|[A-Z]{2,8}[_-].*|[a-z]+=.*|.*[/\\@<>{}():=,;|].*|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Z]{1,3}-\d{2,8}|[A-Z]{2,12}\d{1,8}"
)


class NearPassword:
    """Finds passwords by ``words`` for one that stand about them."""

    def __init__(self, words: PatternWords) -> None:
        self._word = words.pattern("password_near", re.IGNORECASE)
        self._said = words.pattern("said_to_be")

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Passwords in a narrowed text; each place is read once, however often the word is said."""
        for start, end in self._reaches(text):
            for m in _TOKEN.finditer(text, start):
                if m.start() >= end:
                    break
                value = m.group().rstrip(".,;:)]>\"'`")
                if self._is_password(text, m.start() + len(value), value):
                    yield SensitiveSpan(m.start(), m.start() + len(value), Sensitive.PASSWORD)

    def _reaches(self, text: str) -> Iterator[tuple[int, int]]:
        start = end = 0
        for cue in self._word.finditer(text):
            if cue.start() - _BEFORE > end:
                yield start, end
                start = cue.start() - _BEFORE
            end = cue.end() + _REACH
        if end:
            yield start, end

    def _is_password(self, text: str, end: int, value: str) -> bool:
        digits = sum(map(str.isdecimal, value))
        said = digits == 1 and bool(self._said.match(text, end))
        if digits < 2 and not (said and value.islower() and len(value) > 6):
            return False
        head = _LETTERS.match(value)
        if head and is_english(head.group().casefold()):
            return False
        return said or not _THING_WITH_NUMBER.fullmatch(value)
