"""What is known of one case while a message is shared out, and what its pieces say of cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model.acts import SaysOver, TellsResult, TurnsToAnother
from bot.model.conversation import Conversation
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.own_words import telling_words
from bot.triage.pieces import MessagePiece


@dataclass
class CaseGist:
    """What is known of one case so far, the pieces of this message that are about it included."""

    case: Conversation | None
    products: set[str] = field(default_factory=set)
    symptoms: set[Symptom] = field(default_factory=set)
    is_told: bool = False
    is_apart: bool = False
    pieces: list[str] = field(default_factory=list)

    def take(self, piece: str, heard: Understanding) -> None:
        self.pieces.append(piece)
        self.is_told |= heard.kind.is_report
        self.products |= {*heard.products}
        self.symptoms |= heard.symptoms


def says_nothing(heard: Understanding, piece: MessagePiece) -> bool:
    """Whether words by themselves tell and ask nothing, or only that something else is told next."""
    turns = piece.adds or any(isinstance(a, TurnsToAnother) for a in heard.acts)
    told = heard.products or heard.symptoms or heard.asked
    return piece.only_turns or ((turns or heard.kind is Kind.CHITCHAT) and not told)


def may_name(heard: Understanding) -> bool:
    """Whether a word of a report names its case: where it is told or asked how things are, in answer to nothing."""
    ends = any(isinstance(a, SaysOver | TellsResult) for a in heard.acts)
    how_it_is = heard.kind.is_report or heard.kind is Kind.STATUS_QUERY or ends
    return how_it_is and (ends or not heard.answered)


@dataclass
class PieceMarks:
    """What said before a report, or with it, that it adds another trouble; a report uses it up."""

    adds: bool = False
    is_apart: bool = False
    _is_spent: bool = False

    def take(self, piece: MessagePiece, heard: Understanding) -> None:
        if self._is_spent:
            self.adds = self.is_apart = self._is_spent = False
        self.is_apart |= any(isinstance(a, TurnsToAnother) for a in heard.acts)
        self.adds |= piece.adds or self.is_apart
        self._is_spent = heard.kind.is_report and bool(heard.symptoms or heard.products)


def by_words(
    text: str, known: Sequence[CaseGist], words: Sequence[frozenset[str]]
) -> CaseGist | None:
    """The one case of whose own words a piece has the most."""
    said = telling_words(text)
    counts = [(len(said & own), gist) for own, gist in zip(words, known, strict=False)]
    most = max((n for n, _ in counts), default=0)
    best = [gist for n, gist in counts if n == most]
    return best[0] if most and len(best) == 1 else None
