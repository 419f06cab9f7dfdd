"""How well single messages are understood, measured on labelled ones. Pure; prints nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.messages import LabelledMessage, LabelledSentence
from bot.model.understanding import NO_REPORT, REPORTS, Kind, Understanding, Urgency
from bot.text.normalise import nfkc, word_set
from bot.triage.reply.question_model import NOTHING

Read = Callable[[str], Understanding]

HARMFUL = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED})
"""Kinds that count twice: to mistake them stops the help, or tells the wrong people."""
_OPPOSITES = {Urgency.HIGH, Urgency.LOW}
SURER_PART = 0.8
SCORED = word_set(
    """url subdomain hosts error_code started_at unknown_product browser device app_id guest_space affected_count
    account_role other_apps_ok other_users_ok other_browser_ok other_network_ok portal_ok already_tried"""
)
"""The facts that decide something: which question is open, whom it concerns, since when."""


class QuestionFigures(NamedTuple):
    """How well questions are found, as shares between 0 and 1.

    ``found``: of what asks for an answer; ``mistaken``: of the same, taken for other questions
    alone; ``false``: of what asks for none, and is answered all the same.
    """

    found: float
    mistaken: float
    false: float


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """Shares between 0 and 1. ``kind_weighted`` counts the harmful kinds twice.

    ``kind_when_sure`` is the accuracy over those messages, four in five, of which the classifier is
    most certain. ``facts_f1`` takes a fact for right when one of the two wordings holds the other;
    ``opposite_urgencies`` counts high taken for low and the reverse; ``leaks`` counts personal values but names that are still readable. ``confused``: pairs of the right and the given kind, most frequent first.
    """

    messages: int
    kind: float
    kind_weighted: float
    kind_when_sure: float
    false_reports: float
    symptoms_f1: float
    scope: float
    urgency: float
    opposite_urgencies: int
    language: float
    facts_f1: float
    leaks: int
    kind_by_language: Mapping[str, float]
    confused: tuple[tuple[str, int], ...]


def figures(messages: Sequence[LabelledMessage], read: Read) -> QualityFigures:
    """All figures of one set of messages, which must not be empty."""
    pairs = [(m, read(m.text)) for m in messages]
    right = [_right_kind(m, u) for m, u in pairs]
    weights = [2 if m.kind in HARMFUL else 1 for m in messages]
    surest = sorted(range(len(pairs)), key=lambda i: -pairs[i][1].certainty)
    surest = surest[: max(1, round(len(pairs) * SURER_PART))]
    wrong = ((m, u) for (m, u), ok in zip(pairs, right, strict=True) if not ok)
    confused = Counter(f"{m.kind.value} as {u.kind.value}" for m, u in wrong)
    return QualityFigures(
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
        opposite_urgencies=sum({m.urgency, u.urgency} == _OPPOSITES for m, u in pairs),
        language=_share(m.lang[:2] == u.lang[:2] for m, u in pairs),
        facts_f1=_f1((_wanted_facts(m, u), _given_facts(u)) for m, u in pairs),
        leaks=sum(
            value in u.redacted for m, u in pairs for sort, value in m.pii if sort != "person"
        ),
        kind_by_language=dict(_by_language(messages, right)),
        confused=tuple(confused.most_common(8)),
    )


def _given_facts(understood: Understanding) -> frozenset[str]:
    """Facts as texts to compare; glosses and the desk's own facts are left out."""
    return frozenset(f"{k}={_spelt(v)}" for k, v in understood.facts.items() if k in SCORED)


def _wanted_facts(message: LabelledMessage, understood: Understanding) -> frozenset[str]:
    """The labelled facts, each in the words of what was read when one holds the other."""
    wanted = set()
    for key, value in message.facts.items():
        read, told = _spelt(understood.facts.get(key, "")), _spelt(value)
        near = bool(read) and isinstance(value, str) and (read in told or told in read)
        if key in SCORED:
            wanted.add(f"{key}={read if near else told}")
    return frozenset(wanted)


def _spelt(value: object) -> str:
    parts = value if isinstance(value, list | tuple) else [value]
    return "|".join(sorted(nfkc(str(part)).casefold() for part in parts))


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


def question_figures(asked: Sequence[LabelledSentence], read: Read) -> QuestionFigures:
    """How well single questions are found; at least one must ask for something and one for nothing."""
    told = [(question.label, read(question.text).asked) for question in asked]
    wanted = [(asks, found) for asks, found in told if asks != NOTHING]
    idle = [found for asks, found in told if asks == NOTHING]
    return QuestionFigures(
        found=sum(asks in found for asks, found in wanted) / len(wanted),
        mistaken=sum(bool(found) and asks not in found for asks, found in wanted) / len(wanted),
        false=sum(bool(found) for found in idle) / len(idle),
    )
