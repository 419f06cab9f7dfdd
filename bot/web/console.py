"""The console for staff: tickets, incidents, feeds."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.lists import TicketList
from bot.desk.ports import Work
from bot.model.event import (
    Event,
    IncidentEnded,
    NameConfirmed,
    TicketAnswered,
    TicketClaimed,
    TicketClosed,
)
from bot.model.ticket import TicketStatus
from bot.web import views as look
from bot.web.hub import STAFF, customer_topic
from bot.web.listing import page_number, queue, queue_counts, talk, talks
from bot.web.session import Seat
from bot.web.staffroom import StaffRoom, back_to, text_of
from bot.web.stream import open_stream
from bot.web.views import Case, read

LONGEST_ANSWER = 8_000  # characters


class Console:
    """Shows what staff work from, and passes their decisions to the desk as events."""

    def __init__(self, room: StaffRoom) -> None:
        self._room = room
        self._views, self._pages = room.views, room.pages

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._room.seated, self._room.posted
        return [
            *self._room.sign_in.routes(),
            Route("/staff", seated(self._queue)),
            Route("/staff/events", self._events),
            Route("/staff/conversations", seated(self._talks)),
            Route("/staff/conversations/{conversation}", seated(self._talk)),
            Route(
                "/staff/conversations/{conversation}/claim",
                posted(self._take),
                methods=["GET", "POST"],
            ),
            Route("/staff/incidents", seated(self._incidents)),
            Route("/staff/incidents/{incident}", seated(self._incident)),
            Route("/staff/incidents/{incident}/end", posted(self._end), methods=["GET", "POST"]),
            Route("/staff/incidents/{incident}/name", posted(self._name), methods=["GET", "POST"]),
            Route("/staff/feeds", seated(self._feeds)),
            Route("/staff/tickets/{ticket}", seated(self._ticket)),
            Route("/staff/tickets/{ticket}/claim", posted(self._claim), methods=["GET", "POST"]),
            Route("/staff/tickets/{ticket}/answer", posted(self._reply), methods=["GET", "POST"]),
            Route("/staff/tickets/{ticket}/close", posted(self._close), methods=["GET", "POST"]),
        ]

    # Pages

    async def _queue(self, request: Request, seat: Seat) -> Response:
        chosen = request.query_params.get("show", "open")
        if chosen not in set(TicketList):
            raise HTTPException(404)
        number = page_number(request.query_params.get("page"))

        def find(work: Work) -> dict[str, object]:
            return {
                "sheet": queue(work, TicketList(chosen), seat.staff, number),
                "numbers": queue_counts(work, seat.staff),
            }

        lists = tuple(TicketList)
        return await self._room.show(request, seat, "queue.html", find, chosen=chosen, lists=lists)

    async def _talks(self, request: Request, seat: Seat) -> Response:
        """Every conversation, with or without a ticket."""
        number = page_number(request.query_params.get("page"))
        return await self._room.show(
            request, seat, "talks.html", lambda work: {"sheet": talks(work, number)}
        )

    async def _talk(self, request: Request, seat: Seat) -> Response:
        ident = request.path_params["conversation"]
        found = await read(self._views, lambda work: talk(work, ident))
        if found is None:
            raise HTTPException(404)
        return await self._room.show(request, seat, "talk.html", lambda _: {"talk": found})

    async def _ticket(
        self, request: Request, seat: Seat, draft: str = "", problem: str = ""
    ) -> Response:
        """A ticket; with the answer kept and the reason told when it could not be sent."""
        found = await self._case(request)
        texts = self._pages.texts_for(request)
        response = await self._room.show(
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
        return await self._room.show(
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
        return await self._room.show(
            request, seat, "incident.html", lambda _: {"view": found[0], "blocks": found[1]}
        )

    async def _feeds(self, request: Request, seat: Seat) -> Response:
        def seen(work: Work) -> dict[str, object]:
            own, others = look.probes(work)
            return {"feeds": look.feeds(work), "own": own, "probes": others}

        return await self._room.show(request, seat, "feeds.html", seen)

    async def _events(self, request: Request) -> Response:
        if await self._room.sign_in.seat(request) is None:
            raise HTTPException(403)
        return open_stream(request, self._room.hub, [STAFF], self._pages.clock)

    async def _case(self, request: Request) -> Case:
        ticket_id = request.path_params["ticket"]
        found = await read(self._views, lambda work: look.case(work, ticket_id))
        if found is None:
            raise HTTPException(404)
        return found

    # Decisions

    async def _take(self, request: Request, seat: Seat, _: FormData) -> Response:
        """Take a conversation, with a ticket from now on."""
        ident = request.path_params["conversation"]
        await self._room.hand_in(TicketClaimed(self._pages.clock(), "", seat.staff, ident))
        found = await read(self._views, lambda work: talk(work, ident))
        if found is None or found.ticket is None:
            raise HTTPException(404)
        self._room.hub.publish(customer_topic(found.conversation.customer))
        return RedirectResponse(f"/staff/tickets/{found.ticket.id}", 303)

    async def _claim(self, request: Request, seat: Seat, _: FormData) -> Response:
        found = await self._case(request)
        if found.ticket.status is TicketStatus.CLOSED:
            return await self._ticket(request, seat, problem="ticket.was_closed")
        now = self._pages.clock()
        await self._hand_in(TicketClaimed(now, found.ticket.id, seat.staff), found)
        return back_to(request)

    async def _reply(self, request: Request, seat: Seat, form: FormData) -> Response:
        found = await self._case(request)
        text = text_of(form, "text")
        if problem := _why_not(found, seat, text):
            return await self._ticket(request, seat, draft=text, problem=problem)
        now = self._pages.clock()
        await self._hand_in(TicketAnswered(now, found.ticket.id, seat.staff, text), found)
        return back_to(request)

    async def _close(self, request: Request, seat: Seat, _: FormData) -> Response:
        found = await self._case(request)
        if found.ticket.status is not TicketStatus.CLOSED:
            now = self._pages.clock()
            await self._hand_in(TicketClosed(now, found.ticket.id, seat.staff), found)
        return back_to(request)

    async def _end(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = request.path_params["incident"], self._pages.clock()
        return await self._of_incident(request, IncidentEnded(now, ident, seat.staff))

    async def _name(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = request.path_params["incident"], self._pages.clock()
        return await self._of_incident(request, NameConfirmed(now, ident, seat.staff))

    async def _of_incident(
        self, request: Request, event: IncidentEnded | NameConfirmed
    ) -> Response:
        """What a person found of an incident, if that is still open."""
        incident = await read(self._views, lambda work: work.incident(event.incident))
        if incident is None:
            raise HTTPException(404)
        if not incident.is_open:
            return self._room.refuse(request, "incident.end.over")
        await self._room.hand_in(event)
        return back_to(request)

    async def _hand_in(self, event: Event, about: Case) -> None:
        await self._room.hand_in(event)
        if about.ticket.customer:
            self._room.hub.publish(customer_topic(about.ticket.customer))


def _why_not(found: Case, seat: Seat, text: str) -> str | None:
    """Why an answer cannot go out, as a key of the texts; None when it can."""
    if found.ticket.status is TicketStatus.CLOSED:
        return "ticket.was_closed"
    if found.ticket.status is not TicketStatus.CLAIMED or found.ticket.staff != seat.staff:
        return "ticket.claim_first"
    if not text:
        return "ticket.answer_empty"
    return "ticket.answer_long" if len(text) > LONGEST_ANSWER else None
