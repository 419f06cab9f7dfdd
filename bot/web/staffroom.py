"""What every page of staff stands in: who may, the navigation, and the way to the desk."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.ports import Door, Work
from bot.model.effect import Effect
from bot.model.event import Event
from bot.web import views as look
from bot.web.hub import STAFF, Hub
from bot.web.pages import Pages
from bot.web.session import Seat
from bot.web.signin import SignIn
from bot.web.views import Views, read

MOST_FIELDS = 40  # of a form

Find = Callable[[Work], dict[str, object]]
Page = Callable[[Request, Seat], Awaitable[Response]]
Action = Callable[[Request, Seat, FormData], Awaitable[Response]]


class StaffRoom:
    """Lets staff in, renders their pages, and hands what they decide to the desk."""

    def __init__(self, door: Door, views: Views, hub: Hub, pages: Pages, sign_in: SignIn) -> None:
        self._door, self.views, self.hub, self.pages = door, views, hub, pages
        self.sign_in = sign_in

    def seated(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """A page for those who have signed in."""

        async def seated(request: Request) -> Response:
            seat = await self.sign_in.seat(request)
            if seat is None:
                return RedirectResponse("/staff/login", 303)
            return await page(request, seat)

        return seated

    def posted(self, action: Action) -> Callable[[Request], Awaitable[Response]]:
        """A form of those who have signed in, sent from a page that they opened.

        Who asks for its address (again, in another language) finds the page that it belongs to.
        """

        async def posted(request: Request) -> Response:
            seat = await self.sign_in.seat(request)
            if seat is None:
                return RedirectResponse("/staff/login", 303)
            if request.method != "POST":
                return back_to(request)
            async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
                if not self.sign_in.owns(seat, form):
                    raise HTTPException(403)
                return await action(request, seat, form)

        return posted

    async def show(
        self, request: Request, seat: Seat, template: str, find: Find, **more: object
    ) -> Response:
        """A page of what ``find`` finds; all of it, the navigation included, is read at once."""

        def found(work: Work) -> dict[str, object]:
            return {**find(work), "counts": look.counts(work)}

        values = {**await read(self.views, found), **more}
        token = self.sign_in.token(seat)
        return self.pages.render(request, template, 200, seat=seat, token=token, **values)

    def refuse(self, request: Request, key: str) -> Response:
        """A page that says why something cannot be done any more (409)."""
        return self.pages.error(request, 409, self.pages.texts_for(request)(key))

    async def hand_in(self, event: Event) -> tuple[Effect, ...]:
        effects = await self._door.handle(event)
        self.hub.publish(STAFF)  # a claim has no effect, and yet every page shows it
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
