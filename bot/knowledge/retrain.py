"""``jitabata train``: new weights from the labelled messages, and how good they are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.knowledge.compose import composed
from bot.knowledge.load import load
from bot.knowledge.measure import QualityFigures, figures
from bot.knowledge.messages import (
    LabelledMessage,
    beside_reports,
    held_out_messages,
    training_messages,
)
from bot.knowledge.train import train
from bot.knowledge.weights import FILE, load_weights, save
from bot.model.weights import Weights
from bot.triage.understand import MessageReader

ROUNDING = 1  # steps by which a weight may differ on another processor


def retrain(folder: Path, out: TextIO) -> None:
    """Train on the folder's messages, write the weights, report on the messages held out."""
    knowledge = load(folder, trained=False)
    messages = _to_train_on(folder)
    weights = train(messages, MessageReader(knowledge).features)
    save(weights, folder)
    out.write(f"trained on {len(messages)} messages, wrote {folder / FILE}\n")
    if held_out := held_out_messages(folder):
        read = MessageReader(replace(knowledge, weights=weights)).read
        out.writelines(f"{line}\n" for line in _lines(figures(held_out, read)))


def is_current(folder: Path, out: TextIO) -> bool:
    """Whether training anew gives the weights on disk, up to rounding; says what differs."""
    knowledge = load(folder, trained=False)
    fresh = train(_to_train_on(folder), MessageReader(knowledge).features)
    kept = load_weights(folder)
    problem = "there are none" if kept is None else _difference(fresh, kept)
    out.write(f"{FILE}: {problem or 'what these messages give'}\n")
    return not problem


def _to_train_on(folder: Path) -> tuple[LabelledMessage, ...]:
    """The labelled messages, and those of them that say something else as well."""
    messages = training_messages(folder)
    return (*messages, *composed(messages, beside_reports(folder)))


def _difference(fresh: Weights, kept: Weights) -> str:
    """In what two trainings differ beyond rounding; empty when in nothing."""
    if fresh.trained_on != kept.trained_on:
        return "trained on other messages; run jitabata train"
    if fresh.labels != kept.labels or fresh.signals.keys() != kept.signals.keys():
        return "other labels or signals; run jitabata train"
    common = fresh.ngrams.keys() & kept.ngrams.keys()
    if len(common) < 0.99 * len(fresh.ngrams):
        return "other n-grams; run jitabata train"
    if any(_apart(fresh.ngrams[n], kept.ngrams[n]) > ROUNDING for n in common):
        return "other weights; run jitabata train"
    if any(_apart(row, kept.signals[n]) > ROUNDING for n, row in fresh.signals.items()):
        return "other weights of signals; run jitabata train"
    return ""


def _apart(one: bytes, other: bytes) -> int:
    return max(
        abs((a ^ 128) - (b ^ 128))  # signed bytes, in order
        for a, b in zip(one, other, strict=True)
    )


def _lines(held_out: QualityFigures) -> Iterator[str]:
    yield f"on {held_out.messages} messages held out:"
    yield f"  kind            {held_out.kind:.3f} (harmful mistakes counted twice {held_out.kind_weighted:.3f})"
    yield f"  the surest 80 % {held_out.kind_when_sure:.3f}"
    by_language = ", ".join(f"{k} {v:.2f}" for k, v in held_out.kind_by_language.items())
    yield f"  by language     {by_language}"
    yield f"  false reports   {held_out.false_reports:.3f}"
    yield f"  symptoms F1     {held_out.symptoms_f1:.3f}"
    yield f"  reach           {held_out.scope:.3f}"
    yield f"  urgency         {held_out.urgency:.3f} (high for low or the reverse: {held_out.opposite_urgencies})"
    yield f"  language        {held_out.language:.3f}"
    yield f"  facts F1        {held_out.facts_f1:.3f}"
    yield f"  personal values still readable {held_out.leaks}"
    yield f"  taken for       {', '.join(f'{pair} {n}x' for pair, n in held_out.confused)}"
