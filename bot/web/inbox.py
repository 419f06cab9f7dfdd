"""The inbox: views, filters, search, and what is done with several entries at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.inbox import (
    LONGEST_QUERY,
    PAGE,
    CaseFilter,
    CaseState,
    InboxView,
)
from bot.desk.ports import UnitOfWork
from bot.desk.saved_views import LONGEST_ASKED, LONGEST_VIEW_NAME, MOST_VIEWS, SavedView
from bot.model.ticket import Category
from bot.model.understanding import Urgency
from bot.web.access import may
from bot.web.addresses import with_query
from bot.web.inbox_rows import InboxRows
from bot.web.paging import page_number
from bot.web.session import Seat
from bot.web.several_cases import SeveralCases
from bot.web.shared_inbox import InboxLook, SharedInbox
from bot.web.signin import is_by_hand
from bot.web.spans import SPANS
from bot.web.staff_pages import StaffPages, text_of

INBOX = "/staff"
FIRST = InboxView.WAITING
LONGEST_VALUE = 200  # characters of what is filtered by
LONGEST_MARK = 60
MOST_PAGES = 10  # that are shown at once; a window of more rows is slow to work with
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
    pages: int = 1  # so many that follow each other are shown at once

    @property
    def limit(self) -> int:
        """How many entries are shown at most."""
        return PAGE * self.pages

    @property
    def takes_more(self) -> bool:
        """Whether an open page may add the next entries to these."""
        return self.pages < MOST_PAGES

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
    def filters(self) -> tuple[tuple[str, str, str], ...]:
        """The filters that are set, the search aside: name, value, and the address without it."""
        asked_as = {"state": "state", "urgency": "urgency", **_PLAIN}
        found = [(name, getattr(self.narrow, name), param) for name, param in asked_as.items()]
        found.append(("age", self.age, "age"))
        return tuple(
            (name, value, self.address(**{param: ""})) for name, value, param in found if value
        )


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
        *(InboxView(shown), narrow, age if age in SPANS else ""),
        *(given.get("after", "")[:LONGEST_MARK], min(page_number(given.get("pages")), MOST_PAGES)),
    )


def _one_of(values: type[CaseState] | type[Urgency], given: str) -> str:
    return given if given in set(values) else ""


class InboxPages:
    """Shows the inbox, and passes what is decided of several entries to the desk, one by one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._several = staff, SeveralCases(staff)
        self._rows, self._shared = (
            InboxRows(staff.pages),
            SharedInbox(staff.views, staff.pages.clock),
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route(INBOX, self._staff.seated(self._inbox)),
            Route("/staff/conversations", self._staff.seated(self._all)),
            Route("/staff/inbox", self._staff.posted(self._together), methods=["GET", "POST"]),
            Route("/staff/views", self._staff.posted(self._keep), methods=["GET", "POST"]),
        ]

    async def _inbox(self, request: Request, seat: Seat) -> Response:
        asked, now = asked_of(request), self._staff.pages.clock()
        if not is_by_hand(request):
            return await self._anew(request, seat, asked)
        names, parts = await self._staff.colleagues(seat), self._shows(request, seat, asked)

        def find(work: UnitOfWork) -> dict[str, object]:
            reading = asked.view, seat.staff, now
            found = work.cases(*reading, narrow=asked.narrow, after=asked.after, limit=asked.limit)
            return parts | {
                "found": found,
                "choices": work.case_choices(),
                "colleagues": names,
                "saved": work.saved_views(seat.staff),
            }

        return await self._staff.show(
            *(request, seat, "inbox.html", find),
            states=tuple(CaseState),
            urgencies=tuple(Urgency),
            ages=tuple(SPANS),
            categories=tuple(Category),
            longest=LONGEST_QUERY,
            most_pages=MOST_PAGES,
            longest_name=LONGEST_VIEW_NAME,
            here_asked=asked.address(),
            done=_done(request.query_params),
        )

    async def _anew(self, request: Request, seat: Seat, asked: Asked) -> Response:
        """What an open page shows anew: the counts and the rows. It has all else already."""
        pages = self._staff.pages
        look = InboxLook(seat.staff, asked.view, asked.narrow, asked.after, asked.limit)
        shown = await self._shared.show(look)
        wording, values = pages.wording(request), self._shows(request, seat, asked)
        reader = (asked, wording.t.lang, wording.zone.key, may(seat.role, "/staff/inbox"))

        def written(template: str, **more: object) -> Markup:
            values_too = {"found": shown.found, "counts": shown.counts, **values, **more}
            return Markup(pages.html(wording, template, **values_too))  # noqa: S704 - a template's

        def live() -> Markup:
            rows = shown.once("rows", reader, lambda: written("inbox_rows.html"))
            return written("inbox_live.html", rows=rows)

        return HTMLResponse(shown.once("live", (reader, shown.numbers), live))

    def _shows(self, request: Request, seat: Seat, asked: Asked) -> dict[str, object]:
        """What the parts need that a page shows anew."""
        pages, picks = self._staff.pages, may(seat.role, "/staff/inbox")
        return {
            "asked": asked,
            "all_views": tuple(InboxView),
            "row": self._rows.writer(pages.wording(request), picks=picks),
            "by_hours": pages.operator.hours is not None,
        }

    async def _all(self, _: Request, __: Seat) -> Response:
        return RedirectResponse(f"/staff?show={InboxView.ALL}", 303)

    async def _together(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Assign, tag, link, merge or close what was ticked."""
        done, left = await self._several.decide(seat, form)
        return RedirectResponse(asked_of(request).address(done=str(done), left=str(left)), 303)

    async def _keep(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Keep what an address asks under a name, or drop what is kept under it."""
        name, asked = " ".join(text_of(form, "name").split()), asked_of(request)
        view = SavedView(seat.staff, name[:LONGEST_VIEW_NAME], asked.address())

        def kept() -> None:
            with self._staff.views.work() as work:
                if text_of(form, "do") == "drop":
                    work.drop_view(view.staff, view.name)
                elif view.name and len(view.asked) <= LONGEST_ASKED:
                    known = {v.name for v in work.saved_views(seat.staff)}
                    if view.name in known or len(known) < MOST_VIEWS:
                        work.save_view(view)

        await run_in_threadpool(kept)
        return RedirectResponse(view.asked, 303)


def _done(given: Mapping[str, str]) -> tuple[int, int] | None:
    """How many entries something was done with, and with how many not, as an address tells."""
    numbers = given.get("done", ""), given.get("left", "")
    if not all(n.isascii() and n.isdecimal() and len(n) < 4 for n in numbers):
        return None
    return int(numbers[0]), int(numbers[1])
