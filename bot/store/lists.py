"""The part of ``UnitOfWork`` that lists tickets and conversations for staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.desk.lists import PAGE, TicketList
from bot.model.conversation import Conversation
from bot.model.ticket import Ticket, TicketStatus
from bot.store import tables
from bot.store.subscriptions import SqlSubscriptions

_T, _C = tables.tickets.c, tables.conversations.c
_URGENT_FIRST = (_T.urgency, _T.opened_at, _T.seq)
_LATEST_FIRST = (_T.changed_at.desc(), _T.seq.desc())


class SqlLists(SqlSubscriptions):
    """Fills ``bot.desk.lists.Lists`` over one open transaction."""

    def tickets_in(
        self, which: TicketList, staff: str = "", *, skip: int = 0, limit: int = PAGE
    ) -> list[Ticket]:
        order: tuple[Any, ...] = _LATEST_FIRST if which is TicketList.CLOSED else _URGENT_FIRST
        query = select(_T.body).where(_is_in(which, staff)).order_by(*order)
        return self._values(Ticket, query.offset(skip).limit(limit))

    def ticket_counts(self, staff: str = "") -> Mapping[TicketList, int]:
        lists = [each for each in TicketList if each is not TicketList.CLOSED]
        counted = select(*(func.count().filter(_is_in(each, staff)) for each in lists))
        row = self._connection.execute(counted.where(_T.status != TicketStatus.CLOSED.value)).one()
        return dict(zip(lists, map(int, row), strict=True))

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


def _is_in(which: TicketList, staff: str) -> ColumnElement[bool]:
    is_note = _T.customer.is_(None)
    match which:
        case TicketList.OPEN:
            return and_(_T.status == TicketStatus.OPEN.value, ~is_note)
        case TicketList.MINE:
            claimed = and_(_T.status == TicketStatus.CLAIMED.value, ~is_note)
            return and_(claimed, _T.staff == staff)
        case TicketList.CLAIMED:
            return and_(_T.status == TicketStatus.CLAIMED.value, ~is_note)
        case TicketList.CLOSED:
            return and_(_T.status == TicketStatus.CLOSED.value, ~is_note)
        case TicketList.NOTES:
            return and_(_T.status != TicketStatus.CLOSED.value, is_note)
