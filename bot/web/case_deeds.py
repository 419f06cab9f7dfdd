"""What staff do with a case beside talking: hand it back, follow it, say what it is about and what explains it."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.model.case_events import TicketCategorised, TicketFollowed, TicketHandedBack
from bot.model.event import CauseRuledOut, Event, TicketLinked
from bot.model.ticket import TicketStatus
from bot.web.case_page import CasePage
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, back_to, text_of
from bot.web.views import TicketCase, read

LONGEST_CHOICE = 200  # characters of what is chosen

Deed = Callable[[TicketCase, Seat, FormData], Awaitable[Event | None]]


class CaseDeeds:
    """Passes each to the desk as an event; what a case does not offer changes nothing."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._page = staff, CasePage(staff)

    def routes(self) -> list[BaseRoute]:
        deeds: dict[str, Deed] = {
            "hand_back": self._hand_back,
            "follow": self._follow,
            "category": self._category,
            "link": self._link,
            "rule_out": self._rule_out,
        }
        return [
            Route(
                f"/staff/tickets/{{ticket}}/{name}",
                self._staff.posted(self._carried_out(deed)),
                methods=["GET", "POST"],
            )
            for name, deed in deeds.items()
        ]

    def _carried_out(self, deed: Deed) -> Callable[[Request, Seat, FormData], Awaitable[Response]]:
        async def carried_out(request: Request, seat: Seat, form: FormData) -> Response:
            found = await self._page.find(request)
            event = await deed(found, seat, form)
            if event is not None:
                sees = isinstance(event, TicketHandedBack)
                await self._staff.hand_in(event, found.ticket.customer if sees else None)
            return back_to(request)

        return carried_out

    async def _hand_back(self, found: TicketCase, seat: Seat, _: FormData) -> Event | None:
        if found.conversation is None or found.ticket.status is not TicketStatus.CLAIMED:
            return None
        return TicketHandedBack(self._staff.pages.clock(), found.ticket.id, seat.staff)

    async def _follow(self, found: TicketCase, seat: Seat, form: FormData) -> Event | None:
        follows = text_of(form, "what") != "unfollow"
        now = self._staff.pages.clock()
        return TicketFollowed(now, found.ticket.id, seat.staff, follows=follows)

    async def _category(self, found: TicketCase, seat: Seat, form: FormData) -> Event | None:
        chosen = text_of(form, "category")[:LONGEST_CHOICE]
        return TicketCategorised(self._staff.pages.clock(), found.ticket.id, seat.staff, chosen)

    async def _link(self, found: TicketCase, seat: Seat, form: FormData) -> Event | None:
        """To one of the open incidents; "": to whichever explains it by itself."""
        chosen = text_of(form, "incident")[:LONGEST_CHOICE]
        if found.conversation is None:
            return None
        known = await read(self._staff.views, lambda work: {i.id for i in work.incidents()})
        if chosen and chosen not in known:
            return None
        now = self._staff.pages.clock()
        return TicketLinked(now, found.ticket.id, seat.staff, chosen or None)

    async def _rule_out(self, found: TicketCase, seat: Seat, form: FormData) -> Event | None:
        """One of the causes that were weighed; no report of this case speaks for it any more."""
        chosen, now = (
            text_of(form, "cause")[:LONGEST_CHOICE],
            await self._staff.reweighed(found.ticket),
        )
        shown = (found.ticket.diagnosis, now.ticket.diagnosis if now is not None else None)
        ranked = {h.cause for diagnosis in shown if diagnosis is not None for h in diagnosis.ranked}
        if chosen not in ranked or found.conversation is None:
            return None
        return CauseRuledOut(self._staff.pages.clock(), found.ticket.id, seat.staff, chosen)
