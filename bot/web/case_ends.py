"""The end of a case: closing it, taking that or an answer back, and opening it again."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.holding import held_by_another
from bot.desk.taking_back import HELD_FOR, held_turn
from bot.model.case_events import SendingTakenBack, TicketReopened
from bot.model.conversation import Speaker, Turn
from bot.model.event import Event, TicketClosed
from bot.model.ticket import Ticket, TicketStatus
from bot.web.case_page import CasePage, Written
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, back_to, text_of


class CaseEnds:
    """Passes each to the desk as an event, and shows the page of the case again."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._page = staff, CasePage(staff)
        self._clock = staff.pages.clock

    def routes(self) -> list[BaseRoute]:
        deeds = {"close": self._close, "undo": self._undo, "reopen": self._reopen}
        return [
            Route(
                f"/staff/tickets/{{ticket}}/{name}",
                self._staff.posted(deed),
                methods=["GET", "POST"],
            )
            for name, deed in deeds.items()
        ]

    async def _close(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Close it; with a tick, the customer is told and asked whether it is solved.

        What a colleague has is closed only where "of" names them: whoever closes it knows whose it is.
        """
        found = await self._page.find(request)
        ticket, asks = found.ticket, text_of(form, "asks") == "on"
        if ticket.status is TicketStatus.CLOSED:
            return back_to(request)
        whose = held_by_another(ticket, seat.staff)
        if whose and text_of(form, "of") != whose:
            problem = self._page.says(request, "inbox.closing.others", name=whose)
            written = Written(problem=problem, closing="told" if asks else "untold")
            return await self._page.show(request, seat, written)
        now = self._clock()
        event = TicketClosed(now, ticket.id, seat.staff, asks, now + HELD_FOR, whose)
        return await self._done(request, ticket, event)

    async def _undo(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Take back what was sent last, as long as it is held; an answer is a draft again.

        What was sent with one press, an answer and that the case is closed, is taken back with one.
        """
        written, taken = text_of(form, "text"), list[Turn]()
        while (held := await self._held(request)) and (not taken or held.at == taken[-1].at):
            ticket = (await self._page.find(request)).ticket
            event = SendingTakenBack(self._clock(), ticket.id, seat.staff)
            await self._staff.hand_in(event, ticket.customer)
            if held == await self._held(request):
                break
            taken.append(held)
        if not taken:
            late = self._page.says(request, "inbox.undo.late")
            return await self._page.show(request, seat, Written(written, problem=late))
        answers = [turn.text for turn in taken if turn.speaker is Speaker.STAFF]
        reply = "\n\n".join(part for part in (*answers, written) if part)
        said = (self._page.says(request, "inbox.undo.done"),)
        return await self._page.show(request, seat, Written(reply, said=said))

    async def _held(self, request: Request) -> Turn | None:
        """What was sent last, if it is held still."""
        conversation = (await self._page.find(request)).conversation
        return held_turn(conversation, self._clock()) if conversation is not None else None

    async def _reopen(self, request: Request, seat: Seat, _: FormData) -> Response:
        ticket = (await self._page.find(request)).ticket
        return await self._done(
            request, ticket, TicketReopened(self._clock(), ticket.id, seat.staff)
        )

    async def _done(self, request: Request, ticket: Ticket, event: Event) -> Response:
        """Hand in what the customer's page shows as well."""
        await self._staff.hand_in(event, ticket.customer)
        return back_to(request)
