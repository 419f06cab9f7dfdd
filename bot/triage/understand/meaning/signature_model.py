"""Which circumstances a message tells of, as a trained model reads it: what was changed, since when, who and where.

A linear model like that of the kinds (``classifier``), over the n-grams of the message and whether
it asks something. Its labels are the signatures of ``knowledge/errors`` that people tell in words of their own; it is trained
on ``knowledge/messages/signatures``. What a machine shows, a code or a line of a console, patterns find.
"""

from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.wording import MessageWording

SIGNATURE = "signature"  # the family of its labels, ``signature:change-network``
NO_SIGNATURE = "none"
LANGUAGES = frozenset({"ja", "en"})  # of the messages that it is trained on
# The share from which on a circumstance is told: of an author whom it never saw nine of ten are right then.
TOLD = 0.5
TOLD_ALONE = 0.7  # the same of one sentence of several, read by itself
SHORTEST = 10  # characters of such a sentence: "only us, I think" tells nothing by itself
LONGEST = 600  # characters; of a longer text the beginning


class SignatureModel:
    """Reads plain texts in which each product's name is one sign. Built once."""

    def __init__(self, weights: Weights) -> None:
        self._classifier = Classifier(weights)
        self._is_trained = bool(weights.labels)

    @staticmethod
    def features(nameless: str) -> tuple[Gist, frozenset[str]]:
        """What the model sees of a text; it is trained on the very same."""
        asks = any(s.asks for s in MessageWording(nameless).sentences)
        return Gist.of(nameless, ()), frozenset({"asks"} if asks else ())

    def find(self, nameless: str) -> frozenset[str]:
        """Ids of the signatures that a text tells of, as a whole or in a sentence of it that does not ask."""
        if not self._is_trained or not nameless.strip():
            return frozenset()
        text = nameless[:LONGEST]
        told = [text[s.start : s.end].strip() for s in MessageWording(text).sentences if not s.asks]
        alone = [sentence for sentence in told if SHORTEST <= len(sentence) < len(text.strip())]
        found = self._told(text, TOLD).union(*(self._told(s, TOLD_ALONE) for s in alone))
        return found - {NO_SIGNATURE}

    def _told(self, text: str, least: float) -> frozenset[str]:
        shares = self._classifier.read(*self.features(text)).shares(SIGNATURE)
        return frozenset(i for i, share in shares.items() if share >= least)
