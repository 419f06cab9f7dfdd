"""What a message in the middle of a conversation tells of results, as a trained model reads it.

A linear model like that of the kinds (``understand/meaning/classifier``), over the n-grams of the message and
whether it asks something. It is trained on ``knowledge/messages/results``. It knows no conversation and decides nothing.
"""

from collections.abc import Mapping

from bot.lexicon.meanings import Meanings
from bot.model.acts import ReportedAction
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("result", "of_itself")
ACTION, OUTCOME = "action", "outcome"  # the families of its labels, ``outcome:worked``
_FULL_STOPS = "。.… \n"  # who ends with one and who does not say the same
LONGEST = 600  # characters; a longer text tells of the trouble
FEWEST = 2  # letters beside the signs for products; "◇ and ◇" answers which ones are in use
# That somebody put something of their own right, which says nothing of an incident's end: "I put its settings back"
# may as well mean the plug-in. What is less sure of it tells that it works.
SURE_OF_A_MISTAKE = 0.9
SURE_OF_NOTHING = 0.9  # that a sentence which asks something tells of no result


class ResultModel:
    """Reads plain texts in which each product's name is one sign. Built once."""

    def __init__(self, weights: Weights) -> None:
        self._classifier = Classifier(weights)
        self._is_trained = bool(weights.labels)

    @staticmethod
    def features(nameless: str) -> tuple[Gist, frozenset[str]]:
        """What the model sees of a text; it is trained on the very same."""
        nameless = nameless.rstrip(_FULL_STOPS)
        sentences = MessageWording(nameless).sentences
        asks = {"asks"} if any(s.asks for s in sentences) else set[str]()
        ends = "ends asking" if sentences and sentences[-1].asks else "ends telling"
        return Gist.of(nameless, ()), frozenset({*asks, ends})

    def read(self, nameless: str) -> ResultReading | None:
        """The result that a text tells, by its sentences that do not only ask.

        None for a long text, one of hardly anything but products' names, and where nothing was learned.
        """
        letters = sum(map(str.isalpha, nameless))
        if not self._is_trained or letters < FEWEST or len(nameless) > LONGEST:
            return None
        opinion = self._classifier.read(*self.features(self._telling(nameless)))
        actions, outcomes = opinion.shares(ACTION), _of_a_mistake(opinion.shares(OUTCOME))
        action, outcome = (max(s, key=s.__getitem__) for s in (actions, outcomes))
        return ResultReading(
            ReportedAction(action) if action in set(ReportedAction) else None,
            ToldOutcome(outcome),
            round(min(actions[action], outcomes[outcome]), 3),
            _SAID.of_itself.search(nameless) is not None,
        )

    def _telling(self, nameless: str) -> str:
        """A text without the sentences that only ask; the whole where it has no others.

        "I have to leave. Will you write when it works?" tells of nothing that works.
        """
        sentences = MessageWording(nameless).sentences
        if len(sentences) < 2:
            return nameless
        texts = [(nameless[s.start : s.end], s.asks) for s in sentences]
        told = [text for text, asks in texts if not (asks and self._tells_nothing(text))]
        return nameless if len(told) in (0, len(texts)) else "".join(told).strip()

    def _tells_nothing(self, sentence: str) -> bool:
        """Whether a sentence by itself surely tells of no result."""
        opinion = self._classifier.read(*self.features(sentence))
        return opinion.shares(OUTCOME).get(ToldOutcome.NOTHING, 0.0) >= SURE_OF_NOTHING


def _of_a_mistake(outcomes: Mapping[str, float]) -> Mapping[str, float]:
    """The shares of the outcomes, where what is not surely a mistake of their own counts for "it works"."""
    mistake = outcomes.get(ToldOutcome.MISTAKE, 0.0)
    if mistake >= SURE_OF_A_MISTAKE:
        return outcomes
    works = outcomes.get(ToldOutcome.WORKED, 0.0) + mistake
    return {**outcomes, ToldOutcome.MISTAKE: 0.0, ToldOutcome.WORKED: works}
