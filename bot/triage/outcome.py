"""Whether a message is the result of advice: of which, and why or why not.

heard, words ─▶ told_in ─┬─ pending advice ─▶ Verdict ─▶ placing: the kind in context, the workaround ledger
                         └─ what was switched off
"""

from dataclasses import replace
from datetime import datetime

from bot.model.acts import ReportedAction, SaysBack, SaysOver
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.understanding import Kind, Understanding
from bot.text.normalise import plain
from bot.triage.pending_advice import TRIED, advice_meant, as_result, kind_of, waiting_for, ways_in
from bot.triage.recovery_signals import (
    GOOD,
    SURE,
    UNSURE_GOOD,
    asks_when,
    goes_on,
    is_beside,
    is_contrast,
    is_cured,
    is_on_again,
    is_over_while_off,
    is_own_change,
    is_put_back,
    is_round,
    is_still_off,
    is_well_again,
    is_word_of_the_end,
    only_asks_to_enable,
    tells_apart,
    was_asked_last,
    works_of_itself,
)
from bot.triage.second_opinion import with_second_opinion
from bot.triage.understand.acts.clauses import is_not_here
from bot.triage.understand.facts.results import VETOES, Sign, ToldResults, told_in
from bot.triage.verdict import AdviceVerdict, Why

RESULTS = GOOD | {Kind.WORKAROUND_FAILED}
# Kinds that may turn out to be a result when the words say so; the others want something else.
_MAY_BE = RESULTS | {Kind.CHITCHAT}
MEANT = VETOES - {Sign.PAST, Sign.DONE}
_CLEAR = {Sign.WORKED: AdviceOutcome.WORKED, Sign.FAILED: AdviceOutcome.FAILED}
BAD = (Sign.FAILED, Sign.WEAK, Sign.HALF, Sign.FITFUL)
SURE_OF_A_RESULT = 0.5  # that a first message tells what helped, and not merely that it shows now
_UNABLE = frozenset({"could-not-try", "may-not-try"})  # signatures
UNSURE = 0.6  # a kind less certain than this does not keep "I cannot" from being a result


def outcome_of(
    heard: Understanding,
    words: str,
    conversation: Conversation,
    at: datetime,
    signatures: tuple[str, ...] = (),
) -> AdviceVerdict:
    """Whether a message is the result of advice, and of which. Pure, and careful.

    ``words`` is the masked message, empty for a pressed button. In doubt it is no result: a wrong "it worked" blames a product and tells
    everybody, a wrong "it did not" acquits it. A message put into its context gives the same again.
    """
    if conversation.is_troubled and not heard.answered and is_not_here(plain(words)):
        return AdviceVerdict(Why.GOES_ON)
    told = _by_acts(told_in(words), heard)
    waiting = waiting_for(conversation, at, heard, words, told)
    verdict = _by_words(heard, told, conversation, at, signatures, waiting)
    return with_second_opinion(verdict, heard, told, conversation, waiting)


