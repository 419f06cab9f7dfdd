"""The ledger of deliveries: who is told what, through which channel, and what became of it.

A delivery is written in the transaction that decided it and waits until a channel has taken it. A
process that hands deliveries over *claims* them first; a claim is also the mark that an attempt may
have happened, so whoever finds one that nobody settled looks before repeating it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from bot.model.effect import Effect
from bot.model.publication import PostNews
from bot.model.rate import Rate
from bot.model.subscription import Confirmation


class Lane(IntEnum):
    """Who goes first. A delivery waits for earlier ones to its reader in its own lane or a lower."""

    REPLY = 0  # somebody waits for it
    STAFF = 1
    NOTICE = 2  # of one's own trouble
    BROADCAST = 3


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"  # for good
    CANCELLED = "cancelled"  # staff called it off before anybody began


@dataclass(frozen=True, slots=True)
class Edit:
    """Bring a message that was posted earlier up to date; ``message`` is its name in its channel.

    What it should look like is the channel's to know when the time comes: the last change wins.
    """

    message: str


Sent = Effect | Edit | Confirmation | PostNews


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery, claimed. ``key`` is its business key: told once.

    ``attempts``: earlier ones that came to an end, of any process; ``may_be_there``: one, or one that
    was broken off, may have arrived.
    ``reader``: the customer, recipient, subscription or peer it is for, ``address`` of the latter three ("" where
    the channel knows readers by itself). ``edition`` grows when an edit is asked for anew.
    """

    id: int
    key: str
    channel: str
    effect: Sent
    decided_at: datetime
    attempts: int = 0
    may_be_there: bool = False
    reader: str = ""
    lane: Lane = Lane.REPLY
    address: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one attempt.

    ``state`` WAITING: it failed for now and is due again ``after``. ``may_be_there``: whether it
    may have arrived all the same. ``shut``: its whole destination asked for that much quiet.
    ``begun`` false: it was put back without an attempt. ``unwanted``: its reader has taken back what
    it answers.
    """

    outgoing: Outgoing
    state: DeliveryState
    provider_id: str = ""
    reason: str = ""
    after: timedelta = timedelta()
    may_be_there: bool = False
    shut: bool = False
    begun: bool = True
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Claimant:
    """A process that claims.

    ``holder`` names this run of it; ``lease``: for how long a claim holds unless it is renewed.
    """

    holder: str
    lease: timedelta = timedelta(seconds=8)


class Ledger(Protocol):
    """Claims and what came of them. ``at`` is the present moment.

    On PostgreSQL leases, due times and rates go by the server's clock, so that machines whose
    clocks disagree still agree; SQLite goes by ``at``.
    """

    def claim(
        self,
        channel: str,
        by: Claimant,
        limit: int,
        at: datetime,
        *,
        rate: Rate | None = None,
        up_to: Lane = Lane.BROADCAST,
    ) -> list[Outgoing]:
        """Take at most so many deliveries that are due, the urgent lanes first, each oldest first.

        Nothing is taken while an earlier one to the same reader waits for its time or is held by
        another. ``rate``: of each destination; what must wait for it is put off and holds up
        nobody else; claims of processes that are dead do not count against it. ``up_to``: the
        least urgent lane that is looked at. What is claimed may have been attempted, as far as
        anybody else can tell; it counts as an attempt when that has come to an end.
        """
        ...

    def renew(self, by: Claimant, claimed: Sequence[Outgoing], at: datetime) -> frozenset[int]:
        """Hold what is under way for another lease, as far as nobody else has claimed it.

        Answers the ids of what is held. A lease that has run out is taken up again, too.
        """
        ...

    def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
        """Record outcomes, all in one transaction.

        What arrived is recorded whoever holds it now, also where somebody has given it up as "may
        have arrived" meanwhile; a failure only when it is still held.
        """
        ...

    def due(self, at: datetime) -> list[str]:
        """The channels in which something waits that may be handed over now."""
        ...

    def running(self) -> list[str]:
        """Broadcasts whose deliveries are still being written."""
        ...

    def waits_until(self, channel: str, at: datetime) -> timedelta | None:
        """How long until something may be handed over in a channel; zero: now, None: nobody knows.

        It does not look at rates, nor at when others let go of what they hold.
        """
        ...

    def standing(self, broadcast: str) -> Mapping[DeliveryState, int]:
        """How many deliveries of a broadcast are in each state."""
        ...

    def arrived_since(self, broadcast: str, since: datetime) -> int:
        """How many deliveries of a broadcast have arrived since then."""
        ...


class Channel(Protocol):
    """A way people reach us, outwards."""

    async def deliver(self, outgoing: Outgoing) -> str:
        """Hand one delivery over and answer the provider's id of it.

        Raises ``DeliveryError``. When ``outgoing.may_be_there`` an earlier attempt may have arrived
        all the same: the channel looks before it repeats. It does not wait and try again.
        """
        ...
