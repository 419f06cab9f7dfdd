"""How far a broadcast is: counted from the ledger, in one form for pages and commands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.ledger import DeliveryState, Ledger
from bot.model.broadcast import Broadcast, BroadcastStatus

LATELY = timedelta(minutes=1)  # the span that the rate is measured over


class BroadcastStage(StrEnum):
    """Where a broadcast stands for those who wait for it."""

    SENDING = "sending"
    QUIET = "quiet"  # it goes on when the quiet hours are over
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of deliveries. ``unwritten`` are those of whom the ledger does not know yet.

    ``per_minute``: arrived lately. It promises nothing.
    """

    broadcast: Broadcast
    stage: BroadcastStage
    delivered: int
    waiting: int
    unwritten: int
    failed: int
    cancelled: int
    per_minute: float

    @property
    def total(self) -> int:
        return self.done + self.cancelled + self.left

    @property
    def left(self) -> int:
        """Who is still to be told."""
        return self.waiting + self.unwritten

    @property
    def done(self) -> int:
        """Who was told, or cannot be."""
        return self.delivered + self.failed

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1; of what was called off, what was done before."""
        return self.done / self.total if self.total else 1.0

    @property
    def is_live(self) -> bool:
        """Whether its counts may change by themselves."""
        return self.left > 0 and self.stage in {BroadcastStage.SENDING, BroadcastStage.QUIET}

    @property
    def remaining(self) -> timedelta | None:
        """How long it takes at this pace; None where there is none, or nothing is left."""
        if self.stage is not BroadcastStage.SENDING or not self.per_minute or not self.left:
            return None
        return timedelta(minutes=self.left / self.per_minute)


def progress_of(broadcast: Broadcast, ledger: Ledger, now: datetime) -> Progress:
    """What the ledger knows of a broadcast now."""
    counts = ledger.standing(broadcast.id)
    delivered, waiting = (
        counts.get(DeliveryState.DELIVERED, 0),
        counts.get(DeliveryState.WAITING, 0),
    )
    unwritten = 0
    if broadcast.is_under_way:
        unwritten = max(0, broadcast.total - sum(counts.values()))
    span = min(LATELY, max(now - broadcast.started_at, timedelta(seconds=1)))
    lately = ledger.arrived_since(broadcast.id, now - span) if waiting or unwritten else 0
    return Progress(
        broadcast,
        _stage(broadcast, waiting + unwritten, now),
        delivered,
        waiting,
        unwritten,
        counts.get(DeliveryState.FAILED, 0),
        counts.get(DeliveryState.CANCELLED, 0),
        lately / (span / timedelta(minutes=1)),
    )


def _stage(broadcast: Broadcast, left: int, now: datetime) -> BroadcastStage:
    if broadcast.status is BroadcastStatus.CANCELLED:
        return BroadcastStage.CANCELLED
    if broadcast.status is BroadcastStatus.PAUSED:
        return BroadcastStage.PAUSED
    if not left:
        return BroadcastStage.DONE
    quiet = broadcast.quiet is not None and broadcast.quiet.over_at(now) is not None
    return BroadcastStage.QUIET if quiet else BroadcastStage.SENDING
