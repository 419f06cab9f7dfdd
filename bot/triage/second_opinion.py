"""What the trained reader of results says against the verdict that the words alone give.

It is heard where it is sure and the message answers none of our questions. The rules of ``outcome`` know
the conversation and the grammar of a few words, the reader many more ways to say the same.
"""

import math
from dataclasses import dataclass

from bot.lexicon.meanings import Meanings
from bot.model.acts import ReportedAction, TurnsToAnother
from bot.model.advice_plan import CLEARED
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.pending_advice import TRIED, advice_meant, kind_of, ways_in
from bot.triage.recovery_signals import GOOD, asks_when, tells_apart, was_asked_last
from bot.triage.understand.facts.results import Sign, ToldResults
from bot.triage.understand.wording import MessageWording
from bot.triage.verdict import AdviceVerdict, Why

# How sure the reader must be. Measured on messages by people who saw neither it nor the rules: where the words are silent
# or tell of half a success it is right about twice as often from here on as they are.
SURE = 0.55
# Where clear words of a result say the opposite, or something where it finds nothing: below it they are right as often.
SURE_AGAINST = 0.9
SURE_OF_A_VERSION = 0.55  # that it works since a new version is in, where one is spoken of
SURE_WHILE_OFF = 0.6  # that somebody gets along with something switched off
SURE_OF_AN_END = 0.8  # of a message that reads as trouble
_SAID = Meanings("result", "version")
_OUTCOMES = {
    ToldOutcome.WORKED: AdviceOutcome.WORKED,
    ToldOutcome.FAILED: AdviceOutcome.FAILED,
    ToldOutcome.PARTLY: None,
}
_OFF = frozenset({ReportedAction.DISABLED, ReportedAction.DELETED})
_MEASURES = _OFF | {ReportedAction.REENABLED, ReportedAction.UPDATED, ReportedAction.RELOADED}
_SETTLED = frozenset({Why.IN_PART, Why.ROUND, Why.GOES_ON, Why.ANSWERS})  # by more than one word
_NOT_THEIRS = frozenset({Sign.OTHERS, Sign.WISHES, Sign.DOUBTS, Sign.WILL})
_CLEAR = frozenset({Sign.WORKED, Sign.FAILED, Sign.WEAK, None})
_PLAIN = frozenset({ToldOutcome.WORKED, ToldOutcome.FAILED, ToldOutcome.NOTHING})
_WELL = frozenset({Why.WELL_AGAIN, Why.CURED, Why.BY_ITSELF})
_OPEN = _WELL | {Why.NO_RESULT, Why.NOTHING_PENDING}


def sure_reading(heard: Understanding, least: float = SURE) -> ResultReading | None:
    """What the reader is sure of; None where the message answers a question, which means something else."""
    reading = heard.result
    if reading is None or heard.answered:
        return None
    if (reading.action, reading.outcome) == (ReportedAction.UPDATED, ToldOutcome.WORKED):
        # "I put it in" and "I got in" are one word in Japanese; a version that is spoken of tells.
        words = MessageWording.of(heard.redacted).plain
        least = SURE_OF_A_VERSION if _SAID.version.search(words) else math.inf
    return reading if reading.certainty >= least else None


