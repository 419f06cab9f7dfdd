"""The conversation of one case as a file: as text to read, or as CSV. Masked, as it is kept."""

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.model.conversation import Conversation, Turn
from bot.web import views as look
from bot.web.failures import csv_line
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.views import TicketCase, read
from bot.web.wording import PageWording

COLUMNS = ("at", "speaker", "text", "details", "attached")
PATH = "/staff/tickets/{ticket}/transcript"


class TranscriptFile:
    """What was said with a customer; notes among staff are not in it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        seated = self._staff.seated
        return [
            Route(f"{PATH}.csv", seated(self._csv)),
            Route(f"{PATH}.txt", seated(self._text)),
        ]

    async def _csv(self, request: Request, _: Seat) -> Response:
        found, conversation = await self._case(request)
        rows = [csv_line(COLUMNS)]
        for turn in conversation.turns:
            said = (turn.text, turn.details, turn.attached)
            rows.append(csv_line((_at(turn), turn.speaker.value, *said)))
        body = "\ufeff" + "".join(rows)  # so that Excel reads it as UTF-8
        return _file(found.ticket.id, "csv", body)

    async def _text(self, request: Request, _: Seat) -> Response:
        found, conversation = await self._case(request)
        w = self._staff.pages.wording(request)
        parts = [_heading(found, conversation, w)]
        for turn in conversation.turns:
            said = (turn.text, turn.details, turn.attached)
            speaker = w.t.word("speaker", turn.speaker)
            parts.append("\n".join((f"[{_at(turn)}] {speaker}", *filter(None, said))))
        return _file(found.ticket.id, "txt", "\n\n".join(parts) + "\n")

    async def _case(self, request: Request) -> tuple[TicketCase, Conversation]:
        ident = request.path_params["ticket"]
        found = await read(self._staff.views, lambda work: look.case(work, ident))
        if found is None or found.conversation is None:
            raise HTTPException(404)
        return found, found.conversation


def _heading(found: TicketCase, conversation: Conversation, w: PageWording) -> str:
    facts = (
        ("inbox.export.case", found.ticket.id),
        ("ticket.tenant", w.organisation(conversation.tenant)),
        ("ticket.channel", w.t.word("channel", conversation.channel)),
        ("inbox.export.opened", _moment(conversation.opened_at)),
    )
    return "\n".join(f"{w.t(key)}: {value}" for key, value in facts)


def _at(turn: Turn) -> str:
    return _moment(turn.at)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _file(case: str, ending: str, body: str) -> Response:
    kind = "text/csv" if ending == "csv" else "text/plain"
    name = f'attachment; filename="{case}.{ending}"'
    return Response(
        body, media_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": name}
    )
