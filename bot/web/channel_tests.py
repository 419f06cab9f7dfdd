"""The channels, for admins: each with a button that tries it, and what came of it in words."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.channel_tests import ChannelTests
from bot.model.checkup import Checkup
from bot.web.limit import Limiter
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages, text_of

CHANNELS = f"{SETTINGS}/channels"
NAMES = ("mail", "slack", "webhook", "feeds")
WITHIN = 25.0  # seconds for one test
EACH, ALL = 5, 15  # tests in a minute: of one admin, and of all of them
AT_ONCE = 2


class ChannelPages:
    """Shows the channels that are set up and tries one out, bounded in time and in how often."""

    def __init__(self, staff: StaffPages, tests: ChannelTests) -> None:
        self._staff, self._tests = staff, tests
        minute = timedelta(minutes=1)
        self._each, self._all = Limiter(EACH, minute), Limiter(ALL, minute)
        self._places = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(CHANNELS, self._staff.posted(self._try), methods=["POST"]),
            Route(CHANNELS, self._staff.seated(self._page)),
        ]

    async def _page(self, request: Request, seat: Seat) -> Response:
        return await self._show(request, seat)

    async def _show(
        self,
        request: Request,
        seat: Seat,
        tried: str = "",
        target: str = "",
        found: Sequence[Checkup] = (),
        problem: str = "",
    ) -> Response:
        return await self._staff.show(
            request,
            seat,
            "channel_tests.html",
            names=NAMES,
            targets=await self._tests.targets(),
            tried=tried,
            target=target,
            found=found,
            problem=problem,
            status=409 if problem else 200,
        )

    async def _try(self, request: Request, seat: Seat, form: FormData) -> Response:
        channel, target = text_of(form, "what"), text_of(form, "target")
        now = self._staff.pages.clock()
        offered = (await self._tests.targets()).get(channel, ())
        known = {one.id for one in offered}
        if not offered or (channel != "mail" and target not in known):
            return await self._show(request, seat, problem="channels.gone")
        request.state.about = target if channel != "mail" else ""
        if not (self._each.allows(seat.id, now) and self._all.allows("", now)):
            return await self._show(request, seat, channel, target, problem="channels.often")
        if self._places.locked():
            return await self._show(request, seat, channel, target, problem="channels.busy")
        lang = self._staff.pages.texts_for(request).lang
        try:
            async with self._places, asyncio.timeout(WITHIN):
                found = await self._tests.test(channel, target[:320], lang)
        except TimeoutError:
            return await self._show(request, seat, channel, target, problem="channels.late")
        return await self._show(request, seat, channel, target, found)
