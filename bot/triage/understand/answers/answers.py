"""Reads a message as the answer to questions that are open.

An answer may take several lines, one for each question or all mixed. What its words say is put before the trained
reader of answers where it can be meant for one question alone.
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import Catalogue
from bot.model.question import Question
from bot.model.understanding import FactValue, Kind, Symptom
from bot.text.spans import blank
from bot.triage.understand.answers import readers_others as others
from bot.triage.understand.answers import readers_told as told
from bot.triage.understand.answers.answer_model import LANGUAGES, AnswerModel
from bot.triage.understand.answers.by_words import by_words
from bot.triage.understand.answers.heard import (
    SAID,
    Answer,
    HeardAnswer,
    agrees,
    asked_back,
    in_kanji,
    put_right,
)
from bot.triage.understand.answers.kind import AnswerReading
from bot.triage.understand.answers.readers_works import (
    WORKS,
    about,
    by_trying,
    came_at_last,
    helped,
    is_mistake,
    is_over,
    is_still,
    just_works,
    tells,
    tells_of_the_end,
)
from bot.triage.understand.facts.facts import ELSEWHERE, read_facts, read_tried, unlisted
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.meaning.stated import stated_scope
from bot.triage.understand.message import MaskedText
from bot.triage.understand.products.matcher import Mentions
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("answer", "both")


_SITES = "other_sites"
LONGEST_TERSE = 24  # characters
MOST_OF_AN_EXCUSE = 3  # clauses
_NUMBERED = re.compile(r"^\s*(?:[(]?\d{1,2}[.):、]|[①-⑨]|[-・•*])?\s*")
LONGEST_ANSWER = 2_000  # characters that are read as an answer; what is quoted stands below it
_OF_A_TRIAL = frozenset({"tried_disabling"})  # "off, and it opens" answers it
_ONLY_ASKED = frozenset({"started_at", "ended_at", "already_tried"})  # read by readers of answers


class AnswerReader:
    """Reads answers, in the light of what else the message says. Built once per catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        questions: Mapping[str, Question],
        platforms: Set[str],
        model: AnswerModel,
    ) -> None:
        self._catalogue = catalogue
        self._questions = questions
        self._platforms = platforms
        self._model = model

    def read(
        self, message: MaskedText, open_questions: tuple[str, ...], *, may_be: bool
    ) -> AnswerReading:
        """Which of the open questions a message answers, and the facts it states thereby.

        ``may_be``: as far as the whole message goes, it may be one.
        """
        if not open_questions:
            return AnswerReading()
        wording = in_kanji(MessageWording(message.wording.written[:LONGEST_ANSWER]))
        if corrected := put_right(wording.plain):
            wording = MessageWording(blank(wording.written, corrected))
        if not corrected and is_mistake(wording.plain) and not others.names_others(wording.plain):
            return AnswerReading()
        ends = not corrected and _OF_A_TRIAL.isdisjoint(open_questions)
        if ends and _tells_of_the_end(wording):
            return AnswerReading(over=True, by_trying=not came_at_last(wording.plain))
        return self._answers(self._heard(message, wording, may_be=may_be), open_questions)

    def features(self, message: MaskedText, key: str) -> tuple[Gist, frozenset[str]]:
        """What the trained reader sees of a message as the answer to one question; it is trained on the very same."""
        heard = _without_questions(self._heard(message, in_kanji(message.wording), may_be=True))
        question = self._questions[key]
        return AnswerModel.features(question, _to_read(heard), by_words(heard, key, question))

    def _heard(self, message: MaskedText, wording: MessageWording, *, may_be: bool) -> HeardAnswer:
        lang, places = message.lang, message.mentions.places
        found = read_facts(wording, Kind.OUTAGE_REPORT, lang, told=True, named=places)
        return HeardAnswer(
            wording=wording,
            lang=lang,
            facts={fact: said for fact, said in found.items() if fact not in _ONLY_ASKED},
            names=self._names(message.mentions, wording),
            unlisted=unlisted(wording, places),
            tells=may_be and tells(wording),
        )

    def _names(self, mentions: Mentions, wording: MessageWording) -> tuple[str, ...]:
        """The names of the products that are spoken of, but for platforms; "other than X" speaks of X."""
        beside = mentions.spans if SAID.other_than.search(wording.plain) else ()
        spoken_of = dict.fromkeys((*mentions.products, *(s.product for s in beside)))
        products = (self._catalogue.get(i) for i in spoken_of if i not in self._platforms)
        return tuple(p.name for p in products if p)

    def _answers(self, heard: HeardAnswer, open_questions: tuple[str, ...]) -> AnswerReading:
        """Which of the open questions a message answers, and the facts it states thereby."""
        heard = _without_questions(heard)
        if not heard.plain.strip():
            return AnswerReading()
        heard = replace(heard, alone=len(open_questions) == 1)
        found = {key: self._read(heard, key) for key in open_questions}
        for key, part in zip(open_questions, _parts(heard, len(open_questions)), strict=False):
            if not _concerns_other(part, key, open_questions):
                of_part = self._read(replace(part, alone=True), key)
                found[key] = found[key] if of_part is None else of_part
        if not heard.alone and all(answer is None for answer in found.values()):
            found |= self._of_all(heard, open_questions)
        if _SITES in found and found[_SITES] is None and not _speaks_of_apps(heard.plain):
            rest = heard.facts.get("other_apps_ok")  # as which "everything else" is read by itself
            found[_SITES] = None if rest is None else {"other_sites_ok": rest}
        answered = tuple(key for key, answer in found.items() if answer is not None)
        if not answered and SAID.unsure.search(heard.plain):
            answered = open_questions
        tells = answered or not heard.alone or not heard.whole
        facts = _told_besides(heard, answered, self._questions) if tells else {}
        for answer in found.values():
            facts.update(answer or {})
        questions = [self._questions[key] for key in open_questions if key in self._questions]
        return _besides(heard, facts, answered, questions)

    def _of_all(self, heard: HeardAnswer, open_questions: tuple[str, ...]) -> dict[str, Answer]:
        """A bare "yes" or "it is fine" goes to the only question that it can answer, "both" to all."""
        known = self._questions
        keys = [key for key in open_questions if key in known and known[key].yes]
        if len(keys) == 1 or _SAID.both.search(heard.plain):
            return {key: self._read(replace(heard, alone=True), key) for key in keys}
        return {}

    def _read(self, heard: HeardAnswer, key: str) -> Answer:
        """The facts of an answer to one question; None where it is none."""
        question = self._questions.get(key)
        words = by_words(heard, key, question)
        if question is not None and _is_of_another(heard, key, self._questions):
            return words if len(heard.clauses) > 1 else None
        if question is None or not _is_learned(heard, key):
            return words
        return self._model.read(question, _to_read(heard), words)


