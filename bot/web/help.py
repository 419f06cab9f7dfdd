"""Help at the console: the handbook, for everybody who may sign in."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.handbook.pages import chapters, text_of, topic
from bot.web.handbook import PATH, drawn
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages


class HelpPages:
    """Shows what pages there are, and each of them in the reader's language."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        return [
            Route(PATH, self._staff.seated(self._all)),
            Route(f"{PATH}/{{topic}}", self._staff.seated(self._one)),
        ]

    async def _all(self, request: Request, seat: Seat) -> Response:
        lang = self._staff.pages.texts_for(request).lang
        return await self._staff.show(request, seat, "help.html", chapters=chapters(lang))

    async def _one(self, request: Request, seat: Seat) -> Response:
        lang = self._staff.pages.texts_for(request).lang
        found = topic(lang, request.path_params["topic"])
        if found is None:
            raise HTTPException(404)
        page = drawn(text_of(lang, found))
        return await self._staff.show(request, seat, "help_page.html", page=page)
