"""What the sender wants done now: evidence for each kind is added up, then compared.

Phrases carry the evidence of ``knowledge/kinds``; the shape of the message (what is asserted, what
is asked, what comes last) carries the rest. The numbers are scores, not probabilities.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.model.knowledge import KindEntry
from bot.model.understanding import REPORTS, Kind, Symptom
from bot.triage.understand.phrases import Found, PhraseBook, pattern
from bot.triage.understand.symptoms import Seen
from bot.triage.understand.wording import Wording

DECISIVE = 4.0
ASSERTED = 5.0  # a symptom that is stated
ASKED = 3.0  # a symptom that only occurs in a question
REQUEST = 2.0  # more for a request to staff, and for not being able to use anything
_STATED_ONLY = frozenset({Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT})
_OUTAGE = frozenset({Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.LOGIN_FAILS})
_FUNCTION = frozenset(
    {
        Symptom.SAVE_FAILS,
        Symptom.FEATURE_MISSING,
        Symptom.NOT_SYNCING,
        Symptom.NOTIFICATION_MISSING,
        Symptom.FILE_PROBLEM,
        Symptom.PRINT_PROBLEM,
        Symptom.DISPLAY_BROKEN,
    }
)
_ORDER = (
    Kind.BILLING,
    Kind.CONFIG_REQUEST,
    Kind.OUTAGE_REPORT,
    Kind.DEGRADED_REPORT,
    Kind.FUNCTION_REPORT,
    Kind.STATUS_QUERY,
    Kind.HOWTO,
    Kind.CHITCHAT,
)
_CLAUSE_END = pattern(r"けど|けれど|のに|ですが|ますが|たが|、|, ")
_WANTS_MORE = pattern(r"なんとか(?:なら|して|でき)|根本的|恒久|proper fix|permanent")
_ASKS_WHAT = re.compile(r"\?\s*$|か[。!\s]*$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and the words that decided it."""

    kind: Kind
    because: tuple[str, ...]


Evidence = Mapping[Kind, tuple[Found, ...]]


class KindReader:
    """Weighs a message against the phrases of ``knowledge/kinds``."""

    def __init__(self, entries: Mapping[str, KindEntry]) -> None:
        self._books = {
            kind: PhraseBook(entries[kind].phrases, entries[kind].not_phrases)
            for kind in Kind
            if kind in entries
        }

    def read(
        self, wording: Wording, own: str, seen: tuple[Seen, ...], languages: Iterable[str]
    ) -> Verdict:
        """The kind of a message; ``own`` is its text as the writer's own present."""
        evidence = self._evidence(wording, own, tuple(languages))
        if gibberish(wording.plain):
            return Verdict(Kind.SECURITY_OR_ABUSE, ("gibberish",))
        kind = (
            _by_rank(evidence)
            or _by_result(evidence, seen, wants_more=bool(_WANTS_MORE.search(wording.plain)))
            or _by_score(evidence, seen, wording)
        )
        return Verdict(kind, _because(kind, evidence, seen))

    def _evidence(self, wording: Wording, own: str, languages: tuple[str, ...]) -> Evidence:
        found = {}
        for kind, book in self._books.items():
            text = wording.plain
            if kind in _STATED_ONLY:
                text = wording.stated
            elif kind in REPORTS:
                text = own
            found[kind] = tuple(book.find(text, languages))
        return found


def gibberish(text: str) -> bool:
    """Whether a text is a flood of hardly any different letters, or of keys hit at random."""
    letters = [c for c in text if not c.isspace()]
    if len(letters) >= 12 and len(set(letters)) <= 3:
        return True
    words = re.findall(r"[a-z]{12,}", text)
    mashed = [w for w in words if len(re.findall(r"[aeiouy]", w)) * 6 < len(w)]
    return len("".join(mashed)) * 2 > len(letters)


def _by_rank(evidence: Evidence) -> Kind | None:
    """Kinds that stand whatever else is in the message."""
    for kind in (Kind.SECURITY_OR_ABUSE, Kind.HUMAN_PLEASE):
        if _score(evidence, kind) >= DECISIVE:
            return kind
    return None


