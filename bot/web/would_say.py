"""A case gone through with today's knowledge, beside what was said in it."""

from functools import cached_property

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.ports import UnitOfWork
from bot.desk.would_say import MOST, WouldSayToday
from bot.model.conversation import Speaker
from bot.model.event import Opened
from bot.web import views as look
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.views import TicketCase, read


class WouldSayPage:
    """Shows it; nothing is kept of it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    @cached_property
    def _today(self) -> WouldSayToday:
        return WouldSayToday(self._staff.pages.knowledge)

    def routes(self) -> list[BaseRoute]:
        return [Route("/staff/tickets/{ticket}/today", self._staff.seated(self._page))]

    async def _page(self, request: Request, seat: Seat) -> Response:
        ident = request.path_params["ticket"]

        def find(work: UnitOfWork) -> tuple[TicketCase | None, Opened | None]:
            return look.case(work, ident), work.opened()

        found, opened = await read(self._staff.views, find)
        if found is None or found.conversation is None:
            raise HTTPException(404)
        conversation = found.conversation
        gone_through = await run_in_threadpool(self._today.of, conversation, opened)
        own = sum(turn.speaker is Speaker.CUSTOMER for turn in conversation.turns)
        return await self._staff.show(
            *(request, seat, "today.html", lambda _: {}),
            case=found,
            lang=conversation.lang,
            messages=gone_through,
            most=MOST,
            left=own - len(gone_through),
        )
