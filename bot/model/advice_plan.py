"""Which advice fits one customer: their symptoms, edition, device, rights, and what they tried.

Shared by replies and notices. It knows no cause and ranks nothing but harm.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Complaint, Conversation
from bot.model.knowledge import Knowledge, Remedy
from bot.model.labels import HOW_IT_FAILS, OF_A_FUNCTION
from bot.model.understanding import Symptom

MOST_ADVICE = 3
CHANGES_APP = 3  # the harm from which an advice changes an app for its users
ONE_BY_ONE = "isolate_by_disabling_plugins"  # to find which plug-in it is
ASK_ADMIN = "contact_own_admin"
ASK_VENDOR = "contact_vendor"
STOP_SCRIPTS = "disable_own_js"
CLEARED, UPDATED = "clear_cache", "update_plugin_version"
OWN = "own_doing"  # in place of advice: something of their own that was put right
FOR_OTHERS = frozenset({CLEARED, UPDATED})  # cures that colleagues need too
WAIT_WITH_RUNS, RUN_WHAT_IS_LEFT = "do_not_rerun_manually", "rerun_job_after_check"
_OF_A_PRODUCT = frozenset({"disable_plugin"})  # advice whose id ends with that product's
FRESHENS = frozenset({"clear_cache", "hard_reload", "reload"})  # never the whole answer
_OF_THE_SCREEN = frozenset(
    {Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.STUCK_LOADING, Symptom.SAVE_FAILS}
)
# What is told of many a function that fails: "it does not come out", "it hangs".
_MAY_BE_A_FUNCTION = HOW_IT_FAILS | {
    Symptom.WONT_OPEN,
    Symptom.DISPLAY_BROKEN,
    Symptom.STUCK_LOADING,
}
_PHONE = re.compile(r"ios|ipados|android|iphone|ipad", re.IGNORECASE)
# What somebody says they did by themselves, and the kinds of advice that it makes stale.
_DONE: Mapping[str, tuple[str, ...]] = {
    "reload": ("reload",),
    "clear_cache": ("clear_cache", "hard_reload", "reload"),
    "restart_pc": ("restart_pc",),
    "incognito": ("incognito",),
    "other_browser": ("other_browser",),
    "other_network": ("check_other_network",),
    "extension_off": ("disable_extension",),
    "remove_customization": (STOP_SCRIPTS,),
    "rollback": ("rollback",),
    "saml_off_url": ("saml_off_url",),
}


@dataclass(frozen=True, slots=True)
class AdvicePlan:
    """What one customer is advised, the main thing first.

    ``hand_on`` is the advice that takes rights they lack: not theirs to follow, but what their
    administrator is handed; "" when nothing is.
    """

    advice: tuple[str, ...] = ()
    hand_on: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether an advice fits one customer now.

    ``on_phone``: the trouble is on a phone or tablet only. ``may_change``: they have not said that
    they lack an administrator's rights. ``spent``: advice, or kinds of it, that came to nothing.
    ``may_ask_vendor``: a product of their own is concerned, and nobody has asked its vendor yet.
    ``elsewhere``: the trouble is with what runs on servers, not in the customer's page. ``topics``: what is spoken of.
    """

    symptoms: frozenset[Symptom]
    signatures: frozenset[str]
    on_phone: bool = False
    may_change: bool = True
    spent: frozenset[str] = frozenset()
    may_ask_vendor: bool = False
    elsewhere: bool = False
    topics: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        conversation: Conversation,
        knowledge: Knowledge,
        *,
        may_ask_vendor: bool = False,
        elsewhere: bool = False,
        theirs: str = "",
        vain: frozenset[str] = frozenset(),
    ) -> "Situation":
        """``theirs``: what most of those complain of who report the same incident; ``vain``: its ``Incident.vain``."""
        complaint = conversation.complaint
        return cls(
            _what_fails(complaint.symptoms, theirs),
            frozenset(complaint.signatures),
            is_on_phone(complaint),
            _may_change(conversation, knowledge),
            _spent(conversation, knowledge) | vain,
            may_ask_vendor,
            elsewhere,
            frozenset(complaint.topics),
        )

    def suits(self, advice: str, remedy: Remedy) -> bool:
        """Whether the advice makes sense here, whoever would have to carry it out."""
        device = "phone" if self.on_phone else "pc"
        return (
            not self.spent & {advice, remedy.id}
            and remedy.fits(self.symptoms, self.signatures)
            and (not remedy.devices or device in remedy.devices)
            and (self.may_ask_vendor or remedy.id != ASK_VENDOR)
            and not (self.elsewhere and remedy.on_page)
            and remedy.not_of_topics.isdisjoint(self.topics)
        )

    def may_follow(self, remedy: Remedy) -> bool:
        """Whether the customer has the rights that it takes, as far as they have said."""
        return self.may_change or not remedy.needs_rights


