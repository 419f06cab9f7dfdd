"""How strongly a cause may be spoken of, and whether by its name. Counts alone never name one."""

from dataclasses import replace
from math import exp, log

from bot.model.advice_plan import is_custom_script, plugins_on
from bot.model.catalogue import CHOSEN
from bot.model.evidence import (
    LINE,
    NONE,
    UNKNOWN,
    WORKS_AS_DESIGNED,
    Diagnosis,
    EvidenceKind,
    Hypothesis,
)
from bot.model.facts import Facts
from bot.model.move import Certainty
from bot.triage.evidence.use import Use, use_of

SURE = 0.5  # from here on the leading cause is our answer
LIKELY = 0.85
MAINTENANCE = "maintenance:"  # what heads causes that are announced work
CLEAR = 0.93  # no question could change the advice any more
PLATT_AT, PLATT_BY = 0.36, 0.38  # intercept and slope on the log-odds
TELLABLE = 0.7  # from here on it is told whose incident may be told
# What does not come from their own report, and speaks for a cause whoever writes.
_NOT_THEIR_OWN = frozenset(
    {
        EvidenceKind.PRIOR,
        EvidenceKind.CROWD,
        EvidenceKind.FEED,
        EvidenceKind.PROBE,
        EvidenceKind.CLAIM,
    }
)
_DIRECT = frozenset({EvidenceKind.TRIAL, EvidenceKind.CONSOLE, EvidenceKind.CHECK})
FEWEST_OTHERS = 2  # organisations whose reports may count as evidence of their own kind


def certainty_of(leading: Hypothesis) -> Certainty:
    """How strongly a hypothesis may be worded: by probability, and by who says so."""
    if leading.cause == UNKNOWN or leading.probability < SURE:
        return Certainty.OPEN
    published = sum(e.weight for e in leading.evidence if e.kind is EvidenceKind.FEED)
    if published >= 10 and leading.probability >= LIKELY:
        return Certainty.CONFIRMED
    return Certainty.LIKELY if leading.probability >= LIKELY else Certainty.POSSIBLE


def stated(leading: Hypothesis) -> float:
    """How sure we say that we are of the leading cause, 0 to 1.

    The weights ignore that evidence is not quite independent, and that the catalogue is not the
    world, so that their probabilities are too far from one half. Platt scaling (Platt 1999) of the
    log-odds puts that right; fitted on random worlds (``tests/benchmarks/worlds``, seeds 2000 to
    2249), measured on others. It ranks nothing and decides nothing. ``unknown`` stays as it is.
    """
    if leading.cause == UNKNOWN:
        return leading.probability
    p = min(max(leading.probability, 1e-6), 1 - 1e-6)
    return 1 / (1 + exp(-(PLATT_AT + PLATT_BY * log(p / (1 - p)))))


def may_be_named(leading: Hypothesis, facts: Facts) -> bool:
    """Whether a cause may be named to the customer.

    A cause of their own needs one solid piece of evidence; a product needs two kinds of evidence
    that do not depend on each other, counts being at most one of them (false accusations harm the
    innocent and the customer alike).
    """
    if leading.cause == UNKNOWN or leading.probability < SURE:
        return False
    if leading.cause.startswith(("customer:", *WORKS_AS_DESIGNED)):
        return True
    kinds = leading.kinds
    if leading.cause.startswith(("browser:", "isp:any")):  # nobody's name; what they tried tells
        return bool(kinds & {EvidenceKind.ANSWER, EvidenceKind.CHECK})
    if leading.cause.startswith(("infra:", "external:")):  # behind what customers know
        above = plugins_on(leading.cause, facts.conversation.complaint, facts.catalogue)
        told = leading.cause in facts.tellable and leading.probability >= TELLABLE
        direct = bool(leading.kinds & _DIRECT)
        return is_public(leading, facts) or (bool(above) and (told or direct))
    if leading.cause.startswith(LINE) and not is_public(leading, facts):
        return False
    if kinds & _DIRECT:
        return True
    if not _is_used(leading.cause, facts):
        return EvidenceKind.FEED in kinds and _is_spoken_of(leading.cause, facts)
    if _is_seen(leading):
        return True
    second = kinds & {EvidenceKind.ANSWER, EvidenceKind.CONTRAST, EvidenceKind.CHANGE}
    if leading.cause in facts.tellable:
        return leading.probability >= TELLABLE and _fits(leading)
    crowded = facts.crowd.tenants.get(leading.cause, 0) >= FEWEST_OTHERS
    likely = leading.probability >= LIKELY
    return likely and crowded and EvidenceKind.CROWD in kinds and bool(second)


def is_public(leading: Hypothesis, facts: Facts) -> bool:
    """Whether what lies behind the customer's products may be named itself.

    Who hosts a product, or where a recipient keeps mail, is named when its page or a measurement of ours
    shows it, or when the customer did. Otherwise the trouble is spoken of as that of their product.
    """
    named = leading.cause.partition(":")[2] in facts.conversation.complaint.products
    return named or _is_seen(leading)


def _is_seen(leading: Hypothesis) -> bool:
    """Whether its page shows it, or our own measurement where their report speaks for it too.

    A host of ours that fails says less than a vendor's word: it may be the way there.
    """
    if EvidenceKind.FEED in leading.kinds:
        return True
    return EvidenceKind.PROBE in leading.kinds and _fits(leading)


def _fits(leading: Hypothesis) -> bool:
    """Whether their own report speaks for the cause at all, whatever they believe and others say."""
    return sum(e.weight for e in leading.evidence if e.kind not in _NOT_THEIR_OWN) > 0


def _is_spoken_of(cause: str, facts: Facts) -> bool:
    """Whether the customer names the product, or the page of it may bear on anybody."""
    product = facts.catalogue.of_cause(cause)
    known = product is not None and product.id in facts.conversation.complaint.products
    return known or product is None or product.kind not in CHOSEN


def _is_used(cause: str, facts: Facts) -> bool:
    """Whether the customer is known to use the product, by more than accusing it.

    Their inventory tells, or their answer to what they use; of a script, whose it is, since nobody
    else has it. Where the cause may be told to those affected, it is enough that they speak of the product.
    """
    product, complaint = facts.catalogue.of_cause(cause), facts.conversation.complaint
    if product is None:
        return is_custom_script(cause, complaint)
    if cause not in facts.tellable:
        complaint = replace(complaint, products=tuple(complaint.inventory or ()))
    return use_of(product, complaint, facts.catalogue) in (Use.NAMED, Use.KNOWN)


def is_clear(diagnosis: Diagnosis) -> bool:
    """Whether no question could change the advice; announced work of one vendor's products is one.

    What a vendor has published needs no proof from a customer.
    """
    leading = diagnosis.leading
    if certainty_of(leading) is Certainty.CONFIRMED:
        return True
    if not leading.cause.startswith(MAINTENANCE):
        return leading.probability >= CLEAR
    return sum(h.probability for h in diagnosis.ranked if h.cause.startswith(MAINTENANCE)) >= CLEAR


def settled_cause(diagnosis: Diagnosis, facts: Facts) -> str:
    """The cause we last held for this trouble, to speak of it after its end."""
    if facts.conversation.reported_at is None:
        return NONE
    known = facts.conversation.incident
    incident = next((i for i in facts.incidents if i.id == known), None)
    if incident is not None and incident.confidence >= SURE:
        return incident.cause
    leading = diagnosis.leading
    if leading.cause != UNKNOWN and leading.probability >= SURE:
        return leading.cause
    return UNKNOWN
