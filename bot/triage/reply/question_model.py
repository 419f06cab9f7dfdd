"""Which question a sentence puts, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of a sentence
and the concepts of ``knowledge/concepts`` that stand in it. It is trained on ``knowledge/messages/asked``.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model.weights import Weights
from bot.triage.reply.concepts import LONGEST_SENTENCE, ConceptReader, sentences
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist

ASKS = "asks"  # the family of its labels, ``asks:when_fixed``
NOTHING = "none"  # what asks for nothing that has an answer
Shares = Mapping[str, float]  # by the id of an answer


class QuestionModel:
    """Reads plain sentences in which each product's name is one sign. Built once."""

    def __init__(self, weights: Weights, concepts: ConceptReader) -> None:
        self._classifier = Classifier(weights)
        self._concepts = concepts
        self.languages = concepts.languages if weights.labels else frozenset()
        self.known = frozenset(label.partition(":")[2] for label in weights.labels) - {NOTHING}

    def features(self, sentence: str, languages: Sequence[str]) -> tuple[Gist, frozenset[str]]:
        """What the model sees of a sentence; it is trained on the very same."""
        return Gist.of(sentence, ()), self._concepts.shown(sentence, languages)

    def of_sentences(self, text: str, languages: Sequence[str]) -> Iterator[Shares]:
        """How likely each sentence of a text asks for each answer, in their order.

        A long one is no question: it has no shares.
        """
        for start, end in sentences(text):
            sentence = text[start:end].strip()
            asks = len(sentence) <= LONGEST_SENTENCE
            yield self.read(sentence, languages) if asks else {}

    def read(self, sentence: str, languages: Sequence[str]) -> Shares:
        """How likely one sentence asks for each answer; what is left asks for none."""
        gist, signals = self.features(sentence, languages)
        shares = self._classifier.read(gist, signals).shares(ASKS)
        shares.pop(NOTHING, None)
        return shares
