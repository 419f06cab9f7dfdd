"""What those affected by an incident can do meanwhile, and afterwards."""

from bot.model.conversation import Conversation
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge

MOST = 3


def workaround(
    incident: Incident, conversation: Conversation, knowledge: Knowledge
) -> tuple[str, ...]:
    """Advice ids for one affected reader, the main one first."""
    heading, _, ident = incident.cause.partition(":")
    unlisted = heading == "unlisted_plugin"
    entry = knowledge.causes.get("plugin" if unlisted else heading)
    if entry is None:
        return ()
    target = "unlisted" if unlisted else ident
    wanted = (*entry.remedies, *entry.meanwhile)
    fitting = [
        f"{a}:{target}" if a == "disable_plugin" else a
        for a in wanted
        if _fits(a, conversation, knowledge)
    ]
    return tuple(fitting[:MOST])


def afterwards(
    incident: Incident, conversation: Conversation, knowledge: Knowledge
) -> tuple[str, ...]:
    """What to look at once it is over, by the symptom; ``no_action_needed`` leads."""
    complaint = conversation.complaint
    checks = knowledge.checks_afterwards(incident.cause, complaint.symptoms, complaint.signatures)
    return ("no_action_needed", *checks[: MOST - 1])


def _fits(advice: str, conversation: Conversation, knowledge: Knowledge) -> bool:
    remedy = knowledge.remedies.get(advice)
    complaint = conversation.complaint
    return remedy is not None and remedy.fits(complaint.symptoms, complaint.signatures)
