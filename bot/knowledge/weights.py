"""The trained weights on disk: one compressed file, a head in JSON and a row of bytes a feature."""

import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from bot.model.errors import KnowledgeError
from bot.model.feature_table import FeatureTable
from bot.model.weights import Weights

FILE = "weights.bin"
LARGEST = 4_000_000  # bytes on disk
LARGEST_OPEN = 32_000_000  # bytes once decompressed
_END = b"\x00"


def save(weights: Weights, knowledge: Path) -> None:
    """Write the weights; the same weights give the same bytes."""
    head = {
        "trained_on": weights.trained_on,
        "labels": weights.labels,
        "bias": weights.bias,
        "steps": weights.steps,
        "signal_steps": weights.signal_steps,
        "norm_step": weights.norm_step,
        "signals": sorted(weights.signals),
        "ngrams": sorted(weights.ngrams),
    }
    rows = (*_rows(weights.signals), *_rows(weights.ngrams))
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    (knowledge / FILE).write_bytes(zlib.compress(told + _END + b"".join(rows), 9))


def load_weights(knowledge: Path) -> Weights | None:
    """The weights of a knowledge folder; None when it has none. Raises KnowledgeError."""
    path = knowledge / FILE
    if not path.is_file():
        return None
    try:
        told, _, rows = _opened(path).partition(_END)
        return _weights(json.loads(told), rows)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        problem = f"{FILE}: not trained weights ({error}); run jitabata train"
        raise KnowledgeError([problem]) from error


def _rows(features: Mapping[str, bytes]) -> list[bytes]:
    return [row for _, row in sorted(features.items())]


def _opened(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise ValueError(f"larger than {LARGEST} bytes")
    opener = zlib.decompressobj()
    text = opener.decompress(path.read_bytes(), LARGEST_OPEN)
    if not opener.eof:
        raise ValueError("cut off, or larger than is believable")
    return text


def _weights(head: Mapping[str, object], rows: bytes) -> Weights:
    labels = tuple(map(str, _listed(head, "labels")))
    signals, ngrams = _listed(head, "signals"), _listed(head, "ngrams")
    width = len(labels) + 1
    if len(rows) != width * (len(signals) + len(ngrams)):
        raise ValueError("a row for each feature is needed")
    told = len(signals) * width
    return Weights(
        labels=labels,
        bias=_numbers(head, "bias", labels),
        steps=_numbers(head, "steps", labels),
        signal_steps=_numbers(head, "signal_steps", labels),
        norm_step=float(str(head["norm_step"])),
        signals=FeatureTable(tuple(map(str, signals)), rows[:told]),
        ngrams=FeatureTable(tuple(map(str, ngrams)), rows[told:]),
        trained_on=str(head["trained_on"]),
    )


def _listed(head: Mapping[str, object], key: str) -> list[object]:
    value = head[key]
    if not isinstance(value, list):
        raise TypeError(f"{key} is no list")
    return value


def _numbers(head: Mapping[str, object], key: str, labels: tuple[str, ...]) -> tuple[float, ...]:
    numbers = tuple(float(str(n)) for n in _listed(head, key))
    if len(numbers) != len(labels):
        raise ValueError(f"{key}: one number for each label is needed")
    return numbers