def _by_words(
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    at: datetime,
    signatures: tuple[str, ...],
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    """The verdict that words of results give."""
    heard = as_result(heard, waiting, unable=not (able := _UNABLE.isdisjoint(signatures)))
    if heard.kind is Kind.SECURITY_OR_ABUSE or is_own_change(heard):
        return AdviceVerdict(Why.NO_RESULT)
    told_on = told.switched_on and not only_asks_to_enable(heard)
    on = is_on_again(heard, signatures) or (told_on and conversation.switched_off())
    if on and (again := _on_again(heard, told, conversation)) is not None:
        return again
    beside = (
        (Why.IN_PART, bool(waiting) and able and is_beside(heard, told)),
        (Why.WELL_AGAIN, is_over_while_off(heard, told, conversation, at)),
        (Why.GOES_ON, goes_on(heard, told, conversation, waiting)),
        (Why.ROUND, is_round(heard, told, conversation)),
    )
    if of_no_advice := next((why for why, holds in beside if holds), None):
        return AdviceVerdict(of_no_advice)
    outcome, why = _outcome(heard, told, signatures)
    if outcome is None:
        if is_word_of_the_end(heard, told, conversation):
            return AdviceVerdict(Why.WELL_AGAIN)
        return _was_that(heard, told, conversation, signatures) or AdviceVerdict(why)
    by_itself = "by-itself" in signatures and not tells_apart(heard)
    if outcome is AdviceOutcome.WORKED and by_itself:
        return AdviceVerdict(Why.BY_ITSELF)
    return _credited(outcome, heard, told, conversation, waiting)


def _on_again(
    heard: Understanding, told: ToldResults, conversation: Conversation
) -> AdviceVerdict | None:
    """What is told of something that was switched on again; None where that is not what it is about."""
    if (again := _switched_on(heard, told, conversation)) is not None:
        return again
    only_good = {*told.results} == {Sign.WORKED} and not (told.undone or told.measures)
    if only_good and conversation.is_troubled:
        return AdviceVerdict(Why.WELL_AGAIN)  # whoever never told us that it was off
    put_back = told.undone or is_put_back(heard, told)
    return None if put_back else AdviceVerdict(Why.OTHER_WAY)


def _by_acts(told: ToldResults, heard: Understanding) -> ToldResults:
    """What the words tell, put right by what the message was read to do: "shows again" is no return of trouble."""
    does = {type(act) for act in heard.acts}
    return replace(told, again=False) if SaysOver in does and SaysBack not in does else told


def _credited(
    outcome: AdviceOutcome,
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    waiting: tuple[str, ...],
) -> AdviceVerdict:
    """To which advice what was told goes, if to any."""
    open_to_end = () if was_asked_last(conversation) else waiting
    if outcome is AdviceOutcome.WORKED and is_well_again(heard, told, conversation, open_to_end):
        return AdviceVerdict(Why.WELL_AGAIN)
    if outcome is AdviceOutcome.WORKED and works_of_itself(heard, told, conversation, waiting):
        return AdviceVerdict(Why.WELL_AGAIN)
    done = told.measures if outcome is not AdviceOutcome.CANNOT else frozenset()
    advice = advice_meant(heard, conversation, waiting, done)
    if outcome is AdviceOutcome.WORKED and is_cured(heard, told, conversation):
        return AdviceVerdict(Why.CURED, outcome if advice else None, (advice,) if advice else ())
    if advice is not None:
        off = ReportedAction.DISABLED in done and kind_of(advice) == "disable_plugin"
        return AdviceVerdict(Why.SWITCHED_OFF if off else Why.SAYS_SO, outcome, (advice,))
    if outcome is AdviceOutcome.WORKED and is_still_off(heard, told, conversation):
        return AdviceVerdict(Why.ROUND)
    if outcome is AdviceOutcome.FAILED and heard.kind in GOOD:
        return AdviceVerdict(Why.CONTRADICTED)
    return AdviceVerdict(Why.OTHER_WAY if waiting else Why.NOTHING_PENDING)


def found_by_themselves(heard: Understanding, conversation: Conversation) -> bool:
    """Whether "it works this way" comes first: a report that brings its own contrast."""
    is_sure = heard.certainty >= SURE_OF_A_RESULT
    first = not (conversation.advised or conversation.asked)
    return heard.kind is Kind.WORKAROUND_WORKED and is_sure and first


def _outcome(
    heard: Understanding, told: ToldResults, signatures: tuple[str, ...]
) -> tuple[AdviceOutcome | None, Why]:
    """What the message says came of trying, whatever was tried."""
    sign = told.verdict
    if told.in_part or (sign in (Sign.HALF, Sign.FITFUL) and heard.kind not in GOOD):
        return None, Why.ANSWERS if heard.answered and not told.measures else Why.IN_PART
    if sign is None and told.vetoes and not told.is_free:
        return None, Why.ONLY_MEANT if told.vetoes & MEANT else Why.NOT_NOW
    tried = sign is Sign.FAILED and bool(ways_in(heard))
    tried = tried or (sign in (Sign.FAILED, Sign.WEAK) and told.switched_off)
    unable = bool(_UNABLE & {*signatures}) and sign is not Sign.WORKED and not tried
    if unable and _may_be_cannot(heard):
        return AdviceOutcome.CANNOT, Why.SAYS_SO
    if heard.kind is Kind.WORKAROUND_FAILED:
        return _of_bad_news(heard, told)
    if heard.kind in GOOD:
        return _of_good_news(heard, told)
    done = told.did or (bool(told.measures) and sign is Sign.WORKED)
    if done and sign in _CLEAR:  # whatever else is asked or wanted at once
        return _CLEAR[sign], Why.SAYS_SO
    return _of_other_words(heard, told)


def _of_bad_news(heard: Understanding, told: ToldResults) -> tuple[AdviceOutcome | None, Why]:
    """What reads as a failure; good words count where both sides are told.

    "I have tried it" alone says nothing of what came of it, unless it reads as a failure for sure.
    """
    only_done = told.did or Sign.DONE in told.vetoes
    if told.verdict is None and only_done and heard.certainty < SURE:
        return None, Why.NOT_NOW
    if told.verdict is not Sign.WORKED:
        return AdviceOutcome.FAILED, Why.SAYS_SO
    both = is_contrast(told) or told.switched_off
    return (AdviceOutcome.WORKED, Why.SAYS_SO) if both else (None, Why.CONTRADICTED)


def _of_good_news(heard: Understanding, told: ToldResults) -> tuple[AdviceOutcome | None, Why]:
    """What reads as a success; bad words overrule it when it is not sure, and make it doubtful."""
    sign = told.verdict
    works = told.works and not asks_when(heard)  # "it works. Is it over?"
    if sign is None and Sign.ASKS in told.vetoes and heard.certainty < UNSURE and not works:
        return None, Why.ONLY_MEANT
    if sign not in (Sign.FAILED, Sign.WEAK):
        return AdviceOutcome.WORKED, Why.SAYS_SO
    if sign is Sign.FAILED and heard.certainty < UNSURE_GOOD:
        return AdviceOutcome.FAILED, Why.SAYS_SO
    return None, Why.CONTRADICTED


def _of_other_words(heard: Understanding, told: ToldResults) -> tuple[AdviceOutcome | None, Why]:
    """What reads as no result, and may be one in a few words after advice."""
    if told.verdict is Sign.WORKED and (is_contrast(told) or _is_nothing_else(heard, told)):
        return AdviceOutcome.WORKED, Why.SAYS_SO
    weak = told.switched_off and told.verdict is Sign.WEAK
    if not (weak or told.verdict is Sign.FAILED) or not _may_have_failed(heard, told):
        return None, Why.NO_RESULT
    answers = heard.answered or (heard.kind is Kind.CHITCHAT and told.elsewhere)
    return (None, Why.ANSWERS) if answers else (AdviceOutcome.FAILED, Why.SAYS_SO)


def _may_be_cannot(heard: Understanding) -> bool:
    """Whether "I cannot" may be about an advice, and is no wish or trouble of another sort."""
    sure = heard.certainty >= UNSURE
    if heard.kind in GOOD or (heard.kind.is_report and heard.symptoms and sure):
        return False
    idle = heard.kind is Kind.CHITCHAT and not heard.answered
    return idle or heard.kind is Kind.WORKAROUND_FAILED or heard.certainty < UNSURE


def _may_have_failed(heard: Understanding, told: ToldResults) -> bool:
    """Whether words of failure may be a result.

    A report is one when it names what was tried, or says nothing else: "the same as before".
    """
    if heard.kind.is_report:
        tried = bool(heard.facts.get("already_tried")) or told.switched_off
        return tried or not (heard.symptoms or told.is_free)
    return heard.kind in _MAY_BE or heard.kind is Kind.HUMAN_PLEASE


def _is_nothing_else(heard: Understanding, told: ToldResults) -> bool:
    """Whether good words stand in a message that wants, complains of and compares nothing."""
    idle = heard.kind is Kind.CHITCHAT and not heard.symptoms and not heard.answered
    vague = heard.kind.is_report and heard.certainty < SURE and not told.is_free
    only_good = {*told.results} == {Sign.WORKED} and not told.vetoes
    return (idle or (vague and only_good)) and not told.elsewhere


def _switched_on(
    heard: Understanding, told: ToldResults, conversation: Conversation
) -> AdviceVerdict | None:
    """What came of switching on again, by who had switched something off."""
    off = tuple(f"reenable_plugin:{p}" for p in conversation.switched_off())
    if not off or (told.vetoes and not told.results):
        return None
    if told.in_part and not (told.undone or Sign.FITFUL in told.results):
        return AdviceVerdict(Why.IN_PART)
    reads_bad = heard.kind is Kind.WORKAROUND_FAILED or (heard.kind.is_report and heard.symptoms)
    broken = told.undone or told.verdict in BAD
    if broken or (reads_bad and told.verdict is not Sign.WORKED):
        return AdviceVerdict(Why.SWITCHED_ON, AdviceOutcome.FAILED, off)
    if heard.kind in _MAY_BE or {*told.results} == {Sign.WORKED}:
        return AdviceVerdict(Why.SWITCHED_ON, AdviceOutcome.WORKED, off)
    return None


def _was_that(
    heard: Understanding,
    told: ToldResults,
    conversation: Conversation,
    signatures: tuple[str, ...],
) -> AdviceVerdict | None:
    """Whether "oh, it was X" tells what came of the advice to switch X off."""
    if "it-was-that" not in signatures or heard.kind not in GOOD | {Kind.CHITCHAT} or told.vetoes:
        return None
    named = set(heard.products) - set(heard.denied)
    settled = {t.advice.partition(":")[2] for t in conversation.trials}
    for given in reversed(conversation.advised):
        product = given.advice.partition(":")[2]
        if kind_of(given.advice) in TRIED and product in named - settled:
            return AdviceVerdict(Why.WAS_THAT, AdviceOutcome.WORKED, (given.advice,))
    return None
