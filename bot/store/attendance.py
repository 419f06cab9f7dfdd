"""The part of ``UnitOfWork`` that keeps who of the staff is at which case."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.desk.attendance import Attendance, Doing
from bot.store import rows
from bot.store.case_tables import case_attendance
from bot.store.connect import replacing
from bot.store.macros import MacroQueries

_P = case_attendance.c
_KEPT = ("doing", "at", "reply", "note", "question")


class AttendanceQueries(MacroQueries):
    """Fills ``bot.desk.attendance.Attendances`` over one open transaction."""

    def attendance(self, ticket: str, staff: str) -> Attendance | None:
        which = _P.ticket == ticket, _P.staff == staff[: rows.WORD_LIMIT]
        row = self._connection.execute(select(case_attendance).where(*which)).first()
        return None if row is None else rows.flat_value(Attendance, row)

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
