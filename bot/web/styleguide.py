"""The parts that the console is made of, on one page: for whoever changes how it looks."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.pages import HERE
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.styleguide_samples import samples

# What text stands on which ground: names of tokens of the style sheet.
PAIRS = (
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink-soft", "surface"),
    ("accent", "surface"),
    ("on-accent", "accent"),
    ("accent-strong", "accent-wash"),
    ("bad", "bad-wash"),
    ("warn", "warn-wash"),
    ("good", "good-wash"),
    ("work", "work-wash"),
    ("unknown", "unknown-wash"),
)
SIZES = ("2xs", "xs", "s", "m", "l", "xl", "2xl")  # of letters, smallest first


class Styleguide:
    """Shows the components as they are; it knows nothing of the desk."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff
        drawn = (HERE / "static" / "icons.svg").read_text("utf-8")
        self._icons = tuple(re.findall(r'<symbol id="([^"]+)"', drawn))

    def routes(self) -> list[BaseRoute]:
        return [Route("/staff/styleguide", self._staff.seated(self._page))]

    async def _page(self, request: Request, seat: Seat) -> Response:
        pages = self._staff.pages
        t, known, now = pages.texts_for(request), pages.knowledge, pages.clock()
        return await self._staff.show(
            request,
            seat,
            "styleguide.html",
            lambda _: samples(t, known, seat.staff, now),
            pairs=PAIRS,
            sizes=SIZES,
            icons=self._icons,
        )
