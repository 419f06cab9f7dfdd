"""Why a conversation's diagnosis ranks as it does, and what would rank it otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.triage.ask import worth
from bot.triage.information import AnswerLikelihoods, entry_of

RIVALS = 5  # causes next to the leading one that are looked at as its rivals
MOST_QUESTIONS_SHOWN = 3
LEVEL = 1e-9  # decibans; what rounding leaves of no distance


@dataclass(frozen=True, slots=True)
class Overturn:
    """The fewest facts without which another cause would lead, or stand level.

    ``rival`` is that other one; it lies ``behind`` (decibans) now. ``without``: the facts, the one
    that counts most between the two first, each as it speaks for the leading cause or against the
    rival.
    """

    rival: str
    behind: float
    without: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a question is expected to bring: bits about the cause, the trouble of answering paid.

    ``yes`` and ``no``: the cause that would lead after that answer, with its probability (0 to 1);
    None for a question that is not answered with yes or no.
    """

    question: str
    bits: float
    yes: tuple[str, float] | None = None
    no: tuple[str, float] | None = None


def overturn(diagnosis: Diagnosis) -> Overturn | None:
    """The fewest facts that hold the leading cause above a rival; None when none do.

    A fact that speaks for both counts by what it gives one more than the other. How common the
    causes are is no fact of the conversation and is never left out.
    """
    if not diagnosis.ranked:
        return None
    leading, rivals = diagnosis.ranked[0], diagnosis.ranked[1 : 1 + RIVALS]
    found = [o for rival in rivals if (o := _between(leading, rival)) is not None]
    return min(found, key=lambda o: (len(o.without), o.behind), default=None)


def _between(leading: Hypothesis, rival: Hypothesis) -> Overturn | None:
    """What holds one cause above another: its strongest facts until the distance is gone."""
    behind = leading.weight - rival.weight
    left, without = behind, []
    for gap, evidence in sorted(_gaps(leading, rival), key=lambda g: (-g[0], g[1].says)):
        if left <= LEVEL:
            break
        left -= gap
        without.append(evidence)
    return Overturn(rival.cause, round(behind, 1), tuple(without)) if left <= LEVEL else None


def _gaps(leading: Hypothesis, rival: Hypothesis) -> Iterator[tuple[float, Evidence]]:
    """The facts that favour one cause over another, each with the decibans between the two."""
    gaps: dict[tuple[EvidenceKind, str], float] = {}
    shown: dict[tuple[EvidenceKind, str], Evidence] = {}
    for hypothesis, sign in ((leading, 1.0), (rival, -1.0)):
        for e in hypothesis.evidence:
            if e.kind is not EvidenceKind.PRIOR:
                gaps[e.kind, e.says] = gaps.get((e.kind, e.says), 0.0) + sign * e.weight
                shown.setdefault((e.kind, e.says), replace(e, cause=hypothesis.cause))
    return ((gap, shown[key]) for key, gap in gaps.items() if gap > 0)


def prospects(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> tuple[Prospect, ...]:
    """The open questions that would tell most, best first; whether to ask is not decided here."""
    if not diagnosis.ranked:
        return ()
    values = worth(diagnosis, facts, knowledge)
    best = sorted(values, key=lambda key: (-values[key], key))[:MOST_QUESTIONS_SHOWN]
    complaint = facts.conversation.complaint
    return tuple(
        _prospect(knowledge.questions[key], values[key], diagnosis, complaint, knowledge)
        for key in best
    )


def _prospect(
    question: Question,
    bits: float,
    diagnosis: Diagnosis,
    complaint: Complaint,
    knowledge: Knowledge,
) -> Prospect:
    if question.reveals or not (question.yes or question.no):
        return Prospect(question.id, bits)
    yes, no, told = {}, {}, AnswerLikelihoods(question, complaint)
    for h in diagnosis.ranked:
        chance = told.under(entry_of(h.cause, knowledge))[0]
        yes[h.cause] = h.probability * chance
        no[h.cause] = h.probability * (1 - chance)
    return Prospect(question.id, bits, _leading(yes), _leading(no))


def _leading(powers: dict[str, float]) -> tuple[str, float]:
    total = sum(powers.values())
    if total <= 0:
        return UNKNOWN, 1.0
    best = max(powers, key=lambda cause: powers[cause])
    return best, powers[best] / total
