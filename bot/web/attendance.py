"""Who else is at a case, told while they are; and drafts, kept on the server as they are written."""

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.attendance import Attendance, Doing, is_news, kept
from bot.desk.ports import UnitOfWork
from bot.web.case_page import LONGEST_QUESTION
from bot.web.hub import case_topic
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of


class Attendances:
    """Takes what the page of a case tells of the one before it: what they do, and what they write."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        path, both = "/staff/tickets/{ticket}/attendance", ["GET", "POST"]
        return [Route(path, self._staff.posted(self._told), methods=both)]

    async def _told(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Note it; a case that there is not, and what nobody can do, is noted nowhere."""
        doing, ticket = text_of(form, "doing"), request.path_params["ticket"]
        if doing not in set(Doing):
            return Response(status_code=204)
        told = Attendance(
            ticket,
            seat.staff,
            Doing(doing),
            self._staff.pages.clock(),
            text_of(form, "text"),
            text_of(form, "note"),
            text_of(form, "question")[:LONGEST_QUESTION],
        )
        if await run_in_threadpool(self._noted, kept(told), "text" in form):
            self._staff.hub.publish(case_topic(ticket))
        return Response(status_code=204)

    def _noted(self, told: Attendance, writes: bool) -> bool:  # noqa: FBT001 - by position, through a thread
        """Whether colleagues see something else than before. Who ``writes`` nothing keeps their draft."""
        with self._staff.views.work() as work:
            if work.ticket(told.ticket) is None:
                return False
            before = work.attendance(told.ticket, told.staff)
            if before is not None and not writes:
                reply, note, question = before.reply, before.note, before.question
                told = replace(told, reply=reply, note=note, question=question)
            work.save_attendance(told)
            return is_news(before, told)


def without_draft(work: UnitOfWork, ticket: str, staff: str, *, note: bool = False) -> None:
    """Forget what somebody had begun to write, since it was sent: the reply, or the note."""
    told = work.attendance(ticket, staff)
    if told is not None:
        left = replace(told, note="") if note else replace(told, reply="", question="")
        work.save_attendance(replace(left, doing=Doing.VIEWING))
