"""One message as the readers of this room see it: written, comparable, and cut into sentences."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.lexicon.meanings import Meanings
from bot.text.normalise import nfkc, plain
from bot.text.spans import blank

_SENTENCE = re.compile(r"[^。!?\n]+?(?:[。!?]+|\.(?=\s|$)|\n|$)")
_ASKING = Meanings("asking", "ends")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text, as positions in it; ``asks`` when it is a question."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True)
class MessageWording:
    """``written`` is NFKC text; ``plain`` has the same length and is for comparing only.

    In ``plain`` letters are small, katakana is hiragana and quotation marks are straight.
    """

    written: str

    @classmethod
    def of(cls, text: str) -> "MessageWording":
        return cls(nfkc(text))

    @cached_property
    def plain(self) -> str:
        return plain(self.written)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(match.start(), match.end(), is_question(match.group()))
            for match in _SENTENCE.finditer(self.plain)
            if match.group().strip()
        )

    @cached_property
    def stated(self) -> str:
        """``plain`` without its questions, same length."""
        return blank(self.plain, [(s.start, s.end) for s in self.sentences if s.asks])

    def cut(self, match: "re.Match[str]", group: int | str = 0) -> str:
        """The written words under a match in ``plain``, without surrounding space."""
        return self.written[match.start(group) : match.end(group)].strip()


def is_question(plain: str) -> bool:
    """Whether words in plain spelling end as a question does."""
    return _ASKING.ends.search(plain) is not None


def shown(match: "re.Match[str]") -> str:
    """What a match cuts out: its last group, else all of it, without surrounding space."""
    return match.group(match.lastindex or 0).strip()
