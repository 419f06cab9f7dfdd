"""From the classifier's opinion to labels: the kind, what it may be instead, and the symptoms."""

from dataclasses import dataclass

from bot.model.understanding import NO_REPORT, Kind, Scope, Symptom, Urgency
from bot.triage.understand.meaning.classifier import ModelOpinion
from bot.triage.understand.meaning.stated import TELLING, WHERE, WHO

SURE = 0.7  # the share from which on a kind has no rival worth asking about
RIVAL = 0.25  # of the leading share: so large a rival is right in one case of four
ENDINGS = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})
LEAST_OF_AN_END = 0.6  # below, what might tell of an end tells of something else
CAUTION = 0.6  # to take trouble for over does more harm than to ask once more
DOUBT = (
    1.5  # a question taken for a report raises alarms; a report taken for a question is asked about
)
GIVEN = -0.2  # the margin from which on a symptom is given: a miss costs as much as a slip
REACHING = -0.3  # and a reach
LEAST = -0.6  # and of a report, which hardly ever tells of none, the likeliest from here on
_KINDS = frozenset(Kind)
_SYMPTOMS = {s: f"symptom:{s.value}" for s in Symptom}
_SCOPES = {s: f"scope:{s.value}" for s in (*WHO, *WHERE)}
_URGENCIES = {u: f"urgency:{u.value}" for u in Urgency}


@dataclass(frozen=True, slots=True)
class Leading:
    """The likeliest kind with its share, and the kind that it may be as well, if that is open."""

    kind: Kind
    share: float
    or_else: Kind | None = None


def leading_kind(opinion: ModelOpinion, among: frozenset[Kind] = _KINDS) -> Leading:
    """The kind with the largest share; a report needs more to be believed, an end of the trouble most."""
    shares = {kind: s for kind, s in opinion.shares("kind").items() if kind in among}
    endings = ENDINGS & shares.keys()
    likely = sum(shares[kind] for kind in endings) >= LEAST_OF_AN_END
    for kind in endings:
        shares[kind] *= CAUTION if likely else 0.0
    weighed = {kind: s * DOUBT if kind in NO_REPORT else s for kind, s in shares.items()}
    first, second = sorted(weighed, key=lambda kind: (-weighed[kind], kind))[:2]
    open_still = shares[first] < SURE and shares[second] >= RIVAL * shares[first]
    return Leading(Kind(first), shares[first], Kind(second) if open_still else None)


def likely_symptoms(opinion: ModelOpinion, kind: Kind) -> frozenset[Symptom]:
    """The symptoms that a message of a kind probably tells of."""
    margins = {s: opinion.margins.get(label, -1.0) for s, label in _SYMPTOMS.items()}
    given = frozenset(s for s, margin in margins.items() if margin >= GIVEN)
    likeliest = max(margins, key=margins.__getitem__)
    if not given and kind.is_report and margins[likeliest] >= LEAST:
        return frozenset({likeliest})
    return given


def likely_scope(opinion: ModelOpinion, kind: Kind) -> frozenset[Scope]:
    """Who and where, at most one of each sort; unknown when neither is told."""
    if kind not in TELLING:
        return frozenset({Scope.UNKNOWN})
    margins = {s: opinion.margins.get(label, -1.0) for s, label in _SCOPES.items()}
    widest = (max(sort, key=margins.__getitem__) for sort in (WHO, WHERE))
    return frozenset(s for s in widest if margins[s] >= REACHING) or frozenset({Scope.UNKNOWN})


def likely_urgency(opinion: ModelOpinion) -> Urgency:
    """The likeliest urgency; the opinion must know the kind."""
    return max(_URGENCIES, key=lambda urgency: opinion.margins.get(_URGENCIES[urgency], -1.0))
