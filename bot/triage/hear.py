"""What one message adds to what we know of a conversation. Corrections override."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.catalogue import Catalogue
from bot.model.conversation import Complaint, Conversation, Outcome, Speaker, Trial, Turn
from bot.model.event import MessageReceived
from bot.model.understanding import REPORTS, FactValue, Kind, Scope, Symptom, Understanding, Urgency
from bot.triage.evidence.uploads import answers_in, inventory_with, materials, unlisted_in
from bot.triage.understand.facts.web import is_tenants

_WHO = frozenset({Scope.ONE_USER, Scope.SEVERAL_USERS, Scope.EVERYONE})
_WHERE = frozenset({Scope.ONE_APP, Scope.SEVERAL_APPS, Scope.ALL_APPS})
_URGENCY = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH)
_DEAD = frozenset({Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.STUCK_LOADING})
_RESULTS = frozenset({Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED})
_PLACES = {
    "incognito": "incognito_ok",
    "other_browser": "other_browser_ok",
    "other_network": "other_network_ok",
}
RESULT_WITHIN = timedelta(hours=1)  # later, "it works" is news of its own
# Advice whose outcome the next "it worked" or "it did not" is about.
TRIED = (
    "disable_plugin",
    "isolate_by_disabling_plugins",
    "disable_own_js",
    "disable_extension",
    "incognito",
    "other_browser",
    "check_other_network",
    "use_mobile_data",
    "allowlist_hosts",
    "saml_off_url",
    "hard_reload",
    "rollback",
)


def hear(
    conversation: Conversation,
    event: MessageReceived,
    heard: Understanding,
    signatures: tuple[str, ...],
    catalogue: Catalogue,
) -> Conversation:
    """The conversation after one more message of the customer. Says nothing, decides nothing."""
    complaint = _complaint(conversation, event, heard, signatures, catalogue)
    troubled = (
        heard.kind in REPORTS
        or heard.facts.get("own_symptom") is True
        or _complains(heard)
        or found_by_themselves(heard, conversation)
    )
    recovered = heard.kind is Kind.RECOVERED_REPORT or _opened_after_reenabling(heard, signatures)
    lang = heard.lang if _tells_language(heard) else conversation.lang
    told = with_customers_turn(conversation, event, heard.redacted, lang)
    if heard.pasted is not None and heard.pasted.findings:
        told = told.with_upload(heard.pasted)
    shown = [q for material in materials(event, heard) for q in answers_in(material)]
    return replace(
        told,
        lang=lang,
        thread=event.thread or conversation.thread,
        complaint=complaint,
        reported_at=conversation.reported_at or (event.at if troubled else None),
        last_report_at=event.at if troubled else conversation.last_report_at,
        recovered_at=event.at if recovered else None if troubled else conversation.recovered_at,
        open_questions=tuple(q for q in conversation.open_questions if q not in heard.answered),
        answered=tuple(dict.fromkeys((*conversation.answered, *heard.answered, *shown))),
        trials=(*conversation.trials, *_trials(conversation, event.at, heard, signatures)),
    )


def with_customers_turn(
    conversation: Conversation, event: MessageReceived, text: str, lang: str
) -> Conversation:
    """The conversation with what the customer wrote and handed in; ``text`` is masked."""
    upload = event.upload
    attached = "" if upload is None else upload.caption(lang)
    turn = Turn(event.at, Speaker.CUSTOMER, text, event.message_id, attached=attached)
    conversation = conversation.with_turn(turn)
    return conversation if upload is None else conversation.with_upload(upload)


def _complains(heard: Understanding) -> bool:
    """Whether who asks for a person, or says that advice failed, tells of trouble as well."""
    also = heard.kind in (Kind.HUMAN_PLEASE, Kind.WORKAROUND_FAILED)
    return also and (bool(heard.symptoms) or heard.urgency is Urgency.HIGH)


def found_by_themselves(heard: Understanding, conversation: Conversation) -> bool:
    """Whether "it works this way" comes first: a report that brings its own contrast."""
    return heard.kind is Kind.WORKAROUND_WORKED and not conversation.advised


def in_context(
    heard: Understanding, conversation: Conversation, at: datetime, signatures: tuple[str, ...]
) -> Understanding:
    """The message in its conversation.

    "It works" right after advice is the result of the advice; "I have rebooted, it is still dead"
    before any advice is a report; "it is on again" from one who had switched something off is the
    end of the trouble; "oh, it was X" after the advice to switch X off says that it worked.
    """
    if heard.kind is Kind.WORKAROUND_FAILED and heard.symptoms and not conversation.advised:
        return replace(
            heard, kind=Kind.OUTAGE_REPORT if heard.symptoms & _DEAD else Kind.FUNCTION_REPORT
        )
    if _is_back_on(heard, conversation, signatures):
        return replace(heard, kind=Kind.RECOVERED_REPORT)
    if _was_that(heard, conversation, signatures):
        return replace(heard, kind=Kind.WORKAROUND_WORKED)
    if "by-itself" in signatures or heard.kind is not Kind.RECOVERED_REPORT:
        return heard
    if conversation.recovered_at is not None:
        return heard
    pending = [a for a in conversation.advised if a.advice.partition(":")[0] in TRIED]
    if not pending or at - pending[-1].at > RESULT_WITHIN:
        return heard
    tried = any(t.at >= pending[-1].at for t in conversation.trials)
    return heard if tried else replace(heard, kind=Kind.WORKAROUND_WORKED)


def _is_back_on(
    heard: Understanding, conversation: Conversation, signatures: tuple[str, ...]
) -> bool:
    fine = heard.kind in (Kind.CHITCHAT, Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT)
    return fine and "switched-on-again" in signatures and bool(conversation.switched_off())


def _was_that(
    heard: Understanding, conversation: Conversation, signatures: tuple[str, ...]
) -> bool:
    """Whether "oh, it was X" tells what came of the advice to switch X off."""
    pending = {a.advice.partition(":")[2] for a in conversation.advised} & set(heard.products)
    settled = {t.advice.partition(":")[2] for t in conversation.trials}
    says_so = heard.kind is Kind.CHITCHAT and "it-was-that" in signatures
    return says_so and bool(pending - settled)


def _tells_language(heard: Understanding) -> bool:
    """Whether the message is long enough to switch the language of the conversation."""
    return len(heard.redacted) >= 6


def _opened_after_reenabling(heard: Understanding, signatures: tuple[str, ...]) -> bool:
    return "switched-on-again" in signatures and heard.kind in (
        Kind.WORKAROUND_WORKED,
        Kind.RECOVERED_REPORT,
    )


def _complaint(
    conversation: Conversation,
    event: MessageReceived,
    heard: Understanding,
    signatures: tuple[str, ...],
    catalogue: Catalogue,
) -> Complaint:
    old = conversation.complaint
    facts = {**old.facts, **heard.facts}
    facts.update(_foreign_hosts(facts, _only_shown(conversation, event, facts), catalogue))
    facts.update(_contrasts(heard))
    products = tuple(
        p for p in dict.fromkeys((*old.products, *heard.products)) if p not in heard.denied
    )
    unlisted = dict.fromkeys((*old.unlisted, *_unlisted(event, facts)))
    inventory, complete = _inventory(old, event, heard, catalogue)
    return Complaint(
        kind=heard.kind if heard.kind in REPORTS or conversation.reported_at is None else old.kind,
        symptoms=old.symptoms | heard.symptoms,
        products=products,
        denied=tuple(dict.fromkeys((*old.denied, *heard.denied))),
        scope=_scope(old.scope, heard.scope),
        urgency=max(old.urgency, heard.urgency, key=_URGENCY.index)
        if conversation.turns
        else heard.urgency,
        facts=facts,
        inventory=inventory,
        complete=complete,
        unlisted=tuple(unlisted),
        signatures=tuple(dict.fromkeys((*old.signatures, *signatures))),
    )


def _scope(old: frozenset[Scope], new: frozenset[Scope]) -> frozenset[Scope]:
    """Who and where, each overridden by what was said last."""
    merged = set(old)
    for group in (_WHO, _WHERE):
        if new & group:
            merged = (merged - group) | (new & group)
    known = merged - {Scope.UNKNOWN}
    return frozenset(known or {Scope.UNKNOWN})


def _inventory(
    old: Complaint, event: MessageReceived, heard: Understanding, catalogue: Catalogue
) -> tuple[tuple[str, ...] | None, bool]:
    """What the customer is known to use, and whether that is all of it."""
    listed = heard.facts.get("plugins_used")
    if event.installed_plugins is not None:
        known = tuple(p for p in event.installed_plugins if catalogue.get(p) is not None)
        return known, True
    if (shown := inventory_with(event.upload, old, catalogue)) is not None:
        return shown
    if listed == "none":
        return old.inventory or (), True
    if "plugins_used" in heard.answered and heard.products and listed != "unknown":
        whole = heard.facts.get("plugins_partial") is not True
        return tuple(dict.fromkeys((*(old.inventory or ()), *heard.products))), whole
    return old.inventory, old.complete


def _unlisted(event: MessageReceived, facts: dict[str, FactValue]) -> list[str]:
    """Names of products that are in no catalogue, as the customer or the inventory gives them."""
    named = [
        p.partition(":")[2] for p in event.installed_plugins or () if p.startswith("unlisted:")
    ]
    said = facts.get("unknown_product")
    if isinstance(said, str):
        named.append(said)
    if event.upload is not None:
        named += unlisted_in(event.upload)
    return [n[:60] for n in named if n]


def _contrasts(heard: Understanding) -> dict[str, FactValue]:
    """What a result says of the place where it works: "in a private window it shows"."""
    tried = heard.facts.get("already_tried")
    if heard.kind not in _RESULTS or not isinstance(tried, tuple):
        return {}
    works = heard.kind is Kind.WORKAROUND_WORKED
    return {fact: works for way, fact in _PLACES.items() if way in tried}


def _only_shown(
    conversation: Conversation, event: MessageReceived, facts: dict[str, FactValue]
) -> frozenset[str]:
    """Hosts of files that speak for no unknown product, since the customer has named none.

    A page asks many hosts: that one of them fails does not tell whose plugin of a list it is. Lines
    that somebody picks and pastes do.
    """
    if "unknown_product" in facts:
        return frozenset()
    files = (*conversation.uploads, *((event.upload,) if event.upload is not None else ()))
    return frozenset(h for upload in files if not upload.is_pasted for h in upload.failing)


def _foreign_hosts(
    facts: dict[str, FactValue], leaving_out: frozenset[str], catalogue: Catalogue
) -> dict[str, FactValue]:
    """Hosts in the customer's words that belong neither to kintone nor to a known product."""
    hosts = facts.get("hosts")
    if not isinstance(hosts, tuple):
        return {}
    foreign = tuple(
        h
        for h in hosts
        if h not in leaving_out and not is_tenants(h) and not catalogue.owners_of(h)
    )
    return {"unlisted_hosts": foreign} if foreign else {}


