"""The channels, for admins: each can be turned off and on, and has a button that tries it; what came of it stands beside."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.channel_tests import ChannelTests
from bot.desk.saved_settings import SettingsInForce
from bot.model.checkup import Checkup
from bot.model.settings_in_force import SWITCHED
from bot.web.limit import Limiter
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages, text_of

CHANNELS = f"{SETTINGS}/channels"
NAMES = ("mail", "slack", "webhook", "feeds")
WITHIN = 25.0  # seconds for one test
EACH, ALL = 5, 15  # tests in a minute: of one admin, and of all of them
AT_ONCE = 2
ATTEMPTS = 3  # at saving, while somebody else saves settings


@dataclass(frozen=True, slots=True)
class ChannelSwitch:
    """Whether a channel sends, and whether the operator's file decides about it."""

    is_on: bool
    is_locked: bool


class ChannelPages:
    """Shows the channels that are set up, turns one off or on, and tries one out, bounded in time and in how often."""

    def __init__(
        self, staff: StaffPages, tests: ChannelTests, settings: SettingsInForce | None
    ) -> None:
        """``settings`` None: no channel can be turned off."""
        self._staff, self._tests, self._settings = staff, tests, settings
        minute = timedelta(minutes=1)
        self._each, self._all = Limiter(EACH, minute), Limiter(ALL, minute)
        self._places = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(f"{CHANNELS}/{{channel}}", self._staff.posted(self._switch), methods=["POST"]),
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
            "channels.html",
            names=NAMES,
            switches=await run_in_threadpool(self._switches),
            done=request.query_params.get("done", ""),
            file=self._settings.names.file if self._settings is not None else "",
            targets=await self._tests.targets(),
            tried=tried,
            target=target,
            found=found,
            problem=problem,
            status=409 if problem else 200,
        )

    def _switches(self) -> dict[str, ChannelSwitch]:
        """What is to be said of the switch of each channel that has one."""
        house = self._settings
        if house is None:
            return {}
        house.refresh()
        off = house.turned_off()
        return {n: ChannelSwitch(n not in off, house.is_locked(f"channels.{n}")) for n in SWITCHED}

    async def _switch(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Turn one off or on; two admins at once want the same, or the later one has it."""
        channel, wanted = request.path_params["channel"], text_of(form, "what")
        house, name = self._settings, f"channels.{channel}"
        if house is None or channel not in SWITCHED or wanted not in ("on", "off"):
            raise HTTPException(404)
        request.state.about = channel
        if house.is_locked(name):
            return await self._show(request, seat, channel, problem="channels.locked")
        now = self._staff.pages.clock()
        for _ in range(ATTEMPTS):
            saved = await run_in_threadpool(house.saved)
            kept = {**saved, name: wanted}
            if await run_in_threadpool(house.save, saved, kept, now, seat.staff):
                return RedirectResponse(f"{CHANNELS}?done={channel}", 303)
        return await self._show(request, seat, channel, problem="channels.busy")

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