def _what_fails(told: frozenset[Symptom], theirs: str) -> frozenset[Symptom]:
    """What was told, or the function that the others miss, where what was told may be that.

    "It does not come out" is the print of somebody whose neighbours cannot print.
    """
    function = OF_A_FUNCTION & {theirs}
    return function if function and told <= _MAY_BE_A_FUNCTION | function else told


def counsel(wanted: Iterable[str], situation: Situation, knowledge: Knowledge) -> AdvicePlan:
    """The first few of the wanted advice ids that fit; one that changes an app at most.

    Where the customer lacks the rights for one of them, it is left to their administrator.
    """
    fitting: dict[str, None] = {}
    hand_on = ""
    changes = False
    for advice in wanted:
        remedy = knowledge.remedies.get(advice.partition(":")[0])
        if remedy is None or not situation.suits(advice, remedy):
            continue
        if remedy.harm >= CHANGES_APP:
            if changes:
                continue  # of two changes at once nobody could tell which one helped
            changes = True
        if situation.may_follow(remedy):
            fitting[advice] = None
        else:
            hand_on = hand_on or advice
    first = (ASK_ADMIN,) if hand_on else ()
    return AdvicePlan(tuple(dict.fromkeys((*first, *fitting)))[:MOST_ADVICE], hand_on)


def of_product(advice: str, product: str) -> str:
    """The id of an advice together with a product's, where the advice is about one; else as it is."""
    return f"{advice}:{product}" if advice in _OF_A_PRODUCT else advice


def against(advice: str, cause: str, complaint: Complaint) -> str:
    """The id of an advice against a cause: of its product, or of a script in place of a plug-in."""
    heading, _, ident = cause.partition(":")
    if advice in _OF_A_PRODUCT and is_custom_script(cause, complaint):
        return STOP_SCRIPTS
    return of_product(advice, "unlisted" if heading == "unlisted_plugin" else ident)


