"""What an answer says, and the kind of a message that answers one: nothing but the answer, unless it tells news."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.understanding import REPORTS, FactValue, Kind, Scope, Symptom
from bot.triage.understand.facts.facts import ELSEWHERE
from bot.triage.understand.meaning.classifier import ENDINGS, Leading

SURE_OF_NEWS = 0.95  # of a report that is no answer
SURE_OF_AN_END = 0.58  # that what was tried helped, or did not, whatever was asked
SURE_OF_AN_END_UNTOLD = 0.5  # as much, in no words that are known to say so
SURE_BESIDE_AN_ANSWER = 0.7  # a kind less certain is nothing but the answer
TRIES = REPORTS | ENDINGS | {Kind.WORKAROUND_FAILED}
_OUTCOMES = ENDINGS | {Kind.WORKAROUND_FAILED}


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What a message answers: facts, the keys of the questions, and the reach it states.

    ``over``: it says that the trouble is over, ``by_trying``: thanks to something that was done.
    ``still``: that it goes on; ``unable``: that one cannot look;
    ``terse``: it is too short to say anything else. ``helped``: what came of switching off the part that was asked about; None when it is not told.
    ``asked_about``: symptoms that are no news.
    """

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    scope: frozenset[Scope] = frozenset()
    over: bool = False
    by_trying: bool = False
    still: bool = False
    unable: bool = False
    terse: bool = False
    helped: bool | None = None
    asked_about: frozenset[Symptom] = frozenset()


def may_be_an_answer(leading: Leading, told: frozenset[Symptom]) -> bool:
    """Whether a message may be nothing but what was asked for: no request, no news of trouble."""
    if leading.kind.is_report:
        return not told or leading.share < SURE_OF_NEWS
    return leading.kind in (Kind.CHITCHAT, Kind.WORKAROUND_FAILED) or leading.share < SURE_OF_AN_END


def telling(kind: Kind, or_else: Kind | None) -> Kind:
    """The kind by which facts are read: in doubt, that which tells of trouble."""
    return or_else if kind not in TRIES and or_else in TRIES and or_else else kind


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
    advice = bool(set(tried) - ELSEWHERE)
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
    news = told - answers.asked_about
    if answers.unable and kind.is_report:
        return Kind.CHITCHAT
    vague = leading.share < SURE_BESIDE_AN_ANSWER or answers.terse
    if kind in (Kind.HOWTO, Kind.STATUS_QUERY) or (not news and (vague or kind.is_report)):
        return Kind.CHITCHAT
    return kind
