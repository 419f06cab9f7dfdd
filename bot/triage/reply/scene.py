"""What an answer looks at, and the state of knowledge that it picks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.catalogue import Product
from bot.model.conversation import Conversation
from bot.model.evidence import UNKNOWN, WORKS_AS_DESIGNED
from bot.model.facts import Facts
from bot.model.incident import Incident, IncidentStatus
from bot.model.move import Move
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.crowd_view import LATELY
from bot.triage.evidence.feeds import word_of
from bot.triage.naming import SURE, may_be_named
from bot.triage.reply.subject import known_as

SEVERAL = 3  # organisations: fewer could be recognised, so they are not mentioned as several
SHARED_FROM = 2  # other organisations from which "others report it too" is true


@dataclass(frozen=True, slots=True)
class SceneText:
    """Which text of an answer holds, and the values of its placeholders."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an answer looks at.

    ``reasons``: why the leading cause leads, in words; ``meanwhile``: what helps as long as it lasts;
    ``hours``: when people answer. Each is "" where it is not known; ``meanwhile`` is None where it was said before.
    """

    move: Move
    facts: Facts
    heard: Understanding
    reasons: str = ""
    meanwhile: str | None = ""
    hours: str = ""

    @property
    def words(self) -> str:
        """The message, masked, in the spelling in which words are looked for."""
        return plain(nfkc(self.heard.redacted))

    @property
    def conversation(self) -> Conversation:
        return self.facts.conversation

    @property
    def named(self) -> Product | None:
        """The product that may be spoken of as the (possible) cause; None: it stays open."""
        leading = self.move.diagnosis.leading
        if leading.cause == UNKNOWN or leading.probability < SURE:
            return None
        if leading.cause.startswith(WORKS_AS_DESIGNED):
            return None
        if not (self.move.named or may_be_named(leading, self.facts)):
            return None
        return known_as(leading.cause, self.facts)

    @property
    def others(self) -> int:
        """How many other organisations report what the likeliest shared cause explains.

        Where that is none, as many as ``similar`` says, or as who is in an open incident of the leading cause.
        """
        tenants = self.facts.crowd.tenants
        shared = [h.cause for h in self.move.diagnosis.ranked[:3] if h.cause in tenants]
        leading = self.move.diagnosis.leading.cause
        found = max((tenants[cause] for cause in shared), default=0)
        return found or similar(self.facts) or in_incident(leading, self.facts)

    @property
    def is_over(self) -> bool:
        """Whether the incident of this conversation ended lately."""
        return is_over(self.facts)

    def is_theirs(self, product: Product) -> bool:
        """Whether what is reported may be said to be that product's; what may be anything's is not the platform's."""
        return product != self.facts.catalogue.platform or product.cause in self.facts.tellable

    def page(self, product: Product | None) -> str | None:
        """What the official page of a product says; None without a page."""
        return None if product is None else word_of(self.facts.feed_of(product), self.facts)


def similar(facts: Facts) -> int:
    """``SHARED_FROM`` where others report the same symptom or lately had trouble with it: more is not said of them."""
    alike = any(facts.crowd.alike.get(s) for s in facts.conversation.complaint.symptoms)
    of_others = any(_is_of_others(incident, facts.now) for incident in _theirs(facts))
    return SHARED_FROM if alike or of_others else 0


def in_incident(cause: str, facts: Facts) -> int:
    """``SHARED_FROM`` where an open incident of a cause has as many other organisations."""
    incident = facts.incident_of(cause)
    return SHARED_FROM if incident is not None and _is_of_others(incident, facts.now) else 0


def _is_of_others(incident: Incident, now: datetime) -> bool:
    """Whether an incident that is open or ended lately has as many other organisations."""
    ended = incident.resolved_at if incident.status is IncidentStatus.RESOLVED else None
    known = incident.is_open or (ended is not None and now - ended <= LATELY)
    return known and incident.organisations > SHARED_FROM


def _theirs(facts: Facts) -> Iterator[Incident]:
    """The incidents, open or ended lately, that the customer is in or of whose product they speak."""
    named = {*facts.conversation.complaint.products}
    for incident in facts.incidents:
        product = facts.catalogue.of_cause(incident.cause)
        is_named = product is not None and product.id in named
        if incident.id == facts.conversation.incident or is_named:
            yield incident


def is_over(facts: Facts) -> bool:
    """Whether the incident of the conversation ended lately, or all in it that they use."""
    ident = facts.conversation.incident
    known = next((i for i in facts.incidents if i.id == ident), None)
    ended = known is not None and known.status is IncidentStatus.RESOLVED
    return ended or facts.over_apart
