"""What every page of staff stands in: the navigation, and the way to the desk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.ports import Door, UnitOfWork
from bot.desk.reweighing import Reweighed, Reweighing
from bot.model.effect import Effect
from bot.model.event import Event
from bot.model.incident import Incident
from bot.model.ticket import Ticket
from bot.web import views as look
from bot.web.access import may, note_form, seat_of
from bot.web.addresses import tidied
from bot.web.hub import STAFF, Hub, customer_topic
from bot.web.inbox_address import MOST_ROWS
from bot.web.pages import Pages
from bot.web.session import Seat
from bot.web.signin import SignIn, is_by_hand
from bot.web.views import Views, read, read_one

MOST_COLLEAGUES = 1_000  # to choose from; some 40 KB of a page
LONGEST_KEY = 60  # characters
MOST_FIELDS = MOST_ROWS + 50  # of a form; each row of the inbox may be ticked

Find = Callable[[UnitOfWork], dict[str, object]]
Page = Callable[[Request, Seat], Awaitable[Response]]
Action = Callable[[Request, Seat, FormData], Awaitable[Response]]
Show = Callable[..., Awaitable[Response]]
"""``StaffPages.show`` with what the forms of some pages need."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Names to whom an incident can be handed over, one's own aside; ``are_all``: to nobody else."""

    names: tuple[str, ...]
    are_all: bool


class StaffPages:
    """Renders the pages of staff, and hands what they decide to the desk."""

    def __init__(
        self,
        door: Door,
        views: Views,
        hub: Hub,
        pages: Pages,
        sign_in: SignIn,
        reweighing: Reweighing | None = None,
    ) -> None:
        """``reweighing``: weighs a case that is opened anew; None: nothing does."""
        self._door, self.views, self.hub, self.pages = door, views, hub, pages
        self.sign_in, self._reweighing = sign_in, reweighing

    def seated(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """A page for those who have signed in; an address with fields that were left empty leads to the one without."""

        async def seated(request: Request) -> Response:
            asked = request.url.query
            if is_by_hand(request) and (kept := tidied(asked)) != asked:
                path = request.url.path
                return RedirectResponse(f"{path}?{kept}" if kept else path, 303)
            return await page(request, seat_of(request))

        return seated

    def posted(self, action: Action, *, files: int = 0) -> Callable[[Request], Awaitable[Response]]:
        """A form of those who have signed in, sent from a page that they opened.

        ``files``: how many it may bring. Who asks for its address (again, in another language) finds the page that it belongs to.
        """

        async def posted(request: Request) -> Response:
            seat = seat_of(request)
            if request.method != "POST":
                return back_to(request)
            async with request.form(max_files=files, max_fields=MOST_FIELDS) as form:
                if not self.sign_in.owns(seat, form):
                    raise HTTPException(403)
                note_form(request, form)
                return await action(request, seat, form)

        return posted

    async def show(
        self,
        request: Request,
        seat: Seat,
        template: str,
        find: Find = lambda _: {},
        *,
        status: int = 200,
        **more: object,
    ) -> Response:
        """A page of what ``find`` finds; all of it, the navigation included, is read at once.

        ``find`` may bring the counts of the navigation, which need not be read again then.
        """

        def found(work: UnitOfWork) -> dict[str, object]:
            values = find(work)
            if "counts" not in values:
                values["counts"] = look.counts(work, seat.staff)
            return values

        since = self.hub.latest  # before anything is read
        values = {**await read(self.views, found), **more}
        token = self.sign_in.token(seat)
        return self.pages.render(
            request,
            template,
            status,
            seat=seat,
            may=partial(may, seat.role),
            token=token,
            since=since,
            **values,
        )

    async def colleagues(self, seat: Seat, owner: str | None = None) -> tuple[str, ...]:
        """The names to whom a case can be given; one's own comes first, and ``owner``, who has it now, is among them."""
        known = await self.sign_in.sessions.colleagues(self.sign_in.clock())
        working = await read(self.views, lambda work: work.case_staff())
        others = sorted((known | set(working)) - {seat.staff})[:MOST_COLLEAGUES]
        names = (seat.staff, *others)
        return (*names, owner) if owner and owner not in names else names

    async def owners(self, seat: Seat) -> Owners:
        """To whom an incident can be handed over: who has an account, or where nobody has one, anybody."""
        working = await self.sign_in.sessions.account_names()
        others = tuple(sorted(set(working) - {seat.staff}))
        if working:
            return Owners(others, are_all=True)
        return Owners(await self.colleagues(seat), are_all=False)

    async def incident(self, request: Request) -> Incident:
        """The incident that the address of a page names; 404 where there is none."""
        ident = request.path_params["incident"]
        return await read_one(self.views, lambda work: work.incident(ident))

    async def reweighed(self, ticket: Ticket) -> Reweighed | None:
        """A case as it is believed now; None where what it keeps is all there is."""
        weighs, known, now = self._reweighing, self.pages.knowledge, self.pages.clock()
        if weighs is None:
            return None
        return await read(self.views, lambda work: weighs.of(ticket, work, known, now))

    async def note_seen(self, request: Request, case: str, seat: Seat) -> None:
        """Note that somebody opened an entry of the inbox; not that their page refreshes itself."""
        if not is_by_hand(request):
            return

        def noted() -> None:
            with self.views.work() as work:
                work.case_seen(case, seat.staff, self.pages.clock())

        await run_in_threadpool(noted)

    def refuse(self, request: Request, key: str, **values: object) -> Response:
        """A page that says why something cannot be done, or not any more (409)."""
        return self.pages.error(request, 409, self.pages.texts_for(request)(key, **values))

    async def hand_in(self, event: Event, customer: str | None = None) -> tuple[Effect, ...]:
        """Have the desk handle it, and nudge the pages of staff and of the customer who sees it.

        A claim has no effect, and yet every page shows it. ``customer`` None: no customer sees anything.
        """
        effects = await self._door.handle(event)
        self.hub.publish(STAFF)
        if customer:
            self.hub.publish(customer_topic(customer))
        return effects


def back_to(request: Request) -> Response:
    """The page that an action belongs to; its path is the request's without the last part."""
    page = request.scope["path"].rpartition("/")[0]
    asked = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
    return RedirectResponse(page + asked, 303)


def text_of(form: FormData, name: str) -> str:
    """What was written into a field, with the line ends of this world."""
    given = form.get(name)
    return given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""


def key_of(form: FormData) -> str:
    """What tells a form that was sent twice from two forms."""
    return text_of(form, "key")[:LONGEST_KEY]
