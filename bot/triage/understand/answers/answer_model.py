"""What an answer says to one of the desk's questions, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of the answer, the
question that was put, how the words alone read, and what a yes or no at its beginning would say. It is trained on ``knowledge/messages/answering``.
It knows no conversation. Questions of one sort share their labels, so that each learns from the answers to the others.
"""

from collections.abc import Mapping

from bot.model.question import Question
from bot.model.understanding import FactValue
from bot.model.weights import Weights
from bot.triage.understand.answers.heard import Answer, agrees, clauses
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist

SAYS = "says"  # the family of its labels, ``says:fine``
LANGUAGES = frozenset(
    {"ja", "en", "zh", "ko", "vi", "pt", "th", "id"}
)  # of the answers that it is trained on
UNSURE, NO_ANSWER = (
    "unsure",
    "none",
)  # said to any question: that they do not know, and nothing about it


class AnswerModel:
    """Reads plain texts as answers to questions. Built once."""

    def __init__(self, weights: Weights) -> None:
        self._classifier = Classifier(weights)
        self._known = frozenset(label.partition(":")[2] for label in weights.labels)

    @staticmethod
    def features(question: Question, plain: str, by_words: Answer) -> tuple[Gist, frozenset[str]]:
        """What the model sees of an answer; it is trained on the very same. ``by_words``: how its words alone read."""
        to, first = question.id, next(iter(clauses(plain)), "")
        words = NO_ANSWER if by_words is None else _label(question, by_words) or UNSURE
        signals = {f"to {to}", f"words {words}", f"to {to} words {words}"}
        said = agrees(first)
        if said is not None:
            facts = question.yes if said else question.no
            signals.add(f"agrees {_label(question, facts) or ('yes' if said else 'no')}")
        return Gist.of(plain, ()), frozenset(signals)

    def read(self, question: Question, plain: str, by_words: Answer) -> Answer:
        """The facts that a text states in answer to the question; None where it is no answer.

        As its words alone read where nothing was learned of that question.
        """
        if not question.says or not question.says.keys() <= self._known:
            return by_words
        read = self._classifier.read(*self.features(question, plain, by_words))
        shares = read.shares(SAYS)
        says = max((*question.says, UNSURE, NO_ANSWER), key=shares.__getitem__)
        return None if says == NO_ANSWER else dict(question.says.get(says, {}))


def _label(question: Question, facts: Mapping[str, FactValue]) -> str:
    """What is said by who states some facts; "" where nothing is learned of that."""
    stated = question.says.items()
    return next((label for label, known in stated if known.items() <= facts.items()), "")
