"""The inbox: views, filters, search, and what is done with several entries at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.inbox import (
    LONGEST_QUERY,
    CaseFilter,
    CaseLine,
    CaseState,
    InboxView,
)
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import HELD_FOR
from bot.model.case_events import TicketTagged
from bot.model.event import Event, TicketAssigned, TicketClaimed, TicketClosed
from bot.model.ticket import Category, TicketStatus
from bot.model.understanding import Urgency
from bot.web.addresses import with_query
from bot.web.session import Seat
from bot.web.spans import SPANS
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read

INBOX = "/staff"
FIRST = InboxView.WAITING
SOME, LONG = timedelta(minutes=15), timedelta(hours=1)  # that a customer waits for us
LONGEST_VALUE = 200  # characters of what is filtered by
LONGEST_MARK = 60
MOST_AT_ONCE = 50  # entries of one page
# What is filtered by, and its name in an address, where ``lang`` is the reader's own.
_PLAIN = {
    **{n: n for n in ("product", "cause", "incident", "organisation", "channel", "staff", "tag")},
    "category": "category",
    "lang": "speaks",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the inbox."""

    view: InboxView
    narrow: CaseFilter
    age: str
    after: str

    def address(self, path: str = INBOX, **changes: str) -> str:
        """An address that asks the same, but for the changes."""
        n = self.narrow
        values = {"show": self.view.value, "q": n.words, "state": n.state, "urgency": n.urgency}
        values |= (
            {asked: getattr(n, name) for name, asked in _PLAIN.items()}
            | {"age": self.age}
            | changes
        )
        return with_query(path, values)

    @property
    def narrowed_by(self) -> int:
        """How many filters are set, the search aside."""
        n = replace(self.narrow, words="")
        return sum(bool(getattr(n, name)) for name in (*_PLAIN, "state", "urgency", "age"))


def asked_of(request: Request) -> Asked:
    """What an address asks; 404 for a view that there is not, what else makes no sense asks nothing."""
    given = request.query_params
    if (shown := given.get("show", FIRST.value)) not in set(InboxView):
        raise HTTPException(404)
    age = given.get("age", "")
    values = {name: given.get(asked, "")[:LONGEST_VALUE] for name, asked in _PLAIN.items()}
    narrow = CaseFilter(
        state=_one_of(CaseState, given.get("state", "")),
        urgency=_one_of(Urgency, given.get("urgency", "")),
        age=SPANS.get(age),
        words=given.get("q", "")[:LONGEST_QUERY].strip(),
        **values,
    )
    return Asked(
        InboxView(shown), narrow, age if age in SPANS else "", given.get("after", "")[:LONGEST_MARK]
    )


def _one_of(values: type[CaseState] | type[Urgency], given: str) -> str:
    return given if given in set(values) else ""


class InboxPages:
    """Shows the inbox, and passes what is decided of several entries to the desk, one by one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        return [
            Route(INBOX, self._staff.seated(self._inbox)),
            Route("/staff/conversations", self._staff.seated(self._all)),
            Route("/staff/inbox", self._staff.posted(self._together), methods=["GET", "POST"]),
        ]

    async def _inbox(self, request: Request, seat: Seat) -> Response:
        asked, now = asked_of(request), self._staff.pages.clock()
        names = await self._staff.colleagues(seat)

        def find(work: UnitOfWork) -> dict[str, object]:
            found = work.cases(asked.view, seat.staff, now, narrow=asked.narrow, after=asked.after)
            return {
                "found": found,
                "choices": work.case_choices(),
                "colleagues": names,
            }

        return await self._staff.show(
            *(request, seat, "inbox.html", find),
            asked=asked,
            all_views=tuple(InboxView),
            states=tuple(CaseState),
            urgencies=tuple(Urgency),
            ages=tuple(SPANS),
            categories=tuple(Category),
            longest=LONGEST_QUERY,
            late=lambda since: _late(now - since),
            done=_done(request.query_params),
        )

    async def _all(self, _: Request, __: Seat) -> Response:
        return RedirectResponse(f"/staff?show={InboxView.ALL}", 303)

    async def _together(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Assign, tag or close what was ticked; what cannot be done is left as it is and counted."""
        ticked = dict.fromkeys(i for i in form.getlist("case") if isinstance(i, str))
        picked = list(ticked)[:MOST_AT_ONCE]
        what = text_of(form, "do")
        field = {"assign": "to", "tag": "tag"}.get(what, "")
        value = text_of(form, field)[:LONGEST_VALUE] if field else ""
        by = Signed(self._staff.pages.clock(), seat.staff)
        knows = what != "assign" or value in await self._staff.colleagues(seat)

        def find(work: UnitOfWork) -> list[tuple[Event, str]]:
            if not knows:
                return []
            lines = [line for ident in picked if (line := work.case(ident)) is not None]
            events = [(_event_for(line, work, what, value, by), line.customer) for line in lines]
            return [(event, customer) for event, customer in events if event is not None]

        found = await read(self._staff.views, find)
        for event, customer in found:
            await self._staff.hand_in(event, customer if what != "tag" else None)
        done, left = str(len(found)), str(len(picked) - len(found))
        return RedirectResponse(asked_of(request).address(done=done, left=left), 303)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, and when."""

    at: datetime
    staff: str


def _event_for(line: CaseLine, work: UnitOfWork, what: str, value: str, by: Signed) -> Event | None:
    """What is to happen with one entry; None where that cannot be."""
    ticket = work.ticket(line.ticket) if line.ticket is not None else None
    if ticket is None:
        takes = what == "assign" and value and line.conversation is not None
        return TicketClaimed(by.at, "", value, line.conversation or "") if takes else None
    if what == "tag" and value:
        return TicketTagged(by.at, ticket.id, by.staff, (*ticket.tags, value))
    if ticket.status is TicketStatus.CLOSED:
        return None
    if what == "assign" and value and line.conversation is not None:
        return TicketAssigned(by.at, ticket.id, by.staff, value)
    asks = line.conversation is not None
    if what != "close":
        return None
    return TicketClosed(by.at, ticket.id, by.staff, asks, by.at + HELD_FOR)


def _late(span: timedelta) -> str:
    """How pressing a wait is, as a class of the style sheet."""
    return "long" if span >= LONG else "some" if span >= SOME else "short"


def _done(given: Mapping[str, str]) -> tuple[int, int] | None:
    """How many entries something was done with, and with how many not, as an address tells."""
    numbers = given.get("done", ""), given.get("left", "")
    if not all(n.isascii() and n.isdecimal() and len(n) < 4 for n in numbers):
        return None
    return int(numbers[0]), int(numbers[1])
