"""A linear model over n-grams and signals: the margin of each label, and the words that decided.

The rows of a message are laid end to end and summed by columns, a label at a time. Training is elsewhere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.weights import Weights
from bot.triage.understand.meaning.ngrams import Gist, ngrams, pieces

REPORT = "report"  # the label of what tells of trouble that lasts, whatever its kind
_WORDS = 2
SHARPNESS = 5.0  # makes probabilities of margins; see tests/benchmarks/understanding.py
_WORTH_SAYING = 0.5  # of the strongest stretch
_ZERO = 128  # what a byte stands above its weight in sums, for bytes know no sign
_ABOVE_NOUGHT = bytes(byte ^ _ZERO for byte in range(256))  # a signed byte to itself plus 128


@dataclass(frozen=True)
class ModelOpinion:
    """What the model makes of one message: by label how far it lies on the label's side.

    A margin of 1 and more is typical of the label, of -1 and less of its absence.
    """

    margins: Mapping[str, float]

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
        self._width = len(weights.labels) + 1
        self._members: dict[str, list[int]] = {}
        for index, label in enumerate(weights.labels):
            self._members.setdefault(label.partition(":")[0], []).append(index)

    def read(self, gist: Gist, signals: Iterable[str]) -> ModelOpinion:
        """The model's opinion of a message; n-grams count once each, by their rarity."""
        w = self._weights
        letters = self._sums(w.ngrams.rows(ngrams(gist.text)))
        shape = self._sums(w.signals.rows(signals))
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

    def _sums(self, rows: Sequence[bytes]) -> list[int]:
        """The sum of rows, label by label."""
        told, above = b"".join(rows).translate(_ABOVE_NOUGHT), _ZERO * len(rows)
        return [sum(told[label :: self._width]) - above for label in range(self._width)]


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
