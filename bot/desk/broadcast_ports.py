"""The part of ``UnitOfWork`` that deals with telling: the outbox, broadcasts, and who can be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.failures import Failed, FailureCount
from bot.desk.ledger import Lane
from bot.desk.recipient_lists import RecipientLists
from bot.model.audit import AuditEntry
from bot.model.broadcast import Audience, Broadcast
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.recipient import Recipient
from bot.model.subscription import Confirmation


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """Where one reader is told: in which channel, counting against which rate limit ("": none).

    ``number`` orders readers of one page; ``due_at`` None: at once.
    """

    reader: str
    channel: str
    destination: str = ""
    number: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeArrival:
    """When a notice arrived, or may have, and in what words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LatestTalk:
    """Where, in which language and for which organisation somebody talked with us last."""

    channel: str
    lang: str
    tenant: str


@dataclass(frozen=True, slots=True)
class Group:
    """So many recipients of an audience that are alike.

    ``follows``: by subscription, or else by inventory; ``state``: only who is active is told.
    """

    channel: str
    lang: str
    state: str
    follows: bool
    number: int


class BroadcastPorts(RecipientLists, Protocol):
    """Telling, as far as it is written down; nothing here hands anything over."""

    def members_behind(
        self, incident: str, number: int, limit: int
    ) -> list[tuple[int, Conversation]]:
        """The next of an incident's conversations behind a number, each with its own; 0: the first ones."""
        ...

    def send(  # noqa: PLR0913 - what a row of the ledger says
        self,
        key: str,
        channel: str,
        effect: Effect | Confirmation,
        decided_at: datetime,
        *,
        reader: str = "",
        lane: Lane = Lane.REPLY,
        destination: str = "",
        due_at: datetime | None = None,
    ) -> bool:
        """Put an effect into the outbox; False when ``key`` is there already (told once).

        It is handed over at ``due_at`` at the earliest (None: at once). ``reader`` "": nobody minds in which order it arrives. ``destination``: whose rate limit it
        counts against; that of a recipient is known.
        """
        ...

    def take_back(self, reader: str, due_at: datetime | None) -> bool:
        """Cancel what a reader is to get at that moment (None: whenever), but no broadcast.

        False when somebody has begun it, or more.
        """
        ...

    def spread(self, broadcast: Broadcast, places: Sequence[DeliveryPlace], at: datetime) -> None:
        """Put a broadcast into the outbox for many readers, for each once."""
        ...

    def amend(self, key: str, channel: str, message: str, reader: str, at: datetime) -> None:
        """Have a message that was posted earlier brought up to date, once a second at most."""
        ...

    def hold_claims(self) -> None:
        """Have nothing claimed from now on until this transaction ends.

        So what is read of deliveries stays true, and whoever claims next sees what is written.
        """
        ...

    def call_off(self, broadcast: str, at: datetime) -> int:
        """Cancel the deliveries of a broadcast that nobody is handing over; answer how many.

        One that failed for now may have arrived all the same; that stays known. Whom none reached
        does not count as told.
        """
        ...

    def call_off_doubles(self, broadcast: str, other: str, at: datetime) -> None:
        """Cancel what waits of a broadcast, not begun, for whom another one tells or has told."""
        ...

    def put_off(self, broadcast: str, until: datetime) -> None:
        """Have what waits of a broadcast wait until then, unless somebody has begun it."""
        ...

    def let_go(self, broadcast: str) -> None:
        """Have what waits of a broadcast go at once, unless somebody has begun it."""
        ...

    def waiting_of(self, broadcast: str, most: int, *, by: datetime | None = None) -> int:
        """How many deliveries of a broadcast wait, counted up to so many.

        ``by``: only those that are due by then.
        """
        ...

    def unfinished(self) -> frozenset[str]:
        """Broadcasts of which some delivery waits."""
        ...

    def broadcast(self, broadcast_id: str) -> Broadcast | None: ...
    def broadcasts(
        self, *, incident: str | None = None, under_way_only: bool = True, limit: int = 100
    ) -> list[Broadcast]:
        """Broadcasts, newest first."""
        ...

    def save_broadcast(self, broadcast: Broadcast) -> None: ...

    def recipient(self, recipient_id: str) -> Recipient | None: ...
    def recipients_by_id(self, ids: Sequence[str]) -> dict[str, Recipient]:
        """Those among so many readers whose address we keep, asked for at once."""
        ...

    def save_recipient(self, recipient: Recipient) -> None: ...
    def save_recipients(self, recipients: Iterable[Recipient]) -> None:
        """Save many at once."""
        ...

    def audit(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log, as a part of this transaction."""
        ...

    def forget_recipient(self, recipient_id: str) -> bool:
        """Remove one and all that is known of it; False: there is none."""
        ...

    def recipients(self, after: int = 0, limit: int = 500) -> list[tuple[int, Recipient]]:
        """A page of all recipients with their numbers, in the order in which they were added."""
        ...

    def active_recipients(self, channel: str, limit: int) -> list[Recipient]:
        """Those who can be told by a channel and want to be, in the order in which they came."""
        ...

    def conversing(self, readers: Sequence[str]) -> frozenset[str]:
        """Those among so many readers who have a conversation."""
        ...

    def latest_talks(self, readers: Sequence[str]) -> dict[str, LatestTalk]:
        """The newest conversation of each among so many readers who has one."""
        ...

    def groups(self, audience: Audience, *, told_by: Sequence[str] = ()) -> list[Group]:
        """An audience counted, those who are not told any more included.

        ``told_by``: only whom one of these broadcasts has told, may have, or will.
        """
        ...

    def failure_counts(self, broadcast: str) -> list[FailureCount]:
        """The deliveries of a broadcast that failed for good, by reason."""
        ...

    def failures(
        self, broadcast: str, reasons: Sequence[str] | None = None, *, skip: int = 0, limit: int
    ) -> list[Failed]:
        """So many of them, newest first; ``reasons``: only for these."""
        ...

    def resend(self, broadcast: str, reasons: Sequence[str] | None, at: datetime) -> list[str]:
        """Have what surely did not arrive handed over anew, as if it had never been tried.

        Not to recipients who want to hear no more. Answers the readers.
        """
        ...

    def last_recipient(self) -> int:
        """The highest number of a recipient; 0: there is none."""
        ...

    def page(self, audience: Audience, after: int, until: int, limit: int) -> list[DeliveryPlace]:
        """The active recipients of an audience with numbers after and up to these, in order."""
        ...

    def told_page(
        self, broadcast: str, after: int, limit: int, edition: int
    ) -> list[DeliveryPlace]:
        """Who was told of a broadcast, or may have been, up to an edition of its text; in order.

        Recipients who want to hear no more since are not among them.
        """
        ...

    def last_told(self, readers: Sequence[str], broadcasts: Sequence[str]) -> dict[str, str]:
        """Which of these broadcasts was written last to each reader, if any.

        What was called off before anybody began does not count, nor what failed for good.
        """
        ...

    def arrived(self, reader: str, broadcasts: Sequence[str]) -> dict[str, NoticeArrival]:
        """Those of these broadcasts that have arrived at a reader, or may have."""
        ...

    def was_mailed(self, reader: str, name: str) -> bool:
        """Whether the mail of this name was delivered to a reader."""
        ...

    def told_number(self, broadcast: str, edition: int) -> int:
        """How many ``told_page`` would give in all."""
        ...
