"""How strongly a cause may be spoken of, and whether by its name. Counts alone never name one."""

from dataclasses import replace

from bot.model.evidence import UNKNOWN, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.move import Certainty
from bot.triage.evidence.use import Use, use_of

SURE = 0.5  # from here on the leading cause is our answer
LIKELY = 0.85
TELLABLE = 0.7  # from here on it is told whose incident may be told
FEWEST_OTHERS = 2  # organisations whose reports may count as evidence of their own kind


def certainty_of(leading: Hypothesis) -> Certainty:
    """How strongly a hypothesis may be worded: by probability, and by who says so."""
    if leading.cause == UNKNOWN or leading.probability < SURE:
        return Certainty.OPEN
    published = sum(e.weight for e in leading.evidence if e.kind is EvidenceKind.FEED)
    if published >= 10 and leading.probability >= LIKELY:
        return Certainty.CONFIRMED
    return Certainty.LIKELY if leading.probability >= LIKELY else Certainty.POSSIBLE


def may_be_named(leading: Hypothesis, facts: Facts) -> bool:
    """Whether a cause may be named to the customer.

    A cause of their own needs one solid piece of evidence; a product needs two kinds of evidence
    that do not depend on each other, counts being at most one of them (false accusations harm the
    innocent and the customer alike).
    """
    if leading.cause == UNKNOWN or leading.probability < SURE:
        return False
    if leading.cause.startswith(("customer:", "update:", "maintenance:")):
        return True
    kinds = leading.kinds
    if leading.cause.startswith(("browser:", "isp:any")):  # nobody's name; what they tried tells
        return EvidenceKind.ANSWER in kinds
    if leading.cause.startswith(("infra:", "external:")):  # behind what customers know
        named = leading.cause.partition(":")[2] in facts.conversation.complaint.products
        return named or EvidenceKind.FEED in kinds
    if kinds & {EvidenceKind.TRIAL, EvidenceKind.FEED, EvidenceKind.CONSOLE}:
        return True
    if not _is_used(leading.cause, facts):
        return False
    second = kinds & {EvidenceKind.ANSWER, EvidenceKind.CONTRAST, EvidenceKind.CHANGE}
    if leading.cause in facts.tellable:
        return leading.probability >= TELLABLE
    crowded = facts.crowd.tenants.get(leading.cause, 0) >= FEWEST_OTHERS
    likely = leading.probability >= LIKELY
    return likely and crowded and EvidenceKind.CROWD in kinds and bool(second)


def _is_used(cause: str, facts: Facts) -> bool:
    """Whether the customer is known to use the product, by more than accusing it.

    Their inventory tells, or their answer to what they use.
    """
    product = facts.catalogue.of_cause(cause)
    if product is None:
        return False
    complaint = facts.conversation.complaint
    listed = replace(complaint, products=tuple(complaint.inventory or ()))
    return use_of(product, listed, facts.catalogue) in (Use.NAMED, Use.KNOWN)
