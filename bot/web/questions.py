"""What customers ask and the desk cannot answer yet, those put most often first."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.session import Seat
from bot.web.staff_pages import StaffPages

SHOWN = 100


class Questions:
    """Shows them; whoever writes an answer does so in the knowledge base."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        return [Route("/staff/questions", self._staff.seated(self._page))]

    async def _page(self, request: Request, seat: Seat) -> Response:
        return await self._staff.show(
            request, seat, "questions.html", lambda work: {"questions": work.unanswered(SHOWN)}
        )
