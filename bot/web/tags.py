"""The tags of all cases: how many have each, and one renamed, merged into another, or taken off everywhere."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.casework import LONGEST_TAG, tags_of
from bot.desk.ports import UnitOfWork
from bot.model.case_events import TagChanged
from bot.web.addresses import with_query
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read

ALL = "/staff/tags"
WITHIN = 5.0  # seconds that one press takes at most; what is left then waits for the next


@dataclass(frozen=True, slots=True)
class TagWish:
    """What somebody wants of a tag: ``to`` "" takes it off. ``is_sure``: they ticked that they are."""

    tag: str
    to: str
    removes: bool
    is_sure: bool

    @classmethod
    def of(cls, form: FormData) -> "TagWish":
        to = next(iter(tags_of((text_of(form, "to"),))), "")
        removes, is_sure = text_of(form, "do") == "remove", text_of(form, "sure") == "on"
        return cls(text_of(form, "tag")[:LONGEST_TAG], "" if removes else to, removes, is_sure)

    def fault(self, known: frozenset[str]) -> str:
        """Why it cannot be done as it is; "" when it can."""
        if not self.removes and self.to in ("", self.tag):
            return "name"
        needs_tick = self.removes or self.to in known
        return "sure" if needs_tick and not self.is_sure else ""


class TagPages:
    """Lists tags, and passes what leads do with them to the desk, some tickets at a time."""

    def __init__(self, staff: StaffPages, seconds: Callable[[], float] = time.monotonic) -> None:
        self._staff, self._seconds = staff, seconds

    def routes(self) -> list[BaseRoute]:
        return [
            Route(ALL, self._staff.posted(self._change), methods=["POST"]),
            Route(ALL, self._staff.seated(self._all)),
        ]

    async def _all(self, request: Request, seat: Seat) -> Response:
        return await self._show(request, seat)

    async def _show(
        self, request: Request, seat: Seat, wish: TagWish | None = None, fault: str = ""
    ) -> Response:
        def find(work: UnitOfWork) -> dict[str, object]:
            return {"tags": _sorted(work.tag_counts())}

        return await self._staff.show(
            request,
            seat,
            "tags.html",
            find,
            wish=wish,
            fault=fault,
            done=_number(request, "done"),
            left=_number(request, "left"),
            longest=LONGEST_TAG,
            status=409 if fault else 200,
        )

    async def _change(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Rename, merge or take off; the views that staff saved by it ask for the new one."""
        wish = TagWish.of(form)
        request.state.about = f"{wish.tag} → {wish.to}".strip(" →")
        known = await read(self._staff.views, lambda work: frozenset(work.tag_counts()))
        if fault := wish.fault(known):
            return await self._show(request, seat, wish, fault)
        done, is_over = await self._carried_out(wish, seat)
        if is_over:
            await run_in_threadpool(self._move_views, wish)
        left = await read(self._staff.views, lambda work: work.tag_counts().get(wish.tag, 0))
        return RedirectResponse(f"{ALL}?done={done}&left={left}", 303)

    async def _carried_out(self, wish: TagWish, seat: Seat) -> tuple[int, bool]:
        """How many tickets were changed, and whether none is left."""
        until, done = self._seconds() + WITHIN, 0
        while self._seconds() < until:
            found = await read(self._staff.views, lambda work: work.tickets_tagged(wish.tag))
            if not found:
                return done, True
            idents = tuple(ticket.id for ticket in found)
            now = self._staff.pages.clock()
            await self._staff.hand_in(TagChanged(now, seat.staff, wish.tag, wish.to, idents))
            done += len(found)
        return done, False

    def _move_views(self, wish: TagWish) -> None:
        with self._staff.views.work() as work:
            for view in work.views_asking(urlencode({"tag": wish.tag})):
                path, asked = urlsplit(view.asked).path, dict(parse_qsl(urlsplit(view.asked).query))
                if asked.get("tag") == wish.tag:
                    moved = with_query(path, asked | {"tag": wish.to})
                    work.save_view(replace(view, asked=moved))


def _sorted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What most cases have comes first."""
    return sorted(counts.items(), key=lambda found: (-found[1], found[0]))


def _number(request: Request, name: str) -> int | None:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else None
