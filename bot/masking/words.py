"""Words that patterns share: ``<password>`` in a pattern stands for every word for one."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"(?<!\(\?P)<([a-z_]+)>")


class PatternWords:
    """Shared words of patterns, by name."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words

    def expanded(self, pattern: str) -> str:
        """The pattern with each ``<word>`` as its alternatives; KeyError when there is no such word."""
        while (wider := _WORD.sub(lambda m: f"(?:{self.of(m[1])})", pattern)) != pattern:
            pattern = wider
        return pattern

    def of(self, name: str) -> str:
        """The alternatives of one word as a regular expression; KeyError when there is no such word."""
        return "|".join(self._words[name])

    def pattern(self, name: str, flags: int = 0) -> re.Pattern[str]:
        """One word, with the words in it, as a pattern."""
        return re.compile(self.expanded(self.of(name)), flags)

    def said_digits(self, name: str) -> dict[str, str]:
        """What a word says of digits: ``seven=7``."""
        return {
            said: digit for line in self._words[name] for said, _, digit in [line.partition("=")]
        }
