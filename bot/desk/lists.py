"""What staff look through: tickets by where they stand, and every conversation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.conversation import Conversation
from bot.model.ticket import Ticket, TicketStatus

PAGE = 50  # entries of a list that are shown at once


class Lists(Protocol):
    """The part of ``UnitOfWork`` that lists."""

    def tickets_in(self, status: TicketStatus, limit: int) -> list[Ticket]:
        """Tickets, and no notes, that stand so: the most urgent first, within that the longest waiting."""
        ...

    def ticket_counts(self) -> Mapping[TicketStatus, int]:
        """How many tickets there are, notes apart, by where they stand; without the closed."""
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
