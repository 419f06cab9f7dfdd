"""Everything the desk gathered for one decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.catalogue import Catalogue, Product
from bot.model.conversation import Conversation
from bot.model.incident import Incident
from bot.model.probe import Measure
from bot.model.status import FeedState


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the reports of *other* organisations say, seen from one conversation.

    ``weights``: decibans by cause. ``tenants``: how many organisations report something that
    the cause explains. ``alike``: how many report the same symptom, by symptom, whatever the cause;
    ``shown``: how many by each cause together with a sign that they tell of.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    tenants: Mapping[str, int] = field(default_factory=dict)
    alike: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """One conversation and the world around it, at one moment."""

    now: datetime
    conversation: Conversation
    catalogue: Catalogue
    feeds: Mapping[str, FeedState] = field(default_factory=dict)  # by service id
    probes: Mapping[str, Measure] = field(default_factory=dict)  # the same
    crowd: Crowd = field(default_factory=Crowd)
    incidents: tuple[Incident, ...] = ()  # the open ones and those that ended lately
    told: frozenset[str] = frozenset()  # notices that this customer has had about their incident
    tellable: frozenset[str] = frozenset()  # causes of open incidents that readers may be told
    named: Mapping[str, str] = field(default_factory=dict)  # as in ``Watch``
    colleagues: tuple[Conversation, ...] = ()  # of the same organisation, in trouble too
    beside: tuple[Conversation, ...] = ()  # the other open cases of the same customer
    decides: bool = False  # this reporter's incident is over if they say that it works again
    over_apart: bool = False  # all that they use is over, and their incident goes on for others

    def feed_of(self, product: Product) -> FeedState | None:
        return self.feeds.get(product.id)

    def incident_of(self, cause: str) -> Incident | None:
        """The open incident that has this cause among its first three suspects."""
        return next((i for i in self.incidents if i.is_open and cause in i.suspects[:3]), None)


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that bears on incidents, at one moment, but for the reports themselves.

    ``incidents`` are the open ones and those that ended within the last day, oldest first.
    """

    now: datetime
    catalogue: Catalogue
    incidents: tuple[Incident, ...] = ()
    feeds: Mapping[str, FeedState] = field(default_factory=dict)  # by service id
    probes: Mapping[str, Measure] = field(default_factory=dict)  # the same
    named: Mapping[str, str] = field(default_factory=dict)  # by group, a name that all may read
    told: Mapping[str, float] = field(default_factory=dict)  # decibans of other desks' word
    # By service id, the version that its page says can be had now.
    releases: Mapping[str, str] = field(default_factory=dict)
    # The same, what its page tells its readers to do.
    guidance: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Incident, ...]:
        return tuple(i for i in self.incidents if i.is_open)

    def incident(self, ident: str | None) -> Incident | None:
        """The incident of this id, if it is open or ended lately."""
        return next((i for i in self.incidents if i.id == ident), None)

    def having(self, *changed: Incident) -> "Watch":
        """The watch with incidents as they are from now on."""
        known = {i.id: i for i in self.incidents} | {i.id: i for i in changed}
        return replace(self, incidents=tuple(known.values()))