def _without_questions(heard: HeardAnswer) -> HeardAnswer:
    """The answer without what it asks back, which it keeps as a whole."""
    if asked := asked_back(heard.plain):
        return replace(_with(heard, blank(heard.wording.written, asked)), whole=heard.plain)
    return heard


def _is_learned(heard: HeardAnswer, key: str) -> bool:
    """Whether the trained reader is asked: of what answers one question alone."""
    if not heard.alone or heard.lang not in LANGUAGES:
        return False
    return not (key == _SITES and _speaks_of_apps(heard.plain))


def _is_of_another(heard: HeardAnswer, key: str, questions: Mapping[str, Question]) -> bool:
    """Whether an answer speaks by its name of what another question asks, and not of this one: "it opens in Edge"."""
    topics = WORKS.group("topics")
    own = {questions[key].states, *questions[key].yes, *questions[key].no}
    others = {f for q in questions.values() for f in (q.states, *q.yes) if f.endswith("_ok")} - own
    of_this = key in topics and topics[key].search(heard.plain) is not None
    asks_where = any(fact.endswith("_ok") for fact in own)
    said = {*_stated(heard, questions), *(heard.facts if asks_where else ())}
    return not others.isdisjoint(said) and own.isdisjoint(said) and not of_this


def _to_read(heard: HeardAnswer) -> str:
    """The text for the trained reader: without the question that it repeats, "The others? No, none opens"."""
    plain = heard.whole or heard.plain
    _, mark, rest = plain.partition("?")
    return rest.strip() if mark and agrees(rest.strip()) is not None else plain


