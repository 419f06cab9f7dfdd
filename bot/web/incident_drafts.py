"""The note that a lead begins on the page of an incident, kept on the server as it is written.

Kept as drafts at a case are: masked, for whoever writes it alone, and for as long as those. Nothing of it is replayed.
"""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.attendance import Attendance, Doing, kept
from bot.desk.ports import UnitOfWork
from bot.desk.steering import LONGEST_NOTICE
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of


class IncidentDrafts:
    """Takes what the page of an incident tells of its note, and finds it again."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        path, both = "/staff/incidents/{incident}/note_draft", ["GET", "POST"]
        return [Route(path, self._staff.posted(self._told), methods=both)]

    async def sent(self, incident: str, seat: Seat) -> None:
        """Forget it: it stands on the timeline now."""
        await run_in_threadpool(self._keep, incident, seat, "")

    async def _told(self, request: Request, seat: Seat, form: FormData) -> Response:
        text = text_of(form, "text")[:LONGEST_NOTICE]
        await run_in_threadpool(self._keep, request.path_params["incident"], seat, text)
        return Response(status_code=204)

    def _keep(self, incident: str, seat: Seat, text: str) -> None:
        now = self._staff.pages.clock()
        told = kept(Attendance(_at(incident), seat.staff, Doing.LEFT, now, note=text))
        with self._staff.views.work() as work:
            is_new = told.note != note_draft(work, incident, seat)
            if is_new and work.incident(incident) is not None:
                work.save_attendance(told)


def note_draft(work: UnitOfWork, incident: str, seat: Seat) -> str:
    """What somebody had begun to note; "": nothing."""
    left = work.attendance(_at(incident), seat.staff)
    return left.note if left is not None else ""


def _at(incident: str) -> str:
    """What stands for an incident where otherwise a ticket's id does; no ticket has a colon in it."""
    return f"incident:{incident}"
