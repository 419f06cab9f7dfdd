"""Reads a message as an answer to the questions that are open."""

from collections.abc import Mapping, Set

from bot.model.catalogue import Catalogue
from bot.model.question import Question
from bot.model.understanding import Kind
from bot.triage.understand.answers.answers import read_answers
from bot.triage.understand.answers.heard import SAID, HeardAnswer, in_kanji, put_right
from bot.triage.understand.answers.kind import ELSEWHERE, AnswerReading
from bot.triage.understand.answers.readers_others import names_others
from bot.triage.understand.answers.readers_works import came_at_last, is_mistake, tells_of_the_end
from bot.triage.understand.answers.readers_works import tells as wording_tells
from bot.triage.understand.facts.facts import read_facts, read_tried, unlisted
from bot.triage.understand.message import MaskedText
from bot.triage.understand.products.matcher import Mentions
from bot.triage.understand.wording import MessageWording, blank

LONGEST_ANSWER = 2_000  # characters that are read as an answer; what is quoted stands below it
_OF_A_TRIAL = frozenset({"tried_disabling"})  # "off, and it opens" answers it
_ONLY_ASKED = frozenset({"started_at", "ended_at", "already_tried"})  # read by readers of answers


class AnswerReader:
    """Reads answers, in the light of what else the message says. Built once per catalogue."""

    def __init__(
        self, catalogue: Catalogue, questions: Mapping[str, Question], platforms: Set[str]
    ) -> None:
        self._catalogue = catalogue
        self._questions = questions
        self._platforms = platforms

    def read(
        self, message: MaskedText, open_questions: tuple[str, ...], *, tells: bool
    ) -> AnswerReading:
        """Which of the open questions a message answers, and the facts it states thereby.

        ``tells``: as far as the whole message goes, it may be an answer.
        """
        if not open_questions:
            return AnswerReading()
        mentions, lang = message.mentions, message.lang
        wording = in_kanji(MessageWording(message.wording.written[:LONGEST_ANSWER]))
        if corrected := put_right(wording.plain):
            wording = MessageWording(blank(wording.written, corrected))
        if not corrected and is_mistake(wording.plain) and not names_others(wording.plain):
            return AnswerReading()
        ends = not corrected and _OF_A_TRIAL.isdisjoint(open_questions)
        if ends and _tells_of_the_end(wording):
            return AnswerReading(over=True, by_trying=not came_at_last(wording.plain))
        found = read_facts(wording, Kind.OUTAGE_REPORT, lang, told=True, named=mentions.places)
        heard = HeardAnswer(
            wording=wording,
            lang=lang,
            facts={fact: said for fact, said in found.items() if fact not in _ONLY_ASKED},
            names=self._names(mentions, wording),
            unlisted=unlisted(wording, mentions.places),
            tells=tells and wording_tells(wording),
        )
        return read_answers(heard, open_questions, self._questions)

    def _names(self, mentions: Mentions, wording: MessageWording) -> tuple[str, ...]:
        """The names of the products that are spoken of, but for platforms; "other than X" speaks of X."""
        others = mentions.spans if SAID.other_than.search(wording.plain) else ()
        spoken_of = dict.fromkeys((*mentions.products, *(s.product for s in others)))
        products = (self._catalogue.get(i) for i in spoken_of if i not in self._platforms)
        return tuple(p.name for p in products if p)


def _tells_of_the_end(wording: MessageWording) -> bool:
    """Whether a message tells how the trouble ended; that it works elsewhere is no end of it."""
    tried = {*read_tried(wording, extension_named=False)}
    return not tried & ELSEWHERE and tells_of_the_end(wording.plain, tried)