def _trials(
    conversation: Conversation, at: datetime, heard: Understanding, signatures: tuple[str, ...]
) -> list[Trial]:
    """The results of what the customer tried, as entries of the workaround ledger."""
    if "switched-on-again" in signatures and heard.kind in (*_RESULTS, Kind.RECOVERED_REPORT):
        outcome = Outcome.FAILED if heard.kind is Kind.WORKAROUND_FAILED else Outcome.WORKED
        return [Trial(f"reenable_plugin:{p}", outcome, at) for p in conversation.switched_off()]
    if heard.kind not in _RESULTS:
        return []
    advice = _what_was_tried(conversation, heard)
    if advice is None:
        return []
    outcome = Outcome.WORKED
    if heard.kind is Kind.WORKAROUND_FAILED:
        outcome = Outcome.CANNOT if "could-not-try" in signatures else Outcome.FAILED
    return [Trial(advice, outcome, at)]


def _what_was_tried(conversation: Conversation, heard: Understanding) -> str | None:
    """The advice that a result is about: the product named with it, or our last advice."""
    advised = [a.advice for a in conversation.advised if a.advice.partition(":")[0] in TRIED]
    for advice in reversed(advised):
        ident = advice.partition(":")[2]
        if ident and ident in heard.products:
            return advice
    tried = heard.facts.get("already_tried")
    if heard.products and isinstance(tried, tuple) and "disable_plugin" in tried:
        return f"disable_plugin:{heard.products[0]}"
    return advised[-1] if advised else None
