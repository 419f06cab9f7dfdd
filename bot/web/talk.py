"""A conversation that no open case belongs to: read by staff, and taken by whoever replies."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.organisations import names_of
from bot.desk.staff import answers_in
from bot.desk.taking_back import HELD_FOR
from bot.model.effect import StaffReply
from bot.model.event import TicketAnswered, TicketClaimed
from bot.web import views as look
from bot.web.case_page import LONGEST_ANSWER
from bot.web.hub import customer_topic
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import Talk, read_one


class TalkPages:
    """Shows one conversation; taking it, or replying to it, makes a case of it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        path, posted, both = (
            "/staff/conversations/{conversation}",
            self._staff.posted,
            ["GET", "POST"],
        )
        return [
            Route(path, self._staff.seated(self._page)),
            Route(f"{path}/claim", posted(self._take), methods=both),
            Route(f"{path}/answer", posted(self._answer), methods=both),
        ]

    async def _find(self, request: Request) -> Talk:
        """The conversation that an address names. Raises HTTPException (404)."""
        ident = request.path_params["conversation"]
        return await read_one(self._staff.views, lambda work: look.talk(work, ident))

    async def _page(self, request: Request, seat: Seat) -> Response:
        await self._staff.note_seen(request, (await self._find(request)).conversation.id, seat)
        return await self._show(request, seat)

    async def _show(
        self, request: Request, seat: Seat, draft: str = "", problem: str = ""
    ) -> Response:
        found = await self._find(request)
        tenant = found.conversation.tenant
        return await self._staff.show(
            request,
            seat,
            "talk.html",
            lambda work: {"organisations": names_of((tenant,), work)},
            talk=found,
            draft=draft,
            problem=problem,
            answers=answers_in(found.conversation),
            longest=LONGEST_ANSWER,
            status=409 if problem else 200,
        )

    async def _take(self, request: Request, seat: Seat, _: FormData) -> Response:
        """Take a conversation, with a ticket from now on."""
        found = await self._taken(request, seat)
        if found.ticket is None:
            raise HTTPException(404)
        return RedirectResponse(f"/staff/tickets/{found.ticket.id}", 303)

    async def _taken(self, request: Request, seat: Seat) -> Talk:
        ident = request.path_params["conversation"]
        await self._staff.hand_in(TicketClaimed(self._staff.pages.clock(), "", seat.staff, ident))
        found = await self._find(request)
        self._staff.hub.publish(customer_topic(found.conversation.customer))
        return found

    async def _answer(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Take a conversation that nobody has and send an answer; what cannot go out is kept on the page."""
        found, text = await self._find(request), text_of(form, "text")
        texts, seen = self._staff.pages.texts_for(request), answers_in(found.conversation)
        if found.ticket is not None or text_of(form, "seen") != str(seen):
            return await self._show(request, seat, text, texts("inbox.reply.other_took"))
        if not text or len(text) > LONGEST_ANSWER:
            key = "ticket.answer_long" if text else "ticket.answer_empty"
            return await self._show(request, seat, text, texts(key, most=LONGEST_ANSWER))
        ticket = (await self._taken(request, seat)).ticket
        if ticket is None:
            raise HTTPException(404)
        now = self._staff.pages.clock()
        event = TicketAnswered(now, ticket.id, seat.staff, text, seen, now + HELD_FOR)
        if not any(isinstance(e, StaffReply) for e in await self._staff.hand_in(event)):
            return await self._show(request, seat, text, texts("inbox.reply.other_took"))
        return RedirectResponse(f"/staff/tickets/{ticket.id}", 303)
