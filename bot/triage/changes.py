"""What a customer says was done to a product or helped them, told or not what came of it.

The result of advice is told elsewhere (``outcome``). Here is kept what must be undone when all is
over, and what others with the same trouble may try.
"""

import re
from datetime import datetime

from bot.model.acts import ReportedAction
from bot.model.advice_plan import CLEARED, ONE_BY_ONE, OWN, UPDATED
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Change, Conversation, Done, Trial
from bot.model.result_reading import ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.outcome import BAD, MEANT
from bot.triage.pending_advice import kind_of, ways_in
from bot.triage.recovery_signals import GOOD, is_on_again, is_partial
from bot.triage.result_model import SURE_OF_A_MISTAKE
from bot.triage.second_opinion import sure_reading
from bot.triage.understand.facts.results import Sign, actions_in, told_in
from bot.triage.understand.wording import MessageWording
from bot.triage.verdict import AdviceVerdict, Why

CHANGED = {"plugin-deleted": Done.DELETED, "plugin-off": Done.OFF}
"""What a signature says was done; a message that says both speaks of the first."""
_WANTS = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.BILLING, Kind.SECURITY_OR_ABUSE})
_VERSION = re.compile(r"(?<![\d.])v?(\d{1,4}(?:\.\d{1,4}){1,3})(?![\d.]*\d)")
_NO_PLUGIN = frozenset({"extension_off", "vpn_off", "remove_customization"})  # what was tried
_A_PLUGIN = frozenset({"disable_plugin", "remove_plugin"})
_ON = frozenset(
    {ReportedAction.UPDATED, ReportedAction.REENABLED}
)  # what is told of something in use
_OFF_BY_ADVICE = frozenset({"disable_plugin", ONE_BY_ONE})
# Signatures that are no cause of trouble where they tell what ended it: "disabled it and updated the app".
_MAY_BE_THE_CURE = frozenset(
    {"change-app-fields", "change-form", "change-settings", "since-own-edit"}
)
_UNASKED = frozenset({Why.NOTHING_PENDING, Why.OTHER_WAY, Why.ROUND})
UNLISTED = "unlisted"  # of a change: a product that is in no catalogue
_ASKS = "reenable_when"  # who asks whether it may be on again has it off


def changes_in(
    heard: Understanding,
    signatures: tuple[str, ...],
    verdict: AdviceVerdict,
    conversation: Conversation,
    catalogue: Catalogue,
    at: datetime,
) -> tuple[Change, ...]:
    """What one message tells was switched off or deleted.

    What is only meant or asked is none, and what was switched off in vain is not kept in mind. In a talk of
    something that can be switched off, "deleted it" needs no name, and is no request.
    """
    what = next((done for sign, done in CHANGED.items() if sign in signatures), None)
    said = told_in(heard.redacted)
    meant = bool(said.vetoes & MEANT)
    well = verdict.outcome is AdviceOutcome.WORKED or heard.kind is Kind.WORKAROUND_WORKED
    in_talk = _is_in_talk(conversation, heard, catalogue)
    told = (in_talk or well) and not (meant and heard.asked)
    if told and ReportedAction.DELETED in said.actions and in_talk:
        what = Done.DELETED
    in_vain = verdict.outcome in (AdviceOutcome.FAILED, AdviceOutcome.CANNOT)
    bad = heard.kind is Kind.WORKAROUND_FAILED or said.verdict in BAD
    in_vain = in_vain or (bad and Sign.WORKED not in said.results)  # what helps in part stays off
    if told and said.switched_off and not meant:
        what = what or Done.OFF
    in_part = verdict.why is not Why.GOES_ON and (verdict.why is Why.IN_PART or is_partial(heard))
    if (_ASKS in heard.asked or in_part) and _may_be_off(conversation):
        what = what or Done.OFF
    elif (heard.kind in _WANTS and not told) or verdict.why is Why.ONLY_MEANT:
        what = None
    if what is Done.OFF and _is_of_no_plugin(heard, verdict):
        return ()
    what = _as_read(what, heard, told=in_talk or bool(heard.products))
    again = is_on_again(heard, signatures) or verdict.why is Why.SWITCHED_ON
    if what is None or (what is Done.OFF and ((in_vain and not in_part) or again)):
        return ()
    known = conversation.switched_off() if what is Done.OFF else conversation.deleted()
    of = _meant(heard, conversation, catalogue)
    return tuple(Change(what, i, at) for i in of if i not in known and (i or not known))


def trials_in(
    heard: Understanding, verdict: AdviceVerdict, done: tuple[Change, ...], at: datetime
) -> tuple[Trial, ...]:
    """What one message tells came of advice; or of a product that was switched off unasked, and it works.

    ``done``: what was switched off in it (``changes_in``).
    """
    if verdict.outcome is not None:
        return tuple(Trial(advice, verdict.outcome, at) for advice in verdict.advice)
    if heard.kind is not Kind.WORKAROUND_WORKED or verdict.why not in _UNASKED:
        return ()
    off = (c.of for c in done if c.what is Done.OFF and c.of not in ("", UNLISTED))
    return tuple(Trial(f"disable_plugin:{of}", AdviceOutcome.WORKED, at) for of in off)


