"""Which functions of kintone a message speaks of, by the phrases of ``knowledge/topics``."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.conversation import Conversation
from bot.model.topic import Topic
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc
from bot.triage.understand.phrases import PhraseBook, languages_in
from bot.triage.understand.wording import plain

LONGEST = 2_000  # characters looked at


class TopicReader:
    """Finds topics; built once for a knowledge base. It reads no trouble and weighs nothing."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        self._book = PhraseBook(
            {t.id: t.phrases for t in topics.values()},
            {t.id: t.not_phrases for t in topics.values()},
        )

    def find(self, words: str, lang: str) -> tuple[str, ...]:
        """Ids of the topics that a masked text speaks of, in the order of its words; none that yields to another."""
        text = plain(nfkc(words[:LONGEST]))
        places = self._book.find(text, languages_in(text, lang))
        found = sorted((at.start, ident) for ident, at in places.items() if at is not None)
        yielding = {other for _, ident in found for other in self._topics[ident].beside}
        return tuple(ident for _, ident in found if ident not in yielding)

    def noted(self, conversation: Conversation, heard: Understanding) -> Conversation:
        """The conversation with what a message speaks of, if it is a report."""
        if not heard.kind.is_report:
            return conversation
        complaint = conversation.complaint
        found = (*complaint.topics, *self.find(heard.redacted, heard.lang))
        complaint = replace(complaint, topics=tuple(dict.fromkeys(found)))
        return replace(conversation, complaint=complaint)
