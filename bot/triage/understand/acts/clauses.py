"""A message cut into clauses, each of which may do something else: report, ask, thank."""

from dataclasses import dataclass

from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("clause", "joints")

MOST_CLAUSES = 12  # of a message; who writes more has said what matters by then
_LEAST = 2  # letters; less says nothing


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a text, as positions in it; ``asks`` when it is a question or part of one's end."""

    start: int
    end: int
    asks: bool


def clauses(wording: MessageWording) -> tuple[Clause, ...]:
    """The clauses of a message in order; a sentence asks in its last clause."""
    found: list[Clause] = []
    for sentence in wording.sentences:
        at = sentence.start
        for joint in _SAID.joints.finditer(wording.plain, sentence.start, sentence.end):
            if joint.end() >= sentence.end:
                break
            found.append(Clause(at, joint.end(), asks=False))
            at = joint.end()
        found.append(Clause(at, sentence.end, asks=sentence.asks))
        if len(found) >= MOST_CLAUSES:
            break
    return tuple(
        c for c in found if sum(map(str.isalnum, wording.plain[c.start : c.end])) >= _LEAST
    )
