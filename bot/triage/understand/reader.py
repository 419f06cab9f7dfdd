"""From one message to what it means: mask, spell alike, find, weigh.

Every finder is a function of the masked text, so any of them can be replaced (by a model, say)
without the others knowing.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bot.lexicon.meanings import furnish
from bot.lexicon.phrases import PhraseMatch
from bot.masking.redact import redact
from bot.model.acts import Reports
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.knowledge import Knowledge
from bot.model.understanding import REPORTS, FactValue, Kind, Understanding, Urgency
from bot.model.upload import Upload
from bot.text.language import language
from bot.triage.understand.acts.acts import Findings, acts_of
from bot.triage.understand.acts.reader import ActReader
from bot.triage.understand.answers.answer_model import AnswerModel
from bot.triage.understand.answers.answers import AnswerReader, is_of_sites
from bot.triage.understand.answers.kind import (
    TRIES,
    AnswerReading,
    kind_beside,
    may_be_an_answer,
    telling,
)
from bot.triage.understand.facts.facts import (
    LONGEST_GLOSS,
    is_anothers,
    read_facts,
    read_tried,
    without_own_script,
)
from bot.triage.understand.material import pasted as material
from bot.triage.understand.material.owners import Owners
from bot.triage.understand.meaning import stated
from bot.triage.understand.meaning.classifier import (
    Classifier,
    Leading,
    ModelOpinion,
    leading_kind,
    likely_scope,
    likely_symptoms,
    likely_urgency,
    may_be_report,
)
from bot.triage.understand.meaning.ngrams import PLATFORM, PRODUCT, Gist
from bot.triage.understand.meaning.signals import IS, Seen, counted, symptom_phrases, symptoms_told
from bot.triage.understand.message import MaskedText
from bot.triage.understand.products.matcher import Mentions, ProductMatcher
from bot.triage.understand.wording import MessageWording

LONGEST_TEXT = 20_000
LONGEST_READ = 1_000  # what is searched for meaning, the writer's own words first; 30 µs a letter
_NO_TROUBLE = frozenset(Kind) - REPORTS - {Kind.WORKAROUND_FAILED}
_LIST_MARKS = dict.fromkeys(range(ord("①"), ord("⑳") + 1), "・")  # and no numbers of apps


class MessageReader:
    """Reads single messages, in the light of the questions that are open. Built once per catalogue."""

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue | None = None) -> None:
        furnish(knowledge.language)
        self.catalogue = catalogue or knowledge.catalogue
        kinds = {p.id: p.kind for p in self.catalogue.products.values()}
        self._platforms = {i for i, kind in kinds.items() if kind is ProductKind.PLATFORM}
        self._extensions = {i for i, k in kinds.items() if k is ProductKind.BROWSER_EXTENSION}
        self._all = frozenset(kinds)
        self._symptoms = symptom_phrases(knowledge.symptoms)
        self._products = ProductMatcher(self.catalogue)
        self._owners = Owners(self.catalogue)
        self._classifier = Classifier(knowledge.weights)
        trained = AnswerModel(knowledge.answering_weights)
        self._answers = AnswerReader(self.catalogue, knowledge.questions, self._platforms, trained)
        self._acts = ActReader(knowledge.language, self._opinion)
        self._seen = lru_cache(maxsize=16)(self._worded)  # a message is prepared twice

    def features(self, text: str) -> tuple[Gist, frozenset[str]]:
        """What the classifier sees of a text; it is trained on the very same."""
        message = self._prepared(redact(text[:LONGEST_TEXT]).text, None)
        return message.gist, message.signals(self._symptoms.find(message.own, message.languages))

    def answer_features(self, text: str, question: str) -> tuple[Gist, frozenset[str]]:
        """What the trained reader of answers sees of a text as the answer to a question."""
        return self._answers.features(self._prepared(text, None), question)

    def without_names(
        self, redacted: str, lang_hint: str | None = None
    ) -> tuple[str, tuple[str, ...]]:
        """A masked text in plain spelling with one sign for each product's name, and its languages."""
        message = self._prepared(redacted, lang_hint)
        return message.gist.text, message.languages

    def _opinion(self, message: MaskedText) -> tuple[ModelOpinion, Seen]:
        seen = self._symptoms.find(message.own, message.languages)
        return self._classifier.read(message.gist, message.signals(seen)), seen

    def _own(self, message: MaskedText, opinion: ModelOpinion) -> tuple[MaskedText, ModelOpinion]:
        """The message without what is wished, past or passed on, and the opinion on that, no more of a report."""
        places = [*stated.not_now(message.wording), *stated.no_trouble(message.wording)]
        if not places:
            return message, opinion
        own = message.without(places)
        return own, opinion.no_more_of_a_report_than(self._opinion(own)[0])

    def _reports(self, own: MaskedText, opinion: ModelOpinion, *, whole: bool) -> bool:
        """Whether what reads as a report may be one, and what is left of it where it is not the whole is one."""
        may_be = own.tells and may_be_report(opinion, whole=whole)
        return may_be and (whole or leading_kind(self._opinion(own)[0]).kind.is_report)

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
        self,
        text: str,
        *,
        open_questions: tuple[str, ...] = (),
        lang_hint: str | None = None,
        known: frozenset[str] = frozenset(),
    ) -> Understanding:
        """What a message means; ``known``: products spoken of before. Deterministic; never raises."""
        redacted, pasted = self._masked(text)
        short = self._all if "plugins_used" in open_questions else known
        message = self._put_right(self._prepared(redacted, lang_hint, short))
        open_questions = () if message.is_bare_number else open_questions
        opinion, seen = self._opinion(message)
        leading, reports, said = self._leading(message, opinion)
        told = symptoms_told(seen)
        may_be = may_be_an_answer(leading, told)
        answers = self._answers.read(message, open_questions, may_be=may_be)
        beside = kind_beside(leading, told, self._tried(message), answers)
        kind = beside if open_questions else leading.kind
        facts = self._facts(message, telling(kind, leading.or_else), said, answers, pasted)
        lasting = counted(kind, likely_symptoms(opinion, kind))
        lasting = material.told_by_hand(lasting, message.wording.written)
        asked = self._acts.asked(message)
        end = replace(leading, kind=kind)
        acts = acts_of(Findings(message, end, reports, asked, said, answers.answered, facts))
        return Understanding(
            *(kind, message.lang, redacted),
            symptoms=lasting - (seen.keys() - told) - stated.denied_by(facts),
            products=message.mentions.products,
            denied=message.mentions.denied,
            scope=answers.scope or likely_scope(opinion, kind, facts),
            urgency=self._urgency(message, opinion, kind),
            facts=facts,
            answered=answers.answered,
            certainty=round(leading.share, 3),
            or_else=leading.or_else if kind is leading.kind else None,
            pasted=pasted,
            acts=acts,
        )

    def _leading(
        self, message: MaskedText, opinion: ModelOpinion
    ) -> tuple[Leading, tuple[Reports, ...], dict[str, PhraseMatch]]:
        """The kind, what reports trouble, and what is said outright."""
        if message.is_wordless:
            return Leading(Kind.CHITCHAT, 1.0), (), {}
        own, of_own = self._own(message, opinion)
        leading, said = leading_kind(opinion), self._acts.said(message)
        if leading.kind.is_report and not self._reports(own, of_own, whole=own is message):
            leading = leading_kind(opinion, among=_NO_TROUBLE)
        reports = self._acts.reports(own, of_own, leading)
        return self._acts.leading(message, leading, of_own, reports, said), reports, said

    def _masked(self, text: str) -> tuple[str, Upload | None]:
        """The masked text, and what the lines show that were pasted into it."""
        redacted = redact(text[:LONGEST_TEXT]).text
        whole = redacted + text[LONGEST_TEXT : material.LONGEST_PASTED]
        return redacted, material.read_pasted(whole, self._owners)

    def _urgency(self, message: MaskedText, opinion: ModelOpinion, kind: Kind) -> Urgency:
        told = stated.stated_urgency(message.wording.plain, kind, message.cues, asks=message.asks)
        return told or likely_urgency(self._classifier.knowing(opinion, "urgency", IS + kind))

    def _facts(
        self,
        message: MaskedText,
        kind: Kind,
        said: Mapping[str, PhraseMatch],
        answers: AnswerReading,
        pasted: Upload | None,
    ) -> dict[str, FactValue]:
        """The facts of the words, of what was changed and of the answers, the last before others."""
        facts: dict[str, FactValue] = {}
        if place := said.get("own_change"):
            changed = message.wording.written[place.start : place.end].strip()
            facts["recent_change"] = changed[:LONGEST_GLOSS]
        facts |= read_facts(
            message.wording,
            kind,
            message.lang,
            told=kind in TRIES,
            named=message.mentions.places,
            extension_named=self._names_extension(message.mentions),
        )
        if is_of_sites(answers.answered, message.wording.plain):
            facts.pop("other_apps_ok", None)
        facts.update(answers.facts)
        if pasted is not None and (pasted.is_consequence or is_anothers(pasted.failed_first)):
            return without_own_script(facts, material.by_hand(message.wording.written))
        return facts

    def _prepared(
        self, redacted: str, lang_hint: str | None, short: frozenset[str] = frozenset()
    ) -> MaskedText:
        text = material.shortened(redacted, LONGEST_READ).translate(_LIST_MARKS)
        return replace(self._seen(text, short), lang=language(text, lang_hint))

    def _worded(self, text: str, short: frozenset[str]) -> MaskedText:
        """A masked text without its language, which what was said before may decide."""
        wording = stated.without_means(MessageWording.of(text))
        mentions = self._products.find(text, short=short)
        return MaskedText(wording, stated.experienced(wording), "", mentions, self._names(mentions))

    def _put_right(self, message: MaskedText) -> MaskedText:
        """The message without what is taken back in the same breath: "the list, no, the map is white".

        Where nothing else tells of the trouble ("the list is white, no, the map") only the name is taken back.
        """
        if not (corrected := stated.taken_back(message.wording.plain)):
            return message
        mentions, rest = message.mentions.without(corrected), message.without(corrected)
        rest = replace(rest, mentions=mentions, names=self._names(mentions))
        told = leading_kind(self._opinion(message)[0]).kind.is_report
        says_it = symptoms_told(self._symptoms.find(rest.own, rest.languages))
        return rest if says_it or not told else replace(message, mentions=mentions)

    def _names(self, mentions: Mentions) -> tuple[tuple[int, int, str], ...]:
        """Where products are named, with the sign that stands for each."""
        signs = (PLATFORM if s.product in self._platforms else PRODUCT for s in mentions.spans)
        return tuple((s.start, s.end, sign) for s, sign in zip(mentions.spans, signs, strict=True))

    def _tried(self, message: MaskedText) -> tuple[str, ...]:
        return read_tried(message.wording, extension_named=self._names_extension(message.mentions))

    def _names_extension(self, mentions: Mentions) -> bool:
        return not self._extensions.isdisjoint(mentions.products)
