"""What the writer experiences at the time of writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.knowledge import SymptomEntry
from bot.model.understanding import Kind, Symptom
from bot.triage.understand.phrases import PhraseBook, PhraseMatch

SILENT = frozenset(
    {
        Kind.HOWTO,
        Kind.STATUS_QUERY,
        Kind.CHITCHAT,
        Kind.RECOVERED_REPORT,
        Kind.WORKAROUND_WORKED,
        Kind.HUMAN_PLEASE,
    }
)
_ALLOWED = {
    Kind.CONFIG_REQUEST: frozenset({Symptom.LOGIN_FAILS}),
    Kind.BILLING: frozenset({Symptom.ERROR_MESSAGE}),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A symptom and the words that reveal it; None when a text says only what looks like it.

    A sheet of paper that comes out white looks like a blank screen and is none.
    """

    symptom: Symptom
    found: PhraseMatch | None


class SymptomReader:
    """Finds symptoms by the phrases of ``knowledge/symptoms``. What it sees is weighed, not believed."""

    def __init__(self, entries: Mapping[str, SymptomEntry]) -> None:
        self._told = tuple(s for s in Symptom if s in entries)
        self._book = PhraseBook(
            {s: entries[s].phrases for s in self._told},
            {s: entries[s].not_phrases for s in self._told},
        )

    def read(self, text: str, languages: Sequence[str]) -> tuple[Seen, ...]:
        """The symptoms in a text that is the writer's own present (see ``voice``), once each."""
        found = self._book.find(text, languages)
        return tuple(Seen(s, found[s]) for s in self._told if s in found)


def counted(kind: Kind, seen: frozenset[Symptom]) -> frozenset[Symptom]:
    """Those symptoms that a message of this kind really tells of."""
    if kind in SILENT:
        return frozenset()
    return seen & _ALLOWED[kind] if kind in _ALLOWED else seen
