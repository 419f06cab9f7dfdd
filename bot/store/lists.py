"""The part of ``UnitOfWork`` that lists tickets and conversations for staff."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, or_, select

from bot.desk.lists import PAGE
from bot.model.conversation import Conversation
from bot.model.ticket import Ticket, TicketStatus
from bot.store import tables
from bot.store.subscriptions import SqlSubscriptions

_T, _C = tables.tickets.c, tables.conversations.c


class SqlLists(SqlSubscriptions):
    """Fills ``bot.desk.lists.Lists`` over one open transaction."""

    def tickets_in(self, status: TicketStatus, limit: int) -> list[Ticket]:
        query = select(_T.body).where(_T.status == status.value, _T.customer.is_not(None))
        query = query.order_by(_T.urgency, _T.opened_at, _T.seq)
        return self._values(Ticket, query.limit(limit))

    def ticket_counts(self) -> Mapping[TicketStatus, int]:
        counted = (TicketStatus.OPEN, TicketStatus.CLAIMED)
        numbers = (func.count().filter(_T.status == status.value) for status in counted)
        has_customer = _T.status != TicketStatus.CLOSED.value, _T.customer.is_not(None)
        row = self._connection.execute(select(*numbers).where(*has_customer)).one()
        return dict(zip(counted, map(int, row), strict=True))

    def standing_tickets(self, closed_since: datetime) -> list[Ticket]:
        stands = or_(_T.status != TicketStatus.CLOSED.value, _T.changed_at >= closed_since)
        return self._values(Ticket, select(_T.body).where(stands).order_by(_T.opened_at, _T.seq))

    def tickets_of(self, customer: str, limit: int = PAGE) -> list[Ticket]:
        own = _T.customer == customer, _T.status != TicketStatus.CLOSED.value
        query = select(_T.body).where(*own).order_by(_T.opened_at.desc(), _T.seq.desc())
        return self._values(Ticket, query.limit(limit))

    def conversations(self, *, skip: int = 0, limit: int = PAGE) -> list[Conversation]:
        query = select(_C.body).order_by(_C.changed_at.desc(), _C.seq.desc())
        return self._values(Conversation, query.offset(skip).limit(limit))
