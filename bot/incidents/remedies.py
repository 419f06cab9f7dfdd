"""What those affected by an incident can do meanwhile, and afterwards, and what helped others."""

from dataclasses import replace
from math import ceil

from bot.incidents.prior import shows_ending, shows_trouble
from bot.model.advice_plan import (
    CLEARED,
    FOR_OTHERS,
    MOST_ADVICE,
    STOP_SCRIPTS,
    UPDATED,
    Situation,
    against,
    counsel,
    is_on_phone,
    keeps_from_work,
    least_harmful_first,
    plugins_on,
)
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Conversation, Done
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import MOST_NAMED, Incident, ReportedRemedy
from bot.model.knowledge import Knowledge

MOBILE_LINE = "use_mobile_data"  # advice
# What a result or an answer tells of a way that others may take too, by kind of advice and by fact.
_BY_TRIAL = {
    "check_other_network": MOBILE_LINE,
    MOBILE_LINE: MOBILE_LINE,
    "other_browser": "other_browser",
    "saml_off_url": "saml_off_url",
}
_BY_FACT = {"other_browser_ok": "other_browser", "other_network_ok": MOBILE_LINE}
# Verified organisations that a way must have helped before others hear of it: this share of those
# that report, and never more than so many.
HELPED_SHARE, MOST_NEEDED = 0.1, 3


def workaround(
    incident: Incident, conversation: Conversation, knowledge: Knowledge, catalogue: Catalogue
) -> tuple[str, ...]:
    """Advice ids for one affected reader, the main one first.

    A notice is worded to be passed on as it stands, so it gives the steps to readers without an
    administrator's rights too. Scripts are left to the replies, which know whose they are, but for
    one that several share.
    """
    cause, complaint = incident.cause, conversation.complaint
    heading = cause.partition(":")[0]
    entry = knowledge.causes.get("plugin" if heading == "unlisted_plugin" else heading)
    if entry is None:
        return ()
    offered = [*least_harmful_first(entry.remedies, knowledge), *entry.meanwhile]
    wanted = [against(a, cause, complaint) for a in offered if a != STOP_SCRIPTS]
    above = plugins_on(cause, complaint, catalogue) if keeps_from_work(complaint) else ()
    wanted = [*(f"disable_plugin:{i}" for i in above), *wanted]
    situation = Situation.of(conversation, knowledge, theirs=incident.symptom, vain=incident.vain)
    situation = replace(situation, may_change=True)
    return counsel(wanted, situation, knowledge).advice


def afterwards(
    incident: Incident, conversation: Conversation, knowledge: Knowledge
) -> tuple[str, ...]:
    """What to do once it is over: the way back from what was advised, then what to look at.

    ``no_action_needed`` leads. Switching on again is not told here but to those who switched off.
    """
    complaint = conversation.complaint
    given = (knowledge.remedies.get(a.advice.partition(":")[0]) for a in conversation.advised)
    ways_back = [r.reversible_by for r in given if r is not None and r.reversible_by]
    known = [
        w for w in ways_back if w in knowledge.remedies and knowledge.remedies[w].after_recovery
    ]
    checks = knowledge.checks_afterwards(incident.cause, complaint.symptoms, complaint.signatures)
    stale = ("hard_reload",) if any(w.advice == CLEARED for w in passed_on(incident)) else ()
    told = tuple(dict.fromkeys((*known, *stale, *checks)))
    return ("no_action_needed", *told[: MOST_ADVICE - 1])


def ways_of(conversation: Conversation) -> dict[str, bool]:
    """What one reporter tells of ways that others may take: advice id, and whether it helped.

    For somebody whose phone is what fails, mobile data counts as failed; another line that works is then Wi-Fi.
    """
    complaint = conversation.complaint
    facts = complaint.facts
    found = {a: facts[f] is True for f, a in _BY_FACT.items() if isinstance(facts.get(f), bool)}
    for trial in conversation.trials:
        advice = _BY_TRIAL.get(trial.advice.partition(":")[0])
        if advice is not None and trial.outcome is not AdviceOutcome.CANNOT:
            found[advice] = trial.outcome is AdviceOutcome.WORKED
    if is_on_phone(complaint):
        found[MOBILE_LINE] = False
    cures = (c.of for c in conversation.changes if c.what is Done.CURED)
    return found | {cure: True for cure in cures if cure in FOR_OTHERS}


def with_ways_of(incident: Incident, conversation: Conversation) -> Incident:
    """The incident with what one of its reporters tells of ways round it; of a verified one only."""
    tenant, told = conversation.counts_as, ways_of(conversation)
    if not told or not is_verified(tenant):
        return incident
    ways = {way.advice: way for way in incident.ways}
    for advice, helped in told.items():
        way = ways.get(advice, ReportedRemedy(advice))
        good = tuple(t for t in way.helped if t != tenant)
        bad = tuple(t for t in way.failed if t != tenant)
        if helped:
            good = (*good, tenant)[:MOST_NAMED]
        else:
            bad = (*bad, tenant)[:MOST_NAMED]
        new = (c.version for c in conversation.changes if c.of == advice and c.version)
        ways[advice] = ReportedRemedy(advice, good, bad, next(new, way.version))
    return replace(incident, ways=tuple(ways.values()))


def passed_on(incident: Incident) -> tuple[ReportedRemedy, ...]:
    """The ways of which the others with the same trouble hear: they helped more than they failed."""
    needed = min(MOST_NEEDED, max(1, ceil(HELPED_SHARE * incident.organisations)))
    return tuple(
        w for w in incident.ways if len(w.helped) >= needed and len(w.helped) > len(w.failed)
    )


def released(incident: Incident, watch: Watch) -> ReportedRemedy | None:
    """The new version of a plug-in of which its vendor's page tells with this trouble; None without one.

    What a page without trouble says, or whose trouble was over before, is of another matter.
    """
    product = watch.catalogue.of_cause(incident.cause)
    if product is None or product.kind is not ProductKind.PLUGIN:
        return None
    page, version = watch.feeds.get(product.id), watch.releases.get(product.id, "")
    since = page.shows_since if page is not None else None
    ended = shows_ending(page, watch) and since is not None and since >= incident.raised_at
    of_this = shows_trouble(page, watch) or ended
    return ReportedRemedy(UPDATED, version=version) if version and of_this else None
