"""Reads the acts of a message: its reports first, and whether they decide its kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.lexicon.meanings import Meanings
from bot.lexicon.phrases import PhraseMatch
from bot.masking.sensitive import holds_a_key
from bot.model.acts import Reports, Voice
from bot.model.knowledge import Expression
from bot.model.labels import NO_REPORT, REPORTS, Kind
from bot.text.normalise import plain
from bot.triage.understand.acts.clauses import (
    WEAK,
    Weighed,
    clauses,
    confidence_of,
    is_enough,
    is_not_here,
    leading_in,
    reports_of,
)
from bot.triage.understand.acts.news import SURE as SURE_OF_NEWS
from bot.triage.understand.acts.news import kind_of_news
from bot.triage.understand.acts.phrases import AskedQuestion, PhraseReader
from bot.triage.understand.facts.facts import ELSEWHERE, read_tried
from bot.triage.understand.facts.results import Sign, is_of_a_page
from bot.triage.understand.meaning.classifier import (
    ENDINGS,
    Leading,
    ModelOpinion,
    leading_kind,
)
from bot.triage.understand.meaning.signals import Seen, symptoms_told
from bot.triage.understand.meaning.stated import rumour
from bot.triage.understand.message import MaskedText
from bot.triage.understand.wording import Sentence, is_question

MAYBE = 0.6  # how sure a report must be that the reply asks about
_UNSURE = 0.5  # the share of the whole below which it is not sure what it is
_SURELY = 0.9  # so sure, a clause decides whatever the whole reads as
# How sure a clause must be that tells of trouble before a question about it: "search finds nothing. Any news?"
_BEFORE_A_QUESTION = 0.8
# The same within the sentence that asks, without a symptom's name and with one: "it is slow, is anything down?"
_LEADING_IN, _LEADING_IN_NAMED = 0.6, 0.45
_BEFORE_A_WISH = 0.85  # the same where money, a change or a way is asked for: "it does not open, do I get money back?"
_WISHES = frozenset({Kind.BILLING, Kind.CONFIG_REQUEST, Kind.HOWTO})
_TOLD_OUTRIGHT = 0.7  # how sure an end is in words for one
_NEVER = -0.9  # the margin of the whole below which no clause of it tells of trouble
_FEW_CLAUSES = 3  # of many, one is easily taken for trouble
_HOW_IT_WENT = frozenset({"back", "over", "round"})
_ENDS = frozenset({"over", "round"})
_BILLING = f"kind:{Kind.BILLING}"
_INVOICE = 0.6  # how sure a clause must be that is about an invoice and tells of no trouble
_NO_INVOICE = -1.2  # the margin of the whole below which no clause of a report is about invoices
_BESIDE_A_KEY = 0.7  # how sure trouble must be that is told with a key
_SUPPOSED = Meanings("clause", "supposed")
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

    def said(self, message: MaskedText) -> dict[str, PhraseMatch]:
        """What the message says outright, by its meaning, with the place of the words.

        "Will it come back?" tells of no return: how it went is not told by a question.
        """
        found = self._phrases.said(message.wording.plain, message.languages)
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
        """The kind; that it works on another line or machine is no end of the trouble."""
        found = self._leading(message, leading, opinion, reports, said)
        if found.kind is Kind.RECOVERED_REPORT and _is_elsewhere(message):
            return replace(found, kind=Kind.WORKAROUND_WORKED)
        return found

    def _leading(
        self,
        message: MaskedText,
        leading: Leading,
        opinion: ModelOpinion,
        reports: tuple[Reports, ...],
        said: Mapping[str, PhraseMatch],
    ) -> Leading:
        """The kind, by a few words where there are no more, else by what is told beside what else is said."""
        if news := _news(message, leading, said):
            return Leading(news, SURE_OF_NEWS, leading.kind)
        if "person" in said and leading.share < _UNSURE and not self._shows(message):
            return Leading(Kind.HUMAN_PLEASE, SURE_OF_NEWS, leading.kind)
        if leading.kind is Kind.CHITCHAT and leading.share < _UNSURE and self._tells(message):
            leading = replace(leading_kind(opinion, among=REPORTS), or_else=leading.kind)
        if leading.kind.is_report:
            return self._of_a_report(message, leading, opinion, said)
        ends = not _ENDS.isdisjoint(said)
        if leading.kind in ENDINGS and not ends and self._is_only_asked(message):
            return Leading(Kind.STATUS_QUERY, MAYBE)
        if leading.kind in ENDINGS and not ends:
            leading = _unless_denied(message, leading, opinion)
        elif leading.kind in ENDINGS and not message.told.in_part and message.told.rest is None:
            leading = replace(leading, share=max(leading.share, _TOLD_OUTRIGHT), or_else=None)
        if leading.kind.is_report or leading.kind is Kind.WORKAROUND_FAILED:
            return leading
        return _report_beside(message, leading, opinion, reports, ends=ends)

    def _is_only_asked(self, message: MaskedText) -> bool:
        """Whether how it goes is asked and nowhere told: "would a reboot fix it? I know nothing of PCs"."""
        told, parts = message.told, message.wording.sentences
        if Sign.ASKS not in told.vetoes or told.results:
            return False
        asking = message.without([(s.start, s.end) for s in parts if not s.asks])
        rest = message.without([(s.start, s.end) for s in parts if s.asks])
        return self._reads_as_end(asking) and not self._reads_as_end(rest)

    def _reads_as_end(self, message: MaskedText) -> bool:
        return message.tells and leading_kind(self._weigh(message)[0]).kind in ENDINGS

    def _tells(self, message: MaskedText) -> bool:
        """Whether what may be small talk names a symptom, and not in a question: "an error, it is urgent"."""
        return message.tells and not message.only_asks and self._shows(message)

    def _shows(self, message: MaskedText) -> bool:
        """Whether a message names a symptom."""
        return bool(symptoms_told(self._weigh(message)[1]))

    def _of_a_report(
        self,
        message: MaskedText,
        leading: Leading,
        opinion: ModelOpinion,
        said: Mapping[str, PhraseMatch],
    ) -> Leading:
        """What reads as a report: the end that its last words tell, else a report, maybe with an invoice."""
        if not _ends_well(message, said, confidence_of(opinion.of_a_report)):
            return self._with_an_invoice(message, leading, opinion)
        end = leading_kind(opinion, among=ENDINGS)
        return replace(end, share=_TOLD_OUTRIGHT, or_else=leading.kind)

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

    def asked(self, message: MaskedText) -> tuple[AskedQuestion, ...]:
        """Every question of the message, in order."""
        return self._phrases.asked(message.wording, message.languages)


def _news(message: MaskedText, leading: Leading, said: Mapping[str, PhraseMatch]) -> Kind | None:
    """The kind by what a few words say; of several clauses only where the whole is small talk."""
    text = message.wording.plain.strip()  # two letters say as much as one kanji
    length = len(text) // 2 if text.isascii() else len(text)
    if leading.kind is not Kind.CHITCHAT and len(clauses(message.wording)) > 1:
        return None
    told = message.told
    fails = told.is_half or told.rest is not None or told.verdict in (Sign.FAILED, Sign.WEAK)
    asks, in_part = message.only_asks, "over" in said and (fails or told.said_over)
    return kind_of_news(said, leading.kind, length, asks=asks, in_part=in_part)


def _is_elsewhere(message: MaskedText) -> bool:
    """Whether another line, machine or browser was tried."""
    return not ELSEWHERE.isdisjoint(read_tried(message.wording, extension_named=False))


def _unless_denied(message: MaskedText, leading: Leading, opinion: ModelOpinion) -> Leading:
    """What reads as an end without a word for one: trouble where its own words tell of that."""
    if message.told.worse:
        return Leading(Kind.WORKAROUND_FAILED, MAYBE, leading.kind)
    if message.told.results[:1] in ((Sign.FAILED,), (Sign.WEAK,)):
        return replace(leading_kind(opinion, among=REPORTS), share=MAYBE, or_else=leading.kind)
    return leading


def _report_beside(
    message: MaskedText,
    leading: Leading,
    opinion: ModelOpinion,
    reports: tuple[Reports, ...],
    *,
    ends: bool,
) -> Leading:
    """What reads as something else: a report where trouble is told surely enough beside it."""
    as_report, sure = leading_kind(opinion, among=REPORTS), confidence_of(opinion.of_a_report)
    if is_not_here(message.wording.plain):
        return replace(as_report, share=max(sure, MAYBE), or_else=leading.kind)
    told = max((r for r in reports if r.voice is Voice.OWN), key=_confidence, default=None)
    if told is None:
        return leading
    surest = max(sure, told.confidence) if _may_decide(told, message, leading) else sure
    enough = is_enough(surest, leading.kind, only_asks=message.only_asks, ends=ends)
    enough = enough or _leads_in(told, message, leading)
    if enough or (told.confidence >= _BESIDE_A_KEY and _is_of_a_key(message, leading)):
        return replace(as_report, share=sure, or_else=leading.kind)
    words = plain(told.clause)
    experienced = not (is_question(words) or is_of_a_page(words))
    beside = leading.kind is Kind.STATUS_QUERY and experienced
    if leading.or_else is not None or not (beside or (leading.kind in NO_REPORT and sure >= MAYBE)):
        return leading
    return replace(leading, or_else=as_report.kind)


def _confidence(report: Reports) -> float:
    return report.confidence


def _ends_well(message: MaskedText, said: Mapping[str, PhraseMatch], sure: float) -> bool:
    """Whether the last thing told is the end of the trouble: "it was white, I removed it, it works again".

    What was done against it shows that; else trouble must hardly be told.
    """
    over, told = said.get("over"), [c for c in clauses(message.wording) if not c.asks]
    if over is None or not told or "back" in said or message.told.rest is not None:
        return False
    lasts = sure >= WEAK or message.told.is_half
    return told[-1].start <= over.start and (bool(message.told.measures) or not lasts)


def _may_decide(clause: Reports, message: MaskedText, leading: Leading) -> bool:
    """Whether a clause by itself may make a report of a message: the whole leaves open what it is, or only thanks."""
    if message.only_asks or is_question(plain(clause.clause)):
        return False
    if leading.kind is Kind.STATUS_QUERY and clause.confidence >= _BEFORE_A_QUESTION:
        return True
    few = len(clauses(message.wording)) <= _FEW_CLAUSES
    is_open = leading.share < _UNSURE or leading.kind is Kind.CHITCHAT
    return few and (is_open or clause.confidence >= _SURELY)


def _leads_in(clause: Reports, message: MaskedText, leading: Leading) -> bool:
    """Whether a clause tells of trouble and leads into a wish, or into the question whether something is down."""
    if leading.kind in _WISHES:
        least = _BEFORE_A_WISH
    elif leading.kind is Kind.STATUS_QUERY:
        least = _LEADING_IN_NAMED if clause.symptoms else _LEADING_IN
    else:
        return False
    told = clause.confidence >= least and clause.clause in leading_in(message.wording)
    words = plain(clause.clause)
    theirs = not (is_question(words) or is_of_a_page(words) or _SUPPOSED.supposed.search(words))
    return told and theirs


def _is_of_a_key(message: MaskedText, leading: Leading) -> bool:
    """Whether a message reads as an attack for a key in it; who pastes one with the trouble is not to be declined."""
    return leading.kind is Kind.SECURITY_OR_ABUSE and holds_a_key(message.wording.written)
