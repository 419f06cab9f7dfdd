"""What kind of answer a message gets."""

from bot.model.acts import ReportedAction, TellsResult
from bot.model.advice_plan import FRESHENS
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts
from bot.model.move import Escalation, ReplyType
from bot.model.understanding import Kind, Scope, Understanding, Urgency
from bot.triage.naming import LIKELY, may_be_named
from bot.triage.outcome import found_by_themselves
from bot.triage.own_words import written_in
from bot.triage.reply.hearing import is_well, says_well
from bot.triage.reply.noticed import CLUES
from bot.triage.reply.questions import SECRET_PASTED
from bot.triage.reply.said_back import is_mistake

OWN_SYMPTOM = "own_symptom"
# Advice that helps with the waiting, and with nothing else.
_WAITS = frozenset({"monitor", "offline_fallback", "wait_for_vendor"})
_ROUTED = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.BILLING})
_FOR_STAFF = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING})  # what a report may be told beside
_MAY_BE_CHANGED = _ROUTED | {Kind.STATUS_QUERY}
# Ids of answers to questions about one's own trouble: what is known of it goes with the answer.
OF_THE_TROUBLE = frozenset({
    "affected_scope", "cause", "next_step", "notice_match", "only_us", "outage_now", "vendor_fault",
    "when_fixed", "why_believe", "workaround",
})  # fmt: skip
# Ids of answers: whether something is down, or when it is mended. Who sees trouble asks so as often as who has heard of some.
_ASKED_IN_TROUBLE = frozenset({"outage_now", "service_ok", "only_us", "vendor_fault", "when_fixed"})
# Ids of answers: what to do about trouble, which nobody asks who sees none.
_IN_TROUBLE_ALREADY = frozenset(
    {"delete_ok", "login_back", "no_admin", "password_forgotten", "reenable_when", "rerun"}
)
# Facts that tell causes apart, wherever they come up.
_TELL_APART = frozenset(CLUES) | {"mobile_ok", "other_sites_ok", "records_ok", "ui_ok"}
_OPEN_TO_A_REPORT = frozenset({
    ReplyType.ANSWER, ReplyType.STATUS, ReplyType.ROUTE, ReplyType.ACKNOWLEDGE
})  # fmt: skip
_STANCES = {
    Kind.SECURITY_OR_ABUSE: ReplyType.DECLINE,
    Kind.HUMAN_PLEASE: ReplyType.HANDOFF,
    Kind.RECOVERED_REPORT: ReplyType.RECOVERED,
    Kind.WORKAROUND_FAILED: ReplyType.FAILED,
}


def stance_of(facts: Facts, heard: Understanding, diagnosis: Diagnosis) -> ReplyType:
    """What kind of answer the message gets; an answer to our question is read as that first."""
    if (by_kind := _by_kind(heard)) is not None:
        return by_kind
    if found_by_themselves(heard, facts.conversation) or _works_elsewhere(heard, facts):
        return ReplyType.DIAGNOSE
    if heard.kind is Kind.WORKAROUND_WORKED:
        over = facts.conversation.recovered_at is not None
        return ReplyType.RECOVERED if over else ReplyType.WORKED
    troubled = facts.conversation.is_troubled
    if heard.kind.is_report:
        return ReplyType.DIAGNOSE
    if heard.asked and not heard.answered and not heard.symptoms:
        if heard.kind in _MAY_BE_CHANGED and _explains_change(diagnosis, heard, facts):
            return ReplyType.EXPLAIN_CHANGE
        goes_on = heard.kind is Kind.STATUS_QUERY or OF_THE_TROUBLE.intersection(heard.asked)
        return ReplyType.DIAGNOSE if troubled and goes_on else ReplyType.ANSWER
    if troubled and _goes_on(heard, diagnosis, facts):
        return ReplyType.DIAGNOSE
    if heard.kind is Kind.STATUS_QUERY or heard.kind in _ROUTED:
        if _explains_change(diagnosis, heard, facts):
            return ReplyType.EXPLAIN_CHANGE
        return ReplyType.ROUTE if heard.kind in _ROUTED else ReplyType.STATUS
    return ReplyType.ACKNOWLEDGE


def _by_kind(heard: Understanding) -> ReplyType | None:
    """The kind of answer that follows from the message alone; whoever wrote a secret is answered, not declined."""
    if heard.kind is Kind.SECURITY_OR_ABUSE and SECRET_PASTED in heard.asked:
        return ReplyType.ANSWER
    return _STANCES.get(heard.kind)


