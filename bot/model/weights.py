"""The trained part of understanding: how much each n-gram and each signal speaks for each label."""

from dataclasses import dataclass, field

from bot.model.feature_table import FeatureTable
from bot.model.understanding import Kind


@dataclass(frozen=True)
class Weights:
    """A linear model over sparse features, in whole steps.

    ``labels`` are ``kind:howto``, ``symptom:slow`` and so on, of questions ``asks:when_fixed``, of results ``outcome:worked``, of answers ``says:fine``. A row holds one signed byte for each
    label, in that label's ``steps`` or ``signal_steps`` (of the margin), and one byte more: for an n-gram
    the square of its inverse document frequency in steps of ``norm_step``, from which the length of
    the message is summed. ``signals`` count fully, whatever the length. ``bias`` is the margin before anything is read.
    ``trained_on`` is the fingerprint of the messages that it was trained on.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    steps: tuple[float, ...]
    signal_steps: tuple[float, ...]
    norm_step: float
    ngrams: FeatureTable = field(repr=False)
    signals: FeatureTable = field(repr=False)
    trained_on: str = ""


_KINDS = tuple(f"kind:{kind.value}" for kind in Kind)
_ONES = (1.0,) * len(_KINDS)
_NONE = FeatureTable.of({})
# Knows no question: none is likelier than none.
UNASKED = Weights((), (), (), (), 1.0, _NONE, _NONE)
UNTRAINED = Weights(_KINDS, (0.0,) * len(_KINDS), _ONES, _ONES, 1.0, _NONE, _NONE)
"""Knows nothing: every kind is as likely as any other."""
