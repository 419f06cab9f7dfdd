"""A message cut into pieces that may be about different troubles, and the words that tell them apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.lexicon.meanings import Meanings
from bot.triage.understand.wording import MessageWording

MOST_PIECES = 8  # of a message; the last holds the rest
_LEAST = 2  # letters of a piece
_SAID = Meanings("matter", "adds only pair seam all")


@dataclass(frozen=True, slots=True)
class MessagePiece:
    """A stretch of a message that may be about another trouble than the one before it.

    ``adds``: it begins with words that add another.
    """

    text: str
    adds: bool = False

    @property
    def only_turns(self) -> bool:
        """Whether it only turns to another trouble, whatever it reads like by itself: 「別件ですが、」."""
        return _SAID.only.match(MessageWording.of(self.text).plain) is not None


def pieces(text: str) -> Iterator[MessagePiece]:
    """A message cut at its sentences and seams, nothing left out.

    Where it is longer or shorter when spelled alike ("…", half-width letters), its pieces are spelled so.
    """
    wording = MessageWording.of(text)
    plain = wording.plain
    if len(plain) != len(text):
        text = wording.written
    pairs = {m.end() for m in _SAID.pair.finditer(plain)}
    seams = {m.end() for m in _SAID.seam.finditer(plain)} | {s.end for s in wording.sentences}
    at = 0
    for number, cut in enumerate(sorted({c for c in seams | pairs if 0 < c < len(text)})):
        if number >= MOST_PIECES - 1:
            break
        if sum(map(str.isalnum, plain[at:cut])) >= _LEAST:
            yield MessagePiece(text[at:cut], at in pairs or begins_by_adding(text[at:cut]))
            at = cut
    yield MessagePiece(text[at:], at in pairs or begins_by_adding(text[at:]))


def begins_by_adding(text: str) -> bool:
    """Whether the first words add another trouble to the one told before."""
    return _SAID.adds.match(MessageWording.of(text).plain.lstrip()) is not None


def tells_of_several(text: str) -> bool:
    """Whether words are in it that add one trouble to another, so that it is worth cutting."""
    words = MessageWording.of(text).plain
    return bool(_SAID.adds.search(words) or _SAID.pair.search(words))


def means_all(text: str) -> bool:
    """Whether it speaks of all of several things."""
    return _SAID.all.search(MessageWording.of(text).plain) is not None
