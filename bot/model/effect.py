"""Everything the desk does to the world: the words of the replay protocol."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.browser_check import CheckLink
from bot.model.peer import PeerSighting
from bot.model.understanding import Urgency


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at for a reply, for the reader to see: a status feed or our own try, and its age.

    ``shows`` is the feed's word, or ``unreachable``, ``unreadable``; of our own measurement
    ``answers`` or ``no_answer``.
    """

    service: str
    name: str
    shows: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """Answers one customer in their own conversation."""

    customer: str
    in_reply_to: str
    text: str
    lang: str
    cause: str
    confidence: float
    questions: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    is_report: bool = False
    checked: tuple[Checked, ...] = ()
    buttons: tuple[str, ...] = ()  # of worked, failed, human
    details: str = ""  # steps and particulars, which a channel shows behind a fold or afterwards
    choices: tuple[str, ...] = ()  # answers to its question; a tap is the same as writing one
    check: CheckLink | None = None  # the check from the browser that is offered beside it
    may_be_reworded: bool = False  # whether other words for its text may be proposed
    unsure_of: str = ""  # the masked message, where its meaning is open and acts may be proposed

    @property
    def whole(self) -> str:
        """Text and details, for channels without a fold."""
        return "\n\n".join(part for part in (self.text, self.details) if part)


class TicketNews(StrEnum):
    """What is new about a ticket."""

    RAISED = "raised"
    PERSON_ASKED = "person_asked"  # the customer wants a person
    MORE_URGENT = "more_urgent"
    REOPENED = "reopened"  # the customer says that it is not solved


@dataclass(frozen=True, slots=True)
class TicketRaised:
    """What the human agent sees; ``customer`` None: a note to staff that is no incident.

    ``news``: why staff hear of it now; a ticket is raised once.
    """

    ticket: str
    customer: str | None
    text: str
    cause: str | None
    urgency: Urgency
    news: TicketNews = TicketNews.RAISED


@dataclass(frozen=True, slots=True)
class StaffAlert:
    """An incident as staff hear of it. ``action``: raised, updated, withdrawn, recovered."""

    incident: str
    action: str
    suspects: tuple[str, ...]
    tenants: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice that waits for staff."""

    proposal: str
    incident: str
    to: tuple[str, ...]
    reason: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Told to customers who did not write just now.

    ``reason``: first, update, workaround, recovered, reenable, correction. ``broadcast``: the one
    of which these are some readers; None: it is about their own report.
    """

    incident: str
    to: tuple[str, ...]
    reason: str
    text: str
    lang: str
    cause: str
    advice: tuple[str, ...] = ()
    broadcast: str | None = None


@dataclass(frozen=True, slots=True)
class StaffReply:
    """A person's answer to a customer, passed on unchanged; or that they closed the case, with ``buttons``."""

    customer: str
    text: str
    staff: str
    buttons: tuple[str, ...] = ()  # of solved, unsolved


Effect = Reply | TicketRaised | StaffAlert | Proposal | Notice | StaffReply | PeerSighting
EFFECT_NAMES: dict[str, type] = {
    "reply": Reply,
    "ticket": TicketRaised,
    "staff_alert": StaffAlert,
    "proposal": Proposal,
    "notice": Notice,
    "staff_reply": StaffReply,
    "peer_sighting": PeerSighting,
}
