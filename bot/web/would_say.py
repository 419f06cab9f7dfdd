"""A case, or an incident, gone through with today's knowledge, beside what was said in it."""

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.desk.would_say import MOST, WouldSayToday
from bot.desk.would_say_incident import MOST as MOST_OF_ALL
from bot.desk.would_say_incident import FreshDesk, IncidentToday, incident_today
from bot.model.conversation import Conversation, Speaker
from bot.model.event import Opened
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.web import views as look
from bot.web.access import INCIDENT
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.views import TicketCase, read

MOST_TALKS = 100  # conversations of an incident, the oldest of them


class WouldSayPages:
    """Shows them; nothing is kept of it."""

    def __init__(self, staff: StaffPages, fresh: FreshDesk | None) -> None:
        """``fresh``: a desk of its own for an incident; None: incidents are not gone through."""
        self._staff, self._fresh = staff, fresh
        self._made: tuple[Knowledge, WouldSayToday] | None = None
        self._turn = asyncio.Semaphore(1)  # it takes some seconds of one processor

    def routes(self) -> list[BaseRoute]:
        found: list[BaseRoute] = [
            Route("/staff/tickets/{ticket}/today", self._staff.seated(self._case))
        ]
        if self._fresh is not None:
            incident = self._staff.seated(self._incident)
            found.append(Route(f"{INCIDENT}/today", incident))
        return found

    async def _case(self, request: Request, seat: Seat) -> Response:
        ident = request.path_params["ticket"]

        def find(work: UnitOfWork) -> tuple[TicketCase | None, Opened | None]:
            return look.case(work, ident), work.opened()

        found, opened = await read(self._staff.views, find)
        if found is None or found.conversation is None:
            raise HTTPException(404)
        conversation = found.conversation
        gone_through = await run_in_threadpool(self._today().of, conversation, opened)
        own = sum(turn.speaker is Speaker.CUSTOMER for turn in conversation.turns)
        return await self._staff.show(
            request,
            seat,
            "today.html",
            case=found,
            lang=conversation.lang,
            messages=gone_through,
            most=MOST,
            left=own - len(gone_through),
        )

    def _today(self) -> WouldSayToday:
        known = self._staff.pages.knowledge
        if self._made is None or self._made[0] is not known:
            self._made = known, WouldSayToday(known)
        return self._made[1]

    async def _incident(self, request: Request, seat: Seat) -> Response:
        ident = request.path_params["incident"]

        def find(
            work: UnitOfWork,
        ) -> tuple[Incident | None, list[Conversation], Opened | None]:
            return work.incident(ident), list(work.members(ident, limit=MOST_TALKS)), work.opened()

        incident, talks, opened = await read(self._staff.views, find)
        if incident is None:
            raise HTTPException(404)
        if self._turn.locked():
            return self._staff.refuse(request, "incident_pages.today.busy")
        async with self._turn:
            today = await run_in_threadpool(self._gone_through, talks, opened)
        return await self._staff.show(
            request,
            seat,
            "incident_today.html",
            lambda work: {"called": names_of({talk.counts_as for talk in talks}, work)},
            incident=incident,
            today=today,
            most=MOST_OF_ALL,
        )

    def _gone_through(self, talks: list[Conversation], opened: Opened | None) -> IncidentToday:
        assert self._fresh is not None  # noqa: S101 - told to mypy: there is no such page without
        with self._fresh(self._staff.pages.knowledge) as handle:
            return incident_today(talks, opened, handle)
