"""The console for staff: the state of feeds, and what keeps its pages fresh."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.ports import UnitOfWork
from bot.web import views as look
from bot.web.hub import STAFF, case_topic
from bot.web.peer_views import heard
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.stream import open_stream

LONGEST_CASE = 100  # characters of a ticket's id


class FeedPages:
    """Shows what the desk measures and reads, and tells open pages that something changed."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        return [
            *self._staff.sign_in.routes(),
            Route("/staff/events", self._staff.seated(self._events)),
            Route("/staff/feeds", self._staff.seated(self._feeds)),
        ]

    async def _feeds(self, request: Request, seat: Seat) -> Response:
        def seen(work: UnitOfWork) -> dict[str, object]:
            own, others = look.probes(work)
            told = heard(work, self._staff.pages.clock())
            peers = [peer for peer in work.peers() if peer.keys]
            known = {"feeds": look.feeds(work), "own": own, "probes": others}
            return {**known, "peers": peers, "told": told}

        return await self._staff.show(request, seat, "feeds.html", seen)

    async def _events(self, request: Request, _: Seat) -> Response:
        """What every page of staff hears; the page of a case also who comes to it and goes."""
        case = request.query_params.get("case", "")[:LONGEST_CASE]
        topics = [STAFF, *([case_topic(case)] if case else [])]
        return open_stream(request, self._staff.hub, topics, self._staff.pages.clock)
