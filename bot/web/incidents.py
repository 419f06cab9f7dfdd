"""The incident lead's pages: every incident, and one of them with all that is known of it."""

import secrets
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.ports import UnitOfWork
from bot.desk.steering import LONGEST_NOTICE
from bot.model.catalogue import Product
from bot.model.event import IncidentEnded, NameConfirmed
from bot.web import views as look
from bot.web.access import INCIDENT, may
from bot.web.channel_previews import ChannelPreviews
from bot.web.incident_decisions import DONE, IncidentDecisions
from bot.web.incident_drafts import IncidentDrafts, begun, note_of
from bot.web.incident_history import arrivals_of, history_of
from bot.web.incident_list import IncidentSearch, StateChoice, sheet
from bot.web.incident_page import page_of
from bot.web.incident_updates import IncidentUpdates
from bot.web.product_choice import products_by_name
from bot.web.session import Seat
from bot.web.staff_pages import Find, StaffPages, back_to
from bot.web.views import read_one

PARTS = ("overview", "reports", "notices", "timeline")  # of the page of one incident
LATEST = 8  # lines of the timeline that the first part shows
MOST_WAITING = 6  # customers who wait for an answer, there


class IncidentPages:
    """Shows incidents, and passes on what a person found of one."""

    def __init__(self, staff: StaffPages, previews: ChannelPreviews) -> None:
        self._staff = staff
        self._drafts = IncidentDrafts(staff, previews)
        self._updates = IncidentUpdates(staff, self.show, self._drafts, previews)
        self._decisions = IncidentDecisions(staff, self.show, self._drafts)

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        both = ["GET", "POST"]
        return [
            Route("/staff/incidents", seated(self._all)),
            Route("/staff/incidents/new", posted(self._decisions.start), methods=["POST"]),
            Route("/staff/incidents/new", seated(self._new)),
            Route(INCIDENT, seated(self._one)),
            Route(f"{INCIDENT}/why", seated(self._why)),
            Route(f"{INCIDENT}/decide", posted(self._decisions.decide), methods=both),
            Route(f"{INCIDENT}/end", posted(self._end), methods=both),
            Route(f"{INCIDENT}/name", posted(self._name), methods=both),
            *self._updates.routes(),
            *self._drafts.routes(),
        ]

    async def show(
        self,
        request: Request,
        seat: Seat,
        template: str,
        find: Find = lambda _: {},
        **values: Any,
    ) -> Response:
        """A page of what ``find`` finds, with what the forms on it need."""
        return await self._staff.show(
            request,
            seat,
            template,
            find,
            once=secrets.token_urlsafe(12),
            longest=LONGEST_NOTICE,
            products=self._products(),
            **values,
            status=409 if values.get("problem") else 200,
        )

    async def _all(self, request: Request, seat: Seat) -> Response:
        search = IncidentSearch.of(request.query_params)
        catalogue = self._staff.pages.knowledge.catalogue
        return await self._staff.show(
            request,
            seat,
            "incidents.html",
            lambda work: {"sheet": sheet(search, work, catalogue)},
            states=tuple(StateChoice),
        )

    async def _one(self, request: Request, seat: Seat) -> Response:
        ident, pages = request.path_params["incident"], self._staff.pages
        asked, now = request.query_params, pages.clock()
        part, done = asked.get("part", PARTS[0]), asked.get("done", "")
        decides = may(seat.role, f"{INCIDENT}/decide")

        def find(work: UnitOfWork) -> dict[str, object]:
            page = page_of(ident, work, pages.knowledge, now)
            if page is None:
                raise HTTPException(404)
            said = page.reports, page.told, page.broadcasts
            return {
                "history": history_of(ident, *said, work) if part == "notices" else (),
                "page": page if decides else replace(page, possible=frozenset()),
                "note": note_of(work, ident, seat) if decides else "",
                "begun": begun(work, ident, seat) if part == "notices" else {},
            }

        return await self.show(
            request,
            seat,
            "incident.html",
            find,
            owners=await self._staff.owners(seat),
            standings=await self._standings(ident) if part == "notices" else {},
            part=part if part in PARTS else PARTS[0],
            latest=LATEST,
            most_waiting=MOST_WAITING,
            done=done if done in DONE else "",
        )

    async def _standings(self, ident: str) -> dict[str, dict[str, int]]:
        """How many deliveries of each broadcast of an incident stand where."""
        views = self._staff.views

        def counted() -> dict[str, dict[str, int]]:
            with views.look() as work:
                known = work.broadcasts(incident=ident, under_way_only=False)
            return {b.id: arrivals_of(views.ledger.standing(b.id)) for b in known}

        return await run_in_threadpool(counted)

    async def _why(self, request: Request, seat: Seat) -> Response:
        """Why one incident has its cause, weighed anew; also one that is over."""
        ident, pages = request.path_params["incident"], self._staff.pages
        lang = pages.texts_for(request).lang
        found = await read_one(
            self._staff.views, lambda work: look.explained(work, ident, pages.knowledge, lang)
        )
        return await self._staff.show(
            request, seat, "incident_why.html", view=found[0], blocks=found[1]
        )

    async def _new(self, request: Request, seat: Seat) -> Response:
        return await self.show(request, seat, "incident_new.html", problem="", draft="", typed="")

    async def _end(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = request.path_params["incident"], self._staff.pages.clock()
        return await self._found(request, IncidentEnded(now, ident, seat.staff))

    async def _name(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = request.path_params["incident"], self._staff.pages.clock()
        return await self._found(request, NameConfirmed(now, ident, seat.staff))

    async def _found(self, request: Request, event: IncidentEnded | NameConfirmed) -> Response:
        """What a person found of an incident, if that is still open."""
        incident = await self._staff.incident(request)
        if not incident.is_open:
            return self._staff.refuse(request, "incident.end.over")
        await self._staff.hand_in(event)
        if isinstance(event, IncidentEnded):
            return RedirectResponse(f"/staff/incidents/{incident.id}?done=resolve", 303)
        return back_to(request)

    def _products(self) -> list[Product]:
        """Every product that may be at fault, the platform and the operator's own first."""
        catalogue = self._staff.pages.knowledge.catalogue
        first = [p.id for p in (catalogue.platform, catalogue.home) if p is not None]
        known = products_by_name(catalogue)
        return sorted(known, key=lambda p: first.index(p.id) if p.id in first else len(first))
