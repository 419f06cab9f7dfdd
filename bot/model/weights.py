"""The trained part of understanding: how much each n-gram and each signal speaks for each label."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.understanding import Kind

LANE = 4  # bytes that one label takes in a row made wide
ZERO = 128  # what a lane stands above its weight, so that none goes below nought
_ABOVE_NOUGHT = bytes(byte ^ ZERO for byte in range(256))  # a signed byte to itself plus 128


@dataclass(frozen=True)
class Weights:
    """A linear model over sparse features, in whole steps.

    ``labels`` are ``kind:howto``, ``symptom:slow`` and so on. A row holds one signed byte for each
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
    ngrams: Mapping[str, bytes] = field(repr=False)
    signals: Mapping[str, bytes] = field(repr=False)
    trained_on: str = ""

    @cached_property
    def ngram_lanes(self) -> Mapping[str, int]:
        """Each n-gram's row as one whole number; made once, however many readers share it."""
        return _lanes(self.ngrams)

    @cached_property
    def signal_lanes(self) -> Mapping[str, int]:
        """Each signal's row as one whole number."""
        return _lanes(self.signals)


def _lanes(rows: Mapping[str, bytes]) -> Mapping[str, int]:
    """All rows at once: a hundred thousand are made wide in a tenth of a second."""
    if not rows:
        return {}
    told = b"".join(rows.values()).translate(_ABOVE_NOUGHT)
    wide = bytearray(len(told) * LANE)
    wide[::LANE] = told
    width, seen = len(wide) // len(rows), memoryview(wide)
    return {
        name: int.from_bytes(seen[at : at + width], "little")
        for name, at in zip(rows, range(0, len(wide), width), strict=True)
    }


_KINDS = tuple(f"kind:{kind.value}" for kind in Kind)
_ONES = (1.0,) * len(_KINDS)
UNTRAINED = Weights(_KINDS, (0.0,) * len(_KINDS), _ONES, _ONES, 1.0, {}, {})
"""Knows nothing: every kind is as likely as any other."""
