"""That a person takes over, in a sentence: what they have, and how the customer will hear.

``say`` gives one of the desk's own sentences by its key.
"""

from collections.abc import Callable

from bot.lexicon.meanings import Meanings
from bot.masking.sensitive import holds_a_contact
from bot.model.conversation import Conversation
from bot.model.facts import Facts
from bot.model.move import Escalation, Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.reply.draft import said_before
from bot.triage.reply.hearing import says_urgent
from bot.triage.reply.sentences import joined

Say = Callable[..., str]
_TOLD = Meanings("told", "call_me")
# Channels where staff may read what was written: mail, where it stands in every signature, and Slack.
_READ_BY_STAFF = frozenset({"mail", "slack"})
_SAYS_WHO_ANSWERS = frozenset({"human", "when_contact"})  # ids of answers


def handing_on(move: Move, facts: Facts, heard: Understanding, say: Say) -> str:
    """That a person has it; said once, later that they are still at it."""
    if facts.conversation.ticket is not None:
        told = not _SAYS_WHO_ANSWERS.isdisjoint(heard.asked)
        return "" if told else still_at_it(facts.conversation, say)
    asks_beside = heard.or_else is not None and heard.or_else is not Kind.CONFIG_REQUEST
    if move.escalation is Escalation.NEEDS_STAFF and heard.or_else is not None and asks_beside:
        return say(route_key(heard.or_else))
    urgent = move.escalation is Escalation.URGENT and says_urgent(heard)
    return say("handoff.urgent" if urgent else "handoff.done")


def still_at_it(conversation: Conversation, say: Say) -> str:
    """That a person is at it; where the conversation carries that already, only that they see what was added."""
    waiting = say("handoff.waiting")
    return say("handoff.noted") if waiting in said_before(conversation) else waiting


def passed_on(move: Move, heard: Understanding, say: Say) -> str:
    """What happens next to a question that went to a person, where no answer says it."""
    goes = move.stance is ReplyType.ANSWER and move.escalation is not None
    says_so = _SAYS_WHO_ANSWERS.intersection(heard.asked)
    return say("handoff.next") if goes and not says_so else ""


def handed_over(facts: Facts, heard: Understanding, say: Say) -> str:
    """To whom a person was promised: what that person has, and how they will hear; with regret where trouble is told."""
    told = facts.conversation.is_troubled or facts.conversation.complaint.products
    if facts.conversation.ticket is not None:
        again = say("handoff.again")
        said = "" if again in said_before(facts.conversation) else again
        way = how_to_reach(facts, heard, say)
        return joined([said, way], facts) or say("handoff.noted")
    sentence = say("handoff.asked" if told else "handoff.first")
    regret = say("sorry.urgent" if says_urgent(heard) else "sorry")
    sentences = [
        sentence,
        how_to_reach(facts, heard, say),
        regret if heard.report is not None else "",
    ]
    return joined(sentences, facts)


def how_to_reach(facts: Facts, heard: Understanding, say: Say) -> str:
    """What becomes of a wish to be called, or of a phone number or address that was written here; "" for neither."""
    if holds_a_contact(heard.redacted) and facts.conversation.channel not in _READ_BY_STAFF:
        return say("handoff.contact_masked")
    call_me = _TOLD.call_me.search(plain(nfkc(heard.redacted)))
    return say("handoff.by_phone") if call_me else ""


def route_key(kind: Kind, *, known: bool = False) -> str:
    """The key of what is said to a request that goes to a person, by its kind; ``known``: beside what is known of it."""
    if known and kind is not Kind.BILLING:
        return "route.known"
    return {Kind.BILLING: "route.billing", Kind.CONFIG_REQUEST: "route.request"}.get(
        kind, "route.howto"
    )
