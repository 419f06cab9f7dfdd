"""A message cut into clauses, and which of them tell of trouble that lasts, and how sure that is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.lexicon.meanings import Meanings
from bot.model.acts import Reports, Voice
from bot.model.labels import Kind, Symptom
from bot.triage.understand.wording import MessageWording, Sentence, is_question

_CLAUSE = Meanings("clause", "joints not_here")

MOST_CLAUSES = 12  # of a message; who writes more has said what matters by then
_LEAST = 2  # letters; less says nothing
WEAK = 0.2  # the least confidence that is kept: one in eight such clauses tells of no trouble
_STEEPNESS = 4.0  # makes a probability of a margin; measured on the messages held out
# How sure a report must be to be what its sender wants, where the text by itself reads as something else. A dropped
# report is twenty times worse than a false one; what says plainly what it wants needs more to be doubted.
_OF_A_QUESTION = 0.85
_WITHOUT_AN_END = 0.4
_ENDS = frozenset({Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT})
_ENOUGH = {
    Kind.CHITCHAT: 0.45,
    Kind.STATUS_QUERY: 0.75,
    Kind.CONFIG_REQUEST: 0.9,
    Kind.HOWTO: 0.75,
    Kind.BILLING: 0.85,
    Kind.WORKAROUND_WORKED: 0.6,
    Kind.RECOVERED_REPORT: 0.6,
}


@lru_cache(maxsize=16)  # asked for at every step of a reading
def clauses(wording: MessageWording) -> tuple[Sentence, ...]:
    """The clauses of a message in order; a sentence asks in its last clause, and where it says so."""
    found: list[Sentence] = []
    for sentence in wording.sentences:
        at = sentence.start
        for joint in _CLAUSE.joints.finditer(wording.plain, sentence.start, sentence.end):
            if joint.end() >= sentence.end:
                break
            asks = is_question(wording.plain[at : joint.end()].rstrip("、, "))
            found.append(Sentence(at, joint.end(), asks=asks))
            at = joint.end()
        found.append(Sentence(at, sentence.end, asks=sentence.asks))
        if len(found) >= MOST_CLAUSES:
            break
    return tuple(
        c for c in found if sum(map(str.isalnum, wording.plain[c.start : c.end])) >= _LEAST
    )


def leading_in(wording: MessageWording) -> frozenset[str]:
    """The clauses before the one that asks in the same sentence, as they are written."""
    found: set[str] = set()
    for sentence in wording.sentences:
        parts = [c for c in clauses(wording) if sentence.start <= c.start < sentence.end]
        if sentence.asks:
            found.update(wording.written[c.start : c.end].strip() for c in parts[:-1])
    return frozenset(found)


def is_not_here(plain: str) -> bool:
    """Whether a plain text sets the writer's own trouble against an end that others tell of."""
    return _CLAUSE.not_here.search(plain) is not None


def confidence_of(margin: float) -> float:
    """The probability that words with this margin of the classifier tell of trouble."""
    return round(1 / (1 + math.exp(-_STEEPNESS * margin)), 3)


def is_enough(confidence: float, kind: Kind, *, only_asks: bool, ends: bool) -> bool:
    """Whether a report so sure decides the kind of a message that reads as ``kind`` otherwise.

    A message that does nothing but ask ("is it down?") tells of trouble less often. ``ends``: words
    for an end are in it, without which a message that reads as one is easily trouble.
    """
    least = _ENOUGH.get(kind, 1.1)
    if kind in _ENDS and not ends:
        least = _WITHOUT_AN_END
    return confidence >= (max(least, _OF_A_QUESTION) if only_asks else least)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A clause, the margin by which it tells of trouble, and the symptoms that it names."""

    clause: Sentence
    margin: float
    symptoms: frozenset[Symptom]


def reports_of(
    text: str, whole: float, weighed: Iterable[Weighed], *, rumour: tuple[int, int] | None
) -> tuple[Reports, ...]:
    """The reports of a message: its clauses that are one, else the whole of it where that may be one.

    A clause by itself says less than it does in its message, so that both margins count. ``rumour``:
    the place of what others say in public; a clause beside it tells of the writer's own trouble.
    """
    voice = Voice.OWN if rumour is None else Voice.SECOND_HAND

    def voice_of(clause: Sentence) -> Voice:
        beside = rumour is None or clause.end <= rumour[0] or rumour[1] <= clause.start
        return Voice.OWN if beside else Voice.SECOND_HAND

    found = [
        Reports(
            text[w.clause.start : w.clause.end].strip(), confidence, w.symptoms, voice_of(w.clause)
        )
        for w in weighed
        if (confidence := confidence_of((w.margin + whole) / 2)) >= WEAK
    ]
    sure = confidence_of(whole)
    if sure >= WEAK and sure > max((r.confidence for r in found), default=0.0):
        found.append(Reports(text.strip(), sure, frozenset(), voice))
    return tuple(found)
