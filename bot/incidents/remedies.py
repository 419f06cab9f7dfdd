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
    checks = [
        r.id
        for r in knowledge.remedies.values()
        if r.after_recovery
        and (not r.symptoms or conversation.complaint.symptoms.intersection(r.symptoms))
        and (not r.causes or incident.cause.partition(":")[0] in r.causes)
        and (not r.signatures or set(r.signatures) & set(conversation.complaint.signatures))
    ]
    return ("no_action_needed", *checks[: MOST - 1])


def _fits(advice: str, conversation: Conversation, knowledge: Knowledge) -> bool:
    remedy = knowledge.remedies.get(advice)
    if remedy is None or (
        remedy.symptoms and not conversation.complaint.symptoms.intersection(remedy.symptoms)
    ):
        return False
    return not remedy.signatures or bool(
        set(remedy.signatures) & set(conversation.complaint.signatures)
    )
