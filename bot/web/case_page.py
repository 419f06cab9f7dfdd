"""The page of one case: the conversation, the reply, and what stands beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.case_parts import can_merge
from bot.desk.inbox import CaseLine
from bot.desk.ports import UnitOfWork
from bot.desk.staff import answers_in
from bot.desk.taking_back import held_turn
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.incident import Incident
from bot.model.ticket import Ticket
from bot.web import views as look
from bot.web.session import Seat
from bot.web.spans import SPANS
from bot.web.staff_pages import StaffPages
from bot.web.views import TicketCase, read

LONGEST_ANSWER = 8_000  # characters
LONGEST_NOTE = 4_000
MOST_CUTS = 30  # messages from which on it can be split, the latest of them
PAST = 8  # other entries of the organisation that are shown


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields of a case, and what is told of it.

    ``problem``: why it could not be sent. ``said``: what was done with the reply, line by line.
    """

    reply: str = ""
    note: str = ""
    problem: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """What stands beside a conversation."""

    answers: int  # of staff, that the reader has before them
    colleagues: tuple[str, ...]
    past: tuple[CaseLine, ...]
    incident: Incident | None  # an open one that explains it
    macros: tuple[str, ...]  # their names
    held: Turn | None  # what was sent and may be taken back still
    others: tuple[Ticket, ...]  # the open ones with which it can be merged
    cuts: tuple[Turn, ...]  # from which on it can be split


class CasePage:
    """Finds a case and shows it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff
        self._views, self._pages = staff.views, staff.pages

    async def find(self, request: Request) -> TicketCase:
        """The case that an address names. Raises HTTPException (404)."""
        ticket_id = request.path_params["ticket"]
        found = await read(self._views, lambda work: look.case(work, ticket_id))
        if found is None:
            raise HTTPException(404)
        return found

    def says(self, request: Request, key: str, **values: object) -> str:
        return self._pages.texts_for(request)(key, **values)

    async def show(self, request: Request, seat: Seat, written: Written = Written()) -> Response:
        """A case; with what was written kept and the reason told when it could not be sent."""
        found, names = await self.find(request), await self._staff.colleagues(seat)
        draft = written.reply
        if found.conversation is not None and request.query_params.get("draft") == "suggested":
            draft = draft or found.conversation.suggested
        lang, knowledge = self._pages.texts_for(request).lang, self._pages.knowledge
        if found.conversation is not None:
            await self._staff.note_seen(request, found.conversation.id, seat)

        now = self._pages.clock()

        def find(work: UnitOfWork) -> dict[str, object]:
            return {
                "case": _case_view(work, found, names, now),
                "change": look.change_of(work, found.ticket, knowledge, lang),
            }

        response = await self._staff.show(
            *(request, seat, "ticket.html", find),
            ticket=found.ticket,
            conversation=found.conversation,
            first_words=found.first_words,
            draft=draft,
            written=written,
            longest=LONGEST_ANSWER,
            longest_note=LONGEST_NOTE,
            snoozes=tuple(SPANS),
        )
        response.status_code = 409 if written.problem else 200
        return response


def _case_view(
    work: UnitOfWork, found: TicketCase, names: tuple[str, ...], now: datetime
) -> CaseView:
    conversation = found.conversation
    past = work.cases_beside(conversation.tenant, conversation.id, PAST) if conversation else []
    incident = (
        work.incident(conversation.incident) if conversation and conversation.incident else None
    )
    return CaseView(
        answers_in(conversation),
        names,
        tuple(past),
        incident if incident is not None and incident.is_open else None,
        work.macro_names() if conversation is not None else (),
        held_turn(conversation, now) if conversation is not None else None,
        _mergeable(work, found),
        tuple(_cuts(conversation))[-MOST_CUTS:] if conversation is not None else (),
    )


def _mergeable(work: UnitOfWork, found: TicketCase) -> tuple[Ticket, ...]:
    customer = found.ticket.customer
    if customer is None or found.conversation is None:
        return ()
    return tuple(t for t in work.tickets_of(customer, PAST) if can_merge(found.ticket, t))


def _cuts(conversation: Conversation) -> Iterator[Turn]:
    own = (t for t in conversation.turns[1:] if t.speaker is Speaker.CUSTOMER)
    return (turn for turn in own if turn.message_id)
