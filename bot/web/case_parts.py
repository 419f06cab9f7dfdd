"""Splitting a case and merging two, as forms on its page."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.case_parts import can_merge
from bot.desk.ports import UnitOfWork
from bot.model.case_events import CasesMerged, CaseSplit
from bot.web.case_page import CasePage, Written
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import TicketCase, read

LONGEST_ID = 500


class CaseParts:
    """Passes it to the desk; whoever asked finds the case that came of it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._page = staff, CasePage(staff)

    def routes(self) -> list[BaseRoute]:
        posted, case = self._staff.posted, "/staff/tickets/{ticket}"
        deeds = {"split": self._split, "merge": self._merge}
        return [
            Route(f"{case}/{name}", posted(deed), methods=["GET", "POST"])
            for name, deed in deeds.items()
        ]

    async def _split(self, request: Request, seat: Seat, form: FormData) -> Response:
        found, chosen = await self._page.find(request), text_of(form, "from")[:LONGEST_ID]
        event = CaseSplit(self._staff.pages.clock(), found.ticket.id, seat.staff, chosen)
        await self._staff.hand_in(event, found.ticket.customer)
        part = await read(self._staff.views, lambda work: _part_of(found, chosen, work))
        if part is None:
            problem = self._page.says(request, "inbox.split.cannot")
            return await self._page.show(request, seat, Written(problem=problem))
        return RedirectResponse(f"/staff/tickets/{part}", 303)

    async def _merge(self, request: Request, seat: Seat, form: FormData) -> Response:
        found, number = await self._page.find(request), text_of(form, "other")[:LONGEST_ID]
        other = await read(self._staff.views, lambda work: work.ticket(number))
        if other is None or not can_merge(found.ticket, other):
            problem = self._page.says(request, "inbox.merge.cannot")
            return await self._page.show(request, seat, Written(problem=problem))
        event = CasesMerged(self._staff.pages.clock(), found.ticket.id, seat.staff, other.id)
        await self._staff.hand_in(event, found.ticket.customer)
        pair = found.ticket.id, other.id
        stays = await read(self._staff.views, lambda work: _standing(pair, work))
        return RedirectResponse(f"/staff/tickets/{stays}", 303)


def _part_of(found: TicketCase, message_id: str, work: UnitOfWork) -> str | None:
    """The ticket of the newest part of a case, if it begins with a message."""
    customer = found.ticket.customer
    latest = work.latest_conversation(customer) if customer is not None else None
    if latest is None or found.conversation is None or not latest.turns:
        return None
    is_part = latest.split_from == found.conversation.id
    return latest.ticket if is_part and latest.turns[0].message_id == message_id else None


def _standing(pair: tuple[str, str], work: UnitOfWork) -> str:
    tickets = [ticket for ident in pair if (ticket := work.ticket(ident)) is not None]
    return next((t.id for t in tickets if t.merged_into is None), pair[0])
