"""How well single messages are understood, measured on labelled ones. Pure; prints nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.messages import LabelledMessage
from bot.model.understanding import REPORTS, Kind, Understanding

Read = Callable[[str], Understanding]

NO_REPORT = frozenset(
    {Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.BILLING, Kind.STATUS_QUERY, Kind.CHITCHAT}
)
HARMFUL = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED})
"""Kinds that count twice: to mistake them stops the help, or tells the wrong people."""
SURER_PART = 0.8


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1. ``kind_weighted`` counts the harmful kinds twice.

    ``kind_when_sure`` is the accuracy over those messages, four in five, of which the classifier is
    most certain. ``confused``: pairs of the right and the given kind, most frequent first.
    """

    messages: int
    kind: float
    kind_weighted: float
    kind_when_sure: float
    false_reports: float
    symptoms_f1: float
    scope: float
    urgency: float
    language: float
    kind_by_language: Mapping[str, float]
    confused: tuple[tuple[str, int], ...]


def figures(messages: Sequence[LabelledMessage], read: Read) -> Figures:
    """All figures of one set of messages, which must not be empty."""
    pairs = [(m, read(m.text)) for m in messages]
    right = [_right_kind(m, u) for m, u in pairs]
    weights = [2 if m.kind in HARMFUL else 1 for m in messages]
    surest = sorted(range(len(pairs)), key=lambda i: -pairs[i][1].certainty)
    surest = surest[: max(1, round(len(pairs) * SURER_PART))]
    wrong = ((m, u) for (m, u), ok in zip(pairs, right, strict=True) if not ok)
    confused = Counter(f"{m.kind.value} as {u.kind.value}" for m, u in wrong)
    return Figures(
        messages=len(pairs),
        kind=_share(right),
        kind_weighted=sum(w for w, ok in zip(weights, right, strict=True) if ok) / sum(weights),
        kind_when_sure=_share(right[i] for i in surest),
        false_reports=_share(
            not ok and u.kind in REPORTS
            for (m, u), ok in zip(pairs, right, strict=True)
            if m.kind in NO_REPORT
        ),
        symptoms_f1=_f1((m.symptoms, u.symptoms - m.maybe) for m, u in pairs),
        scope=_share(m.scope - m.scope_maybe == u.scope - m.scope_maybe for m, u in pairs),
        urgency=_share(m.urgency is u.urgency for m, u in pairs),
        language=_share(m.lang[:2] == u.lang[:2] for m, u in pairs),
        kind_by_language=dict(_by_language(messages, right)),
        confused=tuple(confused.most_common(8)),
    )


def _right_kind(message: LabelledMessage, understood: Understanding) -> bool:
    return understood.kind is message.kind or understood.kind in message.also


def _by_language(
    messages: Sequence[LabelledMessage], right: Sequence[bool]
) -> Iterator[tuple[str, float]]:
    for lang in dict.fromkeys(m.lang[:2] for m in messages):
        pairs = zip(messages, right, strict=True)
        yield lang, _share(ok for m, ok in pairs if m.lang[:2] == lang)


def _share(truths: Iterable[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values) if values else 0.0


def _f1(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Over all labels of all messages: twice the hits over what was wanted and what was given."""
    hits = total = 0
    for wanted, given in pairs:
        hits += len(wanted & given)
        total += len(wanted) + len(given)
    return 2 * hits / total if total else 1.0
