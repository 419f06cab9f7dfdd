"""Who follows the public page by an address of their own: without an account, confirmed before anything is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.recipient import destination_of, recipient_id

CONFIRMED_WITHIN = timedelta(days=2)  # after that the request is forgotten
SUBSCRIBER = "subscriber:"  # begins the ids of subscriptions
OWN = "own"  # a topic: what the operator runs, whichever part of it
MOST_TOPICS = 200
COMPONENT, PRODUCT = "component:", "product:"  # begin topics


class SubscriptionState(StrEnum):
    """Where a subscription stands."""

    REQUESTED = "requested"  # nobody at the address has confirmed it
    ACTIVE = "active"
    OFF = "off"  # its receiver failed too often


@dataclass(frozen=True, slots=True)
class Subscription:
    """One address that is told of posts. It is removed, with all that is known of it, when it ends.

    ``id``: by which links and deliveries name it; it says nothing of the address. ``channel``: mail,
    webhook or slack. ``topics``: of which posts, () for all. ``failures``: of attempts since the last
    that arrived.
    """

    id: str
    channel: str
    address: str
    lang: str
    topics: tuple[str, ...]
    state: SubscriptionState
    requested_at: datetime
    changed_at: datetime
    failures: int = 0

    @property
    def key(self) -> str:
        """What is the same for the same address: a mail address is, in capitals too."""
        return recipient_id(self.channel, self.address)

    @property
    def destination(self) -> str:
        """Whose rate limit it counts against."""
        return destination_of(self.channel, self.address)

    @property
    def follows(self) -> frozenset[str]:
        """The topics that concern it: whoever follows a component hears of the operator's as a whole."""
        own = (OWN,) if any(topic.startswith(COMPONENT) for topic in self.topics) else ()
        return frozenset((*self.topics, *own))

    def is_known(self, now: datetime) -> bool:
        """Whether it stands; a request that nobody confirmed in time does not."""
        is_request = self.state is SubscriptionState.REQUESTED
        return not is_request or now - self.requested_at < CONFIRMED_WITHIN


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Asks at an address whether it wants to be told, and says where that is said.

    ``is_known``: it follows already, and is only told where that is changed.
    """

    lang: str
    is_known: bool = False

    @property
    def text(self) -> str:
        """What it says is its channel's to know."""
        return ""


@dataclass(frozen=True, slots=True)
class SubscriberCount:
    """How many subscriptions of a channel are in a state."""

    channel: str
    state: SubscriptionState
    number: int
