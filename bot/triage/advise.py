"""Diagnosis to advice: the least harmful step that fits the cause, the symptom and the person."""

from bot.model.catalogue import ProductKind
from bot.model.conversation import Conversation, Outcome
from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import CauseEntry, Knowledge
from bot.model.understanding import Symptom

MOST_ADVICE = 3
_SWITCHED = frozenset({"disable_plugin"})
_NEEDS_RIGHTS = frozenset({"disable_plugin", "isolate_by_disabling_plugins", "disable_own_js"})
_ON_SCREEN = frozenset(
    {
        Symptom.WONT_OPEN,
        Symptom.BLANK_SCREEN,
        Symptom.STUCK_LOADING,
        Symptom.SLOW,
        Symptom.FEATURE_MISSING,
        Symptom.DISPLAY_BROKEN,
        Symptom.SAVE_FAILS,
        Symptom.ERROR_MESSAGE,
    }
)


def advise(
    leading: Hypothesis, facts: Facts, knowledge: Knowledge, *, named: bool
) -> tuple[str, ...]:
    """Advice ids for the leading cause, the most useful first.

    Without a cause that may be named there is nothing specific to advise: empty, or switching
    plug-ins off one by one where the trouble is on the screen and the plug-ins are the suspects.
    """
    conversation = facts.conversation
    entry = knowledge.causes.get(leading.cause) or knowledge.causes.get(_heading(leading.cause))
    if not named or entry is None:
        return ()
    wanted = [*_remedies(leading.cause, entry, conversation), *entry.meanwhile]
    fitting = [a for a in wanted if _fits(a, conversation, knowledge)]
    if _lacks_rights(conversation):
        fitting = [
            "contact_own_admin",
            *(a for a in fitting if a.partition(":")[0] not in _NEEDS_RIGHTS),
        ]
    return tuple(dict.fromkeys(fitting))[:MOST_ADVICE]


def isolating(facts: Facts, plugin_mass: float) -> tuple[str, ...]:
    """Switching plug-ins off one by one, where that would tell; names no culprit."""
    complaint = facts.conversation.complaint
    tried = any(a.advice == "isolate_by_disabling_plugins" for a in facts.conversation.advised)
    if plugin_mass < 0.4 or not complaint.symptoms & _ON_SCREEN or tried:
        return ()
    return (
        ("contact_own_admin",)
        if _lacks_rights(facts.conversation)
        else ("isolate_by_disabling_plugins",)
    )


def _heading(cause: str) -> str:
    heading = cause.partition(":")[0]
    return "plugin" if heading == "unlisted_plugin" else heading


def _remedies(cause: str, entry: CauseEntry, conversation: Conversation) -> list[str]:
    """The entry's remedies with the product filled in; what was switched off stays off."""
    heading, _, ident = cause.partition(":")
    target = "unlisted" if heading == "unlisted_plugin" else ident
    if target in conversation.switched_off():
        return ["keep_disabled"]
    return [f"{a}:{target}" if a in _SWITCHED else a for a in entry.remedies]


def _fits(advice: str, conversation: Conversation, knowledge: Knowledge) -> bool:
    remedy = knowledge.remedies.get(advice.partition(":")[0])
    if remedy is None:
        return False
    tried = any(t.advice == advice and t.outcome is not Outcome.WORKED for t in conversation.trials)
    complaint = conversation.complaint
    return not tried and remedy.fits(complaint.symptoms, complaint.signatures)


def _lacks_rights(conversation: Conversation) -> bool:
    """Whether the customer has said that they are not the one who may change the app."""
    return conversation.complaint.facts.get("account_role") == "not_admin" or any(
        t.outcome is Outcome.CANNOT for t in conversation.trials
    )


def after_recovery(
    cause: str, conversation: Conversation, facts: Facts, knowledge: Knowledge
) -> tuple[str, ...]:
    """What to do when it works again: switch on what was switched off, or look and carry on."""
    off = conversation.switched_off()
    if off:
        return tuple(
            f"reenable_plugin:{p}"
            for p in off
            if p == "unlisted" or facts.catalogue.get(p) is not None
        )
    complaint = conversation.complaint
    checks = knowledge.checks_afterwards(cause, complaint.symptoms, complaint.signatures)
    return ("no_action_needed", *checks[: MOST_ADVICE - 2], "monitor")


def is_plugin(cause: str, facts: Facts) -> bool:
    """Whether a cause is a product that can be switched off in an app."""
    if cause.startswith("unlisted_plugin:"):
        return True
    product = facts.catalogue.of_cause(cause)
    return product is not None and product.kind is ProductKind.PLUGIN
