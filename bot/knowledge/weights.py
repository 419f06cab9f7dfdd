"""The trained weights on disk: one compressed file: a head in JSON, the n-grams and their rows."""

import json
import zlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from bot.model.errors import KnowledgeError
from bot.model.feature_table import FeatureTable
from bot.model.weights import Weights


class WeightsFile(StrEnum):
    """What each of them is trained on."""

    MESSAGES = "weights.bin"
    QUESTIONS = "questions.bin"  # that have an answer
    RESULTS = "results.bin"  # what was done, and what came of it
    ANSWERS = "answering.bin"  # of customers, to the desk's questions
    SIGNATURES = "signatures.bin"  # the circumstances that messages tell of
    TOPICS = "topics.bin"  # the functions that messages speak of


LARGEST = 4_000_000  # bytes on disk
LARGEST_OPEN = 32_000_000  # bytes once decompressed
_END = b"\x00"
_PIECE = 16_384  # bytes that are read at a time


def save(weights: Weights, knowledge: Path, name: str = WeightsFile.MESSAGES) -> None:
    """Write the weights; the same weights give the same bytes."""
    head = {
        "trained_on": weights.trained_on,
        "labels": weights.labels,
        "bias": weights.bias,
        "steps": weights.steps,
        "signal_steps": weights.signal_steps,
        "norm_step": weights.norm_step,
        "signals": {name: [*row] for name, row in weights.signals.items()},
        "names": len(weights.ngrams.names),
    }
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    table = weights.ngrams.names + weights.ngrams.rows
    (knowledge / name).write_bytes(zlib.compress(told + _END + table, 9))


def load_weights(knowledge: Path, name: str = WeightsFile.MESSAGES) -> Weights | None:
    """The weights of a knowledge folder; None when it has none. Raises KnowledgeError."""
    path = knowledge / name
    if not path.is_file():
        return None
    try:
        return _weights(_opened(path))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        problem = f"{name}: not trained weights ({error}); run jitabata train"
        raise KnowledgeError([problem]) from error


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
    told, table = _parted(text)
    head: Mapping[str, object] = json.loads(told)
    labels = tuple(map(str, _listed(head, "labels")))
    names = int(str(head["names"]))  # bytes
    return Weights(
        labels=labels,
        bias=_numbers(head, "bias", labels),
        steps=_numbers(head, "steps", labels),
        signal_steps=_numbers(head, "signal_steps", labels),
        norm_step=float(str(head["norm_step"])),
        signals=_signals(head, len(labels) + 1),
        ngrams=FeatureTable(table[:names], table[names:], len(labels) + 1),
        trained_on=str(head["trained_on"]),
    )


def _parted(text: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The head, and what stands behind it."""
    head, behind = BytesIO(), BytesIO()  # they give their bytes without a copy
    for piece in text:
        before, end, rest = piece.partition(_END)
        head.write(before)
        if end:
            behind.write(rest)
            behind.writelines(text)
    return head.getvalue(), behind.getvalue()


def _signals(head: Mapping[str, object], width: int) -> FeatureTable:
    value = head["signals"]
    if not isinstance(value, dict):
        raise TypeError("signals is no table")
    rows = {str(name): bytes(row) for name, row in value.items()}
    if any(len(row) != width for row in rows.values()):
        raise ValueError("signals: one number for each label is needed")
    return FeatureTable.of(rows)


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