def of_trouble(signatures: tuple[str, ...], trials: tuple[Trial, ...]) -> tuple[str, ...]:
    """The signatures of a message that bear on its trouble, and not on what ended that."""
    worked = any(trial.outcome is AdviceOutcome.WORKED for trial in trials)
    return tuple(s for s in signatures if not (worked and s in _MAY_BE_THE_CURE))


def _as_read(what: Done | None, heard: Understanding, *, told: bool) -> Done | None:
    """What was done, by the reader of results where it is sure that something was switched off or deleted."""
    reading = sure_reading(heard)
    if reading is None or not told or reading.outcome in (ToldOutcome.FAILED, ToldOutcome.CANNOT):
        return what
    if reading.action is ReportedAction.DELETED:
        return Done.DELETED
    if reading.action in _ON and what is Done.OFF:
        return None
    return what or (Done.OFF if reading.action is ReportedAction.DISABLED else None)


def _is_in_talk(conversation: Conversation, heard: Understanding, catalogue: Catalogue) -> bool:
    """Whether something that can be switched off is named, was advised to be, or is."""
    spoken_of = (*conversation.complaint.products, *heard.products)
    named = any(_is_plugin(i, catalogue) for i in spoken_of)
    return named or bool(conversation.advised_off() or conversation.switched_off())


def _is_of_no_plugin(heard: Understanding, verdict: AdviceVerdict) -> bool:
    """Whether something else was switched off: an extension of the browser, a VPN, a script of their own.

    By what is told, or by the advice of which it is the result.
    """
    ways, of = {*ways_in(heard)}, {*map(kind_of, verdict.advice)}
    named = heard.products or ways & _A_PLUGIN or of & _OFF_BY_ADVICE
    return bool(ways & _NO_PLUGIN or of) and not named


def cure_in(
    heard: Understanding,
    words: str,
    conversation: Conversation,
    verdict: AdviceVerdict,
    at: datetime,
) -> tuple[Change, ...]:
    """What one message says it works since: what others may do too, or something of their own; one or none.

    ``words`` is the masked message, empty for a pressed button. Who was advised a new version, and is well, is well
    by it, unless they say that it came by itself.
    """
    if heard.kind not in GOOD or not words:
        return ()
    mistake = sure_reading(heard, SURE_OF_A_MISTAKE)
    if mistake is not None and mistake.outcome is ToldOutcome.MISTAKE:
        return (Change(Done.CURED, OWN, at),)
    by_off = any(kind_of(advice) in _OFF_BY_ADVICE for advice in verdict.advice)
    updated = _is_since_update(heard, words) or _waits_for_update(conversation, verdict)
    if updated and not by_off:  # "disabled it and updated the app" is one step
        told = _VERSION.search(words)
        version = told.group(1) if told else ""
        return (Change(Done.CURED, UPDATED, at, version),)
    ways, was_advised = ways_in(heard), any(a.advice == CLEARED for a in conversation.advised)
    rid_of_old_files = CLEARED in ways or ("reload" in ways and was_advised)
    return (Change(Done.CURED, CLEARED, at),) if rid_of_old_files else ()


def _is_since_update(heard: Understanding, words: str) -> bool:
    """Whether a message says that it works since a new version is in."""
    reading = sure_reading(heard)
    if reading is not None and reading.action is ReportedAction.UPDATED:
        return reading.outcome is ToldOutcome.WORKED
    return ReportedAction.UPDATED in actions_in(MessageWording.of(words).plain)


def _waits_for_update(conversation: Conversation, verdict: AdviceVerdict) -> bool:
    """Whether a new version was advised since their last word of trouble, and is not said to have done nothing."""
    said = conversation.last_report_at
    advised = (a.at for a in conversation.advised if a.advice == UPDATED)
    tried = verdict.why not in (Why.BY_ITSELF, Why.SWITCHED_OFF, Why.ROUND)
    return tried and any(said is None or at >= said for at in advised)


def _meant(
    heard: Understanding, conversation: Conversation, catalogue: Catalogue
) -> tuple[str, ...]:
    """Ids of the products that are spoken of; ("",) where it cannot be told which one is."""
    complaint = conversation.complaint
    for named in (heard.products, complaint.products, complaint.inventory or ()):
        plugins = [i for i in named if _is_plugin(i, catalogue) and i not in heard.denied]
        if plugins and (named is heard.products or len(plugins) == 1):
            return tuple(plugins)
        if advised := conversation.advised_off():
            return (advised,)
    return (UNLISTED if complaint.unlisted or "unknown_product" in heard.facts else "",)


def _may_be_off(conversation: Conversation) -> bool:
    """Whether they were advised to switch something off, and have neither deleted it nor said that they cannot."""
    advised, given = conversation.advised_off(), [a.advice for a in conversation.advised]
    told = {f"disable_plugin:{advised}", ONE_BY_ONE}.intersection(given)
    last = next(
        (t for t in reversed(conversation.trials) if kind_of(t.advice) in _OFF_BY_ADVICE), None
    )
    unable = last is not None and last.outcome is AdviceOutcome.CANNOT
    return bool(told) and not unable and not conversation.deleted()


def _is_plugin(ident: str, catalogue: Catalogue) -> bool:
    product = catalogue.get(ident)
    return product is not None and product.kind is ProductKind.PLUGIN
