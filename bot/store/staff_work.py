"""The part of ``UnitOfWork`` that keeps what staff work with beside the cases themselves."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from bot.desk.attendance import Attendance, Doing
from bot.desk.saved_views import SavedView
from bot.desk.tags import AT_ONCE
from bot.desk.unanswered import MOST
from bot.model.macro import Macro
from bot.model.ticket import Ticket
from bot.model.unanswered import UnansweredQuestion
from bot.store import rows, tables
from bot.store.case_tables import case_attendance, case_marks, case_views, cases
from bot.store.cases import TAG
from bot.store.connect import replacing
from bot.store.pictures import PictureQueries

_U, _Q, _P, _V = tables.unanswered.c, tables.macros.c, case_attendance.c, case_views.c
_M, _E, _T = case_marks.c, cases.c, tables.tickets.c
_KEPT = ("doing", "at", "reply", "note", "question")


class StaffWork(PictureQueries):
    """Fills ``UnansweredQuestions``, ``Macros``, ``Attendances``, ``SavedViews`` and ``Tags`` of ``bot.desk`` over one open transaction."""

    def unanswered(self, limit: int = MOST) -> list[UnansweredQuestion]:
        query = select(_U.body).order_by(_U.times.desc(), _U.last_at.desc(), _U.seq)
        return self._values(UnansweredQuestion, query.limit(limit))

    def save_unanswered(self, question: UnansweredQuestion) -> None:
        self._save(tables.unanswered, rows.row_of(question))

    def drop_unanswered(self, ident: str) -> None:
        self._connection.execute(delete(tables.unanswered).where(_U.id == ident))

    def macro(self, ident: str) -> Macro | None:
        return self._by_id(tables.macros, Macro, ident)

    def macros(self) -> list[Macro]:
        found = self._values(Macro, select(_Q.body))
        return sorted(found, key=lambda macro: macro.name)

    def macro_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._connection.scalars(select(_Q.name))))

    def save_macro(self, macro: Macro) -> None:
        self._save(tables.macros, rows.row_of(macro))

    def drop_macro(self, ident: str) -> None:
        self._connection.execute(delete(tables.macros).where(_Q.id == ident))

    def attendance(self, ticket: str, staff: str) -> Attendance | None:
        which = _P.ticket == ticket, _P.staff == staff[: rows.WORD_LIMIT]
        row = self._connection.execute(select(case_attendance).where(*which)).first()
        return None if row is None else rows.flat_value(Attendance, row)

    def attendances_of(self, tickets: Sequence[str], staff: str) -> dict[str, Attendance]:
        which = _P.ticket.in_(list(tickets)), _P.staff == staff[: rows.WORD_LIMIT]
        found = self._connection.execute(select(case_attendance).where(*which))
        return {row.ticket: rows.flat_value(Attendance, row) for row in found}

    def attendances(self, ticket: str, since: datetime) -> list[Attendance]:
        is_there = _P.ticket == ticket, _P.at >= since, _P.doing != Doing.LEFT.value
        query = select(case_attendance).where(*is_there).order_by(_P.staff)
        return [rows.flat_value(Attendance, row) for row in self._connection.execute(query)]

    def save_attendance(self, told: Attendance) -> None:
        saving = replacing(case_attendance, self._dialect, *_KEPT)
        row: dict[str, Any] = {
            "ticket": told.ticket[: rows.WORD_LIMIT],
            "staff": told.staff[: rows.WORD_LIMIT],
            "doing": told.doing.value,
            "at": told.at,
            "reply": told.reply.replace("\0", ""),
            "note": told.note.replace("\0", ""),
            "question": told.question[: rows.WORD_LIMIT],
        }
        self._connection.execute(saving, row)

    def saved_views(self, staff: str) -> list[SavedView]:
        which = _V.staff == rows.word_of(staff, "a name")
        found = self._connection.execute(select(case_views).where(which).order_by(_V.name))
        return [rows.flat_value(SavedView, row) for row in found]

    def save_view(self, view: SavedView) -> None:
        saving = replacing(case_views, self._dialect, "asked")
        self._connection.execute(saving, rows.flat_row(view, case_views))

    def drop_view(self, staff: str, name: str) -> None:
        self._connection.execute(delete(case_views).where(_V.staff == staff, _V.name == name))

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
