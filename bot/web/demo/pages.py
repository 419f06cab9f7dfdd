"""The demo's pages: the day, its board, its controls, and the stream that says what changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.gather import DeskContext
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.knowledge import Knowledge
from bot.triage.triage import Triage
from bot.web.demo import board
from bot.web.demo.moments import DemoMoment
from bot.web.demo.playback import SPEEDS, Playback
from bot.web.demo.story import DemoChat
from bot.web.hub import Hub, publish_effects
from bot.web.pages import Pages
from bot.web.stream import open_stream
from bot.web.views import read
from bot.web.wording import PageWording

TOPIC = "demo"
OPEN_CHATS = 4  # the most recent ones; the rest are closed to a line each


class DayPages(Pages):
    """Pages whose times are those of the day's place, wherever the reader is."""

    def wording(self, request: Request) -> PageWording:
        return replace(super().wording(request), zone=ZoneInfo("Asia/Tokyo"))


@dataclass(frozen=True, slots=True)
class DemoNames:
    """Names of the day and its moments for one reader."""

    playback: Playback
    w: PageWording

    def organisation(self, name: str) -> str:
        """An organisation, by the name that the desk knows it by."""
        for person in self.playback.day.people:
            if name in (person.id, person.organisation.text):
                words = person.organisation
                return words.text if self.w.t.lang == "ja" else words.translation or words.text
        return self.w.t("demo.visitor")

    def person(self, chat: DemoChat) -> str:
        if chat.person is None:
            return ""
        words = chat.person.name
        return words.text if self.w.t.lang == "ja" else words.translation or words.text

    def moment(self, moment: DemoMoment) -> str:
        """The sentence that explains a moment."""
        sentence = self.w.t(
            self._key(moment),
            org=self.organisation(moment.person) if moment.person else "",
            cause=self._named(moment.cause),
            was=self._named(moment.was),
            page=self.w.service(self._service(moment.feed)),
            **moment.values,
        )
        if moment.key == "raised":
            sentence += self._why(moment)
        return sentence

    def _key(self, moment: DemoMoment) -> str:
        key = f"demo.moment.{moment.key}"
        if moment.key == "turned":
            return key + (".page" if moment.feed and self._carries(moment) else ".other")
        return key

    def _why(self, moment: DemoMoment) -> str:
        """What an incident was raised on, and that no page had moved."""
        reasons = self.w.t("demo.moment.why").join(e.sentence(self.w.t.lang) for e in moment.why)
        page = self.playback.stage.story.narrator.of("page")
        return (self.w.t("demo.moment.raised.why", why=reasons) if reasons else "") + (
            self.w.t("demo.moment.raised.first") if page is None or page.at > moment.at else ""
        )

    def _carries(self, moment: DemoMoment) -> bool:
        """Whether the suspect of before runs on the present one."""
        by_id = {p.id: p for p in self.playback.day.products}
        was = by_id.get(moment.was.partition(":")[2])
        return was is not None and moment.cause.partition(":")[2] in was.depends_on

    def _named(self, cause: str) -> str:
        return self.w.service(cause.partition(":")[2]) if cause else ""

    def _service(self, feed: str) -> str:
        return next((p.service for p in self.playback.day.pages if p.feed == feed), "")


class Demo:
    """Shows a playback, and passes on what the reader presses."""

    def __init__(
        self, playback: Playback, knowledge: Knowledge, hub: Hub, clock: Callable[[], datetime]
    ) -> None:
        self._playback, self._hub, self._clock = playback, hub, clock
        catalogue = Catalogue.of(playback.day.products)
        self._around = DeskContext(catalogue, playback.day.baseline)
        self._triage = Triage(knowledge, catalogue)
        known = replace(knowledge, catalogue=catalogue)
        self._pages = DayPages(known, lambda: playback.now)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/demo", self._page),
            Route("/demo/board", self._board),
            Route("/demo/events", self._events),
            Route("/demo/control", self._control, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        return await self._rendered(request, "demo.html")

    async def _board(self, request: Request) -> Response:
        """The parts of the page that change, to be put in place of the old ones."""
        return await self._rendered(request, "demo_board.html")

    async def _rendered(self, request: Request, template: str) -> Response:
        playback = self._playback
        story = playback.stage.story
        now = playback.now
        found = await read(
            playback, lambda work: board.look(work, story, self._around, self._triage, now)
        )
        chats = sorted(story.chats.values(), key=lambda c: c.lines[-1].at, reverse=True)
        return self._pages.render(
            request,
            template,
            board=found,
            chats=chats,
            open_chats=OPEN_CHATS,
            moments=list(reversed(story.narrator.moments)),
            notices=list(reversed(story.notices)),
            was_confirmed=story.narrator.of("confirmed") is not None,
            summary=board.summary(story, found.switched) if playback.is_over else None,
            names=DemoNames(playback, self._pages.wording(request)),
            state=self._state(),
            speeds=SPEEDS,
        )

    async def _events(self, request: Request) -> Response:
        return open_stream(request, self._hub, [TOPIC], self._clock)

    async def _control(self, request: Request) -> Response:
        async with request.form(max_files=0, max_fields=4) as form:
            do, speed = str(form.get("do", "")), str(form.get("speed", ""))
        if speed.isdecimal() and int(speed) in SPEEDS:
            self._playback.at_speed(int(speed))
        match do:
            case "begin":
                self._playback.begin()
            case "play":
                self._playback.play()
            case "pause":
                self._playback.pause()
            case "jump":
                await self._playback.jump()
            case "restart":
                await self._playback.restart()
                self._playback.begin()
            case _:
                pass
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(self._state())
        return RedirectResponse("/demo", 303)

    def publish(self, effects: tuple[Effect, ...]) -> None:
        """Tell the open pages how the playback stands; they fetch what they show."""
        publish_effects(self._hub, effects)
        self._hub.publish(TOPIC, json.dumps(self._state()))

    def _state(self) -> dict[str, object]:
        playback = self._playback
        day = playback.day
        return {
            "version": playback.version,
            "clock": f"{playback.now:%H:%M}",
            "minute": round((playback.now - day.start).total_seconds() / 60),
            "minutes": round((day.end - day.start).total_seconds() / 60),
            "playing": playback.is_playing,
            "speed": playback.speed,
            "over": playback.is_over,
        }
