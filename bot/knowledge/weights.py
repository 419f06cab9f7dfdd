"""The trained weights on disk: one compressed file, a head in JSON and a row of bytes a feature."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from bot.model.errors import KnowledgeError
from bot.model.feature_table import FeatureTable
from bot.model.weights import Weights

FILE = "weights.bin"
LARGEST = 4_000_000  # bytes on disk
LARGEST_OPEN = 32_000_000  # bytes once decompressed
_END = b"\x00"
_PIECE = 16_384  # bytes that are read at a time


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
        return _weights(_opened(path))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        problem = f"{FILE}: not trained weights ({error}); run jitabata train"
        raise KnowledgeError([problem]) from error


def _rows(features: Mapping[str, bytes]) -> list[bytes]:
    return [row for _, row in sorted(features.items())]


def _opened(path: Path) -> Iterator[bytes]:
    """What is in the file, piece by piece, so that the whole never lies in memory."""
    if path.stat().st_size > LARGEST:
        raise ValueError(f"larger than {LARGEST} bytes")
    opener, size = zlib.decompressobj(), 0
    with path.open("rb") as file:
        while size <= LARGEST_OPEN and (piece := file.read(_PIECE)):
            told = opener.decompress(piece)
            size += len(told)
            yield told
    if not opener.eof:
        raise ValueError("cut off, or larger than is believable")


def _weights(text: Iterator[bytes]) -> Weights:
    head, rest = _head(text)
    labels = tuple(map(str, _listed(head, "labels")))
    rows = _cut(chain((rest,), text), len(labels) + 1)
    weights = Weights(
        labels=labels,
        bias=_numbers(head, "bias", labels),
        steps=_numbers(head, "steps", labels),
        signal_steps=_numbers(head, "signal_steps", labels),
        norm_step=float(str(head["norm_step"])),
        signals=FeatureTable(tuple(map(str, _listed(head, "signals"))), rows),
        ngrams=FeatureTable(tuple(map(str, _listed(head, "ngrams"))), rows),
        trained_on=str(head["trained_on"]),
    )
    if next(rows, None) is not None:
        raise ValueError("a row for each feature is needed")
    return weights


def _head(text: Iterator[bytes]) -> tuple[Mapping[str, object], bytes]:
    """The head, and what stands behind it in the same piece."""
    told = []
    for piece in text:
        before, end, rest = piece.partition(_END)
        told.append(before)
        if end:
            head: Mapping[str, object] = json.loads(b"".join(told))
            return head, rest
    raise ValueError("the head has no end")


def _cut(text: Iterable[bytes], width: int) -> Iterator[bytes]:
    """One row after the other."""
    left = b""
    for piece in text:
        left += piece
        whole = len(left) - len(left) % width
        yield from (left[at : at + width] for at in range(0, whole, width))
        left = left[whole:]
    if left:
        raise ValueError("the last row is cut off")


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
