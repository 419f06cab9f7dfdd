"""What a lead begins to write on the pages of an incident, kept on the server as it is written: a note, and updates.

Kept as drafts at a case are: masked, for whoever writes it alone, and for as long as those. Nothing of it is replayed.
"""

from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.attendance import Attendance, Doing, kept
from bot.desk.ports import UnitOfWork
from bot.desk.steering import LONGEST_NOTICE
from bot.model.decision import UpdateReaders
from bot.texts.loader import LANGUAGES
from bot.web.access import INCIDENT
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of

NOTE = ""


def update_of(readers: UpdateReaders, lang: str) -> str:
    """What stands for the draft of an update, beside that of the note."""
    return f"update:{readers}:{lang}"


UPDATES = tuple(update_of(readers, lang) for readers in UpdateReaders for lang in LANGUAGES)


class IncidentDrafts:
    """Takes what the pages of an incident tell of what is written on them, and finds it again."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        both = ["GET", "POST"]
        return [
            Route(f"{INCIDENT}/note_draft", self._staff.posted(self._told), methods=both),
            Route(f"{INCIDENT}/update_draft", self._staff.posted(self._update_told), methods=both),
        ]

    async def sent(self, incident: str, seat: Seat, of: Iterable[str] = (NOTE,)) -> None:
        """Forget what is no draft any more: a note stands on the timeline, an update before who approves it."""
        for one in of:
            await run_in_threadpool(self._keep, incident, seat, one, "")

    async def keep(self, incident: str, seat: Seat, of: str, text: str) -> None:
        """Keep what somebody has begun; ``of``: see ``update_of``."""
        await run_in_threadpool(self._keep, incident, seat, of, text[:LONGEST_NOTICE])

    async def _told(self, request: Request, seat: Seat, form: FormData) -> Response:
        await self.keep(request.path_params["incident"], seat, NOTE, text_of(form, "text"))
        return Response(status_code=204)

    async def _update_told(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Keep it, and answer as its readers would read it."""
        of, text = text_of(form, "of"), text_of(form, "text")[:LONGEST_NOTICE]
        if of not in UPDATES:
            raise HTTPException(404)
        await self.keep(request.path_params["incident"], seat, of, text)
        return self._staff.pages.as_read(text)

    def _keep(self, incident: str, seat: Seat, of: str, text: str) -> None:
        now = self._staff.pages.clock()
        told = kept(Attendance(_at(incident, of), seat.staff, Doing.LEFT, now, note=text))
        with self._staff.views.work() as work:
            is_new = told.note != draft_of(work, incident, seat, of)
            if is_new and work.incident(incident) is not None:
                work.save_attendance(told)


def draft_of(work: UnitOfWork, incident: str, seat: Seat, of: str = NOTE) -> str:
    """What somebody had begun; "": nothing."""
    left = work.attendance(_at(incident, of), seat.staff)
    return left.note if left is not None else ""


def begun(work: UnitOfWork, incident: str, seat: Seat) -> list[str]:
    """The updates that somebody has begun; see ``update_of``."""
    return [of for of in UPDATES if draft_of(work, incident, seat, of)]


def _at(incident: str, of: str) -> str:
    """What stands for an incident where otherwise a ticket's id does; no ticket has a colon in it."""
    return f"incident:{incident}:{of}" if of else f"incident:{incident}"
