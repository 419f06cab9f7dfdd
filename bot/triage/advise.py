"""Diagnosis to advice: the least harmful step that fits the cause, the symptom and the person.

What fits one customer is told by ``bot.model.advice_plan``; here it is chosen what to offer at all:

    named cause ─▶ switched off already │ ending │ remedies, then what helps meanwhile
    open cause  ─▶ one safe test that tells the suspects apart, and what helps whichever it is
    all over    ─▶ switch on again, or look at what may be missing
"""

from collections.abc import Iterator, Mapping

from bot.model.advice_plan import (
    ASK_VENDOR,
    ONE_BY_ONE,
    STOP_SCRIPTS,
    AdvicePlan,
    Situation,
    against,
    counsel,
    is_custom_script,
    keeps_from_work,
    least_harmful_first,
    plugins_on,
    product_spoken_of,
)
from bot.model.catalogue import ProductKind, Runs
from bot.model.conversation import Complaint, Conversation
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.incident import ENDINGS
from bot.model.knowledge import CauseEntry, Knowledge
from bot.model.status import ENDING
from bot.model.topic import first_topic
from bot.model.understanding import Scope, Symptom

STANDARD_VIEW = "use_standard_view"
LIKELY_PLUGINS = 0.4  # probability from which it pays to switch plug-ins off one by one
SERVES = 0.25  # share of the known suspects that an advice must help against
SHARED = 2  # other organisations that report it
MOST_WHILE_OPEN = 2
_OF_A_SCREEN = frozenset(
    {
        Symptom.BLANK_SCREEN,
        Symptom.DISPLAY_BROKEN,
        Symptom.FEATURE_MISSING,
        Symptom.STUCK_LOADING,
    }
)
# Then that looks wrong, and no page.
_OF_A_FILE = frozenset({Symptom.FILE_PROBLEM, Symptom.PRINT_PROBLEM})


def advise(leading: Hypothesis, facts: Facts, knowledge: Knowledge, *, named: bool) -> AdvicePlan:
    """What to advise against the leading cause; nothing for a cause that may not be named."""
    entry = entry_of(leading.cause, knowledge)
    if not named or entry is None:
        return AdvicePlan()
    wanted = list(_wanted(leading.cause, entry, facts, knowledge))
    return counsel(wanted, _situation(leading.cause, facts, knowledge), knowledge)


def while_open(
    diagnosis: Diagnosis,
    facts: Facts,
    knowledge: Knowledge,
    worth: Mapping[str, float],
    *,
    asking: bool,
) -> AdvicePlan:
    """What to do or try while the cause is open: safe, and pointing at nobody.

    First what helps whichever of the likelier suspects it is. Beside a question (``asking``) that is enough; otherwise a test that tells
    them apart goes with it. ``worth`` gives the questions that a test may answer their value in bits. What was given before comes last.
    """
    given = {a.advice for a in facts.conversation.advised}
    situation = _situation(UNKNOWN, facts, knowledge)
    serving = _serving(diagnosis, knowledge)
    helps = [h for h in serving if h != STANDARD_VIEW or _on_screen(facts)]
    closer = asking and len(helps) < len(serving) and facts.conversation.complaint.topics
    idle = closer or _is_told_why(facts, knowledge)
    tests = () if idle else _tests(situation, facts, knowledge, worth)
    found = counsel((h for h in helps if h not in given), situation, knowledge)
    if not (asking and found.advice):
        new = (t for t in tests if t not in given)
        found = counsel((*found.advice[:1], *new), situation, knowledge)
    if not found.advice:
        found = counsel(helps, situation, knowledge)
    return AdvicePlan(found.advice[:MOST_WHILE_OPEN], found.hand_on)


def _is_told_why(facts: Facts, knowledge: Knowledge) -> bool:
    """Whether a message of the service itself says what is wrong: that does not come from the browser or the line.

    Where nothing but "an error" was told, its words come before any test.
    """
    complaint = facts.conversation.complaint
    known = [s for i in complaint.signatures if (s := knowledge.signatures.get(i)) is not None]
    told = complaint.facts.keys() & {"error_text", "error_code"}
    if not told and complaint.symptoms == {Symptom.ERROR_MESSAGE}:
        return True
    if not complaint.signatures:
        return "error_text" in told
    return any(s.meaning and not s.leaves_open for s in known)


