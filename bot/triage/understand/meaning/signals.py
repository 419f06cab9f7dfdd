"""What the writer experiences, and the shape of a message, as signals that the classifier weighs.

A signal is a name; it is there or not. ``sees:SYMPTOM`` is a symptom that is told, ``asks:SYMPTOM`` one
that only occurs in a question, ``like:SYMPTOM`` what only looks like one, ``reaches:SCOPE`` a reach
that is named, ``urges:CUE`` a word that speaks of hurry or none. None of them decides anything by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.lexicon.meanings import Meanings
from bot.lexicon.phrases import PhraseBook, PhraseMatch
from bot.model.knowledge import SymptomEntry
from bot.model.understanding import Kind, Scope, Symptom
from bot.triage.understand.wording import MessageWording

_SIGNAL = Meanings("signal", "clause_end")

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
REACHES = "reaches:"  # how many have it says nothing of what it is
URGES = "urges:"  # nor does how urgently it is told
IS = "is:"  # the kind, once that is decided
_LENGTHS = (6, 15, 50, 150)  # characters: one word, a phrase, a sentence, a few, a mail


Seen = Mapping[str, PhraseMatch | None]
"""Symptoms by the words that reveal them; None where a text says only what looks like one.

A sheet of paper that comes out white looks like a blank screen and is none.
"""


def symptom_phrases(entries: Mapping[str, SymptomEntry]) -> PhraseBook:
    """The phrases of ``knowledge/symptoms``. What they find is weighed, not believed."""
    told: list[str] = [s for s in Symptom if s in entries]
    return PhraseBook(
        {s: entries[s].phrases for s in told}, {s: entries[s].not_phrases for s in told}
    )


def symptoms_told(seen: Seen) -> frozenset[Symptom]:
    """The symptoms that are told."""
    return frozenset(Symptom(s) for s, words in seen.items() if words)


def counted(kind: Kind, seen: frozenset[Symptom]) -> frozenset[Symptom]:
    """Those symptoms that a message of this kind really tells of."""
    if kind in SILENT:
        return frozenset()
    return seen & _ALLOWED[kind] if kind in _ALLOWED else seen


def signals(
    wording: MessageWording,
    lang: str,
    seen: Seen,
    reach: Iterable[Scope],
    cues: Iterable[str],
) -> frozenset[str]:
    """All signals of one message; ``cues`` are those of its urgency."""
    return frozenset(
        (
            *_of_symptoms(seen, wording),
            *(f"{REACHES}{scope.value}" for scope in reach),
            *(f"{URGES}{cue}" for cue in cues),
            *_of_shape(wording, lang),
        )
    )


def _of_symptoms(seen: Seen, wording: MessageWording) -> Iterator[str]:
    for symptom, words in seen.items():
        asked = words is not None and in_question(words, wording)
        yield f"{'like' if words is None else 'asks' if asked else 'sees'}:{symptom}"


def _of_shape(wording: MessageWording, lang: str) -> Iterator[str]:
    yield f"language:{lang}"
    yield f"length:{sum(len(wording.plain) >= limit for limit in _LENGTHS)}"
    if wording.sentences:
        yield "ends asking" if wording.sentences[-1].asks else "ends telling"
    if any(s.asks for s in wording.sentences):
        yield "asks"
    if gibberish(wording.plain):
        yield "gibberish"


def in_question(found: PhraseMatch, wording: MessageWording) -> bool:
    """Whether words stand in the last clause of a question, so that they are asked, not told."""
    for sentence in wording.sentences:
        if sentence.start <= found.start < sentence.end:
            return sentence.asks and not _SIGNAL.clause_end.search(
                wording.plain, found.end, sentence.end
            )
    return False


def gibberish(text: str) -> bool:
    """Whether a text is a flood of hardly any different letters, or of keys hit at random."""
    letters = [c for c in text if not c.isspace()]
    if len(letters) >= 12 and len(set(letters)) <= 3:
        return True
    words = re.findall(r"[a-z]{12,}", text)
    mashed = [w for w in words if len(re.findall(r"[aeiouy]", w)) * 6 < len(w)]
    return len("".join(mashed)) * 2 > len(letters)
