"""What is sensitive because of what stands beside it: a password by the word for one, a birth date by a name."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import PatternWords, Sensitive, SensitiveSpan
from bot.text.ordinary import is_english

_TOKEN = re.compile(r"(?<![!-~])[A-Za-z][!-~]{5,63}")
_BEFORE, _AFTER = 40, 60  # letters about a word for a password
_LETTERS = re.compile(r"[A-Za-z]+")
_THING_WITH_NUMBER = re.compile(
    r"[A-Za-z]{1,12}[ _-]?\d{1,3}(?:[.,]\d+)*|[A-Z]{2,8}[_-].*|[a-z]+=.*|.*[/\\@<>{}():=,;|].*|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Z]{1,3}-\d{2,8}|[A-Z]{2,12}\d{1,8}"
)
_LEADS_TO_A_DATE = frozenset(
    {Sensitive.ADDRESS, Sensitive.PHONE, Sensitive.CONTACT_ID, Sensitive.BIRTHDATE}
)
_REACH = 120  # letters of a line about what is found
_LONGEST_LINE = 2000


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
            end = cue.end() + _AFTER
        if end:
            yield start, end

    def _is_password(self, text: str, end: int, value: str) -> bool:
        digits = sum(map(str.isdecimal, value))
        said = value.islower() and len(value) > 6 and bool(self._said.match(text, end))
        if digits < 1 or (digits < 2 and not said):
            return False
        head = _LETTERS.match(value)
        if head and is_english(head.group().casefold()):
            return False
        return said or not _THING_WITH_NUMBER.fullmatch(value)


class NeighbourFinder:
    """Finds dates on which somebody may have been born, by the patterns of ``words``."""

    def __init__(self, words: PatternWords) -> None:
        born = words.expanded(words.of("may_be_born"))
        self._born = re.compile(born)
        self._cell = re.compile(rf"[,\t;|/\x00(] ?(?P<value>{born})(?= ?(?:[,\t;|/)\n]|$))")
        self._named = words.pattern("somebody_in_a_row")

    def find(self, text: str, found: list[SensitiveSpan]) -> Iterator[SensitiveSpan]:
        """Dates in the lines of what is found in a narrowed text; linear."""
        read = -1
        for f in found:
            if f.kind not in _LEADS_TO_A_DATE or f.start <= read:
                continue
            start = text.rfind("\n", max(0, f.start - _REACH), f.start) + 1
            start = start or max(0, f.start - _REACH)
            end = text.find("\n", f.end, f.end + _REACH)
            read = end if end >= 0 else min(len(text), f.end + _REACH)
            for m in self._born.finditer(text, start, read):
                yield SensitiveSpan(*m.span(), Sensitive.BIRTHDATE)

    def find_in_rows(self, text: str) -> Iterator[SensitiveSpan]:
        """Dates in a line with what is written as a name, in a narrowed text; linear."""
        if not self._cell.search(text):
            return
        at = 0
        for line in text.split("\n"):
            shown = line[:_LONGEST_LINE]
            if (born := self._cell.search(shown)) and self._named.search(shown):
                yield SensitiveSpan(
                    at + born.start("value"), at + born.end("value"), Sensitive.BIRTHDATE
                )
            at += len(line) + 1
