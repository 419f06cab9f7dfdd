"""What to do when it works again, by what was switched off and what may be missing."""

from collections.abc import Collection

from bot.model.advice_plan import FOR_OTHERS, MOST_ADVICE, RUN_WHAT_IS_LEFT, UPDATED
from bot.model.conversation import Conversation, Done
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge


def after_recovery(
    cause: str,
    conversation: Conversation,
    facts: Facts,
    knowledge: Knowledge,
    asked: Collection[str] = (),
) -> tuple[str, ...]:
    """What to do when it works again: switch on what was switched off, or look and carry on.

    What an open incident is about stays off, since one reporter's word ends no incident, unless a new version of it
    is what cured them.
    """
    off = [
        p for p in conversation.switched_off() if p == "unlisted" or p in facts.catalogue.products
    ]
    if off:
        over = facts.decides or facts.over_apart
        kept = [p for p in off if not over and _is_in_an_incident(p, conversation, facts)]
        if kept and _is_well_by_update(conversation):
            return tuple(f"reenable_with_caution:{p}" for p in kept)
        return tuple(f"reenable_plugin:{p}" for p in off if p not in kept) or (
            "keep_disabled",
            "monitor",
        )
    told = conversation.complaint
    checks = knowledge.checks_afterwards(cause, told.symptoms, told.signatures)
    first = RUN_WHAT_IS_LEFT if "rerun" in asked else "no_action_needed"
    cures = [c.of for c in conversation.changes if c.what is Done.CURED and c.of in FOR_OTHERS]
    return (first, *cures[-1:], *checks, "monitor")[:MOST_ADVICE]


def _is_well_by_update(conversation: Conversation) -> bool:
    """Whether the last that they told was done is a new version, with which it works."""
    last = conversation.changes[-1:]
    return any(c.what is Done.CURED and c.of == UPDATED for c in last)


def _is_in_an_incident(product_id: str, conversation: Conversation, facts: Facts) -> bool:
    """Whether an open incident may be about a product or what it stands on; one in no catalogue is the reporter's own."""
    if product_id == "unlisted":
        return any(i.is_open and i.id == conversation.incident for i in facts.incidents)
    ids = (product_id, *facts.catalogue.foundations(product_id))
    below = (p for p in map(facts.catalogue.get, ids) if p is not None)
    return any(facts.incident_of(product.cause) is not None for product in below)
