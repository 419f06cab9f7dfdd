"""A linear model over n-grams and signals, and what follows from its margins: kind, symptoms, reach, urgency.

Training is elsewhere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model.understanding import REPORTS, FactValue, Kind, Scope, Symptom, Urgency
from bot.model.weights import Weights
from bot.triage.understand.meaning.ngrams import Gist, ngrams, pieces
from bot.triage.understand.meaning.stated import HIT, TELLING, WHERE, WHO, scope_with

REPORT = "report"  # the label of what tells of trouble that lasts, whatever its kind
_WORDS = 2
SHARPNESS = 5.0  # makes probabilities of margins; see tests/benchmarks/understanding.py
_WORTH_SAYING = 0.5  # of the strongest stretch
SURE = 0.7  # the share from which on a kind has no rival worth asking about
RIVAL = 0.25  # of the leading share: so large a rival is right in one case of four
ENDINGS = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})
LEAST_OF_AN_END = 0.6  # below, what might tell of an end tells of something else
CAUTION = 0.6  # to take trouble for over does more harm than to ask once more
HARDLY = -0.4  # the margin of a report below which a text without a symptom is none
MOSTLY = 0.6  # the share of the kinds of report from which on it is one all the same
WEAKLY = 0.0  # and below which a report names none by likeness alone
GIVEN = -0.1  # the margin from which on a symptom is given: a miss costs as much as a slip
REACHING = -0.15  # and a reach
LEAST = -0.6  # and of a report, which hardly ever tells of none, the likeliest from here on
_KINDS = frozenset(Kind)
_SYMPTOMS = {s: f"symptom:{s.value}" for s in Symptom}
_SCOPES = {s: f"scope:{s.value}" for s in (*WHO, *WHERE)}
_URGENCIES = {u: f"urgency:{u.value}" for u in Urgency}


@dataclass(frozen=True)
class ModelOpinion:
    """What the model makes of one message: by label how far it lies on the label's side.

    A margin of 1 and more is typical of the label, of -1 and less of its absence.
    """

    margins: Mapping[str, float]

    @property
    def of_a_report(self) -> float:
        """By how much it is a report; negative: by how much it is none."""
        return self.margins.get(REPORT, -1.0)

    def no_more_of_a_report_than(self, other: "ModelOpinion") -> "ModelOpinion":
        """The same, with the lesser of both margins for a report and the symptoms of the other."""
        least = {REPORT: min(self.of_a_report, other.of_a_report)}
        symptoms = {label: other.margins.get(label, -1.0) for label in _SYMPTOMS.values()}
        return ModelOpinion({**self.margins, **symptoms, **least})

    @cached_property
    def kinds(self) -> dict[str, float]:
        """The probabilities of the kinds; asked for at several steps of a reading."""
        return self.shares("kind")

    def shares(self, family: str) -> dict[str, float]:
        """The probabilities of labels of which one holds (``kind``), by their names."""
        prefix = f"{family}:"
        mine = {
            label[len(prefix) :]: margin
            for label, margin in self.margins.items()
            if label.startswith(prefix)
        }
        top = max(mine.values(), default=0.0)
        powers = {name: math.exp(SHARPNESS * (margin - top)) for name, margin in mine.items()}
        total = sum(powers.values())
        return {name: power / total for name, power in powers.items()}


class Classifier:
    """Reads gists with trained weights. Pure; built once."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._members: dict[str, list[int]] = {}
        for index, label in enumerate(weights.labels):
            self._members.setdefault(label.partition(":")[0], []).append(index)

    def read(self, gist: Gist, signals: Iterable[str]) -> ModelOpinion:
        """The model's opinion of a message; n-grams count once each, by their rarity."""
        w = self._weights
        letters = w.ngrams.sums(ngrams(gist.text))
        shape = w.signals.sums(signals)
        norm = math.sqrt(letters[-1] * w.norm_step) or 1.0
        told_by = zip(w.labels, w.bias, w.steps, letters, w.signal_steps, shape, strict=False)
        return ModelOpinion(
            {
                label: bias + step * ngrams / norm + signal_step * signals
                for label, bias, step, ngrams, signal_step, signals in told_by
            }
        )

    def knowing(self, opinion: ModelOpinion, family: str, signal: str) -> ModelOpinion:
        """The opinion on the labels of one family once one more signal is known."""
        row = self._weights.signals.get(signal)
        if row is None:
            return opinion
        margins = dict(opinion.margins)
        for index in self._members.get(family, ()):
            weight = int.from_bytes(row[index : index + 1], signed=True)
            margins[self._weights.labels[index]] += self._weights.signal_steps[index] * weight
        return ModelOpinion(margins)

    def because(self, gist: Gist, label: str, text: str) -> tuple[str, ...]:
        """The stretches of ``text`` (as long as the plain text) that speak most for a label."""
        index = self._weights.labels.index(label)
        force = [0.0] * len(gist.text)
        for piece, start, end in pieces(gist.text):
            if (row := self._weights.ngrams.get(piece)) is not None:
                weight = int.from_bytes(row[index : index + 1], signed=True)
                for at in range(start, end):
                    force[at] += weight / (end - start)
        return tuple(
            text[gist.origin[start] : gist.origin[end - 1] + 1].strip()
            for start, end in _stretches(force)
        )


