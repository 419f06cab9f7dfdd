"""What the answer to a question is expected to tell, in bits (Lindley 1956).

Of a state X, believed with probabilities p(x), an answer A is expected to tell the information

    I(X; A) = H(A) - sum over x of  p(x) H(A | x)        H: entropy in bits

The weight w of a clue is the log-likelihood ratio of what it is about against "none of the causes we
know", so that the chance of an answer under a cause follows from the clues that will weigh it: its
usual share (``PossibleAnswer.share``) times 10^(w/10), scaled to add up to one.

A question is worth ``I(C; A) + OTHERS * I(S; A)``: C is the cause of this customer's trouble, as the
diagnosis has it, crowd and pages included; S says which fault that others share it is, if it is one.
What is shared concerns everybody else who has it or is about to report it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log2

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.knowledge import CauseEntry, Clue, Knowledge
from bot.model.question import PossibleAnswer, Question
from bot.triage.evidence.clues import SAID_BY, Sight, holds, topic_of

OTHERS = 2.0  # customers who wait for what is found out of a shared fault, at least
CONSIDERED = 14  # hypotheses that carry nearly all the probability
# Some product that is in no catalogue: the share of unexplained trouble that is about one, and who uses one.
_UNLISTED, _BY_UNLISTED, _USES_UNLISTED = "unlisted_plugin:any", 0.15, 0.25
_SHOWS_HOST = 0.5  # chance that a customer who looks sees the failing host
_POINTS_AT_IT, _POINTS_ELSEWHERE = 0.65, 0.12  # chance that an open answer supports a cause
# Causes whose product an answer names, by what the question reveals.
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "use": ("plugin:", "connected:", "home:", "infra:", "maintenance:", "unlisted_plugin:"),
    "provider": ("isp:",),
    "sign_in": ("idp:",),
}

Chances = tuple[float, ...]  # of each answer
# Of each cause, or sort of cause: its probability, and of the answers under it.
Belief = Sequence[tuple[float, Chances]]


def entropy(chances: Iterable[float]) -> float:
    """Entropy in bits."""
    bits = 0.0
    for p in chances:
        if p > 0:
            bits -= p * log2(p)
    return bits


def information(belief: Belief) -> float:
    """Bits that an answer is expected to tell of which cause it is (0 or more)."""
    if not belief:
        return 0.0
    mixed = [0.0] * len(belief[0][1])
    within = 0.0
    for p, chances in belief:
        within += p * entropy(chances)
        for n, chance in enumerate(chances):
            mixed[n] += p * chance
    return max(0.0, entropy(mixed) - within)


class Expectation:
    """What questions are expected to tell in one conversation. It does not know which questions fit.

    Causes under which every answer is as likely are one: those of a sort, and all that a product is
    told from.
    """

    def __init__(self, diagnosis: Diagnosis, complaint: Complaint, knowledge: Knowledge) -> None:
        self._complaint = complaint
        self._likely = diagnosis.ranked[:CONSIDERED]
        total = sum(h.probability for h in self._likely)
        causes = {h.cause: h.probability / total for h in self._likely}
        unlisted = _BY_UNLISTED * _may_be_a_plugin(complaint, knowledge) * causes.get(UNKNOWN, 0.0)
        causes[_UNLISTED], causes[UNKNOWN] = unlisted, causes.get(UNKNOWN, 0.0) - unlisted
        self._causes = causes
        self._own = sum(p for c, p in causes.items() if _is_own(c))
        self._most = entropy(causes.values()) * (1 + OTHERS)
        self._sorts: dict[tuple[str, bool], tuple[float, CauseEntry | None]] = {}
        for cause, p in causes.items():
            entry = entry_of(cause, knowledge)
            sort = entry.id if entry is not None else "", _is_own(cause)
            self._sorts[sort] = self._sorts.get(sort, (0.0, entry))[0] + p, entry

    def of(self, question: Question) -> float:
        """What the question is worth in bits, the trouble of answering not paid."""
        bits = sum(_worth(own, shared) for own, shared in self._beliefs(question))
        return question.can_tell * min(bits, self._most)

    def _beliefs(self, question: Question) -> Iterator[tuple[Belief, Belief]]:
        """What an answer states, and what it shows of single products beside that.

        Each as a belief in causes that one customer has alone, and in those that others may share.
        """
        if question.possible or not question.reveals:
            yield self._stating(question)
        if question.reveals == "host":
            yield from (
                self._shows(h.cause, _SHOWS_HOST, 0.0) for h in self._likely if _in_sight(h)
            )
        elif question.reveals:
            for h in self._likely:
                share = 10 ** (_use_weight(h) / 10)
                named = h.cause.startswith(_NAMED_BY[question.reveals])
                if named and share < 1 and not h.cause.endswith(":any"):
                    yield self._shows(h.cause, 1.0, share)
        if question.reveals == "use":
            yield self._shows(_UNLISTED, 1.0, _USES_UNLISTED)

    def _stating(self, question: Question) -> tuple[Belief, Belief]:
        told = AnswerLikelihoods(question, self._complaint)
        known: dict[str, Chances] = {}
        beliefs: tuple[list[tuple[float, Chances]], ...] = [], []
        for (ident, is_own), (p, entry) in self._sorts.items():
            if ident not in known:
                known[ident] = told.under(entry)
            beliefs[not is_own].append((p, known[ident]))
        return beliefs[0], beliefs[1]

    def _shows(self, cause: str, if_it: float, if_not: float) -> tuple[Belief, Belief]:
        """An answer that shows something of one product: how likely, if it is the cause and if not."""
        it, others = (if_it, 1 - if_it), (if_not, 1 - if_not)
        p = self._causes[cause]
        rest = max(0.0, 1.0 - self._own - p)
        return [(self._own, others)], [(p, it), (rest, others)]


def _worth(own: Belief, shared: Belief) -> float:
    """Bits about the cause, and about which fault others share, where one's own is as good as another."""
    if alone := sum(p for p, _ in own):
        columns = zip(*(chances for _, chances in own), strict=True)
        weights = [p / alone for p, _ in own]
        mean = tuple(sum(w * x for w, x in zip(weights, c, strict=True)) for c in columns)
        return information([*shared, *own]) + OTHERS * information([*shared, (alone, mean)])
    return (1 + OTHERS) * information(shared)


