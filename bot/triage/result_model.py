"""What a message in the middle of a conversation tells of results, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of the message and
whether it asks something. It is trained on ``knowledge/messages/results``. It knows no conversation and decides nothing.
"""

from bot.model.result_reading import Did, ResultReading, Went
from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.wording import MessageWording

DID, WENT = "did", "went"  # the families of its labels, ``went:worked``
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
        did, went = opinion.shares(DID), opinion.shares(WENT)
        action, result = max(did, key=did.__getitem__), max(went, key=went.__getitem__)
        return ResultReading(Did(action), Went(result), round(min(did[action], went[result]), 3))
