"""One case: the conversation, the reply, and what staff do with it among themselves."""

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.casework import LONGEST_TAG, MOST_TAGS, mentioned, tags_of
from bot.desk.holding import held_by_another
from bot.desk.macros import LONGEST_NAME, FilledMacro, filled, left_open, meant
from bot.desk.ports import UnitOfWork
from bot.desk.staff import answers_in
from bot.desk.taking_back import HELD_FOR
from bot.model.case_events import (
    TicketNoted,
    TicketSnoozed,
    TicketTagged,
)
from bot.model.effect import StaffReply
from bot.model.event import (
    Event,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
)
from bot.model.ticket import TicketStatus
from bot.texts.loader import spoken
from bot.web.attendance import without_draft
from bot.web.case_page import (
    LONGEST_ANSWER,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    CasePage,
    Written,
)
from bot.web.session import Seat
from bot.web.spans import LONGEST_SNOOZE, SPANS
from bot.web.staff_pages import StaffPages, back_to, text_of
from bot.web.views import TicketCase, read
from bot.web.wording import Texts

NEXT = timedelta(
    microseconds=1
)  # what is sent right after something else, and can be taken back before it
MOST_NAMED = 5  # macros of which one may be meant


class CasePages:
    """Shows one case, and passes what staff do with it to the desk as events."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff
        self._views, self._pages = staff.views, staff.pages
        self._page = CasePage(staff)

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        ticket = "/staff/tickets/{ticket}"
        deeds = {
            "claim": self._claim,
            "answer": self._reply,
            "macro": self._fill,
            "assign": self._assign,
            "tags": self._tag,
            "note": self._note,
            "snooze": self._snooze,
        }
        return [
            Route(ticket, seated(self._ticket)),
            *(
                Route(f"{ticket}/{name}", posted(deed), methods=["GET", "POST"])
                for name, deed in deeds.items()
            ),
        ]

    async def _ticket(self, request: Request, seat: Seat) -> Response:
        return await self._page.show(request, seat)

    async def _claim(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Take it; the reply that was begun meanwhile stays in its field."""
        found = await self._page.find(request)
        if found.ticket.status is TicketStatus.CLOSED:
            problem = self._page.says(request, "ticket.was_closed")
            return await self._page.show(request, seat, Written(problem=problem))
        event = TicketClaimed(self._pages.clock(), found.ticket.id, seat.staff)
        taken = await self._done(request, found, event)
        text, asks = text_of(form, "text"), text_of(form, "question")[:LONGEST_QUESTION]
        return await self._page.show(request, seat, Written(text, asks)) if text else taken

    async def _reply(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Send an answer, and with it take a case that nobody has; one that was overtaken is kept and not sent.

        With "then" as "close" the case is closed after it, and its customer asked whether it is solved.
        """
        found = await self._page.find(request)
        text, seen = text_of(form, "text"), text_of(form, "seen")
        asks = text_of(form, "question")[:LONGEST_QUESTION]
        if problem := self._why_not(request, found, seat, text):
            return await self._page.show(request, seat, Written(text, asks, problem=problem))
        is_number = seen.isascii() and seen.isdecimal() and len(seen) < 6
        before = int(seen) if is_number else answers_in(found.conversation)
        now = self._pages.clock()
        held = now + HELD_FOR
        answered = TicketAnswered(now, found.ticket.id, seat.staff, text, before, held, asks)
        if not any(isinstance(e, StaffReply) for e in await self._staff.hand_in(answered)):
            other = self._page.says(request, "inbox.reply.other")
            return await self._page.show(request, seat, Written(text, asks, problem=other))
        await self._sent(found, seat)
        if text_of(form, "then") == "close":
            closed = TicketClosed(
                now, found.ticket.id, seat.staff, asks=True, held_until=held + NEXT, whose=""
            )
            await self._staff.hand_in(closed, found.ticket.customer)
        return back_to(request)

    async def _fill(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Put a macro below what is written in the reply; nothing is sent."""
        found, text = await self._page.find(request), text_of(form, "text")
        ticket, conversation, by = (
            found.ticket,
            found.conversation,
            (seat.staff, self._pages.clock()),
        )
        typed = " ".join(text_of(form, "macro").split())[:LONGEST_NAME]

        def put(work: UnitOfWork) -> tuple[tuple[str, ...], FilledMacro | None]:
            found = meant(typed, work.macros())
            names = tuple(macro.name for macro in found)
            if len(found) != 1 or conversation is None:
                return names, None
            return names, filled(found[0], conversation, ticket.id, by, work)

        names, macro = await read(self._views, put)
        if macro is None or conversation is None:
            problem = self._which_macro(request, typed, names)
            return await self._page.show(request, seat, Written(text, problem=problem))
        reply = "\n\n".join(part for part in (text, macro.text) if part)
        said = self._of_macro(request, macro, names[0], spoken(conversation.lang))
        asks = text_of(form, "question")[:LONGEST_QUESTION]
        return await self._page.show(request, seat, Written(reply, asks, said=said))

    def _which_macro(self, request: Request, typed: str, names: tuple[str, ...]) -> str:
        """Why no macro was filled in: none has such a name, or several have."""
        if not names:
            return self._page.says(request, "macros.unknown", name=typed)
        texts = self._pages.texts_for(request)
        listed = texts("joint.comma").join(
            texts("joint.quoted", words=n) for n in names[:MOST_NAMED]
        )
        key = "macros.several.more" if len(names) > MOST_NAMED else "macros.several"
        return texts(key, name=typed, names=listed, n=len(names))

    def _of_macro(
        self, request: Request, macro: FilledMacro, name: str, wanted: str
    ) -> tuple[str, ...]:
        """What whoever chose a macro should know of it."""
        texts = self._pages.texts_for(request)
        said = [texts("macros.used", name=name)]
        if macro.lang != wanted:
            said.append(texts("macros.in_other", lang=texts.word("lang", macro.lang)))
        if macro.missing:
            said.append(texts("macros.missing", names=_braced(macro.missing, texts)))
        return tuple(said)

    def _why_not(self, request: Request, found: TicketCase, seat: Seat, text: str) -> str | None:
        """Why an answer cannot go out; None when it can."""
        ticket = found.ticket
        if ticket.status is TicketStatus.CLOSED:
            return self._page.says(request, "ticket.was_closed")
        if whose := held_by_another(ticket, seat.staff):
            return self._page.says(request, "inbox.reply.taken", name=whose)
        if not text:
            return self._page.says(request, "ticket.answer_empty")
        if left := left_open(text):
            names = _braced(left, self._pages.texts_for(request))
            return self._page.says(request, "macros.left_open", names=names)
        too_long = len(text) > LONGEST_ANSWER
        most = LONGEST_ANSWER
        return self._page.says(request, "ticket.answer_long", most=most) if too_long else None

    async def _assign(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Give it to a colleague whose name is known."""
        found, now, to = await self._page.find(request), self._pages.clock(), text_of(form, "to")
        if to not in await self._staff.colleagues(seat, found.ticket.staff):
            return back_to(request)
        return await self._done(
            request, found, TicketAssigned(now, found.ticket.id, seat.staff, to)
        )

    async def _tag(self, request: Request, seat: Seat, form: FormData) -> Response:
        found = await self._page.find(request)
        given = text_of(form, "tags")[: 2 * MOST_TAGS * LONGEST_TAG]
        tags = tags_of(given.replace("、", " ").replace(",", " ").replace("，", " ").split())
        event = TicketTagged(self._pages.clock(), found.ticket.id, seat.staff, tags)
        return await self._noted(request, event)

    async def _note(self, request: Request, seat: Seat, form: FormData) -> Response:
        found, now, text = (
            await self._page.find(request),
            self._pages.clock(),
            text_of(form, "note"),
        )
        if not text or len(text) > LONGEST_NOTE:
            key = "inbox.note.long" if text else "inbox.note.empty"
            problem = self._page.says(request, key, most=LONGEST_NOTE)
            return await self._page.show(request, seat, Written(note=text, problem=problem))
        names = await self._staff.colleagues(seat)
        event = TicketNoted(now, found.ticket.id, seat.staff, text, mentioned(text, names))
        await self._sent(found, seat, note=True)
        return await self._noted(request, event)

    async def _snooze(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Put it off for a while, until a time or until its incident is over; "off" ends that."""
        found, now, chosen = (
            await self._page.find(request),
            self._pages.clock(),
            text_of(form, "for"),
        )
        span, conversation = SPANS.get(chosen), found.conversation
        if at := text_of(form, "at"):
            until = self._pages.wording(request).moment_of(at)
            if until is None or not now < until <= now + LONGEST_SNOOZE:
                problem = self._page.says(request, "inbox.snooze.cannot")
                return await self._page.show(request, seat, Written(problem=problem))
            return await self._noted(
                request, TicketSnoozed(now, found.ticket.id, seat.staff, until, None)
            )
        incident = conversation.incident if conversation and chosen == "incident" else None
        if span is None and incident is None and chosen != "off":
            return back_to(request)
        until = now + span if span is not None else None
        event = TicketSnoozed(now, found.ticket.id, seat.staff, until, incident)
        return await self._noted(request, event)

    async def _sent(self, found: TicketCase, seat: Seat, *, note: bool = False) -> None:
        """Forget the draft of what was sent."""

        def forgotten() -> None:
            with self._views.work() as work:
                without_draft(work, found.ticket.id, seat.staff, note=note)

        await run_in_threadpool(forgotten)

    async def _done(self, request: Request, about: TicketCase, event: Event) -> Response:
        """Hand in what the customer's page shows as well."""
        await self._staff.hand_in(event, about.ticket.customer)
        return back_to(request)

    async def _noted(self, request: Request, event: Event) -> Response:
        """Hand in what staff keep among themselves."""
        await self._staff.hand_in(event)
        return back_to(request)


def _braced(names: tuple[str, ...], texts: Texts) -> str:
    return texts("joint.comma").join(f"{{{name}}}" for name in names)
