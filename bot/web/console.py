"""The console for staff: tickets, incidents, notices to decide on, feeds."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.ports import Door, Work
from bot.model.event import (
    Approved,
    Event,
    Rejected,
    TicketAnswered,
    TicketClaimed,
    TicketClosed,
)
from bot.model.ticket import ProposalStatus, TicketStatus
from bot.web import views as look
from bot.web.hub import STAFF, Hub, customer_topic
from bot.web.pages import Pages
from bot.web.session import Seat
from bot.web.signin import SignIn
from bot.web.stream import open_stream
from bot.web.views import Case, Views, read

LONGEST_ANSWER = 8_000  # characters

Find = Callable[[Work], dict[str, object]]
Page = Callable[[Request, Seat], Awaitable[Response]]
Action = Callable[[Request, Seat, FormData], Awaitable[Response]]


class Console:
    """Shows what staff work from, and passes their decisions to the desk as events."""

    def __init__(
        self,
        door: Door,
        views: Views,
        hub: Hub,
        pages: Pages,
        sign_in: SignIn,
    ) -> None:
        self._door, self._views, self._hub, self._pages = door, views, hub, pages
        self._sign_in = sign_in

    def routes(self) -> list[BaseRoute]:
        return [
            *self._sign_in.routes(),
            Route("/staff", self._seated(self._queue)),
            Route("/staff/events", self._events),
            Route("/staff/incidents", self._seated(self._incidents)),
            Route("/staff/incidents/{incident}", self._seated(self._incident)),
            Route("/staff/feeds", self._seated(self._feeds)),
            Route("/staff/tickets/{ticket}", self._seated(self._ticket)),
            Route("/staff/tickets/{ticket}/claim", self._posted(self._claim), methods=["POST"]),
            Route("/staff/tickets/{ticket}/answer", self._posted(self._reply), methods=["POST"]),
            Route("/staff/tickets/{ticket}/close", self._posted(self._close), methods=["POST"]),
            Route("/staff/proposals/{proposal}", self._posted(self._decide), methods=["POST"]),
        ]

    # Who may

    def _seated(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def seated(request: Request) -> Response:
            seat = self._sign_in.seat(request)
            if seat is None:
                return RedirectResponse("/staff/login", 303)
            return await page(request, seat)

        return seated

    def _posted(self, action: Action) -> Callable[[Request], Awaitable[Response]]:
        async def posted(request: Request) -> Response:
            seat = self._sign_in.seat(request)
            if seat is None:
                return RedirectResponse("/staff/login", 303)
            async with request.form(max_files=0, max_fields=8) as form:
                if not self._sign_in.owns(seat, form):
                    raise HTTPException(403)
                return await action(request, seat, form)

        return posted

    # Pages

    async def _show(
        self, request: Request, seat: Seat, template: str, find: Find, **more: object
    ) -> Response:
        """A page of what ``find`` finds; all of it, the navigation included, is read at once."""

        def found(work: Work) -> dict[str, object]:
            return {**find(work), "counts": look.counts(work)}

        values = {**await read(self._views, found), **more}
        token = self._sign_in.token(seat)
        return self._pages.render(request, template, 200, seat=seat, token=token, **values)

    async def _queue(self, request: Request, seat: Seat) -> Response:
        chosen = request.query_params.get("show", "open")
        if chosen not in look.FILTERS:
            raise HTTPException(404)

        def find(work: Work) -> dict[str, object]:
            return {"rows": look.queue(work, chosen), "numbers": look.queue_counts(work)}

        return await self._show(request, seat, "queue.html", find, chosen=chosen)

    async def _ticket(
        self, request: Request, seat: Seat, draft: str = "", problem: str = ""
    ) -> Response:
        """A ticket; with the answer kept and the reason told when it could not be sent."""
        found = await self._case(request)
        texts = self._pages.texts_for(request)
        response = await self._show(
            request,
            seat,
            "ticket.html",
            lambda work: {
                "ticket": found.ticket,
                "conversation": found.conversation,
                "first_words": found.first_words,
                "change": look.change_of(work, found.ticket, self._pages.knowledge, texts.lang),
            },
            draft=draft,
            problem=texts(problem, most=LONGEST_ANSWER) if problem else "",
            longest=LONGEST_ANSWER,
        )
        response.status_code = 409 if problem else 200
        return response

    async def _incidents(self, request: Request, seat: Seat) -> Response:
        return await self._show(
            request, seat, "incidents.html", lambda work: {"found": look.incidents(work)}
        )

    async def _incident(self, request: Request, seat: Seat) -> Response:
        """Why one incident has its cause, weighed anew; also one that is over."""
        ident, lang = request.path_params["incident"], self._pages.texts_for(request).lang
        found = await read(
            self._views, lambda work: look.explained(work, ident, self._pages.knowledge, lang)
        )
        if found is None:
            raise HTTPException(404)
        return await self._show(
            request, seat, "incident.html", lambda _: {"view": found[0], "blocks": found[1]}
        )

    async def _feeds(self, request: Request, seat: Seat) -> Response:
        def seen(work: Work) -> dict[str, object]:
            own, others = look.probes(work)
            return {"feeds": look.feeds(work), "own": own, "probes": others}

        return await self._show(request, seat, "feeds.html", seen)

    async def _events(self, request: Request) -> Response:
        if self._sign_in.seat(request) is None:
            raise HTTPException(403)
        return open_stream(request, self._hub, [STAFF], self._pages.clock)

    async def _case(self, request: Request) -> Case:
        ticket_id = request.path_params["ticket"]
        found = await read(self._views, lambda work: look.case(work, ticket_id))
        if found is None:
            raise HTTPException(404)
        return found

    # Decisions

    async def _claim(self, request: Request, seat: Seat, _: FormData) -> Response:
        found = await self._case(request)
        if found.ticket.status is TicketStatus.CLOSED:
            return await self._ticket(request, seat, problem="ticket.was_closed")
        now = self._pages.clock()
        await self._hand_in(TicketClaimed(now, found.ticket.id, seat.staff), found)
        return _back_to(request)

    async def _reply(self, request: Request, seat: Seat, form: FormData) -> Response:
        found = await self._case(request)
        given = form.get("text")
        text = given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""
        if problem := _why_not(found, seat, text):
            return await self._ticket(request, seat, draft=text, problem=problem)
        now = self._pages.clock()
        await self._hand_in(TicketAnswered(now, found.ticket.id, seat.staff, text), found)
        return _back_to(request)

    async def _close(self, request: Request, seat: Seat, _: FormData) -> Response:
        found = await self._case(request)
        if found.ticket.status is not TicketStatus.CLOSED:
            now = self._pages.clock()
            await self._hand_in(TicketClosed(now, found.ticket.id, seat.staff), found)
        return _back_to(request)

    async def _decide(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Approve or reject a notice that still waits; one already decided stays as it is."""
        ident, decision = request.path_params["proposal"], form.get("decision")
        proposal = await read(self._views, lambda work: work.proposal(ident))
        if proposal is None or decision not in {"approve", "reject"}:
            raise HTTPException(404)
        if proposal.status is not ProposalStatus.WAITING:
            return self._pages.error(
                request, 409, self._pages.texts_for(request)("proposal.decided")
            )
        decided = Approved if decision == "approve" else Rejected
        await self._hand_in(decided(self._pages.clock(), ident, seat.staff))
        return RedirectResponse("/staff/incidents", 303)

    async def _hand_in(self, event: Event, about: Case | None = None) -> None:
        await self._door.handle(event)
        self._hub.publish(STAFF)  # a claim has no effect, and yet every page shows it
        if about and about.ticket.customer:
            self._hub.publish(customer_topic(about.ticket.customer))


def _why_not(found: Case, seat: Seat, text: str) -> str | None:
    """Why an answer cannot go out, as a key of the texts; None when it can."""
    if found.ticket.status is TicketStatus.CLOSED:
        return "ticket.was_closed"
    if found.ticket.status is not TicketStatus.CLAIMED or found.ticket.staff != seat.staff:
        return "ticket.claim_first"
    if not text:
        return "ticket.answer_empty"
    return "ticket.answer_long" if len(text) > LONGEST_ANSWER else None


def _back_to(request: Request) -> Response:
    """The ticket's page again; its path is the request's without the last part."""
    return RedirectResponse(request.url.path.rpartition("/")[0], 303)
