"""The kind of a message that answers a question: nothing but the answer, unless it tells news."""

from bot.model.understanding import Kind, Symptom
from bot.triage.understand.answers.answers import AnswerReading
from bot.triage.understand.answers.sorts import asked_about
from bot.triage.understand.meaning.opinion import ENDINGS, Leading

SURE_OF_NEWS = 0.95  # of a report that is no answer
SURE_OF_AN_END = 0.58  # that what was tried helped, or did not, whatever was asked
SURE_OF_AN_END_UNTOLD = 0.5  # as much, in no words that are known to say so
SURE_BESIDE_AN_ANSWER = 0.7  # a kind less certain is nothing but the answer
_ELSEWHERE = frozenset({"other_browser", "other_device", "incognito", "other_network"})
_OUTCOMES = ENDINGS | {Kind.WORKAROUND_FAILED}


def may_be_an_answer(leading: Leading, told: frozenset[Symptom]) -> bool:
    """Whether a message may be nothing but what was asked for: no request, no news of trouble."""
    if leading.kind.is_report:
        return not told or leading.share < SURE_OF_NEWS
    return leading.kind in (Kind.CHITCHAT, Kind.WORKAROUND_FAILED) or leading.share < SURE_OF_AN_END


def kind_beside(
    leading: Leading, told: frozenset[Symptom], tried: tuple[str, ...], answers: AnswerReading
) -> Kind:
    """The kind of a message that answers a question: nothing but the answer, unless it tells news.

    Its own words decide whether the trouble is over and what came of a try, not their likeness to
    other messages: that it works, or fails, elsewhere is an answer and no result of advice.
    """
    kind = leading.kind
    if not answers.answered and not answers.over:
        doubtful = kind in ENDINGS and leading.share < SURE_OF_AN_END_UNTOLD
        return leading.or_else or Kind.CHITCHAT if doubtful else kind
    advice = bool(set(tried) - _ELSEWHERE)
    if answers.over:
        thanks_to_it = answers.helped or answers.by_trying
        return Kind.WORKAROUND_WORKED if thanks_to_it else Kind.RECOVERED_REPORT
    if answers.helped is not None:
        return Kind.WORKAROUND_WORKED if answers.helped else Kind.WORKAROUND_FAILED
    if kind in _OUTCOMES:
        sure = leading.share >= SURE_OF_AN_END and kind is not Kind.RECOVERED_REPORT
        goes_on = answers.still and kind is Kind.WORKAROUND_FAILED
        untold = "tried_disabling" in answers.answered
        return kind if goes_on or (advice and sure and not untold) else Kind.CHITCHAT
    news = told - asked_about(answers.answered)
    if answers.unable and kind.is_report:
        return Kind.CHITCHAT
    vague = leading.share < SURE_BESIDE_AN_ANSWER or answers.terse
    if kind in (Kind.HOWTO, Kind.STATUS_QUERY) or (not news and (vague or kind.is_report)):
        return Kind.CHITCHAT
    return kind
