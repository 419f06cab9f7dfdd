"""Other desks of the ecosystem: what desks tell each other of products, and what their word was worth.

Of a product is told since when how many organisations report what it explains: nothing of who they
are or what they wrote.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

PEER = "peer:"  # begins the names under which desks are readers of the ledger
FEWEST = 3  # organisations; of fewer nothing is told
MOST_COUNTED = 999  # organisations; more are told as so many
LOST_AFTER = timedelta(minutes=15)  # that a peer takes nothing
FORGOTTEN_AFTER = timedelta(days=1)  # since it was tried; what is told is worth nothing by then


class SightingState(StrEnum):
    """What a desk says of a product."""

    REPORTED = "reported"  # several organisations report it, and there is no incident yet
    INCIDENT = "incident"
    OVER = "over"
    WITHDRAWN = "withdrawn"  # it was nothing, or something else


GOES_ON = frozenset({SightingState.REPORTED, SightingState.INCIDENT})


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one desk says of one product: since when how many organisations report what it explains."""

    product: str
    state: SightingState
    since: datetime
    organisations: int


@dataclass(frozen=True, slots=True)
class PeerSighting:
    """Tells a peer; an effect."""

    peer: str
    sighting: Sighting

    @property
    def text(self) -> str:
        """It has no words."""
        return ""


@dataclass(frozen=True, slots=True)
class PeerTold:
    """A peer told us, as its signature proves; an event. ``told_at``: when it decided so."""

    at: datetime
    peer: str
    sighting: Sighting
    told_at: datetime


@dataclass(frozen=True, slots=True)
class KeptSighting:
    """The last word of a peer on a product, or ours to it. ``at``: when it was said.

    ``heard_at``: when it came here first. ``proved``: whether something else has shown since that it was right.
    """

    peer: str
    sighting: Sighting
    at: datetime
    heard_at: datetime
    proved: bool = False


@dataclass(frozen=True, slots=True)
class PeerRecord:
    """How many sightings of a peer could be judged, and how many of these proved right."""

    judged: int = 0
    right: int = 0

    def learned(self, *, was_right: bool) -> "PeerRecord":
        """The record after one more."""
        return PeerRecord(self.judged + 1, self.right + was_right)


@dataclass(frozen=True, slots=True)
class PeerContact:
    """Whether a peer takes what it is told. ``taken_at``: when it last did, None: not that we know.

    ``failing_since``: when the first that it has not taken since was decided, None: it takes everything;
    ``tried_at``: when that was last tried, and ``reason`` why in vain, in the channel's words.
    """

    taken_at: datetime | None = None
    failing_since: datetime | None = None
    tried_at: datetime | None = None
    reason: str = ""

    def is_lost(self, now: datetime) -> bool:
        """Whether somebody should see to it: it has failed for a while, and was tried lately."""
        if self.failing_since is None:
            return False
        was_tried = now - (self.tried_at or self.failing_since) < FORGOTTEN_AFTER
        return was_tried and now - self.failing_since > LOST_AFTER


@dataclass(frozen=True, slots=True)
class Peer:
    """Another desk, as the operator set it up; each direction is chosen by itself.

    ``keys``: its public keys (Ed25519), the newest first; without any it is not heard. ``url``: where it
    is told, "" for nowhere. ``early``: it is told also before there is an incident.
    """

    id: str
    name: str
    keys: tuple[str, ...] = ()
    url: str = ""
    early: bool = False
    record: PeerRecord = PeerRecord()

    @property
    def reader(self) -> str:
        """As the ledger of deliveries knows it."""
        return f"{PEER}{self.id}"

    def after(self, *, was_right: bool) -> "Peer":
        """The peer after one more of its sightings was judged."""
        return replace(self, record=self.record.learned(was_right=was_right))
