"""How the desk is doing, in numbers: what ``/metrics`` shows and what ``doctor`` looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from bot.model.peer import PeerContact
from bot.model.probe import ProbeState
from bot.model.status import FeedState

# Upper edges in seconds; what is longer than the last falls into one more bucket.
ANSWER_EDGES = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)


class Tables(StrEnum):
    """The database's tables as this program sees them."""

    CURRENT = "current"
    NEWER = "newer"  # of a later version, which keeps to what this one knows
    OLDER = "older"  # they must be migrated
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So much waits; ``oldest_at``: since when the first of it does, None when nothing waits."""

    count: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How long things took: how many up to each edge of ``ANSWER_EDGES`` and no earlier one.

    ``counts`` has one place more than there are edges; ``seconds`` is the sum.
    """

    counts: tuple[int, ...] = (0,) * (len(ANSWER_EDGES) + 1)
    seconds: float = 0.0

    @classmethod
    def of(cls, lengths: Sequence[float]) -> "Spread":
        """Of lengths in seconds; one below 0 (clocks differ) counts as 0."""
        counts = [0] * (len(ANSWER_EDGES) + 1)
        for length in lengths:
            counts[sum(length > edge for edge in ANSWER_EDGES)] += 1
        return cls(tuple(counts), sum(max(length, 0.0) for length in lengths))

    def __add__(self, other: "Spread") -> "Spread":
        counts = tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Spread(counts, self.seconds + other.seconds)

    @property
    def cumulative(self) -> tuple[int, ...]:
        """How many up to each edge, and all of them last."""
        return tuple(accumulate(self.counts))


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of deliveries.

    ``settled`` counts by channel, lane and state (never waiting), ``answers`` says by channel how
    long it took from a message to its delivered reply. Both only grow.
    """

    settled: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    answers: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole house at one moment, read from what all its processes share.

    ``feeds`` and ``probes`` are those in force. ``inbox`` by channel, ``deliveries`` (those that
    wait) by channel and lane. ``broadcasts``, ``incidents`` and ``tickets`` are open ones by status; ``recipients``: those for whom the broadcasts under way are meant.
    ``ticked_at``: the last tick; ``opened_at``: when a process last began.
    """

    feeds: tuple[FeedState, ...] = ()
    unread_feeds: tuple[str, ...] = ()  # in force, and never tried
    probes: tuple[ProbeState, ...] = ()
    inbox: Mapping[str, Waiting] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, str], Waiting] = field(default_factory=dict)
    ended: Ended = Ended()
    broadcasts: Mapping[str, int] = field(default_factory=dict)
    recipients: int = 0
    incidents: Mapping[str, int] = field(default_factory=dict)
    tickets: Mapping[str, int] = field(default_factory=dict)
    proposals: Waiting = Waiting()
    peers: Mapping[str, PeerContact] = field(default_factory=dict)  # by their ids
    ticked_at: datetime | None = None
    opened_at: datetime | None = None
