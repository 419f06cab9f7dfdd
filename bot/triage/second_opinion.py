"""What the trained reader of results says against the verdict that the words alone give.

It is heard where it is sure and the message answers none of our questions. The rules of ``outcome`` know
the conversation and the grammar of a few words, the reader many more ways to say the same.
"""

from bot.model.acts import ReportedAction
from bot.model.advice_plan import CLEARED
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.result_reading import Did, ResultReading, Went
from bot.model.understanding import Understanding
from bot.triage.pending_advice import TRIED, advice_meant, kind_of, ways_in
from bot.triage.recovery_signals import asks_when, was_asked_last
from bot.triage.understand.facts.results import Sign, ToldResults
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording
from bot.triage.verdict import AdviceVerdict, Why

# The probability from which on the reader overrules the words: measured on sentences by people who saw neither.
SURE = 0.7
SURE_AGAINST = 0.97  # the same where words of a result say something else
SURE_OF_A_VERSION = 0.55  # that it works since a new version is in, where one is spoken of
# That somebody put right something of their own, so that their word says nothing of an incident's end: "put back its settings"
# may as well mean the plug-in.
SURE_OF_A_MISTAKE = 0.9
SURE_WHILE_OFF = 0.6  # that somebody gets along with something switched off
SURE_OF_UNABLE = (
    0.7  # that advice cannot be followed, unlike "only the administrator's account gets in"
)
SURE_OF_AN_END = 0.8  # of a message that reads as trouble
_SAID = Meanings("result", "version")
_OUTCOMES = {
    Went.WORKED: AdviceOutcome.WORKED,
    Went.FAILED: AdviceOutcome.FAILED,
    Went.PARTLY: None,
}
_OFF = frozenset({Did.DISABLED, Did.DELETED})
_MEASURES = _OFF | {Did.REENABLED, Did.UPDATED, Did.RELOADED}
_SETTLED = frozenset({Why.IN_PART, Why.ROUND, Why.GOES_ON, Why.ANSWERS})  # by more than one word
_NOT_THEIRS = frozenset({Sign.OTHERS, Sign.WISHES, Sign.DOUBTS, Sign.WILL})
_WELL = frozenset({Why.WELL_AGAIN, Why.CURED, Why.BY_ITSELF})


def sure_reading(heard: Understanding, least: float = SURE) -> ResultReading | None:
    """What the reader is sure of; None where the message answers a question, which means something else."""
    reading = heard.result
    if reading is None or heard.answered:
        return None
    if (
        reading.did is Did.UPDATED and reading.went is Went.WORKED
    ):  # also beside "in another browser"
        words = MessageWording.of(heard.redacted).plain
        return (
            reading if _is_of_a_version(words) and reading.certainty >= SURE_OF_A_VERSION else None
        )
    if reading.certainty < least:
        return None
    return reading


def _is_of_a_version(words: str) -> bool:
    """Whether a version is spoken of: "I put it in" and "I got in" are one word in Japanese."""
    return _SAID.version.search(words) is not None


