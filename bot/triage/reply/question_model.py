"""Which question a sentence puts, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of a sentence
and the concepts of ``knowledge/concepts`` that stand in it. It is trained on ``knowledge/messages/asked``.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model.weights import Weights
from bot.triage.reply.concepts import LONGEST_SENTENCE, ConceptReader, sentences
from bot.triage.understand.acts.clauses import clauses
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.wording import MessageWording

ASKS = "asks"  # the family of its labels, ``asks:when_fixed``
# The share from which a clause asks for something beside the rest of its sentence.
CLEAR_PART = 0.75
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
            yield self._with_parts(sentence, languages) if asks else {}

    def _with_parts(self, sentence: str, languages: Sequence[str]) -> Shares:
        """The shares of a sentence and of what its clauses ask for by themselves: "what was it, and when is it over?"."""
        shares = dict(self.read(sentence, languages))
        parts = clauses(MessageWording(sentence))
        if len(parts) > 1 and any(part.asks for part in parts):
            for part in parts:
                found = self.read(sentence[part.start : part.end].strip(), languages)
                name = max(found, key=found.__getitem__, default="")
                if name and found[name] >= CLEAR_PART:
                    shares[name] = max(shares[name], found[name])
        return shares

    def read(self, sentence: str, languages: Sequence[str]) -> Shares:
        """How likely one sentence asks for each answer; what is left asks for none."""
        gist, signals = self.features(sentence, languages)
        shares = self._classifier.read(gist, signals).shares(ASKS)
        shares.pop(NOTHING, None)
        return shares
