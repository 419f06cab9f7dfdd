"""From one message to what it means: mask, spell alike, find, weigh.

Every finder is a function of the masked text, so any of them can be replaced (by a model, say)
without the others knowing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.model.catalogue import Catalogue, ProductKind
from bot.model.knowledge import Knowledge
from bot.model.understanding import FactValue, Kind, Scope, Symptom, Understanding
from bot.triage.understand.answer_readers import Heard
from bot.triage.understand.answers import Reading, read_answers
from bot.triage.understand.facts_contrast import read_contrasts, read_tried
from bot.triage.understand.facts_place import read_place
from bot.triage.understand.facts_said import read_said, unlisted
from bot.triage.understand.facts_time import read_counts, read_times
from bot.triage.understand.facts_web import read_web
from bot.triage.understand.kinds import KindReader, Verdict
from bot.triage.understand.language import language
from bot.triage.understand.phrases import languages_in
from bot.triage.understand.products import Mentions, ProductMatcher
from bot.triage.understand.redact import redact
from bot.triage.understand.scope import read_scope
from bot.triage.understand.symptoms import Seen, SymptomReader, counted
from bot.triage.understand.urgency import read_urgency
from bot.triage.understand.voice import experienced
from bot.triage.understand.wording import Wording

LONGEST_TEXT = 20_000
LONGEST_READ = 4_000  # what is searched for meaning; a pasted log says what it says at its start
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


@dataclass(frozen=True, slots=True)
class _Message:
    """A masked message with what every finder needs of it."""

    wording: Wording
    own: str
    lang: str
    mentions: Mentions


class Reader:
    """Reads single messages, in the light of the questions that are open. Built once per catalogue."""

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or knowledge.catalogue
        self._questions = knowledge.questions
        self._kinds = KindReader(knowledge.kinds)
        self._symptoms = SymptomReader(knowledge.symptoms, self.catalogue)
        self._products = ProductMatcher(self.catalogue)

    def read(
        self, text: str, *, open_questions: tuple[str, ...] = (), lang_hint: str | None = None
    ) -> Understanding:
        """What a message means. Deterministic; never raises, whatever the text."""
        redacted = redact(text[:LONGEST_TEXT]).text
        message = self._prepared(redacted, lang_hint)
        languages = languages_in(message.wording.plain, message.lang)
        seen = self._symptoms.read(message.own, languages)
        verdict = self._kinds.read(message.wording, message.own, seen, languages)
        answers = self._answers(message, open_questions)
        if answers.answered:
            verdict = _as_answer(verdict, seen, self._tried(message))
        facts = self._facts(message, verdict.kind)
        facts.update(answers.facts)
        symptoms = self._symptoms_of(message, verdict.kind, seen, facts)
        scope = _scope(message, verdict.kind, facts, answers)
        return Understanding(
            kind=verdict.kind,
            lang=message.lang,
            redacted=redacted,
            symptoms=symptoms,
            products=message.mentions.products,
            denied=message.mentions.denied,
            scope=scope,
            urgency=read_urgency(message.wording.plain, verdict.kind, scope),
            facts=facts,
            answered=answers.answered,
            because={
                verdict.kind.value: verdict.because,
                **{s.symptom.value: (s.found.words,) for s in seen if s.symptom in symptoms},
            },
        )

    def _prepared(self, redacted: str, lang_hint: str | None) -> _Message:
        wording = Wording.of(redacted[:LONGEST_READ])
        return _Message(
            wording=wording,
            own=experienced(wording),
            lang=language(redacted[:LONGEST_READ], lang_hint),
            mentions=self._products.find(redacted[:LONGEST_READ]),
        )

    def _facts(self, message: _Message, kind: Kind) -> dict[str, FactValue]:
        wording, told = message.wording, kind in _TRIES
        facts = read_web(wording, told=told)
        facts.update(read_place(wording, told=told))
        facts.update(read_times(wording, kind, message.lang))
        facts.update(read_said(wording, _taken(message.mentions), told=told))
        if told:
            facts.update(read_counts(wording))
            facts.update(read_contrasts(wording))
            if tried := self._tried(message):
                facts["already_tried"] = tried
        return facts

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
        self, message: _Message, kind: Kind, seen: tuple[Seen, ...], facts: Mapping[str, FactValue]
    ) -> frozenset[Symptom]:
        found = frozenset(s.symptom for s in seen)
        pc_ok = facts.get("pc_ok") is True
        found |= self._symptoms.implied(found, message.own, message.mentions.products, pc_ok=pc_ok)
        return counted(kind, found)

    def _names_extension(self, mentions: Mentions) -> bool:
        products = (self.catalogue.get(p) for p in mentions.products)
        return any(p is not None and p.kind is ProductKind.BROWSER_EXTENSION for p in products)


def _as_answer(verdict: Verdict, seen: tuple[Seen, ...], tried: tuple[str, ...]) -> Verdict:
    """An answer that tells of no symptom and wants nothing else is no message of its own.

    That it is the same elsewhere answers a question; it is not advice that failed.
    """
    asks = verdict.kind in (Kind.HOWTO, Kind.STATUS_QUERY)
    elsewhere = verdict.kind is Kind.WORKAROUND_FAILED and _ELSEWHERE.issuperset(tried or ("",))
    if asks or (not seen and (elsewhere or verdict.kind.is_report)):
        return replace(verdict, kind=Kind.CHITCHAT)
    return verdict


def _scope(
    message: _Message, kind: Kind, facts: Mapping[str, FactValue], answers: Reading
) -> frozenset[Scope]:
    told = read_scope(message.own, kind, app_named="app_name" in facts)
    if answers.scope:
        return answers.scope
    return told


def _taken(mentions: Mentions) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in mentions.spans)