def _stretches(force: Sequence[float]) -> list[tuple[int, int]]:
    """The strongest runs of letters that all speak for a label, in order of strength."""
    runs: list[tuple[float, int, int]] = []
    start = 0
    for at in range(len(force) + 1):
        if at == len(force) or force[at] <= 0:
            if at > start:
                runs.append((sum(force[start:at]), start, at))
            start = at + 1
    runs.sort(key=lambda run: -run[0])
    return [(a, b) for f, a, b in runs[:_WORDS] if f >= runs[0][0] * _WORTH_SAYING]


@dataclass(frozen=True, slots=True)
class Leading:
    """The likeliest kind with its share, and the kind that it may be as well, if that is open."""

    kind: Kind
    share: float
    or_else: Kind | None = None


def leading_kind(opinion: ModelOpinion, among: frozenset[Kind] = _KINDS) -> Leading:
    """The kind with the largest share; an end of the trouble needs more to be believed."""
    shares = {kind: s for kind, s in opinion.kinds.items() if kind in among}
    endings = ENDINGS & shares.keys()
    least = LEAST_OF_AN_END * sum(shares.values())
    likely = sum(shares[kind] for kind in endings) >= least
    for kind in endings:
        shares[kind] *= CAUTION if likely else 0.0
    first, second = sorted(shares, key=lambda kind: (-shares[kind], kind))[:2]
    open_still = shares[first] < SURE and shares[second] >= RIVAL * shares[first]
    return Leading(Kind(first), shares[first], Kind(second) if open_still else None)


def may_be_report(opinion: ModelOpinion, *, whole: bool) -> bool:
    """Whether a text that reads as a report may be one: it tells of trouble, of a symptom, or reads as hardly anything else.

    The last is looked at only where the ``whole`` message is its sender's own and of now.
    """
    if opinion.of_a_report >= HARDLY:
        return True
    if whole and sum(opinion.kinds.get(kind, 0.0) for kind in REPORTS) >= MOSTLY:
        return True
    return any(opinion.margins.get(label, -1.0) >= GIVEN for label in _SYMPTOMS.values())


def likely_symptoms(opinion: ModelOpinion, kind: Kind) -> frozenset[Symptom]:
    """The symptoms that a message of a kind probably tells of."""
    margins = {s: opinion.margins.get(label, -1.0) for s, label in _SYMPTOMS.items()}
    given = frozenset(s for s, margin in margins.items() if margin >= GIVEN)
    likeliest = max(margins, key=margins.__getitem__)
    told = kind.is_report and opinion.margins.get(REPORT, 0.0) >= WEAKLY
    if not given and told and margins[likeliest] >= LEAST:
        return frozenset({likeliest})
    return given


def likely_scope(
    opinion: ModelOpinion, kind: Kind, facts: Mapping[str, FactValue]
) -> frozenset[Scope]:
    """Who and where, at most one of each sort; unknown when neither is told."""
    if kind not in TELLING:
        return frozenset({Scope.UNKNOWN})
    margins = {s: opinion.margins.get(label, -1.0) for s, label in _SCOPES.items()}
    widest = (max(sort, key=margins.__getitem__) for sort in (WHO, WHERE))
    likely = frozenset(s for s in widest if margins[s] >= REACHING) or frozenset({Scope.UNKNOWN})
    return scope_with(likely, facts) if kind in HIT else likely


def likely_urgency(opinion: ModelOpinion) -> Urgency:
    """The likeliest urgency; the opinion must know the kind."""
    return max(_URGENCIES, key=lambda urgency: opinion.margins.get(_URGENCIES[urgency], -1.0))
