"""The part of ``UnitOfWork`` that knows which tags there are."""

import json
from collections.abc import Mapping

from sqlalchemy import func, select

from bot.desk.saved_views import SavedView
from bot.desk.tags import AT_ONCE
from bot.model.ticket import Ticket
from bot.store import rows, tables
from bot.store.case_tables import case_marks, case_views, cases
from bot.store.cases import TAG
from bot.store.saved_views import SavedViewQueries

_M, _E, _T, _V = case_marks.c, cases.c, tables.tickets.c, case_views.c


class TagQueries(SavedViewQueries):
    """Fills ``bot.desk.tags.Tags`` over one open transaction."""

    def tag_counts(self) -> Mapping[str, int]:
        query = select(_M.value, func.count()).where(_M.kind == TAG).group_by(_M.value)
        return {row.value: row[1] for row in self._connection.execute(query)}

    def tickets_tagged(self, tag: str, limit: int = AT_ONCE) -> list[Ticket]:
        latest = (
            select(_T.body)
            .join(cases, _E.ticket == _T.id)
            .join(case_marks, _M.seq == _E.seq)
            .where(_M.kind == TAG, _M.value == tag)
            .limit(limit)
        )
        found = self._values(Ticket, latest)
        if not found:  # read through all tickets, once for each tag that is changed
            named = json.dumps(tag, ensure_ascii=False)
            holds = _T.body.like("%" + '"tags":[' + "%" + _escaped(named) + "%", escape="/")
            found = self._values(Ticket, select(_T.body).where(holds).limit(limit))
        return [ticket for ticket in found if tag in ticket.tags]

    def views_asking(self, words: str) -> list[SavedView]:
        query = select(case_views).where(_V.asked.contains(words, autoescape=True))
        found = self._connection.execute(query.order_by(_V.staff, _V.name))
        return [rows.flat_value(SavedView, row) for row in found]


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
