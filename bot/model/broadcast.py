"""A notice on its way to many: to whom, how far it is, and what staff make of it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.model.japan import JST
from bot.model.publication import PostNews
from bot.model.recipient import EVERYTHING, Recipient, RecipientState

FIRST, CORRECTION, PROGRESS = "first", "correction", "progress"  # reasons
# Stands beside the names of channels where a notice has other words for each.
PUBLIC_PAGE = "public"


class BroadcastStatus(StrEnum):
    """Where a broadcast stands."""

    RUNNING = "running"  # deliveries are being written
    PAUSED = "paused"  # by staff; nothing more is handed over
    CANCELLED = "cancelled"  # by staff; who was not told is not told any more
    COMPLETE = "complete"  # every delivery is written; the ledger knows which have arrived


class Steering(StrEnum):
    """What staff do with a broadcast."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    CORRECT = "correct"  # say something else from now on, also to those who were told
    RETRACT = "retract"  # call it off, and take it back from those who were told
    PUBLISH = "publish"  # show it on the public page as well
    RESEND = "resend"  # hand over again what failed for good and surely did not arrive


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant among the recipients: users and followers of products, narrowed.

    ``products``: of the incident, with what depends on it. An empty filter leaves all in.
    """

    products: tuple[str, ...]
    langs: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def holds(self, recipient: Recipient) -> bool:
        """Whether somebody is told: active, concerned, and left in by every filter."""
        filters = (
            (recipient.lang, self.langs),
            (recipient.tenant, self.tenants),
            (recipient.channel, self.channels),
        )
        return (
            recipient.state is RecipientState.ACTIVE
            and self.concerns(recipient)
            and all(not wanted or value in wanted for value, wanted in filters)
        )

    def concerns(self, recipient: Recipient) -> bool:
        """Whether somebody uses or follows what this is about, whatever the filters say."""
        uses = not frozenset(recipient.uses).isdisjoint(self.products)
        return uses or self.is_followed_by(recipient)

    def is_followed_by(self, recipient: Recipient) -> bool:
        """Whether somebody subscribed to what this is about."""
        return not frozenset(recipient.follows).isdisjoint((*self.products, EVERYTHING))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day, in Japan's time, in which nobody is disturbed; over midnight if need be."""

    begins: time
    ends: time

    def over_at(self, at: datetime) -> datetime | None:
        """When the quiet hours around a moment are over; None: it is in none."""
        there = at.astimezone(JST)
        clock = there.time()
        over_midnight = self.ends <= self.begins
        if over_midnight:
            is_quiet = clock >= self.begins or clock < self.ends
        else:
            is_quiet = self.begins <= clock < self.ends
        if not is_quiet:
            return None
        days = timedelta(days=int(over_midnight and clock >= self.begins))
        return datetime.combine(there.date(), self.ends, JST) + days


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One approved notice, or its correction, retraction or end, to everybody whom it is for.

    Either ``audience`` says to whom, with ``named`` customers whom conversations know, or
    ``follows`` names the broadcast whose readers are told something more. Its deliveries are written
    page by page: ``after`` is how far, ``until`` where the end was when it began; both count
    recipients, or deliveries of the one that it follows. ``edition`` grows with its text; who may have
    been told keeps the edition that they were told first, and hears of the next by its correction.
    ``moved``: it began in another incident, whose reports have gone to this one. ``own``: the words of its
    first edition where a channel, or ``PUBLIC_PAGE``, has words of its own; a correction says the same everywhere. ``news``: it is an
    update of a post for those who follow the public page, and ``incident`` is the post's id.
    """

    id: str
    incident: str
    reason: str
    text: str
    lang: str
    cause: str
    started_at: datetime
    staff: str
    advice: tuple[str, ...] = ()
    audience: Audience | None = None
    named: tuple[str, ...] = ()
    follows: str | None = None
    quiet: Quiet | None = None
    status: BroadcastStatus = BroadcastStatus.RUNNING
    after: int = 0
    until: int = 0
    edition: int = 1
    total: int = 0  # how many it is for, as counted when it began
    earlier: tuple[str, ...] = ()  # its texts before it was corrected, the first edition's first
    moved: bool = False
    news: PostNews | None = None
    own: Mapping[str, str] = field(default_factory=dict)

    def waits_until(self, at: datetime) -> datetime | None:
        """Until when what is written now is held back; None: it goes at once."""
        if self.news is not None:
            held = self.news.not_before
            return held if held is not None and held > at else None
        return self.quiet.over_at(at) if self.quiet is not None else None

    @property
    def is_running(self) -> bool:
        return self.status is BroadcastStatus.RUNNING

    def said(self, edition: int, channel: str = "") -> str:
        """The text of an edition in a channel; "": where none has words of its own."""
        text = (*self.earlier, self.text)[edition - 1]
        return self.own.get(channel, text) if edition == 1 else text

    def has_said(self, text: str) -> bool:
        """Whether one of its editions is this text."""
        return text in (*self.earlier, self.text, *self.own.values())

    def corrected(self, text: str) -> "Broadcast":
        """The next edition."""
        earlier = (*self.earlier, self.text)
        return replace(self, text=text, edition=self.edition + 1, earlier=earlier)

    @property
    def is_retraction(self) -> bool:
        """Whether staff took back what it follows; not because the incident was nothing."""
        return self.follows is not None and self.reason == "withdrawn" and bool(self.staff)

    @property
    def is_under_way(self) -> bool:
        """Whether deliveries are still to be written."""
        return self.status in {BroadcastStatus.RUNNING, BroadcastStatus.PAUSED}
