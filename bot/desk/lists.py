"""What staff look through: tickets by where they stand, and every conversation."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model.conversation import Conversation
from bot.model.ticket import Ticket

PAGE = 50  # entries of a list that are shown at once


class TicketList(StrEnum):
    """A list of tickets. Notes to staff, which have no customer, are in ``NOTES`` alone."""

    OPEN = "open"
    MINE = "mine"  # claimed by the one who looks
    CLAIMED = "claimed"
    CLOSED = "closed"
    NOTES = "notes"


class Lists(Protocol):
    """The part of ``UnitOfWork`` that lists; whatever there is can be reached page by page."""

    def tickets_in(
        self, which: TicketList, staff: str = "", *, skip: int = 0, limit: int = PAGE
    ) -> list[Ticket]:
        """Tickets of one list: the most urgent first, within that the longest waiting.

        ``staff``: whose are ``MINE``. Closed ones come latest first.
        """
        ...

    def ticket_counts(self, staff: str = "") -> Mapping[TicketList, int]:
        """How many tickets there are in each list but ``CLOSED``."""
        ...

    def standing_tickets(self, closed_since: datetime) -> list[Ticket]:
        """All tickets and notes that are not closed, or were closed since; oldest first."""
        ...

    def tickets_of(self, customer: str, limit: int = PAGE) -> list[Ticket]:
        """The tickets of one customer that are not closed, newest first."""
        ...

    def conversations(self, *, skip: int = 0, limit: int = PAGE) -> list[Conversation]:
        """All conversations, with or without a ticket; those that changed last come first."""
        ...
