"""What those affected by an incident can do meanwhile, and afterwards."""

from dataclasses import replace

from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.counsel import MOST_ADVICE, Situation, counsel, least_harmful_first, plugins_on
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge


def workaround(
    incident: Incident, conversation: Conversation, knowledge: Knowledge, catalogue: Catalogue
) -> tuple[str, ...]:
    """Advice ids for one affected reader, the main one first.

    A notice is worded to be passed on as it stands, so it gives the steps to readers without an
    administrator's rights too. Scripts are left to the replies, which know whose they are.
    """
    heading, _, ident = incident.cause.partition(":")
    unlisted = heading == "unlisted_plugin"
    entry = knowledge.causes.get("plugin" if unlisted else heading)
    if entry is None:
        return ()
    target = "unlisted" if unlisted else ident
    wanted = [
        f"{a}:{target}" if a == "disable_plugin" else a
        for a in (*least_harmful_first(entry.remedies, knowledge), *entry.meanwhile)
        if a != "disable_own_js"
    ]
    above = plugins_on(incident.cause, conversation.complaint, catalogue)
    wanted = [*(f"disable_plugin:{i}" for i in above), *wanted]
    situation = replace(Situation.of(conversation, knowledge), may_change=True)
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
    told = tuple(dict.fromkeys((*known, *checks)))
    return ("no_action_needed", *told[: MOST_ADVICE - 1])
