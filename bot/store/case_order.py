"""The order in which entries of the inbox come, and pages of a list that begin or end at an entry's mark.

A mark tells where an entry stood, so that a page deep inside is found by an index, and is there also when the entry
has moved.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, true, tuple_

from bot.desk.inbox import (
    END,
    CaseLine,
    CasePage,
    CaseRow,
    CaseSlice,
    CaseSort,
    InboxView,
    sorts_of,
)
from bot.model.understanding import Urgency
from bot.store.case_tables import cases
from bot.store.columns import Moment

_E = cases.c
_URGENCIES = list(Urgency)
_MARK = re.compile(r"(\d)\.(-?\d{1,18})\.(\d{1,18})")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

Find = Callable[[Select[Any]], Sequence[CaseLine]]


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """In which order entries come, and how the place of one is told in a mark."""

    keys: tuple[ColumnElement[Any], ...]  # at their end a moment and the number of the entry
    is_latest_first: bool = False

    def by(self, *, backwards: bool = False) -> tuple[ColumnElement[Any], ...]:
        """What a query is ordered by."""
        return tuple(k.desc() for k in self.keys) if self._falls(backwards=backwards) else self.keys

    def after(self, mark: str, *, backwards: bool = False) -> ColumnElement[bool]:
        """What comes after the entry of a mark; ``backwards``: before it. Everything where it is no mark."""
        values = self._values(mark)
        if values is None:
            return true()
        keys, place = tuple_(*self.keys), tuple_(*values)
        return keys < place if self._falls(backwards=backwards) else keys > place

    def row(self, line: CaseLine) -> CaseRow:
        """An entry with its mark."""
        at = line.last_at if self.keys[-2] is _E.last_at else line.since
        micros = (at - _BEGIN) // timedelta(microseconds=1)
        return CaseRow(line, f"{_URGENCIES.index(line.urgency)}.{micros}.{line.seq}")

    def knows(self, mark: str) -> bool:
        """Whether something is the mark of an entry."""
        return self._values(mark) is not None

    def _falls(self, *, backwards: bool) -> bool:
        """Whether the keys become smaller from one entry to the next."""
        return self.is_latest_first is not backwards

    def _values(self, mark: str) -> tuple[ColumnElement[Any], ...] | None:
        found = _MARK.fullmatch(mark)
        if found is None:
            return None
        try:
            at = _BEGIN + timedelta(microseconds=int(found[2]))
        except OverflowError:
            return None
        place = literal(at, Moment()), literal(int(found[3]))
        return place if len(self.keys) == len(place) else (literal(int(found[1])), *place)


LATEST = CaseOrder((_E.last_at, _E.seq), is_latest_first=True)
_ORDERS = {
    CaseSort.URGENT: CaseOrder((_E.urgency, _E.since, _E.seq)),
    CaseSort.WAIT: CaseOrder((_E.since, _E.seq)),
    CaseSort.LATEST: LATEST,
    CaseSort.OLDEST: CaseOrder((_E.last_at, _E.seq)),
}


def order_of(view: InboxView, sort: CaseSort | None = None) -> CaseOrder:
    """The order in which a view has its entries, where it can have the one that is asked for."""
    can = sorts_of(view)
    return _ORDERS[sort if sort in can else can[0]]


def page_of(part: CaseSlice, order: CaseOrder, query: Select[Any], find: Find) -> CasePage:
    """The entries of a query that are meant, in their order."""
    if part.before == END or order.knows(part.before):
        page = _page_before(part, order, query, find)
        if len(page.rows) == part.limit:
            return page
        part = CaseSlice(limit=part.limit)
    wanted = query.where(order.after(part.after)).order_by(*order.by())
    found = find(wanted.limit(part.limit + 1))
    rows = tuple(map(order.row, found[: part.limit]))
    more = rows[-1].mark if len(found) > part.limit else ""
    start = part.after if order.knows(part.after) else ""
    return CasePage(rows, more, start)


def _page_before(part: CaseSlice, order: CaseOrder, query: Select[Any], find: Find) -> CasePage:
    earlier = query.where(order.after(part.before, backwards=True))
    wanted = earlier.order_by(*order.by(backwards=True))
    found = find(wanted.limit(part.limit + 1))
    rows = tuple(map(order.row, reversed(found[: part.limit])))
    start = order.row(found[-1]).mark if len(found) > part.limit else ""
    more = rows[-1].mark if rows and part.before != END else ""
    return CasePage(rows, more, start)
