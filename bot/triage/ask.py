"""The question whose answer is worth most, or none.

Worth: the information (bits) that the answer is expected to bring about the cause of this customer's
trouble and about a fault that others share, less the trouble of answering.
"""

from collections.abc import Collection, Iterator, Mapping

from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.triage.information import Expectation
from bot.triage.pending_advice import kind_of

MOST_QUESTIONS = 2  # in one conversation; afterwards a person helps better than a third question
BITS_PER_TROUBLE = 0.012  # what one deciban of the customer's trouble must bring
LEAST_BITS = 0.06


def best_questions(values: Mapping[str, float], conversation: Conversation) -> tuple[str, ...]:
    """The key of the best question to ask now, by what each is worth; empty when none is."""
    if len(conversation.asked) >= MOST_QUESTIONS:
        return ()
    return (max(values, key=lambda key: values[key]),) if values else ()


def worth(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> dict[str, float]:
    """The questions that fit and would tell something, each with its value in bits, trouble paid."""
    expected = Expectation(diagnosis, facts.conversation.complaint, knowledge)
    values = {
        q.id: expected.of(q) - BITS_PER_TROUBLE * q.trouble for q in askable(facts, knowledge)
    }
    return {key: value for key, value in values.items() if value > LEAST_BITS}


def askable(facts: Facts, knowledge: Knowledge) -> Iterator[Question]:
    """Questions that fit the complaint and whose answer is not known yet."""
    conversation = facts.conversation
    named = any(_is_part(i, facts.catalogue) for i in conversation.complaint.products)
    for question in knowledge.questions.values():
        if named and question.reveals == "use":
            continue  # who named the part in question is not asked for a list
        if question.of_named_part and not named:
            continue  # "that plug-in" is none that they spoke of
        fits = not question.symptoms or conversation.complaint.symptoms.intersection(
            question.symptoms
        )
        if fits and not is_known(question, conversation):
            yield question


def _has_tried(remedies: Collection[str], conversation: Conversation) -> bool:
    """Whether the customer told what came of one of these remedies, or that something is off."""
    tried = (t for t in conversation.trials if t.outcome is not AdviceOutcome.CANNOT)
    return bool(conversation.changes) or any(kind_of(t.advice) in remedies for t in tried)


def _is_part(ident: str, catalogue: Catalogue) -> bool:
    """Whether a product is a part beside the platform, which everybody uses."""
    product = catalogue.get(ident)
    return product is not None and product.kind is not ProductKind.PLATFORM


def is_known(question: Question, conversation: Conversation) -> bool:
    """Whether this has been asked, or said without being asked."""
    complaint = conversation.complaint
    if question.id in conversation.asked or question.id in conversation.answered:
        return True
    if question.reveals == "use" and complaint.complete:
        return True
    if not complaint.scope.isdisjoint(question.known_by_scopes):
        return True
    if not complaint.symptoms.isdisjoint(question.known_by_symptoms):
        return True
    if question.known_by_trials and _has_tried(question.known_by_trials, conversation):
        return True
    stated = (*question.yes, *question.no, *question.known_by_facts)
    return any(fact in complaint.facts for fact in stated)
