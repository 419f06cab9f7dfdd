"""The page of one case: the conversation, the reply, and what stands beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.attendance import FRESH, Attendance
from bot.desk.case_parts import can_merge
from bot.desk.explain import TicketExplained
from bot.desk.explain_words import change_of
from bot.desk.inbox import CaseLine
from bot.desk.ports import UnitOfWork
from bot.desk.reweighing import Reweighed
from bot.desk.staff import answers_in
from bot.desk.taking_back import held_turn
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.evidence import Hypothesis
from bot.model.identity import Identity
from bot.model.incident import Incident
from bot.model.operator import BusinessHours
from bot.model.organisation import KnownOrganisation
from bot.model.ticket import Category, Ticket
from bot.web import views as look
from bot.web.session import Seat
from bot.web.spans import SPANS
from bot.web.staff_pages import StaffPages
from bot.web.views import TicketCase, read, read_one
from bot.web.waits import CaseClocks, clocks_of

LONGEST_ANSWER = 8_000  # characters
LONGEST_NOTE = 4_000
LONGEST_QUESTION = 100  # characters of its id
MOST_CUTS = 30  # messages from which on it can be split, the latest of them
PAST = 8  # other entries of the organisation that are shown


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields of a case, and what is told of it.

    ``problem``: why it could not be sent. ``said``: what was done with the reply, line by line.
    ``question``: the one of the knowledge base that the reply puts; "": none. ``closing``: how the form that closes
    the case was filled in, "told" or "untold" the customer; "": it was not.
    """

    reply: str = ""
    question: str = ""
    note: str = ""
    problem: str = ""
    said: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """What stands beside a conversation."""

    answers: int  # of staff, that the reader has before them
    colleagues: tuple[str, ...]
    past: tuple[CaseLine, ...]
    incident: Incident | None  # the one that explains it, or explained it last
    here: tuple[Attendance, ...]  # who else is at it
    questions: tuple[str, ...]  # that the desk would ask next, what tells most first
    macros: tuple[str, ...]  # their names
    held: Turn | None  # what was sent and may be taken back still
    others: tuple[Ticket, ...]  # the open ones with which it can be merged
    cuts: tuple[Turn, ...]  # from which on it can be split
    clocks: CaseClocks | None
    weighed_at: datetime | None  # when the customer last wrote: the case was weighed then
    organisation: KnownOrganisation | None  # what is kept of it
    merged: tuple[Ticket, ...]  # what became part of it, as far as that was weighed
    reweighed: (
        Reweighed | None
    )  # what is believed now; None: what was believed then is all there is
    was: Hypothesis | None  # what led then, where another cause does now

    @property
    def is_outdated(self) -> bool:
        """Whether the incident has changed since the case was weighed, and it was not weighed anew."""
        if self.incident is None or self.weighed_at is None or self.reweighed is not None:
            return False
        return self.incident.changed_at > self.weighed_at


class CasePage:
    """Finds a case and shows it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff
        self._views, self._pages = staff.views, staff.pages

    async def find(self, request: Request) -> TicketCase:
        """The case that an address names. Raises HTTPException (404)."""
        ticket_id = request.path_params["ticket"]
        return await read_one(self._views, lambda work: look.case(work, ticket_id))

    def says(self, request: Request, key: str, **values: object) -> str:
        return self._pages.texts_for(request)(key, **values)

    async def show(self, request: Request, seat: Seat, written: Written = Written()) -> Response:
        """A case; with what was written kept and the reason told when it could not be sent."""
        kept = await self.find(request)
        names = await self._staff.colleagues(seat, kept.ticket.staff)
        reweighed = await self._staff.reweighed(kept.ticket)
        found = as_now(kept, reweighed)
        written = self._begun(request, found, written)
        written = await self._as_left(request, found, seat, written)
        lang, knowledge = self._pages.texts_for(request).lang, self._pages.knowledge
        if found.conversation is not None:
            await self._staff.note_seen(request, found.conversation.id, seat)
        now = self._pages.clock()

        def find(work: UnitOfWork) -> dict[str, object]:
            explained = look.why(work, found.ticket, knowledge)
            view = _case_view(work, found, names, now, explained, self._pages.operator.hours)
            return {
                "case": replace(view, reweighed=reweighed, was=_led(kept, reweighed)),
                "change": change_of(explained, knowledge, lang) if explained else None,
            }

        return await self._staff.show(
            request,
            seat,
            "ticket.html",
            find,
            ticket=found.ticket,
            conversation=found.conversation,
            first_words=found.title(self._pages.wording(request).quoted),
            contact=found.contact,
            pictures=found.pictures,
            draft=written.reply,
            written=written,
            categories=tuple(Category),
            asking=partial(self._asking, found.conversation.lang if found.conversation else "ja"),
            longest=LONGEST_ANSWER,
            longest_note=LONGEST_NOTE,
            snoozes=tuple(SPANS),
            status=409 if written.problem else 200,
        )

    def _begun(self, request: Request, found: TicketCase, written: Written) -> Written:
        """The reply as it was written, or begun with what the address asks for."""
        conversation, asked = found.conversation, request.query_params.get("ask", "")
        if written.reply or conversation is None:
            return written
        if request.query_params.get("draft") == "suggested":
            return replace(written, reply=conversation.suggested)
        if asked in self._pages.knowledge.questions:
            words = self._asking(conversation.lang, asked)
            return replace(written, reply=words, question=asked)
        return written

    async def _as_left(
        self, request: Request, found: TicketCase, seat: Seat, written: Written
    ) -> Written:
        """With what somebody had begun to write here, wherever they did, unless something is told of the reply."""
        if written.said:
            return written
        ident = found.ticket.id
        left = await read(self._views, lambda work: work.attendance(ident, seat.staff))
        if left is None:
            return written
        note = written.note or left.note
        if written.reply or not left.reply:
            return replace(written, note=note)
        ago = self._pages.wording(request).ago(left.at)
        said = (self.says(request, "inbox.draft.back", ago=ago),)
        return replace(written, reply=left.reply, question=left.question, note=note, said=said)

    def _asking(self, lang: str, question: str) -> str:
        """A question as the desk would put it, in the customer's language."""
        knowledge = self._pages.knowledge
        texts = knowledge.questions[question].text
        return knowledge.phrase(texts, lang) or texts["en"]