class AnswerLikelihoods:
    """How likely each possible answer to a question is in a complaint, under one cause or another."""

    def __init__(self, question: Question, complaint: Complaint) -> None:
        self._question, self._complaint = question, complaint
        self._before = Sight("", complaint, {})
        self._after = [
            (a.share, (*a.facts, *a.signatures), Sight("", _with(a, complaint), {}))
            for a in question.possible
        ]

    def under(self, entry: CauseEntry | None) -> Chances:
        """The chance of each answer under the causes of an entry (None: none that we know)."""
        if not self._after:
            points = entry is not None and self._question.id in entry.questions
            fits = _POINTS_AT_IT if points else _POINTS_ELSEWHERE
            return fits, 1 - fits
        if entry is None:
            return tuple(share for share, _, _ in self._after)
        likely = [
            share * 10 ** (self._weight(entry, stated, told) / 10)
            for share, stated, told in self._after
        ]
        total = sum(likely)
        return tuple(x / total for x in likely)

    def _weight(self, entry: CauseEntry, stated: tuple[str, ...], told: Sight) -> float:
        """Decibans that an answer would give to a cause, beside what is known of the complaint.

        What says the same as something known adds only what it says more.
        """
        bears = entry.clues_by_statement
        borne_on = {id(c): c for name in stated if name in bears for c in bears[name]}
        weight = 0.0
        for clue in borne_on.values():
            if _hold(clue, told) and not _hold(clue, self._before):
                weight += self._beyond(clue, entry)
        return weight

    def _beyond(self, clue: Clue, entry: CauseEntry) -> float:
        """What a clue adds to those of its topic that hold already."""
        topic = topic_of(clue)
        if not topic[0]:
            return clue.weight
        said = (c for name in SAID_BY[topic[0]] for c in entry.clues_by_statement.get(name, ()))
        alike = (abs(c.weight) for c in said if topic_of(c) == topic and _hold(c, self._before))
        return max(0.0, abs(clue.weight) - max(alike, default=0.0)) * (1 if clue.weight > 0 else -1)


def _with(answer: PossibleAnswer, complaint: Complaint) -> Complaint:
    return replace(
        complaint,
        facts={**complaint.facts, **answer.facts},
        signatures=(*complaint.signatures, *answer.signatures),
    )


def _hold(clue: Clue, sight: Sight) -> bool:
    for name, wanted in clue.when.items():  # noqa: SIM110 - a generator costs more
        if not holds(name, wanted, sight):
            return False
    return True


def _may_be_a_plugin(complaint: Complaint, knowledge: Knowledge) -> float:
    """How likely its symptoms and reach are with trouble of some plug-in, beside other trouble (1 at most)."""
    entry, sight = knowledge.causes.get("plugin"), Sight("", complaint, {})
    clues = (c for c in entry.clues if c.kind is EvidenceKind.WORDS) if entry is not None else ()
    return min(1.0, 10 ** (sum(c.weight for c in clues if _hold(c, sight)) / 10))


def _is_own(cause: str) -> bool:
    return cause == UNKNOWN or cause.startswith("customer:")


def _in_sight(hypothesis: Hypothesis) -> bool:
    return hypothesis.cause.startswith(_NAMED_BY["use"])


def _use_weight(hypothesis: Hypothesis) -> float:
    """Decibans that an open question of use costs the hypothesis; 0 when use is settled."""
    return next((e.weight for e in hypothesis.evidence if e.is_open_use), 0.0)


def entry_of(cause: str, knowledge: Knowledge) -> CauseEntry | None:
    """The entry that describes a cause: its own, or that of its sort."""
    heading = cause.partition(":")[0]
    sort = "plugin" if heading == "unlisted_plugin" else heading
    return knowledge.causes.get(cause) or knowledge.causes.get(sort)
