"""Lists of tickets and conversations for the pages, one page at a time. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.desk.lists import PAGE, TicketList
from bot.desk.ports import Work
from bot.desk.tickets import open_ticket
from bot.desk.transcript import as_heard
from bot.model.conversation import Conversation, Speaker
from bot.model.ticket import Ticket
from bot.web.views import case_of, first_line

Row = TypeVar("Row")
LAST_PAGE = 100_000  # beyond it nobody looks


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """One page of a list; ``has_more``: there is another after it."""

    rows: tuple[Row, ...]
    number: int  # from 1
    has_more: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue: the ticket, and the customer's first words (masked) if there are any."""

    ticket: Ticket
    first_words: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One line of the list of conversations.

    ``is_waiting``: the customer has spoken last. ``ticket``: an open one, if there is.
    """

    conversation: Conversation
    ticket: Ticket | None
    first_words: str
    last_at: datetime
    is_waiting: bool


def page_number(asked: str | None) -> int:
    """The number of a page as it stands in an address; the first where that is no number."""
    return min(int(asked), LAST_PAGE) if asked and asked.isdecimal() and int(asked) else 1


def queue(work: Work, which: TicketList, staff: str, number: int) -> Sheet[QueueRow]:
    """One page of the tickets of one list."""
    found = work.tickets_in(which, staff, skip=(number - 1) * PAGE, limit=PAGE + 1)
    rows = tuple(QueueRow(t, case_of(work, t).first_words) for t in found[:PAGE])
    return Sheet(rows, number, len(found) > PAGE)


def queue_counts(work: Work, staff: str) -> Mapping[TicketList, int]:
    """How many tickets each list has; closed ones are not counted."""
    return work.ticket_counts(staff)


def talks(work: Work, number: int) -> Sheet[Talk]:
    """One page of all conversations, those that changed last first."""
    found = work.conversations(skip=(number - 1) * PAGE, limit=PAGE + 1)
    return Sheet(tuple(_talk(c, work) for c in found[:PAGE]), number, len(found) > PAGE)


def talk(work: Work, ident: str) -> Talk | None:
    """One conversation, with or without a ticket."""
    found = work.conversation(ident)
    return _talk(found, work) if found is not None else None


def _talk(conversation: Conversation, work: Work) -> Talk:
    heard = as_heard(conversation, work)
    words = (t.text or t.attached for t in heard.turns if t.speaker is Speaker.CUSTOMER)
    first = next((line for w in words if (line := first_line(w))), heard.id)
    last = heard.turns[-1] if heard.turns else None
    return Talk(
        heard,
        open_ticket(heard, work),
        first,
        last.at if last is not None else heard.opened_at,
        last is not None and last.speaker is Speaker.CUSTOMER,
    )
