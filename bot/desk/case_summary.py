"""What an entry of the inbox shows of its conversation and its latest ticket. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.inbox import CaseLine, CaseState, WaitsFor
from bot.model.conversation import Conversation, Speaker
from bot.model.evidence import NONE
from bot.model.identity import name_behind
from bot.model.phrasing import quoted
from bot.model.ticket import Ticket, TicketStatus
from bot.triage.understand.subject_line import subject_line

LONGEST_LINE = 200  # characters of a customer's first line
MOST_TEXT = 12_000  # characters of one entry that can be searched


@dataclass(frozen=True, slots=True)
class Said:
    """What the turns of a conversation tell for its entry."""

    last_at: datetime
    since: datetime
    waits_for: WaitsFor
    has_replied: bool
    spoke_at: datetime | None  # when the customer spoke last
    first_words: str


def said_in(conversation: Conversation) -> Said:
    """Who spoke last, who waits since when, and the customer's first line (masked)."""
    spoke_at = since = None
    staff_at = None
    for turn in conversation.turns:
        if turn.speaker is Speaker.STAFF:
            staff_at, since = turn.at, None
        elif turn.speaker is Speaker.CUSTOMER:
            spoke_at, since = turn.at, since or turn.at
    last_at = conversation.turns[-1].at if conversation.turns else conversation.opened_at
    waits = WaitsFor.US if since else WaitsFor.CUSTOMER if staff_at else WaitsFor.NOBODY
    return Said(
        last_at,
        since or staff_at or conversation.opened_at,
        waits,
        has_replied=since is not None and staff_at is not None,
        spoke_at=spoke_at,
        first_words=first_words(conversation),
    )


def first_words(conversation: Conversation, longest: int = LONGEST_LINE) -> str:
    """What the customer wrote first that says something, as far as it may be quoted; "" if there is nothing."""
    turns = (t for t in conversation.turns if t.speaker is Speaker.CUSTOMER)
    said = [words for t in turns if (words := t.words or t.attached).strip()]
    subject = next((subject for words in said if (subject := subject_line(words))), "")
    return quoted(subject, longest) if subject else first_line(said[0] if said else "", longest)


def first_line(words: str, longest: int = LONGEST_LINE) -> str:
    """The first line of what somebody wrote, as far as it may be quoted; "" if there is none."""
    line = next((line for line in words.splitlines() if line.strip()), "")
    return quoted(line, longest) if line else ""


def weighed_cause(ticket: Ticket) -> str | None:
    """The cause of a ticket; None where "nothing is wrong" only means that nobody weighed any."""
    is_weighed = ticket.cause != NONE or ticket.diagnosis is not None
    return ticket.cause if is_weighed else None


def state_of(ticket: Ticket | None) -> CaseState:
    """With whom an entry is, by its latest ticket."""
    if ticket is None:
        return CaseState.DESK
    if ticket.is_snoozed and ticket.status is not TicketStatus.CLOSED:
        return CaseState.SNOOZED
    return CaseState(ticket.status.value)


def products_of(conversation: Conversation) -> tuple[str, ...]:
    """The products that a conversation is about or that its reporter is known to use."""
    complaint = conversation.complaint
    return tuple(dict.fromkeys((*complaint.products, *(complaint.inventory or ()))))


def spoken_text(conversation: Conversation) -> str:
    """What of a conversation can be searched: what people wrote, not what the desk answers everybody."""
    written = [
        f"{turn.text}\n{turn.attached}"
        for turn in conversation.turns
        if turn.speaker is not Speaker.DESK
    ]
    organisation = name_behind(conversation.tenant)
    named = [conversation.id, organisation, conversation.customer, conversation.name]
    return _bounded("\n".join((*named, *conversation.complaint.unlisted, *written)))


def noted_text(ticket: Ticket) -> str:
    """What of a ticket can be searched."""
    notes = (note.text for note in ticket.notes)
    text = "" if ticket.customer is not None else ticket.text
    return _bounded("\n".join((ticket.id, *ticket.tags, ticket.staff or "", text, *notes)))


def _bounded(text: str) -> str:
    """The beginning and the end of a long text."""
    if len(text) <= MOST_TEXT:
        return text
    begins = MOST_TEXT // 3
    return f"{text[:begins]}\n{text[begins - MOST_TEXT :]}"


def case_line(seq: int, conversation: Conversation | None, ticket: Ticket | None) -> CaseLine:
    """The entry of a conversation and its latest ticket, of which one may be missing."""
    if conversation is None:
        if ticket is None:
            raise ValueError("an entry of nothing")
        return _of_note(seq, ticket)
    said = said_in(conversation)
    line = CaseLine(
        seq,
        conversation.id,
        conversation.id,
        None,
        CaseState.DESK,
        conversation.complaint.urgency,
        conversation.tenant,
        conversation.customer,
        conversation.channel,
        conversation.lang,
        conversation.opened_at,
        said.last_at,
        said.since,
        said.waits_for,
        said.first_words,
        conversation.incident,
        has_replied=said.has_replied,
    )
    if ticket is None:
        return line
    return replace(
        line,
        ticket=ticket.id,
        state=state_of(ticket),
        urgency=ticket.urgency,
        cause=weighed_cause(ticket),
        staff=ticket.staff,
        tags=ticket.tags,
        category=ticket.category or "",
    )


def _of_note(seq: int, ticket: Ticket) -> CaseLine:
    return CaseLine(
        seq=seq,
        id=ticket.id,
        conversation=None,
        ticket=ticket.id,
        state=state_of(ticket),
        urgency=ticket.urgency,
        tenant=ticket.tenant or "",
        customer=ticket.customer or "",
        channel="",
        lang="",
        opened_at=ticket.opened_at,
        last_at=ticket.changed_at,
        since=ticket.opened_at,
        waits_for=WaitsFor.NOBODY if ticket.customer is None else WaitsFor.US,
        first_words=first_line(ticket.text),
        cause=weighed_cause(ticket),
        staff=ticket.staff,
        tags=ticket.tags,
    )
