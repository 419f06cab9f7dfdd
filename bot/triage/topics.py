"""Which functions of kintone a message speaks of, by a trained model and the phrases of ``knowledge/topics``."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.lexicon.meanings import Meanings
from bot.lexicon.phrases import PhraseBook, languages_in
from bot.model.acts import Asks
from bot.model.answer import Answer
from bot.model.conversation import Conversation
from bot.model.topic import Topic
from bot.model.understanding import Understanding
from bot.model.weights import UNASKED, Weights
from bot.text.normalise import nfkc, plain
from bot.triage.understand.facts.verdict import polarity, says_that_it_fails
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.meaning.ngrams import Gist

LONGEST = 2_000  # characters looked at
TOPIC = "topic"  # the family of the model's labels, ``topic:lookup``
NO_TOPIC = "none"  # what speaks of none that is known
LANGUAGES = frozenset({"ja", "en"})  # of which the model knows messages
CLEAR = 0.2  # the share from which the model alone finds a topic
OF_A_CLEAR_ONE = 0.05  # of a clear topic's share: below it, what phrases find beside it is none
LEAST = 0.005  # the share below which what phrases find is none
_SAID = Meanings("told", "well")
_SENTENCE = re.compile(r"[^。.!?！？\n]+[。.!?！？\n]*")


def _without_what_works(text: str) -> str:
    """A plain text without the sentences beside others that only say of something that it works."""
    found = _SENTENCE.findall(text)
    troubled = [s for s in found if not (_SAID.well.search(s) and _works(s))]
    return "".join(troubled) if troubled else text


def _works(sentence: str) -> bool:
    return polarity(sentence, 0, len(sentence)) is True and not says_that_it_fails(sentence)


class TopicReader:
    """Finds topics; built once for a knowledge base. It reads no trouble and weighs nothing.

    A trained model reads each sentence; the phrases of the topics are among what it sees, and count where
    it does not exclude them. It is trained on ``knowledge/messages/topics``.
    """

    def __init__(self, topics: Mapping[str, Topic], weights: Weights = UNASKED) -> None:
        self._topics = topics
        self._book = PhraseBook(
            {t.id: t.phrases for t in topics.values()},
            {t.id: t.not_phrases for t in topics.values()},
        )
        self._classifier = Classifier(weights)
        self._trained = frozenset(label.partition(":")[2] for label in weights.labels)

    def read(
        self, words: str, nameless: str, lang: str, products: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Ids of the topics that a masked text speaks of: the likeliest, those of its phrases in their order, those of ``products`` that it names.

        ``nameless``: the plain text with one sign for each product's name.
        """
        text = _without_what_works(plain(nfkc(words[:LONGEST])))
        places = self._book.find(text, languages_in(text, lang))
        at_words = sorted((at.start, ident) for ident, at in places.items() if at is not None)
        readings = list(self._readings(_without_what_works(nameless[:LONGEST]), lang))
        leading = [max(shares.items(), key=lambda told: told[1]) for shares in readings]
        clear = [(share, i) for i, share in leading if share >= CLEAR and i in self._topics]
        share, first = max(clear, default=(0.0, ""))
        least = max(LEAST, share * OF_A_CLEAR_ONE)
        may_be = [i for _, i in at_words if self._may_be(i, readings, least)]
        named = (t.id for t in self._topics.values() if not set(t.products).isdisjoint(products))
        return tuple(i for i in dict.fromkeys((first, *may_be, *named)) if i)

    def features(self, text: str, languages: Sequence[str]) -> tuple[Gist, frozenset[str]]:
        """What the model sees of a plain text: its n-grams, and which topics' phrases stand in it."""
        found = self._book.find(text, languages)
        return Gist.of(text, ()), frozenset(i for i, at in found.items() if at is not None)

    def _readings(self, nameless: str, lang: str) -> Iterator[Mapping[str, float]]:
        """How likely a text, and each of its sentences, speaks of each topic or of none; nothing in a language that the model does not know."""
        if not self._trained or lang not in LANGUAGES:
            return
        for said in dict.fromkeys(s.strip() for s in (nameless, *_SENTENCE.findall(nameless))):
            features = self.features(said, languages_in(said, lang))
            yield self._classifier.read(*features).shares(TOPIC)

    def _may_be(self, ident: str, readings: Sequence[Mapping[str, float]], least: float) -> bool:
        """Whether the model gives a topic at least that share somewhere, if it knows it at all."""
        known = readings and ident in self._trained
        return not known or any(shares[ident] >= least for shares in readings)

    def closest(self, found: Iterable[str], *, asks: bool = True) -> tuple[str, ...]:
        """Of topics that are spoken of: those that no closer one overrides, broad ones last.

        ``asks``: whether something is asked; else topics that only answer questions do not count.
        """
        told = [i for i in found if asks or self._topics[i].usual]
        overridden = {other for ident in told for other in self._topics[ident].overrides}
        closest = (ident for ident in told if ident not in overridden)
        return tuple(sorted(closest, key=lambda ident: self._topics[ident].broad))

    def without_covered(
        self,
        heard: Understanding,
        answers: Mapping[str, Answer],
        kept: frozenset[str] = frozenset(),
    ) -> Understanding:
        """The message without the answers that a topic of it overrides, and the topics that one of the others covers; a danger stays, and what is ``kept``."""
        overridden = {o for i in self.closest(heard.topics) for o in self._topics[i].overrides}
        overridden -= kept
        asked = tuple(i for i in heard.asked if i not in overridden or answers[i].safety)
        covered = {name for i in asked for name in answers[i].covers}
        topics = tuple(i for i in heard.topics if i not in covered)
        return replace(heard, asked=asked, topics=topics)

    def noted(self, conversation: Conversation, heard: Understanding) -> Conversation:
        """The conversation with what a report speaks of; only what awaits its first reply, in which alone it is said.

        What is only known for questions counts where the report asks one.
        """
        if not (heard.kind.is_report and conversation.awaits_first_reply):
            return conversation
        complaint = conversation.complaint
        asks = any(isinstance(act, Asks) for act in heard.acts)
        read = self.closest(heard.topics, asks=asks)
        found = (*complaint.topics, *read)
        complaint = replace(complaint, topics=tuple(dict.fromkeys(found)))
        return replace(conversation, complaint=complaint)
