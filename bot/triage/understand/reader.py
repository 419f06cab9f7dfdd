"""From one message to what it means: mask, spell alike, find, weigh.

Every finder is a function of the masked text, so any of them can be replaced (by a model, say)
without the others knowing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.model.catalogue import Catalogue, ProductKind
from bot.model.knowledge import Knowledge
from bot.model.understanding import REPORTS, FactValue, Kind, Symptom, Understanding
from bot.triage.understand.answers.answers import Reading, read_answers
from bot.triage.understand.answers.readers import Heard
from bot.triage.understand.facts.app import app_name
from bot.triage.understand.facts.contrast import read_contrasts
from bot.triage.understand.facts.facts import read_facts
from bot.triage.understand.facts.place import read_place
from bot.triage.understand.facts.said import read_said, unlisted
from bot.triage.understand.facts.tried import read_tried
from bot.triage.understand.facts.web import read_web
from bot.triage.understand.language import language
from bot.triage.understand.masking.redact import redact
from bot.triage.understand.meaning.classifier import Classifier, Opinion
from bot.triage.understand.meaning.ngrams import PLATFORM, PRODUCT, Gist
from bot.triage.understand.meaning.opinion import (
    ENDINGS,
    Leading,
    leading_kind,
    likely_scope,
    likely_symptoms,
)
from bot.triage.understand.meaning.scope import stated_scope
from bot.triage.understand.meaning.signals import signals
from bot.triage.understand.meaning.symptoms import Sight, SymptomReader, counted
from bot.triage.understand.meaning.urgency import read_urgency
from bot.triage.understand.meaning.voice import experienced
from bot.triage.understand.phrases import languages_in
from bot.triage.understand.products.matcher import Mentions, ProductMatcher, Span
from bot.triage.understand.wording import Wording, blank

LONGEST_TEXT = 20_000
LONGEST_READ = 4_000  # what is searched for meaning; a pasted log says what it says at its start
SURE_OF_A_REPORT = 0.95  # what is told beside a question
SURE_OF_AN_END = 0.58  # "it works again" is news whatever was asked
SURE_BESIDE_AN_ANSWER = 0.7  # a kind less certain is nothing but the answer
_LETTER = re.compile(r"\w")
_ELSEWHERE = frozenset({"other_browser", "other_device", "incognito", "other_network"})
_TRIES = frozenset(
    {
        Kind.WORKAROUND_WORKED,
        Kind.WORKAROUND_FAILED,
        Kind.RECOVERED_REPORT,
        Kind.OUTAGE_REPORT,
        Kind.DEGRADED_REPORT,
        Kind.FUNCTION_REPORT,
    }
)


@dataclass(frozen=True)
class _Message:
    """A masked message with what every finder needs of it."""

    wording: Wording
    own: str
    lang: str
    mentions: Mentions
    names: tuple[tuple[int, int, str], ...]

    @cached_property
    def gist(self) -> Gist:
        """The text for the classifier."""
        return Gist.of(self.wording.plain, self.names)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those whose phrases can occur, once the names of products are set aside."""
        return languages_in(self.gist.text, self.lang)


