"""What the desk knows of the function that a question is about: a fact, where an answer of its own says none."""

from bot.model.knowledge import Knowledge
from bot.model.understanding import Understanding
from bot.triage.topics import TopicReader


class KnownWords:
    """Says what is so with a function, to whoever asks how, whether or who; built once for a knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._topics = TopicReader(knowledge.topics)

    def of(self, heard: Understanding, lang: str) -> str:
        """What holds for the first function that a message speaks of and something is known of; "" where none."""
        topics = (self._knowledge.topics[i] for i in self._topics.closest(heard.topics))
        answers = (t.answer or (t.usual if t.settles else {}) for t in topics)
        return next((text for a in answers if (text := self._knowledge.phrase(a, lang))), "")