def with_second_opinion(
    verdict: AdviceVerdict,
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    """The verdict, or what the reader of results makes of the message where it is sure of more."""
    another = any(isinstance(act, TurnsToAnother) for act in heard.acts)
    if another and heard.kind.is_report and heard.symptoms:
        return verdict  # what it tells of is no end of what was before
    if verdict.why is Why.NO_RESULT and _gets_along(heard, conversation):
        return AdviceVerdict(Why.ROUND)
    settled = verdict.outcome is not None or verdict.why in _WELL | _SETTLED
    by_words = settled and (told.verdict is not None or verdict.why in _WELL)
    opposed = by_words and told.verdict in _CLEAR and _is_plain(heard)
    reading = sure_reading(heard, SURE_AGAINST if opposed else SURE)
    reading = reading or _on_again(heard, conversation)
    if reading is None or conversation.reported_at is None:
        return verdict
    opinion = _Opinion(reading, verdict, heard, told, conversation, waiting).verdict_of_it()
    return verdict if opinion is None else opinion


def _on_again(heard: Understanding, conversation: Conversation) -> ResultReading | None:
    """The reading of what came of switching on again, where something is off: that answers no question of ours."""
    reading = heard.result
    if reading is None or reading.action is not ReportedAction.REENABLED:
        return None
    known = conversation.switched_off() and reading.certainty >= SURE_AGAINST
    return reading if known else None


def _is_plain(heard: Understanding) -> bool:
    """Whether the reader finds that it worked, failed, or nothing, and none of the shades that words seldom tell."""
    return heard.result is not None and heard.result.outcome in _PLAIN


def _gets_along(heard: Understanding, conversation: Conversation) -> bool:
    """Whether somebody who has something off says that they manage; believing that changes nothing else."""
    reading = sure_reading(heard, SURE_WHILE_OFF)
    if heard.kind is Kind.STATUS_QUERY or reading is None:
        return False
    if not (conversation.is_troubled and conversation.switched_off()):
        return False
    in_a_way = reading.action in (None, ReportedAction.ELSEWHERE)
    return reading.outcome is ToldOutcome.WORKED and in_a_way


@dataclass(frozen=True, slots=True)
class _Opinion:
    """A reading beside the verdict of the words; each method gives another verdict, or None to keep that."""

    reading: ResultReading
    verdict: AdviceVerdict
    heard: Understanding
    told: ToldResults
    conversation: Conversation
    waiting: tuple[str, ...]

    def verdict_of_it(self) -> AdviceVerdict | None:
        """What the reading amounts to."""
        outcome = self.reading.outcome
        if outcome is ToldOutcome.WORKED and self._is_not_so():
            return None
        if self.reading.action in _MEASURES and outcome in _OUTCOMES:
            return self._of_a_measure()
        match outcome:
            case ToldOutcome.CANNOT:
                return self._unable()
            case ToldOutcome.PARTLY:
                return self._in_part()
            case ToldOutcome.WORKED | ToldOutcome.MISTAKE if self.reading.action is None:
                return self._over()
            case ToldOutcome.WORKED if self.reading.action is ReportedAction.ELSEWHERE:
                return self._got_round()
            case ToldOutcome.BACK if self._is_good or self.verdict.why is Why.IN_PART:
                return AdviceVerdict(Why.GOES_ON)
            case ToldOutcome.NOTHING if self._is_unsaid if self._sounds_good else self._is_silent:
                return AdviceVerdict(Why.NOT_NOW)
        return None

    @property
    def _is_good(self) -> bool:
        return self.verdict.outcome is AdviceOutcome.WORKED or self.verdict.why in _WELL

    @property
    def _sounds_good(self) -> bool:
        return self._is_good or self.heard.kind in GOOD

    @property
    def _is_silent(self) -> bool:
        """Whether it is taken for a failure, and no word of it tells of one."""
        failed = self.verdict.outcome is AdviceOutcome.FAILED
        return failed and self.told.verdict is None and not self.told.results

    @property
    def _is_unsaid(self) -> bool:
        """Whether a result is only hoped for, or what is taken for one has no word of it: "can I count on it?"."""
        if self.told.verdict is not None:
            return False
        return Sign.WISHES in self.told.vetoes or self.reading.certainty >= SURE_AGAINST

    def _is_not_so(self) -> bool:
        """Whether the words deny that it works: it got worse, is asked, hoped for, over, or somebody else's."""
        told, silent = self.told, self.told.verdict is None
        only_asks = Sign.ASKS in told.vetoes and not (told.works or told.is_free)
        only_past = Sign.PAST in told.vetoes and not told.is_free
        denied = only_asks or only_past or bool(told.vetoes & _NOT_THEIRS)
        return told.worse or (silent and denied)

    def _of_a_measure(self) -> AdviceVerdict | None:
        """What came of something that was done."""
        action, outcome = self.reading.action, _OUTCOMES[self.reading.outcome]
        if action is ReportedAction.REENABLED:
            off = tuple(f"reenable_plugin:{p}" for p in self.conversation.switched_off())
            if off and outcome:
                return AdviceVerdict(Why.SWITCHED_ON, outcome, off)
            ends = outcome is AdviceOutcome.WORKED and self.conversation.is_troubled
            return AdviceVerdict(Why.WELL_AGAIN) if ends else None  # who never told that it was off
        if action in _OFF:
            return self._switched_off(frozenset({action}), outcome)
        if outcome is AdviceOutcome.WORKED:
            return self._cured()
        return self._in_part() if outcome is None else None

    def _in_part(self) -> AdviceVerdict | None:
        """What fails beside it may be the other case of somebody who has two."""
        alone = not self.conversation.one_of_several
        whole = self.verdict.why in _WELL and alone
        sure = self.reading.certainty >= SURE_AGAINST and self.conversation.is_troubled and alone
        told = whole or self.verdict.outcome is not None or (sure and not tells_apart(self.heard))
        return AdviceVerdict(Why.IN_PART) if told else None

    def _got_round(self) -> AdviceVerdict | None:
        """A way round the trouble, which goes on, where the words read as its end or tell no result.

        That it works in another browser or on another line tells of the cause and is no way to live with it.
        """
        is_open = self.verdict.why in _OPEN and not ways_in(self.heard)
        return AdviceVerdict(Why.ROUND) if is_open and self.conversation.is_troubled else None

    def _unable(self) -> AdviceVerdict | None:
        """The last advice that was to be tried cannot be."""
        given = (a.advice for a in reversed(self.conversation.advised))
        advice = next((a for a in given if kind_of(a) in TRIED), None)
        if advice is None:
            return None
        return AdviceVerdict(Why.SAYS_SO, AdviceOutcome.CANNOT, (advice,))

    def _cured(self) -> AdviceVerdict | None:
        """The end by a new version, or by a reload where no other advice waits.

        Where the cache had to be cleared that may be one way among others.
        """
        reloaded = self.reading.action is ReportedAction.RELOADED and bool(self.waiting)
        other = self.told.switched_off or CLEARED in ways_in(self.heard)
        known = self.verdict.why in _WELL
        return None if reloaded or other or known else AdviceVerdict(Why.CURED)

    def _switched_off(
        self, done: frozenset[ReportedAction], outcome: AdviceOutcome | None
    ) -> AdviceVerdict | None:
        """What came of switching off; what is off already is known, so that something else is meant."""
        if outcome is None:
            return AdviceVerdict(Why.IN_PART)
        if self.verdict.outcome is outcome:
            return None
        advice = advice_meant(self.heard, self.conversation, self.waiting, done)
        if advice is None:
            return AdviceVerdict(Why.ROUND) if outcome is AdviceOutcome.WORKED else None
        known = advice.partition(":")[2] in self.conversation.switched_off()
        return None if known else AdviceVerdict(Why.SWITCHED_OFF, outcome, (advice,))

    def _over(self) -> AdviceVerdict | None:
        """The end of the trouble, where the words give no verdict and nothing is switched off that may help.

        While advice waits "it opens" may be its result, unless they were asked whether it is over.
        """
        told_by_words = self.verdict.outcome is not None or self.verdict.why in _SETTLED
        if told_by_words or self.conversation.switched_off():
            return None
        least = SURE_OF_AN_END if self.heard.kind.is_report else SURE
        if self.waiting and not was_asked_last(self.conversation):
            least = SURE_AGAINST
        sure = self.reading.certainty >= least
        meant = not self.told.vetoes & _NOT_THEIRS and not asks_when(self.heard)
        apart = tells_apart(self.heard, everybody=self.told.everybody)
        return AdviceVerdict(Why.WELL_AGAIN) if sure and meant and not apart else None
