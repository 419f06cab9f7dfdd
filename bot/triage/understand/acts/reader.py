"""Reads the acts of a message: its reports first, and whether they decide its kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.masking.sensitive import holds_a_key
from bot.model.acts import CustomerQuestion, Reports, Voice
from bot.model.knowledge import Expression
from bot.model.labels import NO_REPORT, REPORTS, Kind
from bot.triage.understand.acts.by_words import (
    LASTS,
    MAYBE,
    OF_NEWS,
    UNSURE,
    how_it_went,
    kind_of_news,
)
from bot.triage.understand.acts.clauses import (
    WEAK,
    Weighed,
    clauses,
    confidence_of,
    is_enough,
    items,
    reports_of,
    what_is_told,
)
from bot.triage.understand.acts.phrases import AskedQuestion, PhraseReader
from bot.triage.understand.facts.results import Sign
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.meaning.classifier import (
    ENDINGS,
    Leading,
    ModelOpinion,
    leading_kind,
)
from bot.triage.understand.meaning.signals import Seen, symptoms_told
from bot.triage.understand.meaning.stated import rumour
from bot.triage.understand.message import MaskedText
from bot.triage.understand.phrases import PhraseMatch
from bot.triage.understand.wording import MessageWording, Sentence, is_question, only, plain

_SAID = Meanings("clause", "changed")

_UNTRIED = 0.85  # how sure a report must be to go before failed advice that names no trial
_NEVER = -0.9  # the margin of the whole below which no clause of it tells of trouble
# Where the whole is less sure of what it is, a clause so sure to tell of trouble decides; of many clauses one
# is easily taken for trouble.
_FEW_CLAUSES = 3
_BY_A_CLAUSE = 0.7
_LOST = 0.4  # the share below which nobody can tell what the whole is
_HOW_IT_WENT = frozenset({"back", "over", "round"})
_BILLING = f"kind:{Kind.BILLING}"
_INVOICE = 0.6  # how sure a clause must be that is about an invoice and tells of no trouble
_NO_INVOICE = -1.2  # the margin of the whole below which no clause of a report is about invoices
# How sure a clause must be that tells of trouble before a question about it: "search finds nothing. Any news?"
_BEFORE_A_QUESTION = 0.6
_WANTED = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING})
Weigh = Callable[[MaskedText], tuple[ModelOpinion, Seen]]


class ActReader:
    """Reads acts; ``weigh`` gives the opinion of the classifier on a message or a part of one."""

    def __init__(self, language: Iterable[Expression], weigh: Weigh) -> None:
        self._phrases = PhraseReader(language)
        self._weigh = weigh

    def reports(
        self, message: MaskedText, opinion: ModelOpinion, leading: Leading
    ) -> tuple[Reports, ...]:
        """What tells of trouble: the whole message, or those of its clauses that do."""
        if not message.tells:
            return ()
        parts = clauses(message.wording)
        open_to_it = not leading.kind.is_report and opinion.of_a_report > _NEVER
        several = len(parts) > 1 and open_to_it
        weighed = [self._weighed(message, part) for part in parts] if several else []
        return reports_of(
            message.wording.written,
            opinion.of_a_report,
            [w for w in weighed if w is not None],
            rumour=rumour(message.wording),
        )

    def _weighed(self, message: MaskedText, clause: Sentence) -> Weighed | None:
        """One clause by itself; None where it says nothing of its writer's own present."""
        alone = message.part(clause.start, clause.end)
        if not alone.tells:
            return None
        opinion, seen = self._weigh(alone)
        return Weighed(clause, opinion.of_a_report, symptoms_told(seen))

    def listed_trouble(self, message: MaskedText) -> MaskedText | None:
        """The items of a list that tell of trouble, as a message; None where there is no list or none does.

        An invoice in the second item makes no request of the trouble in the first.
        """
        weighed = (self._weighed(message, item) for item in items(message.wording))
        telling = [
            (w.clause.start, w.clause.end)
            for w in weighed
            if w is not None and confidence_of(w.margin) >= _BY_A_CLAUSE
        ]
        if not telling:
            return None
        wording = MessageWording(only(message.wording.written, telling))
        return replace(message, wording=wording, own=only(message.own, telling))

    def said(self, message: MaskedText) -> dict[str, PhraseMatch]:
        """What the message says outright, by its meaning, with the place of the words.

        "Will it come back?" tells of no return: how it went is not told by a question, nor hidden by one behind it.
        """
        found = self._phrases.said(message.wording.plain, message.languages)
        if _HOW_IT_WENT.isdisjoint(found):
            told = what_is_told(message) if message.told.verdict is Sign.WORKED else None
            went = self._phrases.said(told.wording.plain, told.languages) if told else {}
            return found | {name: at for name, at in went.items() if name in _HOW_IT_WENT}
        asking = [c for c in clauses(message.wording) if c.asks]
        return {
            name: at
            for name, at in found.items()
            if name not in _HOW_IT_WENT
            or not any(c.start <= at.start and at.end <= c.end for c in asking)
        }

    def leading(
        self,
        message: MaskedText,
        leading: Leading,
        opinion: ModelOpinion,
        reports: tuple[Reports, ...],
        said: Mapping[str, PhraseMatch],
    ) -> Leading:
        """The kind, a report where one is told surely enough beside what else is said."""
        text = message.wording.plain.strip()  # two letters say as much as one kanji
        length = len(text) // 2 if text.isascii() else len(text)
        one = leading.kind is Kind.CHITCHAT or len(clauses(message.wording)) == 1
        asks, in_part = message.only_asks, "over" in said and message.told.is_half
        if one and (news := kind_of_news(said, leading.kind, length, asks=asks, in_part=in_part)):
            return Leading(news, OF_NEWS, leading.kind)
        by_words = self._wanted(message, leading, opinion, said)
        by_words = by_words or how_it_went(message, leading, opinion, said)
        if by_words is not None:
            return by_words
        in_vain = leading.kind is Kind.WORKAROUND_FAILED and leading.share < MAYBE
        if leading.kind.is_report or in_vain:
            end = self._end_of_story(message, said, leading)
            if end is not None or not in_vain or leading.share >= _LOST:
                return end or self._with_an_invoice(message, leading, opinion)
        told = max(reports, key=lambda r: (r.voice is Voice.OWN, r.confidence), default=None)
        if told is None:
            return leading
        as_report = leading_kind(opinion, among=REPORTS)
        sure = confidence_of(opinion.of_a_report)
        if told.voice is Voice.OWN and self._is_enough(message, leading, sure, told, said):
            return replace(as_report, share=sure, or_else=leading.kind)
        if leading.or_else is not None or leading.kind not in NO_REPORT or sure < MAYBE:
            return leading
        return replace(leading, or_else=as_report.kind)

    def _wanted(
        self,
        message: MaskedText,
        leading: Leading,
        opinion: ModelOpinion,
        said: Mapping[str, PhraseMatch],
    ) -> Leading | None:
        """The kind by what is plainly wanted where the whole reads as something close to it."""
        if leading.kind is Kind.HUMAN_PLEASE and "person" not in said and self._asks_who(message):
            return Leading(Kind.CHITCHAT, OF_NEWS, leading.kind)
        if leading.kind.is_report and leading.share < OF_NEWS and "person" in said:
            return replace(leading, kind=Kind.HUMAN_PLEASE, or_else=leading.kind)
        if leading.kind is Kind.STATUS_QUERY and leading.share < UNSURE and "change" in said:
            return replace(leading_kind(opinion, among=_WANTED), or_else=leading.kind)
        return None

    def _with_an_invoice(
        self, message: MaskedText, leading: Leading, opinion: ModelOpinion
    ) -> Leading:
        """A report with the invoice or contract that a clause beside it is surely about.

        That is for other people than those who look into the trouble; what else is wanted, these see themselves.
        """
        parts = clauses(message.wording)
        may_be = opinion.margins.get(_BILLING, -1.0) > _NO_INVOICE and leading.or_else is None
        if len(parts) == 1 or not may_be:
            return leading
        found = (self._weigh(message.part(c.start, c.end))[0] for c in parts)
        idle = (leading_kind(o) for o in found if confidence_of(o.of_a_report) < WEAK)
        sure = any(read.kind is Kind.BILLING and read.share >= _INVOICE for read in idle)
        return replace(leading, or_else=Kind.BILLING) if sure else leading

    def _is_enough(
        self,
        message: MaskedText,
        leading: Leading,
        sure: float,
        told: Reports,
        said: Mapping[str, PhraseMatch],
    ) -> bool:
        """Whether trouble that is told of beside something else, so ``sure``, makes a report of a message."""
        ends = bool({"over", "round"} & said.keys())
        if is_enough(sure, leading.kind, only_asks=message.only_asks, ends=ends):
            return True
        tells = not is_question(plain(told.clause))  # unlike "is it down? they say so"
        asks_of_it = leading.kind is Kind.STATUS_QUERY and tells
        least = _BEFORE_A_QUESTION if asks_of_it else _BY_A_CLAUSE
        least = least if leading.share >= _LOST else LASTS
        if told.confidence >= least and not message.only_asks:
            few = len(clauses(message.wording)) <= _FEW_CLAUSES
            polite = leading.kind is Kind.CHITCHAT and told.symptoms  # "thanks for last time"
            unsure = leading.share < UNSURE or bool(polite)
            if ((few and unsure) or asks_of_it) and not ends:
                return True
            if leading.kind is Kind.SECURITY_OR_ABUSE and holds_a_key(message.wording.written):
                return True  # who pastes a key with the trouble is not to be declined
        return sure >= MAYBE and self._asks_only_us(message, leading)

    def _asks_who(self, message: MaskedText) -> bool:
        """Whether a message does nothing but ask whether a machine answers; that wants no person yet."""
        asked = {a.question for a in self.asked(message)}
        return message.only_asks and asked == {CustomerQuestion.ARE_YOU_AI}

    def _asks_only_us(self, message: MaskedText, leading: Leading) -> bool:
        """Whether a question about the state of things takes own trouble for granted: "is it only us?"."""
        if leading.kind is not Kind.STATUS_QUERY or not message.only_asks:
            return False
        asked = self._phrases.asked(message.wording, message.languages)
        return any(a.question == "only_us" for a in asked)

    def _end_of_story(
        self, message: MaskedText, said: Mapping[str, PhraseMatch], leading: Leading
    ) -> Leading | None:
        """The end that a report comes to: "it was white, I removed the plug-in and can work again".

        None where its last words do not read as an end, or trouble is told of behind them. What is
        asked behind them ("may I switch it on?") changes nothing.
        """
        over, plain = said.get("over"), message.wording.plain
        if over is None or "back" in said or message.told.is_half:
            return None
        behind = [c for c in clauses(message.wording) if c.end > over.start]
        if not behind or behind[0].asks:
            return None
        later = (self._weighed(message, clause) for clause in behind[1:])
        if any(w is not None and confidence_of(w.margin) >= LASTS for w in later):
            return None
        start = max(behind[0].start, plain.rfind("、", 0, over.start) + 1)
        if not _SAID.changed.search(plain, start):
            return None
        stop = max(c.end for c in behind if not c.asks)
        end = leading_kind(self._weigh(message.part(start, stop))[0])
        return replace(end, or_else=leading.kind) if end.kind in ENDINGS else None

    def without_a_trial(self, leading: Leading, opinion: ModelOpinion) -> Leading:
        """The kind of what reads as failed advice but names nothing that was tried: "still does not open".

        By itself it tells of trouble. Whoever knows that advice waits for a result takes it for one.
        """
        sure = confidence_of(opinion.of_a_report)
        if leading.kind is not Kind.WORKAROUND_FAILED or sure < _UNTRIED:
            return leading
        return replace(leading_kind(opinion, among=REPORTS), share=sure, or_else=leading.kind)

    def asked(self, message: MaskedText) -> tuple[AskedQuestion, ...]:
        """Every question of the message, in order."""
        return self._phrases.asked(message.wording, message.languages)
