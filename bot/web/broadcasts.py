"""Notices on their way to many: how far they are, and what staff make of them meanwhile."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.failures import Failed
from bot.desk.ports import UnitOfWork
from bot.desk.progress import Progress, progress_of
from bot.desk.steering import LONGEST_NOTICE, possible, sequels, unfit
from bot.model.broadcast import Broadcast, BroadcastStatus, Steering
from bot.model.event import Steered
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read, read_one

MOST_SHOWN = 30  # broadcasts
MOST_FAILURES = 20


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """One broadcast with what can be done about it; ``told``: how many have its present text."""

    broadcast: Broadcast
    possible: frozenset[Steering]
    later: tuple[Broadcast, ...]
    told: int

    @property
    def is_retracted(self) -> bool:
        return any(broadcast.is_retraction for broadcast in self.later)


class BroadcastPages:
    """Shows broadcasts, and passes on what staff want of one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        one = "/staff/broadcasts/{broadcast}"
        return [
            Route("/staff/broadcasts", seated(self._all)),
            Route(one, seated(self._one)),
            Route(f"{one}/retract", seated(self._sure), methods=["GET"]),
            Route(f"{one}/{{what}}", posted(self._steer), methods=["GET", "POST"]),
        ]

    async def _all(self, request: Request, seat: Seat) -> Response:
        known = await read(
            self._staff.views,
            lambda work: work.broadcasts(under_way_only=False, limit=MOST_SHOWN),
        )
        now, ledger = self._staff.pages.clock(), self._staff.views.ledger

        def counted() -> list[Progress]:
            return [progress_of(broadcast, ledger, now) for broadcast in known]

        found = await run_in_threadpool(counted)
        return await self._staff.show(request, seat, "broadcasts.html", found=found)

    async def _one(
        self, request: Request, seat: Seat, draft: str = "", problem: str = ""
    ) -> Response:
        """A broadcast; with what was written kept and the reason told when it was not carried out."""
        view = await self._view(request)
        progress, failures = await self._counted(view.broadcast)
        texts = self._staff.pages.texts_for(request)
        quiet = view.broadcast.quiet
        return await self._staff.show(
            request,
            seat,
            "broadcast.html",
            view=view,
            progress=progress,
            failures=failures,
            quiet_until=quiet.over_at(self._staff.pages.clock()) if quiet is not None else None,
            done=_done(request.query_params.get("done", ""), view),
            draft=draft,
            problem=texts(problem, most=LONGEST_NOTICE) if problem else "",
            longest=LONGEST_NOTICE,
            status=409 if problem else 200,
        )

    async def _sure(self, request: Request, seat: Seat) -> Response:
        """Before a retraction: whom it goes to, and what it says."""
        view = await self._view(request)
        if Steering.RETRACT not in view.possible:
            return await self._one(request, seat, problem="broadcast.too_late")
        says = self._staff.pages.knowledge.say(view.broadcast.lang, "notice.retracted")
        return await self._staff.show(request, seat, "retract.html", view=view, says=says)

    async def _steer(self, request: Request, seat: Seat, form: FormData) -> Response:
        view, what = await self._view(request), _steering(request.path_params["what"])
        text = text_of(form, "text")
        if what not in view.possible:
            return await self._one(request, seat, draft=text, problem="broadcast.too_late")
        path = f"/staff/broadcasts/{view.broadcast.id}"
        if what is Steering.RETRACT and form.get("sure") != "yes":
            return RedirectResponse(f"{path}/retract", 303)
        if what is Steering.CORRECT and (why := unfit(text, view.broadcast.text)):
            return await self._one(request, seat, draft=text, problem=f"unfit.{why}")
        now = self._staff.pages.clock()
        said = text if what in (Steering.CORRECT, Steering.RESEND) else ""
        await self._staff.hand_in(Steered(now, view.broadcast.id, seat.staff, what, said))
        return RedirectResponse(f"{path}?done={what}", 303)

    async def _view(self, request: Request) -> BroadcastView:
        ident = request.path_params["broadcast"]

        def looked(work: UnitOfWork) -> BroadcastView | None:
            broadcast = work.broadcast(ident)
            if broadcast is None:
                return None
            told = work.told_number(ident, broadcast.edition)
            later = tuple(sequels(broadcast, work))
            return BroadcastView(broadcast, possible(broadcast, work), later, told)

        return await read_one(self._staff.views, looked)

    async def _counted(self, broadcast: Broadcast) -> tuple[Progress, list[Failed]]:
        now, ledger = self._staff.pages.clock(), self._staff.views.ledger

        def counted() -> tuple[Progress, list[Failed]]:
            progress = progress_of(broadcast, ledger, now)
            if not progress.failed:
                return progress, []
            with self._staff.views.look() as work:
                failures = work.failures(broadcast.id, limit=MOST_FAILURES)
            return progress, [failure.veiled() for failure in failures]

        return await run_in_threadpool(counted)


def _steering(word: str) -> Steering:
    try:
        return Steering(word)
    except ValueError as why:
        raise HTTPException(404) from why


def _done(what: str, view: BroadcastView) -> str:
    """What just happened, told only while it is so."""
    broadcast = view.broadcast
    held = {
        "approve": True,
        "pause": Steering.RESUME in view.possible,
        "resume": Steering.RESUME not in view.possible,
        "cancel": broadcast.status is BroadcastStatus.CANCELLED,
        "correct": broadcast.edition > 1,
        "retract": view.is_retracted,
        "publish": Steering.PUBLISH not in view.possible,
        "resend": True,
    }
    return what if held.get(what, False) else ""
