"""The incident that whoever writes may be told of: one that is open, or theirs that has ended."""

from collections.abc import Callable

from bot.model.catalogue import Product
from bot.model.conversation import Speaker
from bot.model.move import ReplyType
from bot.triage.evidence.use import Use, use_of
from bot.triage.reply.checks import hour
from bot.triage.reply.hearing import is_courtesy
from bot.triage.reply.said_back import is_first
from bot.triage.reply.scene import Scene, SceneText
from bot.triage.reply.subject import known_as, may_be_spoken_of

_OPENS = frozenset({ReplyType.HANDOFF, ReplyType.INVITE})  # with what is going on


def open_incident(scene: Scene) -> SceneText | None:
    """The open incident that may be told to whoever writes, where it may concern them; None where there is none."""
    facts = scene.facts
    for incident in facts.incidents:
        product = known_as(incident.cause, facts)
        if not incident.is_open or product is None or not may_be_spoken_of(incident, facts):
            continue
        if use_of(product, scene.conversation.complaint, facts.catalogue) is not Use.NO:
            since = hour(incident.raised_at, scene.conversation.lang)
            return SceneText("confirmed", {"product": product.name, "since": since})
    return None


def what_ended(scene: Scene) -> Product | None:
    """The product under which they know the incident of theirs that ended lately; None where none has."""
    if not scene.is_over:
        return None
    facts, ident = scene.facts, scene.conversation.incident
    ended = next(i for i in facts.incidents if i.id == ident)
    return known_as(ended.cause, facts)


def told_unasked(scene: Scene, say: Callable[..., str]) -> str:
    """An open incident for whoever greets or wants a person; "" where a reply spoke of its product already.

    ``say`` gives one of the desk's own sentences by its key.
    """
    stance = scene.move.stance
    greets = is_first(scene.conversation) and is_courtesy(scene.heard)
    if stance not in _OPENS and not (stance is ReplyType.ACKNOWLEDGE and greets):
        return ""
    told = open_incident(scene)
    turns = scene.conversation.turns
    said = "\n".join(t.text for t in turns if t.speaker is Speaker.DESK)
    if told is None or told.values["product"] in said:
        return ""
    return say("incident.open", **told.values)
