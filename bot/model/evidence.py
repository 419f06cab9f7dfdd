"""Evidence, hypotheses and the diagnosis that ranks them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

UNKNOWN = "unknown"
WORKS_AS_DESIGNED = ("update:", "maintenance:")  # what heads causes that are no fault
LINE = "isp:"  # what heads providers of internet lines
NONE = "none"

# Gives a sentence that explains evidence by its key, in Japanese and in English.
Says = Callable[..., tuple[str, str]]


class EvidenceKind(StrEnum):
    """Where a piece of evidence comes from; two of one kind are not independent."""

    WORDS = "words"  # what the customer says of symptoms and scope
    CLAIM = "claim"  # which product the customer holds to be at fault: an opinion, not a fact
    CONTRAST = "contrast"  # what works and what does not, where that tells products apart
    ANSWER = "answer"  # what they answered to a question of ours
    CONSOLE = "console"  # hosts and errors that their browser shows
    CHECK = "check"  # what their browser reached when we had it try
    TRIAL = "trial"  # what happened when something was switched off or changed
    FEED = "feed"  # what a status feed says
    PROBE = "probe"  # what our own measurement says
    CROWD = "crowd"  # what reports of other organisations say
    CHANGE = "change"  # what was changed lately
    STAFF = "staff"  # what a person of the staff has found out
    PRIOR = "prior"  # how common the cause is


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact and how far it moves one hypothesis.

    ``weight`` is a weight of evidence in decibans, 10 times log10 of the likelihood ratio against
    "none of the causes we know" (I. J. Good, 1950): +10 makes the cause ten times likelier.
    ``says`` (Japanese) and ``says_en`` are the sentence that explains it to staff. ``is_open_use``: it is that nobody
    knows whether the customer uses the product; ``of_symptom``: that the symptom is told of, and nothing else. Weights of independent evidence add.
    """

    cause: str
    weight: float
    kind: EvidenceKind
    says: str
    says_en: str = ""
    is_open_use: bool = False
    of_symptom: bool = False

    def sentence(self, lang: str) -> str:
        """The explaining sentence in Japanese, or in English for every other language."""
        return self.says if lang == "ja" or not self.says_en else self.says_en


def supporting(evidence: Iterable[Evidence]) -> frozenset[EvidenceKind]:
    """The kinds of evidence that speak for a cause by 3 decibans or more."""
    totals: dict[EvidenceKind, float] = {}
    for e in evidence:
        totals[e.kind] = totals.get(e.kind, 0.0) + e.weight
    return frozenset(k for k, w in totals.items() if w >= 3 and k is not EvidenceKind.PRIOR)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One cause, considered for one conversation, with its probability (0 to 1).

    ``own``: the evidence of the conversation and of the world, which hypotheses that look alike
    share; ``crowd``: what the reports of other organisations say.
    """

    cause: str
    probability: float
    own: tuple[Evidence, ...] = ()
    crowd: tuple[Evidence, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that bears on it."""
        return (*self.own, *self.crowd)

    @property
    def weight(self) -> float:
        """Sum of the evidence in decibans, the prior included."""
        return sum(e.weight for e in self.evidence)

    @property
    def kinds(self) -> frozenset[EvidenceKind]:
        """The kinds of evidence that speak for it by 3 decibans or more (a factor of two)."""
        return supporting(self.evidence)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Hypotheses, likeliest first; ``unknown`` is always among them."""

    ranked: tuple[Hypothesis, ...]

    @property
    def leading(self) -> Hypothesis:
        return self.ranked[0]

    def of(self, cause: str) -> Hypothesis | None:
        """The hypothesis of this cause, or None when it was not considered."""
        return next((h for h in self.ranked if h.cause == cause), None)
