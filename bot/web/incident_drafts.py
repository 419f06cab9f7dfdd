"""What a lead begins to write on the pages of an incident, kept on the server as it is written: a note, and updates.

Kept as drafts at a case are: masked, for whoever writes it alone, and for as long as those. Nothing of it is replayed.
"""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.attendance import LONGEST_DRAFT, Attendance, Doing, kept
from bot.desk.ports import UnitOfWork
from bot.model.decision import UpdateReaders
from bot.texts.loader import LANGUAGES
from bot.web.access import INCIDENT
from bot.web.as_read import update_about
from bot.web.channel_previews import ChannelPreviews
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of

Update = tuple[UpdateReaders, str]  # for whom, and in which language
NOTE = "note"  # stands for the draft of the note


def update_of(readers: UpdateReaders, lang: str) -> str:
    """What stands for the draft of an update, beside ``NOTE``."""
    return f"update:{readers}:{lang}"


UPDATES: dict[str, Update] = {
    update_of(readers, lang): (readers, lang) for readers in UpdateReaders for lang in LANGUAGES
}


class IncidentDrafts:
    """Takes what the pages of an incident tell of what is written on them, and finds it again."""

    def __init__(self, staff: StaffPages, previews: ChannelPreviews) -> None:
        self._staff, self._previews = staff, previews

    def routes(self) -> list[BaseRoute]:
        told = self._staff.posted(self._told)
        return [Route(f"{INCIDENT}/draft", told, methods=["GET", "POST"])]

    async def keep(self, incident: str, seat: Seat, drafts: Mapping[str, str]) -> None:
        """Keep what somebody has begun, all of it or nothing; "": it is no draft any more.

        A note that stands on the timeline is none, nor is an update that is before whoever approves it.
        ``drafts``: by ``NOTE`` and ``update_of``.
        """
        await run_in_threadpool(self._keep, incident, seat, drafts)

    async def _told(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Keep one; an update is answered as its readers would read it, also by the channels asked for."""
        incident, of = request.path_params["incident"], text_of(form, "of")
        if of != NOTE and of not in UPDATES:
            raise HTTPException(404)
        request.state.about = f"{incident} {of}"  # for the audit log
        text = text_of(form, "text")[:LONGEST_DRAFT]
        await self.keep(incident, seat, {of: text})
        if of == NOTE:
            return Response(status_code=204)
        notice = update_about(await self._staff.incident(request), UPDATES[of][1], text)
        made = self._previews.of(notice, text_of(form, "as").split())
        return self._staff.pages.render(request, "draft_as_read.html", text=text, previews=made)

    def _keep(self, incident: str, seat: Seat, drafts: Mapping[str, str]) -> None:
        now = self._staff.pages.clock()
        with self._staff.views.work() as work:
            if work.incident(incident) is None:
                return
            texts = {_at(incident, of): text for of, text in drafts.items()}
            before = work.attendances_of(list(texts), seat.staff)
            for at, text in texts.items():
                told = kept(Attendance(at, seat.staff, Doing.LEFT, now, note=text))
                if told.note != (before[at].note if at in before else ""):
                    work.save_attendance(told)


def note_of(work: UnitOfWork, incident: str, seat: Seat) -> str:
    """The note that somebody has begun; "": none."""
    left = work.attendance(_at(incident, NOTE), seat.staff)
    return left.note if left is not None else ""


def begun(work: UnitOfWork, incident: str, seat: Seat) -> dict[Update, str]:
    """The updates that somebody has begun, with what stands in each."""
    places = {_at(incident, of): update for of, update in UPDATES.items()}
    left = work.attendances_of(list(places), seat.staff)
    found = ((update, left[at].note) for at, update in places.items() if at in left)
    return {update: text for update, text in found if text}


def _at(incident: str, of: str) -> str:
    """What stands for an incident where otherwise a ticket's id does; no ticket has a colon in it."""
    return f"incident:{incident}:{of}"
