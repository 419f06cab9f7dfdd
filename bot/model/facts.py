"""Everything the desk gathered for one decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.catalogue import Catalogue, Product
from bot.model.conversation import Conversation
from bot.model.event import Baseline
from bot.model.incident import Incident
from bot.model.status import FeedState


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one conversation says of the causes that many could share.

    ``weights`` maps a cause id to the conversation's own evidence for it in decibans, the use of
    the product included, without prior, feeds and crowd: all that the crowd needs to know of a
    report, so that its cost does not grow with what was said.
    """

    conversation: str
    tenant: str
    at: datetime
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the reports of *other* organisations say, seen from one conversation.

    ``weights``: decibans by cause. ``tenants``: how many organisations report something that
    the cause explains.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    tenants: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """One conversation and the world around it, at one moment."""

    now: datetime
    conversation: Conversation
    catalogue: Catalogue
    feeds: Mapping[str, FeedState] = field(default_factory=dict)  # by service id
    crowd: Crowd = field(default_factory=Crowd)
    incidents: tuple[Incident, ...] = ()  # the open ones and those that ended lately
    tellable: frozenset[str] = frozenset()  # causes of open incidents that readers may be told

    def feed_of(self, product: Product) -> FeedState | None:
        return self.feeds.get(product.id)

    def incident_of(self, cause: str) -> Incident | None:
        """The open incident that has this cause among its first three suspects."""
        return next((i for i in self.incidents if i.is_open and cause in i.suspects[:3]), None)


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that bears on incidents, at one moment.

    ``conversations`` are those that told of trouble and changed within the last day, oldest first.
    ``incidents`` are the open ones and those that ended within the last day, oldest first.
    """

    now: datetime
    catalogue: Catalogue
    baseline: Baseline
    conversations: tuple[Conversation, ...] = ()
    incidents: tuple[Incident, ...] = ()
    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    bystanders: tuple[Conversation, ...] = ()  # who wrote lately and told of no trouble

    def members(self, incident: Incident) -> tuple[Conversation, ...]:
        """The conversations that the incident explains."""
        ids = set(incident.conversations)
        return tuple(c for c in self.conversations if c.id in ids)