def _works_elsewhere(heard: Understanding, facts: Facts) -> bool:
    """Whether "it opens on the phone" tells where it works, and of no advice that was followed."""
    results = (act for act in heard.acts if isinstance(act, TellsResult))
    tells_result = any(act.actions - {ReportedAction.TRIED} for act in results)
    apart = not _TELL_APART.isdisjoint(heard.facts) and not tells_result
    return heard.kind is Kind.WORKAROUND_WORKED and apart and facts.conversation.is_troubled


def _goes_on(heard: Understanding, diagnosis: Diagnosis, facts: Facts) -> bool:
    """Whether a message that is no report goes on with the trouble: it answers, asks or adds to it.

    What sounds like a how-to does so when it tells of the trouble and the cause is clear: "I closed
    the form this morning, how do I open it again" is better answered by the cause.
    """
    if heard.answered or heard.kind is Kind.STATUS_QUERY:
        return True
    if heard.kind not in _ROUTED:
        return _adds(heard)
    tells, leading = heard.symptoms or "recent_change" in heard.facts, diagnosis.leading
    return bool(tells) and leading.probability >= LIKELY and may_be_named(leading, facts)


def _adds(heard: Understanding) -> bool:
    """Whether a message adds something that the trouble may be told by: who has it, where, with what, since which change."""
    facts = heard.facts
    changed = facts.get("recent_change") not in (None, "none")
    told = facts.get("plugins_used") == "none" or facts.get("account_role") == "not_admin"
    who = bool(heard.scope - {Scope.UNKNOWN})
    return changed or told or who or bool(heard.products) or not _TELL_APART.isdisjoint(facts)


def in_doubt(stance: ReplyType, heard: Understanding, facts: Facts) -> tuple[str, ...]:
    """Asks for a symptom of their own where a question may just as well be a report.

    So it is with whoever asks first of all whether something is down: most do because it is for them.
    """
    asked = {*facts.conversation.answered, *facts.conversation.open_questions}
    doubtful = _may_be_report(heard) and heard.kind is not Kind.BILLING
    if heard.kind is Kind.STATUS_QUERY:
        doubtful = doubtful or not _ASKED_IN_TROUBLE.isdisjoint(heard.asked)
    well = is_well(heard) or any(map(says_well, written_in(facts.conversation)))
    open_to_it = stance in _OPEN_TO_A_REPORT and not (is_mistake(heard) or well)
    before = facts.conversation.reported_at is not None
    told = _IN_TROUBLE_ALREADY.intersection(heard.asked) or before
    if doubtful and open_to_it and OWN_SYMPTOM not in asked and not told:
        return (OWN_SYMPTOM,)
    return ()


def leaves_open(doubts: tuple[str, ...], heard: Understanding, facts: Facts) -> bool:
    """Whether there may be trouble behind it: it is asked for in doubt, or was and is not denied."""
    told = _IN_TROUBLE_ALREADY.intersection(heard.asked)
    if (doubts or told) and _may_be_report(heard):
        return True
    conversation = facts.conversation
    denied = conversation.complaint.facts.get(OWN_SYMPTOM) is False
    return OWN_SYMPTOM in conversation.asked and not denied


def _may_be_report(heard: Understanding) -> bool:
    """Whether what reads as something else may just as well be a report."""
    return heard.or_else is not None and heard.or_else.is_report


def _explains_change(diagnosis: Diagnosis, heard: Understanding, facts: Facts) -> bool:
    """Whether a change of the platform may be behind it; who asks about another product asks about that."""
    platform = facts.catalogue.platform
    named = {*heard.products} - ({platform.id} if platform is not None else set())
    may_be = any(h.cause.startswith("update:") and h.probability >= 0.3 for h in diagnosis.ranked)
    return may_be and not named


def escalation_of(
    advice: tuple[str, ...],
    questions: tuple[str, ...],
    facts: Facts,
    heard: Understanding,
    *,
    vendor_says_so: bool,
) -> Escalation | None:
    """Why a person is needed, if one is.

    ``vendor_says_so``: the vendor's page tells what is wrong, so that there is nothing to do but wait.
    """
    if heard.urgency is Urgency.HIGH or facts.conversation.complaint.urgency is Urgency.HIGH:
        return Escalation.URGENT
    if heard.or_else in _FOR_STAFF:
        return Escalation.NEEDS_STAFF
    idle = FRESHENS if vendor_says_so else FRESHENS | _WAITS
    if not {*advice} - idle and not questions:
        return Escalation.STUCK
    return None
