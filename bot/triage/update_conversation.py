"""What one message adds to what we know of a conversation. Corrections override."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.model.acts import Accuses, SaysOver
from bot.model.browser_check import MOST_RUNS
from bot.model.catalogue import Catalogue
from bot.model.conversation import (
    AdviceOutcome,
    Complaint,
    Conversation,
    Speaker,
    Turn,
)
from bot.model.event import MessageReceived
from bot.model.understanding import (
    REPORTS,
    FactValue,
    Kind,
    Scope,
    Symptom,
    Understanding,
    Urgency,
    most_urgent,
)
from bot.text.normalise import fold
from bot.triage.another_matter import turned
from bot.triage.changes import changes_in, cure_in, of_trouble, trials_in
from bot.triage.evidence.hosts import foreign_hosts
from bot.triage.evidence.uploads import answers_in, inventory_with, materials, unlisted_in
from bot.triage.outcome import found_by_themselves, outcome_of
from bot.triage.recovery_signals import is_partial
from bot.triage.understand.facts.web_address import pages_in
from bot.triage.verdict import AdviceVerdict, Why

_WHO = frozenset({Scope.ONE_USER, Scope.SEVERAL_USERS, Scope.EVERYONE})
_WHERE = frozenset({Scope.ONE_APP, Scope.SEVERAL_APPS, Scope.ALL_APPS})
MOST_CHANGES = 20  # of what was done that are kept
TELLS = 0.7  # confidence from which on a report beside something else counts as one
_RESULTS = frozenset({Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED})
BUTTONS = {
    "worked": Kind.RECOVERED_REPORT,
    "failed": Kind.WORKAROUND_FAILED,
    "human": Kind.HUMAN_PLEASE,
}
_PLACES = {
    "incognito": "incognito_ok",
    "other_browser": "other_browser_ok",
    "other_network": "other_network_ok",
}


def hear(
    conversation: Conversation,
    event: MessageReceived,
    heard: Understanding,
    signatures: tuple[str, ...],
    catalogue: Catalogue,
) -> Conversation:
    """The conversation after one more message of the customer. Says nothing, decides nothing."""
    event = replace(event, check=heard.check)  # as far as it was offered
    conversation = turned(conversation, heard, catalogue)
    words = "" if event.button in BUTTONS else heard.redacted
    verdict = outcome_of(heard, words, conversation, event.at, signatures)
    done = changes_in(heard, signatures, verdict, conversation, catalogue, event.at)
    trials = trials_in(heard, verdict, done, event.at)
    complaint = _complaint(conversation, event, heard, of_trouble(signatures, trials), catalogue)
    troubled = _tells_of_trouble(heard, verdict, conversation)
    changes = (*done, *cure_in(heard, words, conversation, verdict, event.at))
    again = verdict.why is Why.SWITCHED_ON and verdict.outcome is AdviceOutcome.WORKED
    recovered = heard.kind is Kind.RECOVERED_REPORT or again
    lang = heard.lang if _tells_language(heard) else conversation.lang
    told = with_customers_turn(conversation, event, heard.redacted, lang)
    waits = () if recovered else conversation.open_questions  # nothing is asked about what is over
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
        open_questions=tuple(q for q in waits if q not in heard.answered),
        answered=tuple(dict.fromkeys((*conversation.answered, *heard.answered, *shown))),
        trials=(*conversation.trials, *trials),
        changes=(*conversation.changes, *changes)[-MOST_CHANGES:],
        person_wanted=conversation.person_wanted or _wants_a_person(heard),
    )


def _tells_of_trouble(
    heard: Understanding, verdict: AdviceVerdict, conversation: Conversation
) -> bool:
    return (
        heard.kind in REPORTS
        or heard.facts.get("own_symptom") is True
        or _complains(heard)
        or found_by_themselves(heard, conversation)
        or _is_off_again(heard, verdict, conversation)
        or (verdict.outcome is AdviceOutcome.FAILED and conversation.recovered_at is not None)
    )


def _wants_a_person(heard: Understanding) -> bool:
    return heard.kind is Kind.HUMAN_PLEASE or "human" in heard.asked


def with_customers_turn(
    conversation: Conversation, event: MessageReceived, text: str, lang: str
) -> Conversation:
    """The conversation with what the customer wrote and handed in; ``text`` is masked."""
    upload = event.upload
    came = event.check if upload is None else upload
    attached = "" if came is None else came.caption(lang)
    turn = Turn(
        event.at,
        Speaker.CUSTOMER,
        text,
        event.message_id,
        attached=attached,
        pictures=event.pictures,
    )
    conversation = conversation.with_turn(turn)
    if event.check is not None:
        conversation = replace(
            conversation, checks=(*conversation.checks, event.check)[-MOST_RUNS:]
        )
    return conversation if upload is None else conversation.with_upload(upload)


def _is_off_again(heard: Understanding, verdict: AdviceVerdict, conversation: Conversation) -> bool:
    """Whether who had been well has switched something off, and is well for that alone."""
    off = verdict.why is Why.SWITCHED_OFF and heard.kind is Kind.WORKAROUND_WORKED
    return off and conversation.recovered_at is not None


def _complains(heard: Understanding) -> bool:
    """Whether who asks for a person, or says that advice failed, tells of trouble as well."""
    also = heard.kind in (Kind.HUMAN_PLEASE, Kind.WORKAROUND_FAILED)
    told = heard.report is not None and heard.report.confidence >= TELLS
    return also and (bool(heard.symptoms) or heard.urgency is Urgency.HIGH or told)


def _tells_language(heard: Understanding) -> bool:
    """Whether the message is long enough to switch the language of the conversation."""
    return len(heard.redacted) >= 6


def _complaint(
    conversation: Conversation,
    event: MessageReceived,
    heard: Understanding,
    signatures: tuple[str, ...],
    catalogue: Catalogue,
) -> Complaint:
    old = conversation.complaint
    facts = {**old.facts, **heard.facts, **_tried(old, heard), **_browser(old)}
    silent = _only_shown(conversation, event, facts) | pages_in(heard.redacted)
    facts.update(foreign_hosts(facts, silent, catalogue))
    facts.update(_contrasts(heard))
    products = tuple(
        p for p in dict.fromkeys((*old.products, *heard.products)) if p not in heard.denied
    )
    unlisted = dict.fromkeys((*old.unlisted, *_unlisted(event, facts)))
    inventory, complete = _inventory(old, event, heard, catalogue)
    in_vain = heard.kind is Kind.WORKAROUND_FAILED  # what a trial did not change was told before it
    return Complaint(
        kind=heard.kind if heard.kind in REPORTS or conversation.reported_at is None else old.kind,
        symptoms=(in_vain and old.symptoms) or _symptoms(old, heard),
        products=products,
        denied=tuple(dict.fromkeys((*old.denied, *heard.denied))),
        scope=_scope(old.scope, heard.scope),
        urgency=most_urgent(old.urgency, heard.urgency) if conversation.turns else heard.urgency,
        facts=facts,
        inventory=inventory,
        complete=complete,
        unlisted=tuple(unlisted),
        groups=old.groups,
        signatures=tuple(dict.fromkeys((*old.signatures, *signatures))),
        guessed=_guessed(old, heard, catalogue),
    )


def _symptoms(old: Complaint, heard: Understanding) -> frozenset[Symptom]:
    """What they complain of: what is left where a part of it is over, else what they told before as well."""
    over = any(isinstance(act, SaysOver) for act in heard.acts) or is_partial(heard)
    left = heard.symptoms if over and heard.kind in REPORTS else frozenset()
    return left or old.symptoms | heard.symptoms


def _browser(old: Complaint) -> dict[str, FactValue]:
    """The browser in which it fails: one that is named once it works in another is the other."""
    known = old.facts.get("browser")
    elsewhere = old.facts.get("other_browser_ok") is True
    return {"browser": known} if known is not None and elsewhere else {}


def _guessed(old: Complaint, heard: Understanding, catalogue: Catalogue) -> tuple[str, ...]:
    """The products of which nothing was said but that they are held for the cause."""
    held = Counter(p for act in heard.acts if isinstance(act, Accuses) for p in act.whom)
    only = {p for p, times in held.items() if _mentions(p, heard, catalogue) <= times}
    new = only.difference(old.products)
    spoken_of = {*heard.products} - only
    return tuple(p for p in (*old.guessed, *sorted(new)) if p not in spoken_of)


def _mentions(ident: str, heard: Understanding, catalogue: Catalogue) -> int:
    """How often a product is named in a message, by that of its names which stands there most; 0 if misspelt."""
    product, text = catalogue.get(ident), fold(heard.redacted)
    names = (product.name, *product.names) if product is not None else ()
    return max((text.count(fold(name)) for name in names), default=0)


def _tried(old: Complaint, heard: Understanding) -> dict[str, FactValue]:
    """What they have tried so far: a way that was tried stays tried."""
    ways = [*_ways(old.facts), *_ways(heard.facts)]
    return {"already_tried": tuple(dict.fromkeys(ways))} if ways else {}


def _ways(facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    tried = facts.get("already_tried")
    return tried if isinstance(tried, tuple) else ()


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
        if event.installed_are_all:
            return known, True
        return tuple(dict.fromkeys((*(old.inventory or ()), *known))), old.complete
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
    """What a result says of the place where it works: "in a private window it shows".

    What the message states of it outright stands.
    """
    tried = heard.facts.get("already_tried")
    if heard.kind not in _RESULTS or not isinstance(tried, tuple):
        return {}
    works = heard.kind is Kind.WORKAROUND_WORKED
    return {f: works for way, f in _PLACES.items() if way in tried and f not in heard.facts}


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
