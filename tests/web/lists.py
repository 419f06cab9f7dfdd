"""The lists of a desk to look at pages with."""

from bot.desk.lists import PAGE, TicketList
from bot.model.conversation import Conversation
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency


class FakeLists:
    """Lists what ``ticket_by_id`` and ``by_id`` hold."""

    ticket_by_id: dict[str, Ticket]
    by_id: dict[str, Conversation]

    def tickets_in(
        self, which: TicketList, staff: str = "", *, skip: int = 0, limit: int = PAGE
    ) -> list[Ticket]:
        found = [t for t in self.ticket_by_id.values() if which in _lists_of(t, staff)]
        if which is TicketList.CLOSED:
            found.sort(key=lambda t: t.changed_at, reverse=True)
        else:
            found.sort(key=lambda t: (list(Urgency).index(t.urgency), t.opened_at))
        return found[skip : skip + limit]

    def ticket_counts(self, staff: str = "") -> dict[TicketList, int]:
        return {each: len(self.tickets_in(each, staff)) for each in TicketList}

    def conversations(self, *, skip: int = 0, limit: int = PAGE) -> list[Conversation]:
        return list(reversed(self.by_id.values()))[skip : skip + limit]


def _lists_of(ticket: Ticket, staff: str) -> set[TicketList]:
    """The lists that a ticket stands in."""
    if ticket.customer is None:
        return {TicketList.NOTES} if ticket.status is not TicketStatus.CLOSED else set()
    own = {TicketList.MINE} if ticket.staff == staff else set()
    return {
        TicketStatus.OPEN: {TicketList.OPEN},
        TicketStatus.CLAIMED: {TicketList.CLAIMED} | own,
        TicketStatus.CLOSED: {TicketList.CLOSED},
    }[ticket.status]