def as_now(found: TicketCase, reweighed: Reweighed | None) -> TicketCase:
    """A case with what is believed of it now, if anything is, in place of what was believed when its customer last wrote."""
    if reweighed is None:
        return found
    talk = found.conversation
    suggested = replace(talk, suggested=reweighed.suggested) if talk is not None else None
    return replace(found, ticket=reweighed.ticket, conversation=suggested)


def _led(kept: TicketCase, reweighed: Reweighed | None) -> Hypothesis | None:
    """The likeliest cause when the customer last wrote, where another one is likeliest now."""
    before, now = kept.ticket.diagnosis, reweighed.ticket.diagnosis if reweighed else None
    if before is None or now is None or not before.ranked or not now.ranked:
        return None
    return before.leading if before.leading.cause != now.leading.cause else None


def _case_view(
    work: UnitOfWork,
    found: TicketCase,
    names: tuple[str, ...],
    now: datetime,
    explained: TicketExplained | None,
    hours: BusinessHours | None,
) -> CaseView:
    conversation = found.conversation
    incident = (
        work.incident(conversation.incident) if conversation and conversation.incident else None
    )
    return CaseView(
        answers_in(conversation),
        names,
        _past(work, conversation),
        incident,
        tuple(p for p in work.attendances(found.ticket.id, now - FRESH) if p.staff != names[0]),
        tuple(p.question for p in explained.prospects) if explained is not None else (),
        work.macro_names() if conversation is not None else (),
        held_turn(conversation, now) if conversation is not None else None,
        _mergeable(work, found),
        tuple(_cuts(conversation))[-MOST_CUTS:] if conversation is not None else (),
        clocks_of(conversation, now, hours) if conversation is not None else None,
        _spoken_at(conversation),
        work.organisation(conversation.tenant) if conversation is not None else None,
        _weighed_parts(found.ticket, work),
        None,
        None,
    )


def _weighed_parts(ticket: Ticket, work: UnitOfWork) -> tuple[Ticket, ...]:
    """The tickets that became part of one, the latest first, as far as they were weighed."""
    parts = (work.ticket(ident) for ident in reversed(ticket.parts))
    return tuple(one for one in parts if one is not None and one.diagnosis is not None)


def _spoken_at(conversation: Conversation | None) -> datetime | None:
    turns = conversation.turns if conversation is not None else ()
    return max((t.at for t in turns if t.speaker is Speaker.CUSTOMER), default=None)


def _past(work: UnitOfWork, conversation: Conversation | None) -> tuple[CaseLine, ...]:
    """Earlier cases of the same organisation; of the same customer alone where nobody has verified which it is."""
    if conversation is None:
        return ()
    customer = "" if conversation.identity is Identity.VERIFIED else conversation.customer
    return tuple(work.cases_beside(conversation.tenant, conversation.id, PAST, customer))


def _mergeable(work: UnitOfWork, found: TicketCase) -> tuple[Ticket, ...]:
    customer = found.ticket.customer
    if customer is None or found.conversation is None:
        return ()
    return tuple(t for t in work.tickets_of(customer, PAST) if can_merge(found.ticket, t))


def _cuts(conversation: Conversation) -> Iterator[Turn]:
    own = (t for t in conversation.turns[1:] if t.speaker is Speaker.CUSTOMER)
    return (turn for turn in own if turn.message_id)
