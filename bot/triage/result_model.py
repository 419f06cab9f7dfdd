"""What a message in the middle of a conversation tells of results, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of the message and
whether it asks something. It is trained on ``knowledge/messages/results``. It knows no conversation and decides nothing.
"""

from bot.model.acts import ReportedAction
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.wording import MessageWording

ACTION, OUTCOME = "action", "outcome"  # the families of its labels, ``outcome:worked``
LONGEST = 600  # characters; a longer text tells of the trouble


class ResultModel:
    """Reads plain texts in which each product's name is one sign. Built once."""

    def __init__(self, weights: Weights) -> None:
        self._classifier = Classifier(weights)
        self._is_trained = bool(weights.labels)

    @staticmethod
    def features(nameless: str) -> tuple[Gist, frozenset[str]]:
        """What the model sees of a text; it is trained on the very same."""
        sentences = MessageWording(nameless).sentences
        asks = {"asks"} if any(s.asks for s in sentences) else set[str]()
        ends = "ends asking" if sentences and sentences[-1].asks else "ends telling"
        return Gist.of(nameless, ()), frozenset({*asks, ends})

    def read(self, nameless: str) -> ResultReading | None:
        """The result that a text tells; None for a long one, an empty one, and where nothing was learned."""
        if not self._is_trained or not nameless.strip() or len(nameless) > LONGEST:
            return None
        opinion = self._classifier.read(*self.features(nameless))
        actions, outcomes = opinion.shares(ACTION), opinion.shares(OUTCOME)
        action, outcome = (max(s, key=s.__getitem__) for s in (actions, outcomes))
        return ResultReading(
            ReportedAction(action) if action in set(ReportedAction) else None,
            ToldOutcome(outcome),
            round(min(actions[action], outcomes[outcome]), 3),
        )