def _tells_of_the_end(wording: MessageWording) -> bool:
    """Whether a message tells how the trouble ended; that it works elsewhere is no end of it."""
    tried = {*read_tried(wording, extension_named=False)}
    return not tried & ELSEWHERE and tells_of_the_end(wording.plain, tried)


def _besides(
    heard: HeardAnswer,
    facts: dict[str, FactValue],
    answered: tuple[str, ...],
    asked: Sequence[Question],
) -> AnswerReading:
    """The answer with what is said besides."""
    if not answered:
        judged = any("works" in question.heard_as for question in asked)
        over = is_over(heard.clauses) or (not judged and just_works(heard.clauses))
        return AnswerReading(facts, over=over, by_trying=by_trying(heard.clauses))
    asked_off = "tried_disabling" in answered
    off = asked_off and facts.get("tried_disabling") is True
    return AnswerReading(
        facts,
        answered,
        stated_scope(heard.plain),
        over=is_over(heard.clauses),
        by_trying=by_trying(heard.clauses),
        still=is_still(heard.clauses) or (asked_off and told.cannot_try(heard)),
        terse=len(heard.clauses) == 1 and len(heard.clauses[0]) <= LONGEST_TERSE,
        unable=_only_unable(heard, asked_off=asked_off),
        helped=helped(heard.plain) if off else None,
        asked_about=_no_news(heard, answered, asked),
    )


def _no_news(
    heard: HeardAnswer, answered: tuple[str, ...], asked: Sequence[Question]
) -> frozenset[Symptom]:
    """The symptoms that an answer does not add: those asked about; all, where it is a code and no word."""
    if not any(map(str.isalpha, heard.plain)):
        return frozenset(Symptom)
    return frozenset().union(*(q.asks_about for q in asked if q.id in answered))


def _only_unable(heard: HeardAnswer, *, asked_off: bool) -> bool:
    """Whether the one thing told is that it could not be looked at or tried."""
    unable = SAID.untested.search(heard.plain) or SAID.unable.search(heard.plain)
    return unable is not None and not asked_off and len(heard.clauses) < MOST_OF_AN_EXCUSE


def _told_besides(
    heard: HeardAnswer, answered: tuple[str, ...], questions: Mapping[str, Question]
) -> dict[str, FactValue]:
    """What it says of things that the desk would ask about, each by its name, and what goes with an answer."""
    facts = _stated(heard, questions)
    for question in (questions[key] for key in answered if key in questions):
        facts |= heard.known(*question.heard_with)
    return facts


def _stated(heard: HeardAnswer, questions: Mapping[str, Question]) -> dict[str, FactValue]:
    """What it says of things that the desk would ask about, each by its name."""
    facts: dict[str, FactValue] = {}
    for key in (q.id for q in questions.values() if "unasked" in q.heard_as):
        named = WORKS[f"topics.{key}"].search(heard.plain)
        if named and (said := about(heard, key, strict=True)) is not None:
            facts[questions[key].states] = said
    return facts


def is_of_sites(answered: Collection[str], plain: str) -> bool:
    """Whether "everything else" is other web sites and no other apps: in answer to whether those work."""
    return _SITES in answered and not _speaks_of_apps(plain)


def _speaks_of_apps(plain: str) -> bool:
    return WORKS.group("topics")["other_apps_ok"].search(plain) is not None


def _parts(heard: HeardAnswer, count: int) -> tuple[HeardAnswer, ...]:
    """A message cut into as many answers as there are questions, when it has as many."""
    if count < 2:
        return ()
    written = heard.wording.written
    for mark in (r"\n+", r"[。\n]+|\.(?:\s|$)", r"[、,。\n]+|\.(?:\s|$)"):
        parts = [p for p in re.split(mark, written) if p.strip()]
        if len(parts) == count:
            return tuple(_with(heard, _NUMBERED.sub("", p)) for p in parts)
    return ()


def _with(heard: HeardAnswer, written: str) -> HeardAnswer:
    return replace(heard, wording=MessageWording(written), whole="")


def _concerns_other(part: HeardAnswer, key: str, open_questions: tuple[str, ...]) -> bool:
    return any(
        k != key and k in WORKS.group("topics") and WORKS[f"topics.{k}"].search(part.plain)
        for k in open_questions
    )
