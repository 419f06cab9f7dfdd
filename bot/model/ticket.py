"""What staff work from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.broadcast import Audience
from bot.model.decision import UpdateReaders
from bot.model.evidence import Diagnosis
from bot.model.move import Escalation
from bot.model.understanding import Urgency


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Category(StrEnum):
    """What a case is about: by the customer's words, or as staff say."""

    FAULT = "fault"
    USE = "use"  # how something is done
    REQUEST = "request"  # something is to be set up or changed
    CONTRACT = "contract"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StaffNote:
    """What one of the staff wrote for the others; no customer ever reads it. ``text`` is masked."""

    at: datetime
    staff: str
    text: str
    mentions: tuple[str, ...] = ()  # names of colleagues


@dataclass(frozen=True, slots=True)
class ClosingAnswer:
    """What a customer says of a ticket that staff closed. ``comment`` is masked."""

    at: datetime
    is_solved: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A conversation handed to staff, already triaged; or a note to staff (no conversation).

    ``diagnosis`` (the ranked causes with the evidence for and against each), ``cause`` and ``text``
    follow the conversation until the ticket is closed. ``urgency`` is the highest of all that the
    customer said, ``why`` the weightiest reason for handing it over. It is put off until
    ``snoozed_until``, or until the incident ``snoozed_for`` is over; a word of the customer ends that.
    ``category`` follows the customer's words, unless somebody ``categorised_by`` said what it is.
    """

    id: str
    opened_at: datetime
    changed_at: datetime
    text: str
    urgency: Urgency
    status: TicketStatus = TicketStatus.OPEN
    conversation: str | None = None
    customer: str | None = None
    tenant: str | None = None
    cause: str | None = None
    diagnosis: Diagnosis | None = None
    staff: str | None = None
    why: Escalation | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[StaffNote, ...] = ()
    snoozed_until: datetime | None = None
    snoozed_for: str | None = None
    closing_answer: ClosingAnswer | None = None  # to the question whether it is solved
    merged_into: str | None = None  # the ticket of which it is a part now
    parts: tuple[str, ...] = ()  # ids of the tickets that became part of it
    followers: tuple[str, ...] = ()  # names of staff who want to see what becomes of it
    category: Category | None = None
    categorised_by: str | None = None

    @property
    def is_snoozed(self) -> bool:
        """Whether staff put it off; by when it is due again the desk knows."""
        return self.snoozed_until is not None or self.snoozed_for is not None


class ProposalStatus(StrEnum):
    """What became of a proposed notice."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"  # by the desk: its incident ended before anybody decided


@dataclass(frozen=True, slots=True)
class ProposedNotice:
    """A notice that waits for staff, or has been decided on.

    ``to``: customers whom conversations know. ``audience``: recipients besides, None: none. ``readers``: of an update.
    """

    id: str
    incident: str
    to: tuple[str, ...]
    reason: str
    text: str
    lang: str
    cause: str
    proposed_at: datetime
    advice: tuple[str, ...] = ()
    status: ProposalStatus = ProposalStatus.WAITING
    staff: str | None = None
    decided_at: datetime | None = None
    audience: Audience | None = None
    readers: UpdateReaders = UpdateReaders.ALL