def plugins_on(cause: str, complaint: Complaint, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of the customer's own plug-ins that load from the hosting, CDN or cloud that fails.

    Switching one off frees its app whoever is at fault below. Nothing for any other cause, and no
    guess at what they may use.
    """
    below = catalogue.of_cause(cause)
    if below is None or not cause.startswith("infra:"):
        return ()
    used = dict.fromkeys((*complaint.products, *(complaint.inventory or ())))
    return tuple(
        i
        for i in used
        if i not in complaint.denied
        and (product := catalogue.get(i)) is not None
        and product.kind is ProductKind.PLUGIN
        and below.id in catalogue.foundations(i)
    )


def least_harmful_first(wanted: Iterable[str], knowledge: Knowledge) -> list[str]:
    """The wanted advice ids by harm, what can be undone first; otherwise as they were written."""

    def cost(advice: str) -> tuple[int, bool]:
        remedy = knowledge.remedies.get(advice.partition(":")[0])
        return (remedy.harm, not remedy.is_reversible) if remedy is not None else (0, False)

    return sorted(wanted, key=cost)


def product_spoken_of(cause: str, conversation: Conversation, catalogue: Catalogue) -> str:
    """The name of the customer's own product that an advice may name; "" when there is none.

    It is the product of the cause, if they have it. A cause that is no product (a licence message,
    for instance) leaves the one product that they named themselves.
    """
    complaint = conversation.complaint
    product = catalogue.of_cause(cause)
    if product is not None:
        own = {*complaint.products, *(complaint.inventory or ())}
        return product.name if product.id in own else ""
    if cause.startswith("unlisted_plugin:"):
        return unlisted_name(complaint, {})
    named = [p for i in complaint.products if (p := catalogue.get(i)) is not None]
    theirs = [p.name for p in named if p.kind is not ProductKind.PLATFORM]
    return theirs[0] if len(theirs) == 1 else ""


def unlisted_name(complaint: Complaint, named: Mapping[str, str]) -> str:
    """What a reader may read of a product in no catalogue; "" where there is no name for it.

    Their own name for it, one that is nobody's words any more (``named``, by group), or the host
    that they saw fail and the name that they saw missing themselves.
    """
    own = complaint.unlisted or tuple(named[g] for g in complaint.groups if g in named)
    return next(iter(own or marks_of(complaint)), "")


def is_custom_script(cause: str, complaint: Complaint) -> bool:
    """Whether a cause in no catalogue is, as far as was told, JavaScript that somebody wrote, and no plug-in."""
    told = any(fact in complaint.facts for fact in ("script_by", "script_hosts", "missing_names"))
    return told and cause.startswith("unlisted_plugin:")


def marks_of(complaint: Complaint) -> tuple[str, ...]:
    """What tells a product in no catalogue without its name.

    Hosts that failed, hosts of a script that did, and names that the console misses.
    """
    facts = ("unlisted_hosts", "script_hosts", "missing_names")
    seen = (complaint.facts.get(fact) for fact in facts)
    return tuple(mark for marks in seen if isinstance(marks, tuple) for mark in marks)


def as_read(cause: str, complaint: Complaint, named: Mapping[str, str]) -> str:
    """A cause as it may be told to a reader: no other customer's words are in it."""
    if not cause.startswith("unlisted_plugin:"):
        return cause
    return f"unlisted_plugin:{unlisted_name(complaint, named) or 'unlisted'}"


def keeps_from_work(complaint: Complaint) -> bool:
    """Whether a screen fails as a whole, so that it helps to be without the plug-in that stands on what fails.

    Switching a plug-in off does not bring back a picture that does not load.
    """
    return not complaint.symptoms or bool(complaint.symptoms & _OF_THE_SCREEN)


def is_on_phone(complaint: Complaint) -> bool:
    """Whether the trouble is on a phone or tablet and, as far as they said, not on a PC."""
    facts = complaint.facts
    if "pc_ok" in facts:
        return facts["pc_ok"] is True
    machine = f"{facts.get('os', '')} {facts.get('device', '')}"
    return Symptom.MOBILE_ONLY in complaint.symptoms or _PHONE.search(machine) is not None


def _may_change(conversation: Conversation, knowledge: Knowledge) -> bool:
    """Whether nothing says that the customer lacks an administrator's rights.

    "I cannot do that" tells of rights only where the advice takes any.
    """
    role = conversation.complaint.facts.get("account_role")
    if role is not None:
        return role != "not_admin"
    could_not = (t.advice for t in conversation.trials if t.outcome is AdviceOutcome.CANNOT)
    return not any(_takes_rights(a, knowledge) for a in could_not)


def _spent(conversation: Conversation, knowledge: Knowledge) -> frozenset[str]:
    """Advice that changed nothing or cannot be followed, and what they had done by themselves.

    What they lack the rights for is not spent: their administrator may still do it.
    """
    tried = conversation.complaint.facts.get("already_tried")
    ways = tried if isinstance(tried, tuple) else ()
    done = {kind for way in ways for kind in _DONE.get(str(way), ())}
    failed = {t.advice for t in conversation.trials if t.outcome is AdviceOutcome.FAILED}
    could_not = {t.advice for t in conversation.trials if t.outcome is AdviceOutcome.CANNOT}
    if not _may_change(conversation, knowledge):
        could_not = {a for a in could_not if not _takes_rights(a, knowledge)}
    worked = {t.advice for t in conversation.trials if t.outcome is AdviceOutcome.WORKED}
    return frozenset(failed | could_not | (done - worked))


def _takes_rights(advice: str, knowledge: Knowledge) -> bool:
    remedy = knowledge.remedies.get(advice.partition(":")[0])
    return remedy is not None and remedy.needs_rights
