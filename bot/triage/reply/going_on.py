"""The incident that whoever writes may be told of: one that is open, or theirs that has ended."""

from collections.abc import Callable, Iterator, Sequence

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import Product
from bot.model.incident import Incident
from bot.model.move import ReplyType
from bot.triage.evidence.use import Use, use_of
from bot.triage.reply.checks import hour
from bot.triage.reply.draft import said_before
from bot.triage.reply.hearing import is_courtesy
from bot.triage.reply.scene import Scene
from bot.triage.reply.subject import known_as, may_be_spoken_of

_TOLD = Meanings("told", "past_thanks")
_USED = frozenset({Use.NAMED, Use.KNOWN})
_USED_BY_OTHERS = frozenset({Use.UNLIKELY, Use.NO})
# From this probability on an incident's cause may be behind somebody's trouble; below it they are not told of it.
MAY_BE_HIT = 0.3
_OPENS = frozenset({ReplyType.HANDOFF, ReplyType.INVITE})  # with what is going on


def open_incidents(scene: Scene) -> Iterator[tuple[Product, Incident]]:
    """The open incidents that may be told to whoever asks, each with the product under which they know it."""
    facts = scene.facts
    for incident in facts.incidents:
        product = known_as(incident.cause, facts)
        if product is not None and incident.is_open and may_be_spoken_of(incident, facts):
            yield product, incident


def what_ended(scene: Scene) -> Product | None:
    """The product under which they know the incident of theirs that ended lately; None where none has."""
    if not scene.is_over:
        return None
    facts, ident = scene.facts, scene.conversation.incident
    ended = next(i for i in facts.incidents if i.id == ident)
    return known_as(ended.cause, facts)


def may_be_hit_by(product: Product, incident: Incident, scene: Scene) -> bool:
    """Whether an incident may be behind the trouble that a customer tells of; True where they tell of none."""
    conversation, heard = scene.conversation, scene.heard
    before = conversation.is_troubled and conversation.complaint.symptoms
    if not (before or heard.symptoms or heard.report) or conversation.incident == incident.id:
        return True
    if use_of(product, conversation.complaint, scene.facts.catalogue) in _USED:
        return True
    chance = scene.move.diagnosis.of(incident.cause)
    return chance is not None and chance.probability >= MAY_BE_HIT


def goes_on_beside(scene: Scene) -> bool:
    """Whether trouble with what is asked about, else with what is off, is open beside an incident that ended."""
    off = {*scene.heard.products} or {*scene.conversation.switched_off()}
    causes = [p.cause for p in map(scene.facts.catalogue.get, off) if p is not None]
    return any(scene.facts.incident_of(cause) is not None for cause in causes)


def told_unasked(scene: Scene, say: Callable[..., str], answers: Sequence[str] = ()) -> str:
    """An open incident that may concern whoever greets or wants a person; "" where none does, or a reply spoke of it.

    Who thanks for what was done opens nothing. Who asks something else is told of one that concerns what they surely use, unless the ``answers`` speak of
    it. Whose trouble a cause of their own explains is told of none, and nobody of one that may not be behind theirs. ``say`` gives one of the desk's own
    sentences by its key.
    """
    stance = scene.move.stance
    opens = is_courtesy(scene.heard) and not _TOLD.past_thanks.search(scene.words)
    greets = scene.conversation.awaits_first_reply and opens
    asks = stance is ReplyType.ANSWER and bool(answers)
    if stance not in _OPENS and not asks and not (stance is ReplyType.ACKNOWLEDGE and greets):
        return ""
    if scene.move.diagnosis.leading.cause.startswith("customer:"):
        return ""
    facts, conversation = scene.facts, scene.conversation
    said = "\n".join((said_before(conversation), *answers))
    for product, incident in open_incidents(scene):
        use = use_of(product, conversation.complaint, facts.catalogue)
        may_concern = use not in _USED_BY_OTHERS and may_be_hit_by(product, incident, scene)
        concerned = use in _USED if asks else may_concern
        own = facts.catalogue.of_cause(incident.cause) or product
        if concerned and product.name not in said and own.name not in said:
            since = hour(incident.raised_at, conversation.lang)
            return say("incident.open", product=product.name, since=since)
    return ""
