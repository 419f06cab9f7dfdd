"""Which functions of kintone a message speaks of, by the phrases of ``knowledge/topics``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.model.acts import Asks
from bot.model.conversation import Conversation
from bot.model.topic import Topic
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc
from bot.triage.understand.facts.verdict import polarity, says_that_it_fails
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.phrases import PhraseBook, languages_in
from bot.triage.understand.wording import plain

LONGEST = 2_000  # characters looked at
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
    """Finds topics; built once for a knowledge base. It reads no trouble and weighs nothing."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        self._book = PhraseBook(
            {t.id: t.phrases for t in topics.values()},
            {t.id: t.not_phrases for t in topics.values()},
        )

    def find(
        self, words: str, lang: str, products: Iterable[str] = (), *, asks: bool = True
    ) -> tuple[str, ...]:
        """Ids of the topics that a masked text speaks of, in the order of its words; then those of ``products`` that it names; broad ones last.

        ``asks``: whether it asks something; else topics that only answer questions do not count.
        """
        text = _without_what_works(plain(nfkc(words[:LONGEST])))
        places = self._book.find(text, languages_in(text, lang))
        at_words = sorted((at.start, ident) for ident, at in places.items() if at is not None)
        named = (t.id for t in self._topics.values() if not set(t.products).isdisjoint(products))
        read = (*(ident for _, ident in at_words), *named)
        found = dict.fromkeys(i for i in read if asks or self._topics[i].usual)
        overridden = {other for ident in found for other in self._topics[ident].overrides}
        closest = (ident for ident in found if ident not in overridden)
        return tuple(sorted(closest, key=lambda ident: self._topics[ident].broad))

    def noted(self, conversation: Conversation, heard: Understanding) -> Conversation:
        """The conversation with what a report speaks of; only what awaits its first reply, in which alone it is said.

        What is only known for questions counts where the report asks one.
        """
        if not (heard.kind.is_report and conversation.awaits_first_reply):
            return conversation
        complaint = conversation.complaint
        asks = any(isinstance(act, Asks) for act in heard.acts)
        read = self.find(heard.redacted, heard.lang, heard.products, asks=asks)
        found = (*complaint.topics, *read)
        complaint = replace(complaint, topics=tuple(dict.fromkeys(found)))
        return replace(conversation, complaint=complaint)
