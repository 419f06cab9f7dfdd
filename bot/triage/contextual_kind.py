"""The kind that a message has in its conversation, by what it says came of advice."""

from dataclasses import replace

from bot.model.acts import Reports, Result, SaysBack, TellsResult
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.outcome import RESULTS
from bot.triage.recovery_signals import GOOD, UNSURE_GOOD
from bot.triage.verdict import AdviceVerdict, Why

# Who is in trouble speaks of accounts and passwords too: a guess is no reason to turn them away.
SURE_OF_ABUSE = 0.9  # of somebody who has told of trouble
LEAST_OF_ABUSE = 0.4  # of anybody
_DEAD = frozenset({Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.STUCK_LOADING})
_ENDS = frozenset({Why.BY_ITSELF, Why.CURED, Why.WELL_AGAIN})


def in_context(
    heard: Understanding, verdict: AdviceVerdict, conversation: Conversation
) -> Understanding:
    """The message with the kind that it has in its conversation. What answers our own question is no attack."""
    says_more = verdict.why is Why.NO_RESULT and _says_more(heard, conversation)
    if says_more or _begins_in_vain(heard, conversation):
        return replace(heard, kind=_report(heard))
    if _succeeds_in_work(heard, conversation):
        return replace(heard, kind=Kind.CHITCHAT)
    kind = _kind(heard, verdict, conversation)
    if verdict.why is Why.IN_PART and conversation.is_troubled:
        heard = _in_part(heard)
    sure = SURE_OF_ABUSE if conversation.is_troubled else LEAST_OF_ABUSE
    if kind is Kind.SECURITY_OR_ABUSE and (heard.answered or heard.certainty < sure):
        kind = Kind.CHITCHAT
    return heard if kind is heard.kind else replace(heard, kind=kind)


def _begins_in_vain(heard: Understanding, conversation: Conversation) -> bool:
    """Whether somebody who told of nothing yet has tried something by themselves, and it did not help."""
    told = conversation.is_troubled or bool(conversation.advised)
    return heard.kind is Kind.WORKAROUND_FAILED and not told


def _succeeds_in_work(heard: Understanding, conversation: Conversation) -> bool:
    """Whether somebody who told of no trouble has managed a task of theirs: "the formula works, thanks"."""
    if heard.kind is not Kind.WORKAROUND_WORKED or heard.symptoms or heard.products:
        return False
    before = conversation.reported_at is not None or bool(conversation.advised)
    tried = "already_tried" in heard.facts
    return not (before or tried or any(isinstance(act, SaysBack) for act in heard.acts))


def _in_part(heard: Understanding) -> Understanding:
    """The message with half a success among its acts, in place of any other result."""
    told = [a for a in heard.acts if isinstance(a, TellsResult)]
    if any(a.result is Result.PARTLY for a in told):
        return heard
    half = replace(told[0], result=Result.PARTLY) if told else None
    half = half or TellsResult(heard.redacted.strip(), heard.certainty, Result.PARTLY)
    others = (a for a in heard.acts if not isinstance(a, TellsResult))
    return replace(heard, acts=(*others, half))


def as_question(heard: Understanding) -> Understanding:
    """The message as one that only asks: it tells of no trouble, whatever its words."""
    acts = tuple(act for act in heard.acts if not isinstance(act, Reports))
    return replace(heard, kind=Kind.STATUS_QUERY, symptoms=frozenset(), acts=acts)


def _kind(heard: Understanding, verdict: AdviceVerdict, conversation: Conversation) -> Kind:
    if verdict.why is Why.GOES_ON and not heard.kind.is_report:
        if heard.kind is Kind.HUMAN_PLEASE:
            return heard.kind
        old = conversation.complaint.kind
        return _report(heard, otherwise=old if old.is_report else Kind.FUNCTION_REPORT)
    if verdict.outcome is not None and heard.kind is not Kind.HUMAN_PLEASE:
        return _kind_of_result(heard, verdict, conversation)
    doubted = verdict.why is Why.CONTRADICTED and heard.certainty < UNSURE_GOOD
    doubted = doubted and heard.kind is Kind.WORKAROUND_FAILED
    if doubted or (heard.kind in RESULTS and verdict.why in (Why.ONLY_MEANT, Why.NOT_NOW)):
        return Kind.CHITCHAT
    if verdict.why in _ENDS and heard.kind is not Kind.HUMAN_PLEASE and conversation.is_troubled:
        return Kind.RECOVERED_REPORT
    if verdict.why is Why.ROUND:
        return Kind.WORKAROUND_WORKED
    if heard.kind in RESULTS and verdict.why is Why.IN_PART:
        return _report(heard, otherwise=Kind.DEGRADED_REPORT)
    if heard.kind in GOOD and verdict.why is Why.CONTRADICTED:
        return _doubtful(heard, conversation)
    if heard.kind is Kind.WORKAROUND_FAILED and heard.symptoms and not conversation.advised:
        return _report(heard)
    is_back = any(isinstance(a, SaysBack) for a in heard.acts) and conversation.reported_at
    return _report(heard) if heard.kind in GOOD and is_back else heard.kind


def _says_more(heard: Understanding, conversation: Conversation) -> bool:
    """Whether what might be small talk or a report goes on with the trouble that was told of: "where the photos go"."""
    may_be = heard.or_else is not None and heard.or_else.is_report
    return (
        heard.kind is Kind.CHITCHAT and may_be and not heard.answered and conversation.is_troubled
    )


def _kind_of_result(
    heard: Understanding, verdict: AdviceVerdict, conversation: Conversation
) -> Kind:
    """The kind of a result. Good news after the end of the trouble stays news of its end."""
    if verdict.why is Why.SWITCHED_ON:
        if verdict.outcome is AdviceOutcome.WORKED:
            return Kind.RECOVERED_REPORT
        return heard.kind if heard.kind.is_report else Kind.WORKAROUND_FAILED
    if verdict.outcome is not AdviceOutcome.WORKED:
        return Kind.WORKAROUND_FAILED
    if verdict.why is Why.CURED:
        return Kind.RECOVERED_REPORT
    over = heard.kind is Kind.RECOVERED_REPORT and conversation.recovered_at is not None
    over = over and verdict.why is not Why.SWITCHED_OFF
    return heard.kind if over else Kind.WORKAROUND_WORKED


def _doubtful(heard: Understanding, conversation: Conversation) -> Kind:
    """Good news with bad words: trouble when it is hardly good, and never the end of trouble."""
    if heard.certainty < UNSURE_GOOD:
        return _report(heard)
    over = heard.kind is Kind.RECOVERED_REPORT and conversation.is_troubled
    return Kind.CHITCHAT if over else heard.kind


def _report(heard: Understanding, otherwise: Kind = Kind.FUNCTION_REPORT) -> Kind:
    return Kind.OUTAGE_REPORT if heard.symptoms & _DEAD else otherwise