class Reader:
    """Reads single messages, in the light of the questions that are open. Built once per catalogue."""

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or knowledge.catalogue
        self._questions = knowledge.questions
        self._symptoms = SymptomReader(knowledge.symptoms, self.catalogue)
        self._products = ProductMatcher(self.catalogue)
        self._classifier = Classifier(knowledge.weights)

    def features(self, text: str) -> tuple[Gist, frozenset[str]]:
        """What the classifier sees of a text; it is trained on the very same."""
        message = self._prepared(redact(text[:LONGEST_TEXT]).text, None)
        sight = self._symptoms.read(message.own, message.languages)
        return message.gist, _signals(message, sight)

    def _opinion(self, message: _Message) -> tuple[Opinion, Sight]:
        sight = self._symptoms.read(message.own, message.languages)
        return self._classifier.read(message.gist, _signals(message, sight)), sight

    def _leading(self, message: _Message, opinion: Opinion) -> Leading:
        """The likeliest kind, put right where a rule knows better.

        What is nothing but wished, feared or passed on is no report; a question about the state of
        things that comes with a report of one's own trouble is one.
        """
        leading = leading_kind(opinion)
        if leading.kind.is_report and not _LETTER.search(message.own):
            return leading_kind(opinion, among=frozenset(Kind) - REPORTS)
        if leading.kind is not Kind.STATUS_QUERY or not (told := _told(message)):
            return leading
        of_told = leading_kind(self._opinion(told)[0])
        if of_told.kind.is_report and of_told.share >= SURE_OF_A_REPORT:
            return replace(of_told, or_else=leading.kind)
        return leading

    def because(self, text: str) -> dict[str, tuple[str, ...]]:
        """For the kind and each symptom of a text the words that spoke most for it."""
        understood = self.read(text)
        message = self._prepared(understood.redacted, None)
        labels = {f"kind:{understood.kind.value}": understood.kind.value}
        labels |= {f"symptom:{s.value}": s.value for s in sorted(understood.symptoms)}
        return {
            name: self._classifier.because(message.gist, label, message.wording.written)
            for label, name in labels.items()
        }

    def read(
        self, text: str, *, open_questions: tuple[str, ...] = (), lang_hint: str | None = None
    ) -> Understanding:
        """What a message means. Deterministic; never raises, whatever the text."""
        redacted = redact(text[:LONGEST_TEXT]).text
        message = self._prepared(redacted, lang_hint)
        opinion, sight = self._opinion(message)
        leading = self._leading(message, opinion)
        kind = leading.kind
        answers = self._answers(message, open_questions)
        if answers.answered:
            kind = _as_answer(leading, sight, self._tried(message))
        facts = self._facts(message, _told_as(kind, leading.or_else))
        facts.update(answers.facts)
        likely = likely_symptoms(opinion, kind) - sight.only_alike
        symptoms = self._symptoms_of(message, kind, likely, facts)
        scope = answers.scope or likely_scope(opinion, kind)
        return Understanding(
            kind=kind,
            lang=message.lang,
            redacted=redacted,
            symptoms=symptoms,
            products=message.mentions.products,
            denied=message.mentions.denied,
            scope=scope,
            urgency=read_urgency(message.wording.plain, kind, scope),
            facts=facts,
            answered=answers.answered,
            certainty=round(leading.share, 3),
            or_else=leading.or_else if kind is leading.kind else None,
        )

    def _prepared(self, redacted: str, lang_hint: str | None) -> _Message:
        wording = Wording.of(redacted[:LONGEST_READ])
        mentions = self._products.find(redacted[:LONGEST_READ])
        return _Message(
            wording=wording,
            own=experienced(wording),
            lang=language(redacted[:LONGEST_READ], lang_hint),
            mentions=mentions,
            names=tuple((s.start, s.end, self._sign(s)) for s in mentions.spans),
        )

    def _sign(self, span: Span) -> str:
        product = self.catalogue.get(span.product)
        is_platform = product is not None and product.kind is ProductKind.PLATFORM
        return PLATFORM if is_platform else PRODUCT

    def _facts(self, message: _Message, kind: Kind) -> dict[str, FactValue]:
        return read_facts(
            message.wording,
            kind,
            message.lang,
            told=kind in _TRIES,
            named=_taken(message.mentions),
            extension_named=self._names_extension(message.mentions),
        )

    def _tried(self, message: _Message) -> tuple[str, ...]:
        extension = self._names_extension(message.mentions)
        return read_tried(message.wording, extension_named=extension)

    def _answers(self, message: _Message, open_questions: tuple[str, ...]) -> Reading:
        if not open_questions:
            return Reading()
        wording = message.wording
        by_itself = {
            **read_web(wording, told=True),
            **read_place(wording, told=True),
            **read_contrasts(wording),
            **read_said(wording, _taken(message.mentions), told=True),
        }
        spans = message.mentions.spans if "以外" in wording.plain else ()
        named = dict.fromkeys((*message.mentions.products, *(s.product for s in spans)))
        names = [self.catalogue.get(p) for p in named]
        heard = Heard(
            wording=wording,
            lang=message.lang,
            facts=by_itself,
            names=tuple(p.name for p in names if p and p.kind is not ProductKind.PLATFORM),
            unlisted=unlisted(wording, _taken(message.mentions)),
        )
        return read_answers(heard, open_questions, self._questions)

    def _symptoms_of(
        self,
        message: _Message,
        kind: Kind,
        found: frozenset[Symptom],
        facts: Mapping[str, FactValue],
    ) -> frozenset[Symptom]:
        pc_ok = facts.get("pc_ok") is True
        found |= self._symptoms.implied(found, message.own, message.mentions.products, pc_ok=pc_ok)
        return counted(kind, found)

    def _names_extension(self, mentions: Mentions) -> bool:
        products = (self.catalogue.get(p) for p in mentions.products)
        return any(p is not None and p.kind is ProductKind.BROWSER_EXTENSION for p in products)


def _as_answer(leading: Leading, sight: Sight, tried: tuple[str, ...]) -> Kind:
    """An answer that tells of no symptom and wants nothing else is no message of its own.

    That it is the same elsewhere answers a question; it is not advice that failed.
    """
    kind = leading.kind
    asks = kind in (Kind.HOWTO, Kind.STATUS_QUERY)
    elsewhere = kind is Kind.WORKAROUND_FAILED and _ELSEWHERE.issuperset(tried or ("",))
    vague = leading.share < (SURE_OF_AN_END if kind in ENDINGS else SURE_BESIDE_AN_ANSWER)
    if asks or (not sight.seen and (elsewhere or vague or kind.is_report)):
        return Kind.CHITCHAT
    return kind


def _told_as(kind: Kind, or_else: Kind | None) -> Kind:
    """The kind by which facts are read: in doubt, that which tells of trouble."""
    return or_else if kind not in _TRIES and or_else in _TRIES and or_else else kind


def _told(message: _Message) -> _Message | None:
    """What a message that also asks something tells; None when it does only one of both."""
    asked = [(s.start, s.end) for s in message.wording.sentences if s.asks]
    if not asked or len(asked) == len(message.wording.sentences):
        return None
    told = Wording(blank(message.wording.written, asked))
    return replace(message, wording=told, own=blank(message.own, asked))


def _signals(message: _Message, sight: Sight) -> frozenset[str]:
    reach = stated_scope(message.own, app_named=app_name(message.wording) is not None)
    return signals(message.wording, message.lang, sight.seen, reach)


def _taken(mentions: Mentions) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in mentions.spans)
