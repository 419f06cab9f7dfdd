"""What staff do with a case of which the customer hears nothing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TicketTagged:
    """A person changed the tags of a ticket; ``tags`` are all that it has from now on."""

    at: datetime
    ticket: str
    staff: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagChanged:
    """A person gave a tag another name on these ``tickets``. ``to`` "": it is taken off them."""

    at: datetime
    staff: str
    tag: str
    to: str
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TicketNoted:
    """A person wrote a note for their colleagues, ``mentions`` of whom it names."""

    at: datetime
    ticket: str
    staff: str
    text: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketReopened:
    """A person took up a closed ticket again; the bot is silent in that conversation."""

    at: datetime
    ticket: str
    staff: str


@dataclass(frozen=True, slots=True)
class TicketSnoozed:
    """A person put a ticket off ``until`` a time or the end of an ``incident``; neither: it is due now."""

    at: datetime
    ticket: str
    staff: str
    until: datetime | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class TicketHandedBack:
    """A person gave a case back to the desk, which answers what the customer says next."""

    at: datetime
    ticket: str
    staff: str


@dataclass(frozen=True, slots=True)
class TicketFollowed:
    """A person follows a case from now on, or does not any more."""

    at: datetime
    ticket: str
    staff: str
    follows: bool = True


@dataclass(frozen=True, slots=True)
class TicketCategorised:
    """A person said what a case is about; "" leaves it to the desk again."""

    at: datetime
    ticket: str
    staff: str
    category: str


@dataclass(frozen=True, slots=True)
class SendingTakenBack:
    """A person takes back what was sent last in a ticket, while it is held: an answer, or its closing."""

    at: datetime
    ticket: str
    staff: str


@dataclass(frozen=True, slots=True)
class CaseSplit:
    """A person made what a customer said from one message on a case of its own."""

    at: datetime
    ticket: str
    staff: str
    message_id: str


@dataclass(frozen=True, slots=True)
class CasesMerged:
    """A person found that two tickets of one customer are the same matter."""

    at: datetime
    ticket: str
    staff: str
    other: str


CaseParts = CaseSplit | CasesMerged
TicketWork = (SendingTakenBack | TicketTagged | TicketNoted | TicketReopened | TicketSnoozed) | (
    TicketHandedBack | TicketFollowed | TicketCategorised
)
CaseWork = TicketWork | TagChanged

CASE_EVENT_NAMES: dict[str, type] = {
    "sending_taken_back": SendingTakenBack,
    "case_split": CaseSplit,
    "cases_merged": CasesMerged,
    "ticket_tagged": TicketTagged,
    "tag_changed": TagChanged,
    "ticket_noted": TicketNoted,
    "ticket_reopened": TicketReopened,
    "ticket_snoozed": TicketSnoozed,
    "ticket_handed_back": TicketHandedBack,
    "ticket_followed": TicketFollowed,
    "ticket_categorised": TicketCategorised,
}