def with_second_opinion(
    verdict: AdviceVerdict,
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    """The verdict, or what the reader of results makes of the message where it is sure of more."""
    if verdict.why is Why.NO_RESULT and _gets_along(heard, conversation):
        return AdviceVerdict(Why.ROUND)
    settled = verdict.outcome is not None or verdict.why in _WELL | _SETTLED
    by_words = settled and (told.verdict is not None or verdict.why in _WELL)
    reading = sure_reading(heard, SURE_AGAINST if by_words else SURE)
    if reading is None or conversation.reported_at is None:
        return verdict
    only_asks = Sign.ASKS in told.vetoes and told.verdict is None and not told.works
    not_theirs = told.verdict is None and bool(told.vetoes & _NOT_THEIRS)
    not_so = told.worse or not_theirs or (only_asks and not told.is_free)
    if reading.went is Went.WORKED and not_so:
        return verdict
    if reading.did in _MEASURES and reading.went in _OUTCOMES:
        return _of_a_measure(verdict, reading, heard, told, conversation, waiting)
    match reading.went:
        case Went.CANNOT if reading.certainty >= SURE_OF_UNABLE:
            return _cannot(verdict, conversation)
        case Went.PARTLY:
            return verdict if verdict.outcome is None else AdviceVerdict(Why.IN_PART)
        case Went.WORKED | Went.MISTAKE if reading.did is Did.NOTHING:
            least = _least_of_an_end(heard, conversation, waiting)
            return (
                _over(verdict, heard, told, conversation) if reading.certainty >= least else verdict
            )
        case Went.BACK if _is_good(verdict) or verdict.why is Why.IN_PART:
            return AdviceVerdict(Why.GOES_ON)
        case Went.NOTHING if (
            told.verdict is None and Sign.WISHES in told.vetoes and _is_good(verdict)
        ):
            return AdviceVerdict(Why.NOT_NOW)
    return verdict


def _of_a_measure(
    verdict: AdviceVerdict,
    reading: ResultReading,
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    """What came of something that was done."""
    if reading.did is Did.REENABLED:
        return _enabled(verdict, reading, conversation)
    if reading.did in _OFF:
        return _switched_off(verdict, reading, heard, conversation, waiting)
    if reading.went is Went.WORKED:
        reloaded = reading.did is Did.RELOADED and bool(
            waiting
        )  # while other advice is to be tried
        return verdict if reloaded else _cured(verdict, heard, told)
    in_part = reading.went is Went.PARTLY and verdict.outcome is not None
    return AdviceVerdict(Why.IN_PART) if in_part else verdict


def _gets_along(heard: Understanding, conversation: Conversation) -> bool:
    """Whether somebody who has something off says that they manage; believing that changes nothing else."""
    reading = sure_reading(heard, SURE_WHILE_OFF)
    off = conversation.is_troubled and bool(conversation.switched_off())
    if reading is None or not off:
        return False
    return reading.went is Went.WORKED and reading.did in (Did.NOTHING, Did.ELSEWHERE)


def _is_good(verdict: AdviceVerdict) -> bool:
    return verdict.outcome is AdviceOutcome.WORKED or verdict.why in _WELL


def _cannot(verdict: AdviceVerdict, conversation: Conversation) -> AdviceVerdict:
    """The last advice that was to be tried cannot be; nothing where none was."""
    if verdict.outcome is AdviceOutcome.CANNOT:
        return verdict
    given = (a.advice for a in reversed(conversation.advised) if kind_of(a.advice) in TRIED)
    advice = next(given, None)
    return (
        verdict if advice is None else AdviceVerdict(Why.SAYS_SO, AdviceOutcome.CANNOT, (advice,))
    )


def _cured(verdict: AdviceVerdict, heard: Understanding, told: ToldResults) -> AdviceVerdict:
    """The end by a new version or a reload; where the cache had to be cleared it may be one way among others."""
    other = told.switched_off or CLEARED in ways_in(heard)
    return verdict if verdict.why in _WELL or other else AdviceVerdict(Why.CURED)


def _enabled(
    verdict: AdviceVerdict, reading: ResultReading, conversation: Conversation
) -> AdviceVerdict:
    off = tuple(f"reenable_plugin:{p}" for p in conversation.switched_off())
    if not off or reading.went is Went.PARTLY:
        return verdict
    return AdviceVerdict(Why.SWITCHED_ON, _OUTCOMES[reading.went], off)


def _switched_off(
    verdict: AdviceVerdict,
    reading: ResultReading,
    heard: Understanding,
    conversation: Conversation,
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    outcome = _OUTCOMES[reading.went]
    if outcome is None:
        return AdviceVerdict(Why.IN_PART)
    if verdict.outcome is outcome:
        return verdict
    done = frozenset({ReportedAction(reading.did)})
    advice = advice_meant(heard, conversation, waiting, done)
    if advice is not None and advice.partition(":")[2] in conversation.switched_off():
        return verdict  # that is known, so that something else is meant
    if advice is not None:
        return AdviceVerdict(Why.SWITCHED_OFF, outcome, (advice,))
    return AdviceVerdict(Why.ROUND) if outcome is AdviceOutcome.WORKED else verdict


def _least_of_an_end(
    heard: Understanding, conversation: Conversation, waiting: tuple[str, ...]
) -> float:
    """How sure an end must be. While advice waits "it opens" may be its result, unless it was asked whether it is over."""
    if waiting and not was_asked_last(conversation):
        return SURE_AGAINST
    return SURE_OF_AN_END if heard.kind.is_report else SURE


def _over(
    verdict: AdviceVerdict,
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
) -> AdviceVerdict:
    """The end of the trouble, where the words give no verdict and nothing is switched off that may help."""
    helped = bool(conversation.switched_off())
    if verdict.outcome is not None or verdict.why in _SETTLED or helped:
        return verdict
    if told.vetoes & _NOT_THEIRS or asks_when(heard):
        return verdict
    return AdviceVerdict(Why.WELL_AGAIN)
