"""The question whose answer would move the diagnosis most, or none.

The value of a question is the information (bits) that its answer is expected to bring about the
cause, less the trouble of answering it (Lindley 1956, expected information of an experiment).
How likely "yes" is under a cause follows from the same clue weights that will weigh the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import log2

from bot.model.conversation import Complaint, Conversation
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import CauseEntry, Knowledge, Question
from bot.model.understanding import FactValue, Scope
from bot.triage.evidence.clues import Sight, holds
from bot.triage.testify import USE_IS_OPEN

MOST_QUESTIONS = 2  # in one conversation; afterwards a person helps better than a third question
BITS_PER_TROUBLE = 0.012  # what one deciban of the customer's trouble must bring
LEAST_BITS = 0.02
_CONSIDERED = 14  # hypotheses that carry nearly all the probability
FOR_THE_CROWD = 2.5  # knowing who uses what serves every later diagnosis too
LEAST_OF_INVENTORY = 0.15  # bits; there may be products that no catalogue has
MOST_REVEALED = 0.6  # bits; products are not independent, so their sum is capped
_SEEN_BY_CUSTOMERS = frozenset(
    {"plugin", "connected", "home", "infra", "maintenance", "unlisted_plugin"}
)
_ON_THE_LINE = frozenset({"isp"})
_SHOWS_HOST = 0.5  # chance that a customer who looks sees the failing host
_POINTS_AT_IT, _POINTS_ELSEWHERE = 0.65, 0.12  # chance that an open answer supports a cause


def best_questions(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """The key of the best question to ask now; empty when none is worth the trouble."""
    if len(facts.conversation.asked) >= MOST_QUESTIONS:
        return ()
    values = worth(diagnosis, facts, knowledge)
    return (max(values, key=lambda key: values[key]),) if values else ()


def worth(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> dict[str, float]:
    """The questions that fit and would tell something, each with its value in bits, trouble paid."""
    considered = diagnosis.ranked[:_CONSIDERED]
    values = {
        q.id: information(q, considered, facts.conversation.complaint, knowledge)
        - BITS_PER_TROUBLE * q.trouble
        for q in askable(facts, knowledge)
    }
    return {key: value for key, value in values.items() if value > LEAST_BITS}


def askable(facts: Facts, knowledge: Knowledge) -> Iterator[Question]:
    """Questions that fit the complaint and whose answer is not known yet."""
    conversation = facts.conversation
    for question in knowledge.questions.values():
        fits = not question.symptoms or conversation.complaint.symptoms.intersection(
            question.symptoms
        )
        if fits and not is_known(question, conversation):
            yield question


def is_known(question: Question, conversation: Conversation) -> bool:
    """Whether the customer has been asked this, or has said it of themselves."""
    complaint = conversation.complaint
    if question.id in conversation.asked or question.id in conversation.answered:
        return True
    if question.reveals == "use" and complaint.complete:
        return True
    affects_others = conversation.incident is not None or Scope.EVERYONE in complaint.scope
    if question.of_one_person and affects_others:
        return True
    if not complaint.scope.isdisjoint(question.known_by_scopes):
        return True
    stated = (*question.yes, *question.no, *question.known_by_facts)
    return any(fact in complaint.facts for fact in stated)


def information(
    question: Question,
    considered: tuple[Hypothesis, ...],
    complaint: Complaint,
    knowledge: Knowledge,
) -> float:
    """Expected information of the question about the cause, in bits (0 or more)."""
    if question.reveals:
        bits = sum(_revealed(question.reveals, h) for h in considered)
        if question.reveals == "use":
            bits = max(LEAST_OF_INVENTORY, bits * FOR_THE_CROWD)
        return min(MOST_REVEALED, bits)
    shares = _by_entry(considered, knowledge)
    likely = [(p, chance_of_yes(question, e, complaint)) for p, e in shares]
    yes = sum(p * chance for p, chance in likely)
    return _entropy(yes) - sum(p * _entropy(chance) for p, chance in likely)


def _revealed(what: str, hypothesis: Hypothesis) -> float:
    """Bits that an open answer is expected to bring about one product.

    ``use``: whether the customer uses it, where that is open; without use it cannot be the cause.
    ``host``: whether one of its hosts is seen failing, which settles it. ``provider``: which
    internet provider they have.
    """
    heading = hypothesis.cause.partition(":")[0]
    p = hypothesis.probability
    if what == "provider":
        return _entropy(p) if heading in _ON_THE_LINE else 0.0
    if heading not in _SEEN_BY_CUSTOMERS:
        return 0.0
    if what == "use":
        share = 10 ** (_use_weight(hypothesis) / 10)
        if not 0 < share < 1:
            return 0.0
        if_used = min(1.0, p / (p + (1 - p) * share))
        return max(0.0, _entropy(p) - share * _entropy(if_used))
    shown = p * _SHOWS_HOST
    rest = (p - shown) / (1 - shown)
    return max(0.0, _entropy(p) - (1 - shown) * _entropy(rest))


def _use_weight(hypothesis: Hypothesis) -> float:
    """Decibans that an open question of use costs the hypothesis; 0 when use is settled."""
    return next((e.weight for e in hypothesis.evidence if e.says_en == USE_IS_OPEN), 0.0)


def chance_of_yes(question: Question, entry: CauseEntry | None, complaint: Complaint) -> float:
    """How likely "yes" (of an open question: an answer that fits) is under a cause; None: no entry."""
    if entry is None:
        return 0.5 if question.yes else _POINTS_ELSEWHERE
    if not question.yes and not question.no:
        return _POINTS_AT_IT if question.id in entry.questions else _POINTS_ELSEWHERE
    yes = 10 ** (_weight(entry, question.yes, complaint) / 10)
    no = 10 ** (_weight(entry, question.no, complaint) / 10)
    return yes / (yes + no)


def _by_entry(
    considered: tuple[Hypothesis, ...], knowledge: Knowledge
) -> list[tuple[float, CauseEntry | None]]:
    """The share of the hypotheses that each entry of the knowledge describes (None: no entry)."""
    total = sum(h.probability for h in considered)
    shares: dict[str, float] = {}
    entries: dict[str, CauseEntry | None] = {}
    for h in considered:
        entry = entry_of(h.cause, knowledge)
        key = entry.id if entry else ""
        entries[key] = entry
        shares[key] = shares.get(key, 0.0) + h.probability / total
    return [(share, entries[key]) for key, share in shares.items()]


def entry_of(cause: str, knowledge: Knowledge) -> CauseEntry | None:
    """The entry that describes a cause: its own, or that of its sort."""
    heading = cause.partition(":")[0]
    sort = "plugin" if heading == "unlisted_plugin" else heading
    return knowledge.causes.get(cause) or knowledge.causes.get(sort)


def _weight(entry: CauseEntry, stated: Mapping[str, FactValue], complaint: Complaint) -> float:
    """Decibans that these facts would give to a cause, with what else is known of the complaint."""
    borne_on = {id(c): c for fact in stated for c in entry.clues_by_fact.get(fact, ())}
    told = replace(complaint, facts={**complaint.facts, **stated})
    sight = Sight(entry.id, told, {})
    return sum(
        clue.weight
        for clue in borne_on.values()
        if all(holds(name, wanted, sight) for name, wanted in clue.when.items())
    )


def _entropy(p: float) -> float:
    return 0.0 if p <= 0 or p >= 1 else -p * log2(p) - (1 - p) * log2(1 - p)
