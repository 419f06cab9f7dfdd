"""The inbox: views, filters, search, and what is done with several entries at once."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.inbox import LONGEST_QUERY, CaseState, InboxView
from bot.desk.ports import UnitOfWork
from bot.desk.saved_views import LONGEST_ASKED, LONGEST_VIEW_NAME, MOST_VIEWS, SavedView
from bot.model.ticket import Category
from bot.model.understanding import Urgency
from bot.text.normalise import nfkc
from bot.web.access import ticked
from bot.web.inbox_address import INBOX, MOST_ROWS, asked_of, is_typed
from bot.web.inbox_live import LiveInbox, is_among
from bot.web.inbox_outcome import banner_of, moment_in, told
from bot.web.session import Seat
from bot.web.several_cases import SeveralCases
from bot.web.shared_inbox import InboxLook, called_in, causes_of, place_of
from bot.web.signin import is_by_hand
from bot.web.spans import SPANS
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import counts, read


class InboxPages:
    """Shows the inbox, and passes what is decided of several entries to the desk, one by one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._several, self._live = staff, SeveralCases(staff), LiveInbox(staff)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(INBOX, self._staff.seated(self._inbox)),
            Route("/staff/inbox/events", self._staff.seated(self._live.events)),
            Route("/staff/conversations", self._staff.seated(self._all)),
            Route("/staff/inbox", self._staff.posted(self._together), methods=["GET", "POST"]),
            Route("/staff/views", self._staff.posted(self._keep), methods=["GET", "POST"]),
        ]

    async def _inbox(self, request: Request, seat: Seat) -> Response:
        asked, now = asked_of(request), self._staff.pages.clock()
        if not is_by_hand(request):
            return HTMLResponse(await self._live.page(request, seat, asked))
        if is_typed(request):
            page = await self._named(asked.narrow.words)
            if page or "within" in request.query_params:
                return RedirectResponse(page or asked.address(), 303)
        names = await self._staff.colleagues(seat)
        parts = self._live.parts(request, seat, asked) | banner_of(request.query_params, now)

        def find(work: UnitOfWork) -> dict[str, object]:
            look = InboxLook(seat.staff, asked.view, asked.narrow, asked.part)
            found = work.cases(look.view, look.staff, now, narrow=look.narrow, part=look.part)
            counted = counts(work, seat.staff)
            return parts | {
                "found": found,
                "causes": causes_of(work, (found,), counted),
                "organisations": called_in(work, (found,), (asked.narrow.organisation,)),
                "counts": counted,
                "place": place_of(work, look, found, counted),
                "choices": work.case_choices(),
                "colleagues": names,
                "saved": (saved := work.saved_views(seat.staff)),
                "is_saved": is_among(saved, asked),
            }

        return await self._staff.show(
            request,
            seat,
            "inbox.html",
            find,
            states=tuple(CaseState),
            urgencies=tuple(Urgency),
            ages=tuple(SPANS),
            categories=tuple(Category),
            longest=LONGEST_QUERY,
            longest_name=LONGEST_VIEW_NAME,
            here_asked=asked.address(),
        )

    async def _named(self, words: str) -> str:
        """The page of the case, incident or conversation whose id was typed; "" where it is none."""
        ident = nfkc(words)
        ids = dict.fromkeys((ident, ident.upper()))

        def found(work: UnitOfWork) -> str:
            for one in ids:
                for kind, get in (
                    ("tickets", work.ticket),
                    ("incidents", work.incident),
                    ("conversations", work.conversation),
                ):
                    if get(one) is not None:
                        return f"{INBOX}/{kind}/{quote(one, safe='')}"
            return ""

        return await read(self._staff.views, found) if ident and " " not in ident else ""

    async def _all(self, _: Request, __: Seat) -> Response:
        return RedirectResponse(f"/staff?show={InboxView.ALL}", 303)

    async def _together(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Assign, tag, link, merge or close what was ticked, as much as the list shows at once; or take that back."""
        if text_of(form, "do") == "undo":
            return await self._undone(request, seat, form)
        idents = ticked(form)
        if len(idents) > MOST_ROWS:
            return self._staff.refuse(request, "inbox.too_many", most=MOST_ROWS)
        request.state.about = " ".join(await self._numbers(idents))
        outcome = await self._several.decide(seat, form, idents)
        return RedirectResponse(asked_of(request).here(**told(outcome)), 303)

    async def _undone(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Open again what was closed together a moment ago, as long as nobody has been told."""
        closed_at = moment_in(text_of(form, "closed"))
        undone = await self._several.undo(seat, closed_at) if closed_at is not None else 0
        return RedirectResponse(asked_of(request).here(undone=str(undone)), 303)

    async def _numbers(self, idents: list[str]) -> list[str]:
        """What entries are called in the audit log: by the number of their case, where they have one."""

        def found(work: UnitOfWork) -> list[str]:
            lines = ((ident, work.case(ident)) for ident in idents)
            return [line.ticket or ident if line is not None else ident for ident, line in lines]

        return await read(self._staff.views, found)

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