def _by_result(evidence: Evidence, seen: tuple[Seen, ...], *, wants_more: bool) -> Kind | None:
    """What came of advice, or that it is over; the last word counts."""
    last: dict[Kind, int] = {}
    for kind in (Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT):
        decisive = [f.end for f in evidence.get(kind, ()) if f.weight >= DECISIVE]
        if decisive:
            last[kind] = max(decisive)
    if not last:
        return _by_bare_success(evidence, seen)
    failed = last.pop(Kind.WORKAROUND_FAILED, -1)
    success = max(last.values(), default=-1)
    if failed >= success:
        return Kind.WORKAROUND_FAILED
    if any(s.found.start >= success or (s.found.end < success and wants_more) for s in seen):
        return None  # it worked, and then there is trouble again, or the cure is not accepted
    return Kind.WORKAROUND_WORKED if Kind.WORKAROUND_WORKED in last else Kind.RECOVERED_REPORT


def _by_bare_success(evidence: Evidence, seen: tuple[Seen, ...]) -> Kind | None:
    if evidence.get(Kind.RECOVERED_REPORT) and not seen and not evidence.get(Kind.STATUS_QUERY):
        return Kind.RECOVERED_REPORT
    return None


def _by_score(evidence: Evidence, seen: tuple[Seen, ...], wording: Wording) -> Kind:
    scores = {kind: _score(evidence, kind) for kind in _ORDER}
    if scores[Kind.CONFIG_REQUEST] >= DECISIVE > scores[Kind.BILLING]:
        scores[Kind.CONFIG_REQUEST] += REQUEST
    if scores[Kind.BILLING] >= DECISIVE:  # "please change our card" is about money
        scores[Kind.CONFIG_REQUEST] = min(scores[Kind.CONFIG_REQUEST], DECISIVE)
    scores[Kind.HOWTO] = min(scores[Kind.HOWTO], DECISIVE)
    report = report_kind(frozenset(s.symptom for s in seen), evidence)
    if seen:
        asserted = any(not _in_question(s.found, wording) for s in seen)
        scores[report] += ASSERTED if asserted else ASKED
        scores[report] += len(seen) - 1
        if asserted and any(s.symptom is Symptom.WONT_OPEN for s in seen):
            scores[report] += REQUEST
        for other in REPORTS - {report}:
            scores[report] += scores[other] / 2
            scores[other] = 0.0
    best = max(_ORDER, key=lambda kind: scores[kind])
    if scores[best] > 0:
        return best
    return Kind.HOWTO if _ASKS_WHAT.search(wording.plain) else Kind.CHITCHAT


def report_kind(seen: frozenset[Symptom], evidence: Evidence) -> Kind:
    """Which report symptoms make: nothing works, it works badly, or one function fails."""
    unsteady = _score(evidence, Kind.DEGRADED_REPORT) >= DECISIVE
    if Symptom.WONT_OPEN in seen and not unsteady:
        return Kind.OUTAGE_REPORT
    if Symptom.SLOW in seen or unsteady:
        return Kind.DEGRADED_REPORT
    if seen & _OUTAGE:
        return Kind.OUTAGE_REPORT
    if Symptom.STUCK_LOADING in seen and not seen & _FUNCTION:
        if _score(evidence, Kind.DEGRADED_REPORT) > 0:
            return Kind.DEGRADED_REPORT
        return Kind.OUTAGE_REPORT
    return Kind.FUNCTION_REPORT


def _in_question(found: Found, wording: Wording) -> bool:
    """Whether words stand in the last clause of a question, so that they are asked, not told."""
    for sentence in wording.sentences:
        if sentence.start <= found.start < sentence.end:
            return sentence.asks and not _CLAUSE_END.search(wording.plain, found.end, sentence.end)
    return False


def _score(evidence: Evidence, kind: Kind) -> float:
    return sum(f.weight for f in evidence.get(kind, ()))


def _because(kind: Kind, evidence: Evidence, seen: tuple[Seen, ...]) -> tuple[str, ...]:
    words = tuple(f.words for f in evidence.get(kind, ()))
    return words + tuple(s.found.words for s in seen) if kind in REPORTS else words