def _on_screen(facts: Facts) -> bool:
    """Whether something may be concerned that runs in the pages of the platform, as far as was told.

    Where no part is named, that is what shows wrongly there; what does not open at all may be anything.
    """
    complaint = facts.conversation.complaint
    named = [p for p in map(facts.catalogue.get, complaint.products) if p]
    parts = [p for p in named if p.kind is not ProductKind.PLATFORM]
    if parts:
        return any(p.in_browser for p in parts)
    shown = not complaint.topics and complaint.symptoms & _OF_A_SCREEN  # a function fails anywhere
    return bool(shown) and not complaint.symptoms & _OF_A_FILE


def isolating(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> AdvicePlan:
    """Switching plug-ins off one by one, where they are the suspects; once, naming no culprit."""
    complaint = facts.conversation.complaint
    plugins = (h for h in diagnosis.ranked if is_plugin(h.cause, facts))
    mass = sum(h.probability for h in plugins if not is_custom_script(h.cause, complaint))
    given = any(a.advice == ONE_BY_ONE for a in facts.conversation.advised)
    if mass < LIKELY_PLUGINS or given:
        return AdvicePlan()
    return counsel((ONE_BY_ONE,), _situation(UNKNOWN, facts, knowledge), knowledge)


def is_plugin(cause: str, facts: Facts) -> bool:
    """Whether a cause is a product that can be switched off in an app."""
    if cause.startswith("unlisted_plugin:"):
        return True
    product = facts.catalogue.of_cause(cause)
    return product is not None and product.kind is ProductKind.PLUGIN


def entry_of(cause: str, knowledge: Knowledge) -> CauseEntry | None:
    """The entry of the knowledge base that a cause falls under."""
    heading = cause.partition(":")[0]
    if heading == "unlisted_plugin":
        heading = "plugin"
    return knowledge.causes.get(cause) or knowledge.causes.get(heading)


def _situation(cause: str, facts: Facts, knowledge: Knowledge) -> Situation:
    product = product_spoken_of(cause, facts.conversation, facts.catalogue)
    asks = bool(product) and not _is_shared(cause, facts)
    topic = first_topic(knowledge.topics, facts.conversation.complaint.topics)
    decided = cause == UNKNOWN and topic is not None and topic.elsewhere
    elsewhere = decided or _runs_elsewhere(facts)
    incident = facts.incident_of(cause)
    return Situation.of(
        facts.conversation,
        knowledge,
        may_ask_vendor=asks,
        elsewhere=elsewhere,
        theirs=incident.symptom if incident else "",
        vain=incident.vain if incident else frozenset(),
    )


def _runs_elsewhere(facts: Facts) -> bool:
    """Whether the trouble, as far as was told, is with what runs on servers: no browser changes anything about it.

    So it is where every part that was named runs there, or data does not come through and no part
    of a page was named.
    """
    complaint = facts.conversation.complaint
    named = [p for p in map(facts.catalogue.get, complaint.products) if p]
    parts = [p for p in named if p.kind is not ProductKind.PLATFORM]
    if Symptom.NOT_SYNCING in complaint.symptoms:
        return not any(p.in_browser for p in parts)
    return bool(parts) and all(p.runs is Runs.SERVER for p in parts)


def _is_shared(cause: str, facts: Facts) -> bool:
    """Whether others have it too: then the vendor knows, and need not be asked by each of them.

    Of a product in no catalogue we can read nothing ourselves, so its own customers should ask.
    """
    if cause.startswith("unlisted_plugin:"):
        return False
    return facts.incident_of(cause) is not None or facts.crowd.tenants.get(cause, 0) >= SHARED


def _wanted(cause: str, entry: CauseEntry, facts: Facts, knowledge: Knowledge) -> Iterator[str]:
    """All that the entry offers, with the product filled in; what was switched off or deleted stays so."""
    heading, _, ident = cause.partition(":")
    target = "unlisted" if heading == "unlisted_plugin" else ident
    above = plugins_on(cause, facts.conversation.complaint, facts.catalogue)
    off = {target, *above}.intersection(facts.conversation.switched_off())
    on_again = {target, *above}.intersection(facts.conversation.switched_on_again())
    if off or on_again:  # what helped before helps again
        fails = off if facts.conversation.fails_since_enabled() else on_again
        yield from (f"disable_plugin:{i}" for i in sorted(fails)) if fails else ("keep_disabled",)
        yield ASK_VENDOR
        yield from entry.meanwhile  # what is off does its work for nobody
        return
    if _was_told_of_the_end(facts):
        yield from (*entry.ending, *_checks(cause, facts.conversation, knowledge))
        return
    if _is_ending(cause, facts):
        yield from entry.ending
    gone = {f"disable_plugin:{i}" for i in facts.conversation.deleted()}
    for advice in (*least_harmful_first(entry.remedies, knowledge), *entry.meanwhile):
        given = against(advice, cause, facts.conversation.complaint)
        if given not in gone and (advice != STOP_SCRIPTS or _may_be_a_script(cause, facts)):
            yield given
        if advice == "wait_for_vendor" and keeps_from_work(facts.conversation.complaint):
            yield from (f"disable_plugin:{i}" for i in above if f"disable_plugin:{i}" not in gone)


def _may_be_a_script(cause: str, facts: Facts) -> bool:
    """Whether the cause is JavaScript that an app loads, the customer's own or a service's by URL."""
    product = facts.catalogue.of_cause(cause)
    if product is None:
        return True
    return product.kind is ProductKind.CUSTOMISATION_SERVICE and product.in_browser


def _was_told_of_the_end(facts: Facts) -> bool:
    """Whether we have told this customer that their trouble is over."""
    return bool(facts.told & ENDINGS)


def _is_ending(cause: str, facts: Facts) -> bool:
    """Whether the page of the product, or of what it stands on, says that it is (nearly) over."""
    product = facts.catalogue.of_cause(cause)
    if product is None:
        return False
    pages = (facts.feeds.get(i) for i in (product.id, *facts.catalogue.foundations(product.id)))
    return any(page is not None and page.says(facts.now) in ENDING for page in pages)


def _tests(
    situation: Situation, facts: Facts, knowledge: Knowledge, worth: Mapping[str, float]
) -> tuple[str, ...]:
    """The remedy that tests the most telling question, if any does."""
    browser = _may_be_the_browser(facts.conversation.complaint)
    telling = [
        r
        for r in knowledge.remedies.values()
        if r.tests in worth and situation.suits(r.id, r) and (browser or not r.tests_browser)
    ]
    best = max(telling, key=lambda r: worth[r.tests or ""], default=None)
    return (best.id,) if best is not None else ()


def _may_be_the_browser(complaint: Complaint) -> bool:
    """Whether what was told lets one think of the browser: one person alone, a browser's name, or a page that looks wrong."""
    looks_wrong = Symptom.DISPLAY_BROKEN in complaint.symptoms
    return looks_wrong or complaint.scope == {Scope.ONE_USER} or "browser" in complaint.facts


def _serving(diagnosis: Diagnosis, knowledge: Knowledge) -> list[str]:
    """Advice that is right while the cause is open, by how likely the causes are that it serves."""
    serves: dict[str, float] = {}
    helps: dict[str, list[str]] = {}  # by entry
    known = 0.0
    for h in diagnosis.ranked:
        entry = entry_of(h.cause, knowledge)
        if entry is None:
            continue
        known += h.probability
        if entry.id not in helps:
            given = (knowledge.remedies.get(a) for a in (*entry.remedies, *entry.meanwhile))
            helps[entry.id] = list(dict.fromkeys(r.id for r in given if r and r.while_open))
        for advice in helps[entry.id]:
            serves[advice] = serves.get(advice, 0.0) + h.probability
    enough = [a for a, p in serves.items() if p >= SERVES * known]
    return sorted(enough, key=lambda a: -serves[a])


def _checks(cause: str, conversation: Conversation, knowledge: Knowledge) -> tuple[str, ...]:
    complaint = conversation.complaint
    return knowledge.checks_afterwards(cause, complaint.symptoms, complaint.signatures)
